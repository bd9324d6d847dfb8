"""A book is one legal purse; its accounts say where its money is and whose it is."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.ledger.models.letters import MadeOf
from rembuk.lib.ids import new_id
from rembuk.villages.models import VillageRow
from rembuk.villages.models.rows import RowId


class Book(VillageRow):
    """The books of one purse: a group's cash, a cooperative unit, the learning house.

    One currency, whole rupiah. `limit_rp` is the sum from which money out needs a second person.
    """

    class Chart(models.TextChoices):
        GROUP = "GROUP", _("Group cash")
        COOPERATIVE = "COOPERATIVE", _("Cooperative")

    id = RowId(primary_key=True, default=new_id, editable=False)  # looked up with every entry
    group = models.OneToOneField("villages.Group", on_delete=models.PROTECT, related_name="+")
    chart = models.CharField(max_length=12, choices=Chart)
    begins_on = models.DateField()
    limit_rp = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(chart__in=["GROUP", "COOPERATIVE"]), name="ledger_book_chart_known"
            ),
            models.CheckConstraint(condition=Q(limit_rp__gte=0), name="ledger_book_limit_not_less"),
        ]

    def __str__(self) -> str:
        return f"book {self.pk}"


class Account(VillageRow):
    """One account of a book. Members' accounts are accounts like any other, under a control parent.

    `normal` is the side on which the account grows. `floor_rp` is what its balance may not fall
    below: nought for a cash box and for savings; empty where there is none. `resident_id` is whose
    account it is, for those of members; the name stands in the people room. `second_code` is what
    somebody else calls the account in reports, an inspector or a bank, and `second_source` whose
    code that is; neither where nobody gave one.
    """

    class Kind(models.TextChoices):
        ASSET = "ASSET", _("Assets")
        LIABILITY = "LIABILITY", _("Debts")
        EQUITY = "EQUITY", _("Own capital")
        INCOME = "INCOME", _("Income")
        EXPENSE = "EXPENSE", _("Costs")
        MEMO = "MEMO", _("Memo")

    class Side(models.TextChoices):
        DEBIT = "D", _("Debit")
        CREDIT = "C", _("Credit")

    id = RowId(primary_key=True, default=new_id, editable=False)  # looked up with every entry
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="accounts")
    code = models.CharField(max_length=24)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=9, choices=Kind)
    normal = models.CharField(max_length=1, choices=Side)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    is_control = models.BooleanField(default=False)
    resident_id = models.BigIntegerField(null=True)
    floor_rp = models.BigIntegerField(null=True)
    second_code = models.CharField(max_length=24, blank=True)
    second_source = models.CharField(max_length=120, blank=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "code"], name="ledger_account_code_once"),
            models.CheckConstraint(condition=~Q(code=""), name="ledger_account_has_code"),
            # A hyphen last in a pattern is itself.
            models.CheckConstraint(
                condition=Q(MadeOf("code", "A-Za-z0-9_.-")), name="ledger_account_code_is_one_word"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["ASSET", "LIABILITY", "EQUITY", "INCOME", "EXPENSE", "MEMO"]),
                name="ledger_account_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(normal__in=["D", "C"]), name="ledger_account_side_known"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="ledger_account_not_its_own_parent",
            ),
            models.CheckConstraint(
                condition=Q(resident_id__isnull=True) | Q(parent__isnull=False),
                name="ledger_account_of_a_member_has_a_control",
            ),
            models.CheckConstraint(
                condition=Q(second_code="", second_source="")
                | (~Q(second_code="") & ~Q(second_source="")),
                name="ledger_account_second_code_has_a_source",
            ),
        ]

    def __str__(self) -> str:
        return self.code
