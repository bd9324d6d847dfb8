"""Files of marketplaces that were filled, and what a parcel weighs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from rembuk.enterprise.models import Product
from rembuk.villages.models import Group, VillageRow

WEIGHT_G_MAX = 500_000


class Weight(VillageRow):
    """What one piece of a product weighs with its wrapping, in grams."""

    product = models.OneToOneField(Product, on_delete=models.PROTECT, related_name="+")
    grams = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(grams__gte=1, grams__lte=WEIGHT_G_MAX),
                name="shop_weight_can_be_sent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.grams} g"


class FilledFile(VillageRow):
    """A seller's own file with the group's goods in it, kept until newer ones take its place."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    marketplace = models.CharField(max_length=40)  # its name, as the page shows it
    sheet = models.CharField(max_length=80)
    name = models.CharField(max_length=120)  # of the file that was sent
    content = models.BinaryField()  # empty when newer files took its place
    lines = models.JSONField(default=list)  # name, row, written and open columns of each product
    unknown = models.JSONField(default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="shop_filledfile_has_a_name")
        ]
        indexes = [models.Index(fields=["group", "id"], name="shop_filledfile_of_group")]

    def __str__(self) -> str:
        return self.name
