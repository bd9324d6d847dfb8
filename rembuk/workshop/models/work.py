"""Work: what is done to a piece, what that pays since when, who did how many, how long it takes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rembuk.enterprise.models import Membership
from rembuk.villages.models import Group, VillageRow
from rembuk.workshop.models.orders import Order


class Operation(VillageRow):
    """One kind of work on a piece that a group pays for, such as sewing a side seam."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="operations")
    name = models.CharField(max_length=60)
    ended_on = models.DateField(null=True, blank=True)  # no longer done since

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="workshop_operation_has_a_name"),
            models.UniqueConstraint(
                fields=["group", "name"], condition=Q(ended_on__isnull=True),
                name="workshop_operation_named_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class PieceRate(VillageRow):
    """What one piece of an operation pays from a day on. Of one day the newest row counts."""

    append_only = True

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="rates")
    rate_rp = models.BigIntegerField()  # whole rupiah for one piece
    since = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rate_rp__gt=0), name="workshop_piecerate_pays"),
        ]

    def __str__(self) -> str:
        return f"{self.rate_rp}"


class Wage(VillageRow):
    """What one member's pieces of some days pay, as the treasurer was told to expect it."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    amount_rp = models.BigIntegerField()  # whole rupiah
    expected = models.OneToOneField(
        "cash.ExpectedMoney", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_rp__gt=0), name="workshop_wage_of_a_sum"),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="workshop_wage_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["village", "group", "since"], name="workshop_wage_of")]

    def __str__(self) -> str:
        return f"{self.membership} {self.amount_rp}"


class WorkOutput(VillageRow):
    """Pieces one member did of one operation on a day; the rejected ones among them are not paid.

    `rework` are rejected pieces that were put right: they are paid then, once.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    # Empty for what is made for the shelf.
    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, null=True, blank=True, related_name="outputs"
    )
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="outputs")
    pieces = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField(default=0)
    rework = models.BooleanField(default=False)
    # At the machine for all of these pieces; empty when nobody looked at the clock.
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    # The sum that pays these pieces: one and no other (guards.py). Empty until it is asked for.
    wage = models.ForeignKey(
        Wage, on_delete=models.PROTECT, null=True, blank=True, related_name="outputs"
    )
    on = models.DateField()
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
                condition=Q(pieces__gte=1), name="workshop_workoutput_at_least_one"
            ),
            models.CheckConstraint(
                condition=Q(rejected__lte=F("pieces")),
                name="workshop_workoutput_rejects_what_was_done",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1),
                name="workshop_workoutput_takes_a_minute",
            ),
            models.CheckConstraint(
                condition=Q(wage__isnull=True) | Q(withdrawn_at__isnull=True),
                name="workshop_workoutput_paid_for_what_counts",
            ),
        ]
        indexes = [
            models.Index(fields=["village", "group", "on"], name="workshop_workoutput_on"),
            models.Index(fields=["order"], name="workshop_workoutput_order"),
        ]

    def __str__(self) -> str:
        return f"{self.pieces}"


class Pace(VillageRow):
    """How much a group sews in a day, as agreed from a day on. Of one day the newest row counts."""

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    minutes_a_day = models.PositiveSmallIntegerField()  # of each member
    days_a_week = models.PositiveSmallIntegerField()  # from Monday on
    # The part of that time which is spent at the machine.
    efficiency_percent = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes_a_day__range=(1, 1440)), name="workshop_pace_within_a_day"
            ),
            models.CheckConstraint(
                condition=Q(days_a_week__range=(1, 7)), name="workshop_pace_within_a_week"
            ),
            models.CheckConstraint(
                condition=Q(efficiency_percent__range=(1, 100)), name="workshop_pace_is_a_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since}"


class Estimate(VillageRow):
    """How many minutes a thing takes as somebody guessed; counts until there are own records."""

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=100)
    minutes = models.PositiveSmallIntegerField()  # for one piece, all of its work together
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="workshop_estimate_says_what"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1), name="workshop_estimate_takes_a_minute"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.minutes}"
