"""The settlement of who left: what was hers, what was taken off, by when it is paid."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rembuk.coop.models.members import Member
from rembuk.villages.models import VillageRow


class Exit(VillageRow):
    """What two people agree to book when a member left. Whether it is paid, the book says.

    The promise counts from the day she left, so it may be over before the settlement is written.
    """

    append_only = True

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="exits")
    asked = models.OneToOneField("ledger.Pending", on_delete=models.PROTECT, related_name="+")
    left_on = models.DateField()
    on = models.DateField()
    gross_rp = models.BigIntegerField()
    deducted_rp = models.BigIntegerField()
    refund_rp = models.BigIntegerField()
    pay_by = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gross_rp__gte=1, deducted_rp__gte=0, refund_rp__gte=0),
                name="coop_exit_sums_are_sums",
            ),
            models.CheckConstraint(
                condition=Q(refund_rp=F("gross_rp") - F("deducted_rp")),
                name="coop_exit_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(on__gte=F("left_on")), name="coop_exit_is_settled_afterwards"
            ),
            models.CheckConstraint(
                condition=Q(pay_by__isnull=True) | Q(pay_by__gte=F("left_on")),
                name="coop_exit_is_paid_afterwards",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.refund_rp}"
