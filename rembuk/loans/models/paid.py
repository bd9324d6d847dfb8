"""What was paid back: one row for each time, and how it was shared over the instalments."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rembuk.loans.models.lent import Loan
from rembuk.villages.models import VillageRow


class Payment(VillageRow):
    """Money that a borrower brought; taken back with its line of the book, it counts no more.

    `held_rp` was kept from before and is used now, `kept_rp` is kept for later (2104);
    `waived_rp` is the charge she was spared by paying all of it back early.
    """

    append_only = True

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="payments")
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    cash_rp = models.BigIntegerField()
    held_rp = models.BigIntegerField()
    fine_rp = models.BigIntegerField()
    interest_rp = models.BigIntegerField()
    principal_rp = models.BigIntegerField()
    kept_rp = models.BigIntegerField()
    waived_rp = models.BigIntegerField(default=0)
    settles = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    cash_rp__gte=1, held_rp__gte=0, fine_rp__gte=0, interest_rp__gte=0,
                    principal_rp__gte=0, kept_rp__gte=0, waived_rp__gte=0,
                ),
                name="loans_payment_sums_are_sums",
            ),
            models.CheckConstraint(
                condition=Q(
                    cash_rp=F("fine_rp") + F("interest_rp") + F("principal_rp") + F("kept_rp")
                    - F("held_rp")
                ),
                name="loans_payment_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(settles=True) | Q(waived_rp=0), name="loans_payment_waives_at_the_end"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.loan_id}: {self.cash_rp}"


class Share(VillageRow):
    """What one instalment got of a payment."""

    append_only = True

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="shares")
    row = models.PositiveSmallIntegerField()
    fine_rp = models.BigIntegerField()
    interest_rp = models.BigIntegerField()
    principal_rp = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "row"], name="loans_share_once_a_row"),
            models.CheckConstraint(condition=Q(row__gte=1), name="loans_share_row_counts"),
            models.CheckConstraint(
                condition=Q(fine_rp__gte=0, interest_rp__gte=0, principal_rp__gte=0)
                & (Q(fine_rp__gte=1) | Q(interest_rp__gte=1) | Q(principal_rp__gte=1)),
                name="loans_share_is_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id}/{self.row}"
