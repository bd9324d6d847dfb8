"""What a group makes or keeps to sell."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import Group, VillageRow


class Unit(models.TextChoices):
    """What a product is counted in."""

    PIECE = "PIECE", _("piece")
    SET = "SET", _("set")
    METRE = "METRE", _("metre")
    KILO = "KILO", _("kilo")
    HEAD = "HEAD", _("head")


class Product(VillageRow):
    """One thing a group sells, such as keset bundar; sizes belong to orders and stock."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="products")
    name = models.CharField(max_length=100)
    unit = models.CharField(max_length=5, choices=Unit, default=Unit.PIECE)
    # Whole rupiah for one unit; empty where the price is agreed with each customer.
    price_rp = models.BigIntegerField(null=True, blank=True)
    to_order = models.BooleanField(default=True)  # made when asked for; else kept in stock
    ended_on = models.DateField(null=True, blank=True)  # no longer offered since
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="enterprise_product_has_a_name"),
            models.CheckConstraint(
                condition=Q(price_rp__isnull=True) | Q(price_rp__gt=0),
                name="enterprise_product_costs_something",
            ),
            models.CheckConstraint(
                condition=Q(unit__in=Unit.values), name="enterprise_product_unit_known"
            ),
            models.UniqueConstraint(
                fields=["group", "name"],
                condition=Q(ended_on__isnull=True),
                name="enterprise_product_offered_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
