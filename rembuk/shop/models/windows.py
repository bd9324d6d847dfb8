"""Whether a group shows its goods to everybody, and how buyers reach it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rembuk.villages.models import Group, VillageRow


class Window(VillageRow):
    """The shop window of one group: open from a day on, until the group closes it."""

    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="shop_window")
    opened_on = models.DateField(null=True, blank=True)  # empty while it is closed
    # The number the group chose for buyers, +62...; nobody's own number gets here by itself.
    whatsapp = models.CharField(max_length=16, blank=True)
    about = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(whatsapp="") | Q(whatsapp__startswith="+"),
                name="shop_window_number_is_international",
            )
        ]

    def __str__(self) -> str:
        return self.group.name
