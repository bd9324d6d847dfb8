"""What can be dropped and worked out again from the movements."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rembuk.ledger.models.books import Account, Book
from rembuk.villages.models import VillageRow

# Of a bigint's 9.2 x 10^18. SQLite goes on in floats beyond that, and loses rupiah.
MOST_EVER_RP = 9 * 10**18


class Balance(VillageRow):
    """All that was ever debited and credited to an account, and what is reserved of it.

    `own_rp` is the balance on the account's own side; a database function of the two sums.
    """

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="balance")
    debit_rp = models.BigIntegerField(default=0)
    credit_rp = models.BigIntegerField(default=0)
    own_rp = models.BigIntegerField(default=0)
    held_rp = models.BigIntegerField(default=0)
    floor_rp = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(debit_rp__gte=0, credit_rp__gte=0, held_rp__gte=0),
                name="ledger_balance_sums_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(debit_rp__lte=MOST_EVER_RP, credit_rp__lte=MOST_EVER_RP),
                name="ledger_balance_sums_are_exact",
            ),
            models.CheckConstraint(
                condition=Q(own_rp=F("debit_rp") - F("credit_rp"))
                | Q(own_rp=F("credit_rp") - F("debit_rp")),
                name="ledger_balance_is_the_difference",
            ),
            models.CheckConstraint(
                condition=Q(floor_rp__isnull=True) | Q(own_rp__gte=F("floor_rp") + F("held_rp")),
                name="ledger_balance_not_below_its_floor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.own_rp}"


class Checkpoint(VillageRow):
    """The sums of an account up to the end of a month, of the entries up to `sequence`.

    All accounts of a book that had moved are kept at once, so one number holds for all of a month
    end. What is dated back later does not touch it: a reader adds what came after that number.
    """

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="checkpoints", db_index=False
    )
    until = models.DateField()
    sequence = models.PositiveIntegerField()
    debit_rp = models.BigIntegerField()
    credit_rp = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "until"], name="ledger_checkpoint_month_end_once"
            ),
        ]
        indexes = [models.Index(fields=["book", "until"], name="ledger_checkpoint_month_ends")]

    def __str__(self) -> str:
        return f"{self.account_id} until {self.until}"
