"""What a bank says came in, row by row, and what became of each sum.

A row that is no money for us is kept by its number and the reason alone: whom the cooperative pays
is nobody's business here. Sums are whole rupiah.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.coop.models import Member
from rembuk.lib.money import MOST_RP
from rembuk.villages.models import Group, VillageRow

ERASED = ""


class Statement(VillageRow):
    """One file of a bank, as it was read; the file itself is not kept, only its `digest`."""

    append_only = True

    class Format(models.TextChoices):
        TABLE = "TABLE", _("Table (CSV or Excel)")
        MT940 = "MT940", "MT940"

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="bank_statements")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)  # SHA-256 of its bytes
    format = models.CharField(max_length=5, choices=Format)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "digest"], name="remittance_statement_once"),
            models.CheckConstraint(
                condition=Q(format__in=["TABLE", "MT940"]),
                name="remittance_statement_format_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StatementBooked(VillageRow):
    """Somebody looked at a statement and let its new money be booked."""

    append_only = True

    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="booked")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.statement_id} {self.at:%Y-%m-%d}"


class StatementRow(VillageRow):
    """One row of a statement: its number in the file, and what it is.

    `fingerprint` is the same for the same row of another file; see reading.py.
    """

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"text": ERASED, "reference": ERASED}

    class Kind(models.TextChoices):
        CREDIT = "CREDIT", _("Money that came in")
        OTHER = "OTHER", _("No money that came in")
        ABOVE = "ABOVE", _("Heading or total")
        UNREADABLE = "UNREADABLE", _("To be looked at")

    class Why(models.TextChoices):
        DAY = "DAY", _("The day cannot be read. Write it as in 31-03-2026.")
        FUTURE = "FUTURE", _("The day has not come yet. Compare it with the bank.")
        SUM = "SUM", _("The sum cannot be read. Write it as in 1500000.")
        CENTS = "CENTS", _("The sum has parts of a rupiah. Record it by hand.")
        DIRECTION = "DIRECTION", _("It does not say whether it came in. Add D or K to it.")
        CURRENCY = "CURRENCY", _("This is no rupiah. The bank has to change it first.")
        LINE = "LINE", _("The line is damaged. Ask the bank for the file again.")

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    why = models.CharField(max_length=9, choices=Why, blank=True)
    on = models.DateField(null=True)
    amount_rp = models.BigIntegerField(null=True)
    text = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "number"], name="remittance_row_once_in_its_file"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind="CREDIT", on__isnull=False, amount_rp__gte=1, amount_rp__lte=MOST_RP,
                    fingerprint__regex=r"^[0-9a-f]{64}$", why="",
                )
                | Q(
                    kind__in=["OTHER", "ABOVE"], on__isnull=True, amount_rp__isnull=True,
                    fingerprint="", text="", reference="", why="",
                )
                | (
                    Q(
                        kind="UNREADABLE", on__isnull=True, amount_rp__isnull=True,
                        fingerprint="", text="", reference="",
                    )
                    & ~Q(why="")
                ),
                name="remittance_row_is_money_or_says_why",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class Credit(VillageRow):
    """Money of a row that was booked: to a member, or (with the reason) to nobody known yet."""

    append_only = True

    class Why(models.TextChoices):
        NO_NUMBER = "NO_NUMBER", _("No member number stands in it.")
        SLIP = "SLIP", _("The member number has a slip in it.")
        NOBODY = "NOBODY", _("Nobody has this member number.")
        SEVERAL = "SEVERAL", _("It names several members.")
        NO_MEMBER = "NO_MEMBER", _("She was no member on that day.")
        NO_ACCOUNT = "NO_ACCOUNT", _("She has no sukarela account yet. Open one first.")

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    row = models.OneToOneField(StatementRow, on_delete=models.PROTECT, related_name="credit")
    fingerprint = models.CharField(max_length=64)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=10, choices=Why, blank=True)
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "fingerprint"], name="remittance_credit_booked_once"
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False, why="") | (Q(member__isnull=True) & ~Q(why="")),
                name="remittance_credit_is_hers_or_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.why or self.member_id}"


class Identified(VillageRow):
    """Whose a sum was that nobody was known for: booked, or asked of a second person.

    `after` is the taking back of the match before, if there was one.
    """

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"reason": "-"}

    credit = models.ForeignKey(Credit, on_delete=models.PROTECT, related_name="identified")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    entry = models.OneToOneField(
        "ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked = models.OneToOneField(
        "ledger.Pending", on_delete=models.PROTECT, null=True, related_name="+"
    )
    after = models.ForeignKey(
        "remittance.TakenBack", on_delete=models.PROTECT, null=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="remittance_identified_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=False, asked__isnull=True)
                | Q(entry__isnull=True, asked__isnull=False),
                name="remittance_identified_is_booked_or_asked",
            ),
            models.UniqueConstraint(
                fields=["credit"], condition=Q(entry__isnull=False, after__isnull=True),
                name="remittance_identified_first_once",
            ),
            models.UniqueConstraint(
                fields=["after"], condition=Q(entry__isnull=False),
                name="remittance_identified_after_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.credit_id} {self.member_id}"
