"""How much of what members may ask for has to lie ready: what the cooperative agreed, dated."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from rembuk.villages.models import Group, VillageRow


class Floor(VillageRow):
    """From a day on: cash and bank are at least this part (percent) of what members may ask for."""

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    percent = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "since"], name="supervision_floor_one_for_a_day"
            ),
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=100),
                name="supervision_floor_is_a_part",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="supervision_floor_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.since}: {self.percent}%"
