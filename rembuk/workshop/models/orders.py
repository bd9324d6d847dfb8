"""Orders: who wants what, and the dated steps on the way from asking to handing over."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import Group, VillageRow


class Place(models.TextChoices):
    """Where a buyer lives. Nobody has to say it; empty is not known."""

    HERE = "HERE", _("In this village")
    AWAY = "AWAY", _("Outside the village")


class Customer(VillageRow):
    """Somebody who orders from a group. Only who records the group's work may read it."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="customers")
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=20, blank=True)  # +62...
    # Empty for who is not in the village's registry.
    resident = models.ForeignKey(
        "people.Resident", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.CharField(max_length=4, choices=Place, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="workshop_customer_has_a_name"),
            models.CheckConstraint(
                condition=Q(place="") | Q(place__in=Place.values),
                name="workshop_customer_place_known",
            ),
            models.UniqueConstraint(
                fields=["group", "resident"], name="workshop_customer_resident_once"
            ),
        ]
        indexes = [models.Index(fields=["village", "group", "name"], name="workshop_customer_of")]

    def __str__(self) -> str:
        return self.name


class Order(VillageRow):
    """What one customer asked a group for. How far it is follows from its steps (stages.py)."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="orders")
    number = models.PositiveIntegerField()  # counted in each group from 1 on
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="orders")
    begun_on = models.DateField()
    ready_on = models.DateField(null=True, blank=True)  # as promised; empty while nothing is
    # Whole rupiah agreed to be paid before work begins; empty while nothing is agreed.
    down_payment_rp = models.BigIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    # Invented so that a known story adds up.
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="workshop_order_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="workshop_order_has_a_number"),
            models.CheckConstraint(
                condition=Q(down_payment_rp__isnull=True) | Q(down_payment_rp__gte=0),
                name="workshop_order_down_payment_not_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(ready_on__isnull=True) | Q(ready_on__gte=models.F("begun_on")),
                name="workshop_order_ready_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["village", "group", "ready_on"], name="workshop_order_due")]

    def __str__(self) -> str:
        return f"{self.number}"


class OrderLine(VillageRow):
    """One kind of thing in an order, in one size. A line taken out stays, with who and when."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    # Empty for what is not among the group's products.
    product = models.ForeignKey(
        "enterprise.Product", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    what = models.CharField(max_length=100)
    size = models.CharField(max_length=20, blank=True)
    quantity = models.PositiveIntegerField()
    # Whole rupiah for one; empty while no price is agreed.
    price_rp = models.BigIntegerField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="workshop_orderline_says_what"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1), name="workshop_orderline_at_least_one"
            ),
            models.CheckConstraint(
                condition=Q(price_rp__isnull=True) | Q(price_rp__gt=0),
                name="workshop_orderline_costs_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.size}".strip()

    @property
    def total_rp(self) -> int | None:
        """What the line costs in whole rupiah; None while no price is agreed."""
        return None if self.price_rp is None else self.quantity * self.price_rp


class Stage(models.TextChoices):
    """How far an order is. Paid is not here: the treasurer's book says it."""

    ENQUIRY = "ENQUIRY", _("Enquiry")
    OFFER = "OFFER", _("Offer made")
    ORDERED = "ORDERED", _("Ordered")
    CUTTING = "CUTTING", _("Cutting")
    SEWING = "SEWING", _("Being sewn")
    FINISHING = "FINISHING", _("Finishing")
    FITTING = "FITTING", _("Fitting")
    # Of groups that do not sew:
    MAKING = "MAKING", _("Being made")
    READY = "READY", _("Ready to be fetched")
    DELIVERED = "DELIVERED", _("Handed over")
    CANCELLED = "CANCELLED", _("Called off")


class OrderStep(VillageRow):
    """One step of an order: what, on which day, recorded by whom. Undoing withdraws it."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=9, choices=Stage)
    on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
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
                condition=Q(kind__in=Stage.values), name="workshop_orderstep_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind="CANCELLED") | ~Q(note=""),
                name="workshop_orderstep_called_off_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["order", "on", "id"], name="workshop_orderstep_latest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class Payment(VillageRow):
    """Money of an order that the treasurer is told to expect; whether it came, her book says."""

    class Kind(models.TextChoices):
        DOWN = "DOWN", _("Down payment")
        PART = "PART", _("A part")
        REST = "REST", _("The rest")
        BACK = "BACK", _("Paid back")  # to the customer, of an order that was called off

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    kind = models.CharField(max_length=4, choices=Kind)
    amount_rp = models.BigIntegerField()  # whole rupiah
    expected = models.OneToOneField(
        "cash.ExpectedMoney", on_delete=models.PROTECT, related_name="+"
    )
    # The step with which it came, and goes when that is taken back; empty for what came between.
    brought_by = models.ForeignKey(
        OrderStep, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The calling off with which nobody expected it any more; taken back, it is expected anew.
    dropped_with = models.ForeignKey(
        OrderStep, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_rp__gt=0), name="workshop_payment_of_a_sum"),
            models.CheckConstraint(
                condition=Q(kind__in=["DOWN", "PART", "REST", "BACK"]),
                name="workshop_payment_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"
