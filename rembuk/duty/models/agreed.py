"""What a group agreed about its duty, who must not or must have it together, who is away."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.enterprise.models import Membership
from rembuk.villages.models import Group, VillageRow

HALVES = 2  # weights are kept in halves: an ordinary turn is two of them
PEOPLE_MAX, DAYS_MAX = 20, 31
WEIGHT_MAX = 10 * HALVES
HOLIDAY = "H"  # beside the weekdays: official holidays


class Consequence(models.TextChoices):
    """What the group itself agreed follows a turn that nobody did."""

    NOTHING = "NOTHING", gettext_lazy("Nothing: we talk about it")
    MAKE_UP = "MAKE_UP", gettext_lazy("The turn is made up in the next roster")
    WEIGHT = "WEIGHT", gettext_lazy("It is made up and counts more")
    FINE = "FINE", gettext_lazy("A fine, agreed in a meeting")


class Rule(VillageRow):
    """What was agreed from a day on; a later agreement is a new row, a roster keeps its own."""

    append_only: ClassVar[bool] = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    duty_name = models.CharField(max_length=60, blank=True)  # empty: looking for feed
    people_a_day = models.PositiveSmallIntegerField()
    # Days that weigh more, Monday is 0: "56H" is Saturday, Sunday and holidays; and how much.
    heavy_days = models.CharField(max_length=8, blank=True)
    heavy_halves = models.PositiveSmallIntegerField(default=HALVES)
    # Nobody has more than so many turns in so many days that follow each other; both or none.
    at_most_turns = models.PositiveSmallIntegerField(null=True, blank=True)
    at_most_days = models.PositiveSmallIntegerField(null=True, blank=True)
    consequence = models.CharField(max_length=8, choices=Consequence, default=Consequence.NOTHING)
    # What a missed turn adds to what is owed, beside the turn itself.
    extra_halves = models.PositiveSmallIntegerField(default=0)
    fine_rp = models.BigIntegerField(null=True, blank=True)
    # The decision of a meeting that it rests on, if there is one; a fine needs it.
    resolution = models.ForeignKey(
        "forum.Resolution", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Made up where a source tells only that something was agreed; so are the rosters made with it.
    synthetic = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(people_a_day__range=(1, PEOPLE_MAX)), name="duty_rule_needs_people"
            ),
            models.CheckConstraint(
                condition=Q(heavy_halves__range=(HALVES, WEIGHT_MAX)),
                name="duty_rule_heavy_days_weigh_more",
            ),
            models.CheckConstraint(
                condition=Q(at_most_turns__isnull=True, at_most_days__isnull=True)
                | Q(
                    at_most_turns__gte=1,
                    at_most_days__lte=DAYS_MAX,
                    at_most_days__gt=F("at_most_turns"),
                ),
                name="duty_rule_limit_leaves_rest",
            ),
            models.CheckConstraint(
                condition=Q(
                    consequence__in=["NOTHING", "MAKE_UP"], extra_halves=0, fine_rp__isnull=True
                )
                | Q(
                    consequence="WEIGHT",
                    extra_halves__range=(1, WEIGHT_MAX),
                    fine_rp__isnull=True,
                )
                | Q(consequence="FINE", extra_halves=0, fine_rp__gt=0, resolution__isnull=False),
                name="duty_rule_consequence_known",
            ),
        ]
        indexes = [models.Index(fields=["village", "group", "since"], name="duty_rule_since")]

    def __str__(self) -> str:
        return self.duty_name or _("Looking for feed")

    @property
    def title(self) -> str:
        """What the roster is called."""
        if not self.duty_name:
            return _("Feed roster")
        return _("Roster: %(duty)s") % {"duty": self.duty_name}


class Pair(VillageRow):
    """Two members who must not, or must, have their turn on the same day."""

    class Kind(models.TextChoices):
        APART = "APART", gettext_lazy("Never on the same day")
        TOGETHER = "TOGETHER", gettext_lazy("Always on the same days")

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    one = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["APART", "TOGETHER"]), name="duty_pair_kind_known"
            ),
            models.CheckConstraint(  # the earlier member first, so that a pair is one row
                condition=Q(one__lt=F("other")), name="duty_pair_of_two_in_order"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | Q(ended_by__isnull=True),
                name="duty_pair_ends_with_its_moment",
            ),
            models.UniqueConstraint(
                fields=["one", "other"],
                condition=Q(ended_at__isnull=True),
                name="duty_pair_agreed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one.name}, {self.other.name}"


class Absence(VillageRow):
    """Days on which a member cannot have a turn. Why is hers, and whoever wrote it down."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
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
                condition=Q(last_on__gte=F("first_on")), name="duty_absence_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | Q(withdrawn_by__isnull=True),
                name="duty_absence_withdrawn_with_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["village", "membership", "first_on"], name="duty_absence_days")
        ]

    def __str__(self) -> str:
        return self.membership.name
