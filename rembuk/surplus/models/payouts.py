"""A member's part of a surplus handed over: what was asked for or booked, under which receipt."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from rembuk.surplus.models.divisions import MemberShare
from rembuk.villages.models import VillageRow


class Payout(VillageRow):
    """One paying out of one member's part; whether it stands, the book says.

    `entry` where the treasurer paid alone, `asked` where a second person is asked.
    """

    append_only = True

    share = models.ForeignKey(MemberShare, on_delete=models.PROTECT, related_name="payouts")
    on = models.DateField()
    entry = models.OneToOneField(
        "ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked = models.OneToOneField(
        "ledger.Pending", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=True, asked__isnull=False)
                | Q(entry__isnull=False, asked__isnull=True),
                name="surplus_payout_booked_or_asked",
            )
        ]

    def __str__(self) -> str:
        return f"{self.share_id}: {self.on}"
