"""How long an offer stands: a choice of the group, dated."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from rembuk.villages.models import Group, VillageRow

DAYS_MOST = 365


class OfferDays(VillageRow):
    """For how many days a group's offers stand, from a day on. Of one day the newest counts."""

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    since = models.DateField()
    source = models.CharField(max_length=200)  # who decided it, and where
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(days__range=(1, DAYS_MOST)), name="workshop_offerdays_within_a_year"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="workshop_offerdays_has_a_source"),
        ]
        indexes = [models.Index(fields=["group", "since"], name="workshop_offerdays_since")]

    def __str__(self) -> str:
        return f"{self.days}"
