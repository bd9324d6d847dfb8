"""What members put into the group: the weights of a rule that divides by capital."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rembuk.villages.models import Group, VillageRow


class Contribution(VillageRow):
    """What one member put in on a day, from which paper it is known, and when she got it back."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(
        "enterprise.Membership", on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField()
    amount_rp = models.BigIntegerField()
    source = models.CharField(max_length=200)
    # On the day it was given back it counts no longer; a mistake is given back on its own day.
    returned_on = models.DateField(null=True, blank=True)
    returned_why = models.CharField(max_length=200, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_rp__gt=0), name="shares_contribution_is_a_sum"
            ),
            models.CheckConstraint(
                condition=~Q(source=""), name="shares_contribution_has_a_source"
            ),
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True, returned_why="")
                | (Q(returned_on__gte=F("on")) & ~Q(returned_why="")),
                name="shares_contribution_returned_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.amount_rp}"
