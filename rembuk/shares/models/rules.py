"""How a group divides what it earned: versions by date, each with the decision behind it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import Group, VillageRow

WHOLE = 10_000  # a hundred percent in hundredths of one
UNITS_RP = (1, 100, 500, 1000)


class Weighing(models.TextChoices):
    """By what the members' part is divided."""

    EQUAL = "EQUAL", _("Equally")
    PIECES = "PIECES", _("By work output")
    DUTY = "DUTY", _("By duty")
    CAPITAL = "CAPITAL", _("By capital")


class Belonging(models.TextChoices):
    """Who gets a share when somebody joined or left inside the period."""

    WHOLE = "WHOLE", _("Whoever was a member for a day has a whole share")
    DAYS = "DAYS", _("Who joined or left counts by her days")
    LAST_DAY = "LAST_DAY", _("Only who is a member on the last day")


class Leftover(models.TextChoices):
    """Where goes what is left after every share went down to a whole unit."""

    CASH = "CASH", _("It stays in the group's cash")
    SPREAD = "SPREAD", _("The largest fractions have one unit more")


class Agreeing(models.TextChoices):
    """Who agrees before anything is paid."""

    TREASURER = "TREASURER", _("The treasurer")
    MEETING = "MEETING", _("The members in a meeting")


class ShownTo(models.TextChoices):
    """Who of the group sees every member's sum."""

    GROUP = "GROUP", _("Everybody of the group")
    OWN = "OWN", _("Each member her own; officers see all")


class Rule(VillageRow):
    """One version, valid from a day until the next one. Parts are hundredths of a percent.

    First the parts of the whole sum; what is left is divided by the four weighings together.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    # The decision of the members: there is no version without one.
    resolution = models.ForeignKey("forum.Resolution", on_delete=models.PROTECT, related_name="+")
    cash_part = models.PositiveIntegerField(default=0)
    reserve_part = models.PositiveIntegerField(default=0)
    cooperative_part = models.PositiveIntegerField(default=0)
    by_equal = models.PositiveIntegerField(default=WHOLE)
    by_pieces = models.PositiveIntegerField(default=0)
    by_duty = models.PositiveIntegerField(default=0)
    by_capital = models.PositiveIntegerField(default=0)
    # Shares are whole multiples of it; what does not fit stays in the group's cash.
    unit_rp = models.PositiveIntegerField(default=1)
    leftover = models.CharField(max_length=6, choices=Leftover, default=Leftover.CASH)
    belonging = models.CharField(max_length=8, choices=Belonging, default=Belonging.WHOLE)
    agreeing = models.CharField(max_length=9, choices=Agreeing, default=Agreeing.TREASURER)
    shown_to = models.CharField(max_length=5, choices=ShownTo, default=ShownTo.GROUP)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_why = models.CharField(max_length=200, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cash_part__lte=WHOLE - F("reserve_part") - F("cooperative_part")),
                name="shares_rule_parts_fit_the_whole",
            ),
            models.CheckConstraint(
                condition=Q(by_equal=WHOLE - F("by_pieces") - F("by_duty") - F("by_capital")),
                name="shares_rule_weighings_are_the_whole",
            ),
            models.CheckConstraint(
                condition=Q(unit_rp__in=UNITS_RP), name="shares_rule_rounds_to_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(
                    belonging__in=Belonging.values,
                    leftover__in=Leftover.values,
                    agreeing__in=Agreeing.values,
                    shown_to__in=ShownTo.values,
                ),
                name="shares_rule_says_who",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_why="")
                | (Q(dropped_at__isnull=False) & ~Q(dropped_why="")),
                name="shares_rule_dropped_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["group", "since"],
                condition=Q(dropped_at__isnull=True),
                name="shares_rule_one_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d}"

    def weighs(self) -> dict[Weighing, int]:
        """Return what the members' part is divided by, in hundredths of a percent, none empty."""
        told = {
            Weighing.EQUAL: self.by_equal,
            Weighing.PIECES: self.by_pieces,
            Weighing.DUTY: self.by_duty,
            Weighing.CAPITAL: self.by_capital,
        }
        return {kind: part for kind, part in told.items() if part}
