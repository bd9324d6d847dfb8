"""Material: cloth by the metre, remnants by the kilo; and what else an order costs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import Group, VillageRow
from rembuk.workshop.models.orders import Order


class Material(VillageRow):
    """One kind of material of a group, measured in one unit."""

    class Unit(models.TextChoices):
        METRE = "METRE", _("metre")
        KILO = "KILO", _("kilo")
        PIECE = "PIECE", _("piece")

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="materials")
    name = models.CharField(max_length=60)
    unit = models.CharField(max_length=5, choices=Unit)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="workshop_material_has_a_name"),
            models.CheckConstraint(
                condition=Q(unit__in=["METRE", "KILO", "PIECE"]),
                name="workshop_material_unit_known",
            ),
            models.UniqueConstraint(
                fields=["group", "name"], name="workshop_material_named_once"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class MaterialMove(VillageRow):
    """Material bought, or used for an order; which way it goes is in its kind."""

    class Kind(models.TextChoices):
        BOUGHT = "BOUGHT", _("Bought")
        USED = "USED", _("Used")

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=6, choices=Kind)
    amount_milli = models.PositiveIntegerField()  # thousandths of the unit: grams, millimetres
    # Whole rupiah for all of it; empty where nobody knows.
    cost_rp = models.BigIntegerField(null=True, blank=True)
    supplier = models.CharField(max_length=100, blank=True)
    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, null=True, blank=True, related_name="material"
    )
    expected = models.OneToOneField(
        "cash.ExpectedMoney", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    on = models.DateField()
    synthetic = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_milli__gte=1), name="workshop_materialmove_moves_something"
            ),
            models.CheckConstraint(
                condition=Q(kind="BOUGHT", order__isnull=True)
                | Q(kind="USED", order__isnull=False, cost_rp__isnull=True, supplier=""),
                name="workshop_materialmove_is_bought_or_used",
            ),
            models.CheckConstraint(
                condition=Q(cost_rp__isnull=True) | Q(cost_rp__gt=0),
                name="workshop_materialmove_costs_something",
            ),
        ]
        indexes = [models.Index(fields=["material", "on"], name="workshop_materialmove_on")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class OtherCost(VillageRow):
    """What else an order costs: thread, transport, packing."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="other_costs")
    what = models.CharField(max_length=100)
    amount_rp = models.BigIntegerField()  # whole rupiah for the whole order
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="workshop_othercost_says_what"),
            models.CheckConstraint(
                condition=Q(amount_rp__gt=0), name="workshop_othercost_costs_something"
            ),
        ]

    def __str__(self) -> str:
        return self.what
