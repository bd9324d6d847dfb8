"""Cards of bucks that other villages offer for a swap."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from rembuk.villages.models import Group, VillageRow


class SwapCard(VillageRow):
    """One card that came: nothing of a person stands on it. A newer one of the same goat counts."""

    append_only: ClassVar[bool] = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    from_village = models.CharField(max_length=100)
    tag = models.CharField(max_length=20)
    breed = models.CharField(max_length=40, blank=True)
    born_in = models.DateField(null=True, blank=True)  # the first day of a month
    line = models.CharField(max_length=40)
    # How much the inbreeding of kids falls over there when he goes: a part of one.
    gain = models.DecimalField(max_digits=5, decimal_places=4)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_village="") & ~Q(tag="") & ~Q(line=""),
                name="herd_swapcard_says_who_it_is",
            ),
            models.CheckConstraint(
                condition=Q(gain__gte=0, gain__lte=1), name="herd_swapcard_gain_is_a_part"
            ),
            models.CheckConstraint(
                condition=Q(born_in__isnull=True) | Q(born_in__day=1),
                name="herd_swapcard_born_in_a_month",
            ),
        ]
        indexes = [models.Index(fields=["group", "-received_at"], name="herd_swapcard_of_group")]

    def __str__(self) -> str:
        return f"{self.tag}, {self.from_village}"
