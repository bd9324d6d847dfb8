"""What a group works with: machines and tools, who keeps them, how they are, what mending cost."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.enterprise.models.members import Membership
from rembuk.villages.models import Group, Known, VillageRow


class Source(models.TextChoices):
    """Where a thing came from; it says whose it is."""

    GRANT = "GRANT", _("Help from a programme or an office")
    OWN = "OWN", _("Bought by the group")
    MEMBER = "MEMBER", _("Belongs to a member")
    LENT = "LENT", _("Lent by somebody")


class Ending(models.TextChoices):
    """Why a thing is no longer there."""

    HANDED_OVER = "HANDED_OVER", _("Handed over to somebody")
    RETURNED = "RETURNED", _("Went back to its owner")
    SOLD = "SOLD", _("Sold")
    BROKEN = "BROKEN", _("Broken for good")
    LOST = "LOST", _("Lost or stolen")
    MISTAKE = "MISTAKE", _("Was never there: recorded by mistake")


class Condition(models.TextChoices):
    """How a thing was on the day somebody looked."""

    GOOD = "GOOD", _("Works")
    MEND = "MEND", _("Needs mending")
    BROKEN = "BROKEN", _("Broken, stands still")


class Thing(VillageRow):
    """One machine or tool of a group, or several that came together and are alike."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="things")
    name = models.CharField(max_length=100)
    many = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=6, choices=Source)
    given_by = models.CharField(max_length=120, blank=True)
    # Whose it is, where it is a member's own: she takes it along when she leaves.
    owner = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="own_things"
    )
    received_on = models.DateField(null=True, blank=True)
    received_precision = models.CharField(max_length=8, choices=Known, default=Known.DAY)
    value_rp = models.BigIntegerField(null=True, blank=True)  # whole rupiah, of all together
    mark = models.CharField(max_length=60, blank=True)  # number on the machine, or painted on it
    note = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=12, choices=Ending, blank=True)
    ended_note = models.CharField(max_length=200, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="enterprise_thing_has_a_name"),
            models.CheckConstraint(
                condition=Q(many__gt=0), name="enterprise_thing_is_at_least_one"
            ),
            models.CheckConstraint(
                condition=Q(value_rp__isnull=True) | Q(value_rp__gt=0),
                name="enterprise_thing_is_worth_something",
            ),
            models.CheckConstraint(
                condition=Q(source__in=Source.values), name="enterprise_thing_source_known"
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(source="MEMBER"),
                name="enterprise_thing_owner_is_a_member",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_why="", ended_note="")
                | Q(ended_on__isnull=False, ended_why__in=Ending.values),
                name="enterprise_thing_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(received_precision__in=Known.values),
                name="enterprise_thing_precision_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Keeping(VillageRow):
    """Who keeps a thing, from a day on; each time it changes hands another row begins."""

    thing = models.ForeignKey(Thing, on_delete=models.PROTECT, related_name="keepings")
    keeper = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="keepings"
    )
    name = models.CharField(max_length=100)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="enterprise_keeping_has_a_name"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="enterprise_keeping_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["thing"],
                condition=Q(until__isnull=True),
                name="enterprise_keeping_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Check(VillageRow):
    """How a thing was when somebody looked at it."""

    append_only = True

    thing = models.ForeignKey(Thing, on_delete=models.PROTECT, related_name="checks")
    on = models.DateField()
    condition = models.CharField(max_length=6, choices=Condition)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(condition__in=Condition.values), name="enterprise_check_condition_known"
            ),
        ]
        indexes = [models.Index(fields=["thing", "-on"], name="enterprise_check_last")]


class Use(VillageRow):
    """How many of a thing were used on a day; none of them is a day it stood still."""

    thing = models.ForeignKey(Thing, on_delete=models.PROTECT, related_name="uses")
    on = models.DateField()
    used = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thing", "on"], name="enterprise_use_once_a_day"),
        ]


class Repair(VillageRow):
    """What was mended, by whom, and what it cost."""

    thing = models.ForeignKey(Thing, on_delete=models.PROTECT, related_name="repairs")
    on = models.DateField()
    what = models.CharField(max_length=200)
    by_whom = models.CharField(max_length=100)
    cost_rp = models.BigIntegerField(null=True, blank=True)
    # What the treasurer is to pay, where the group pays.
    money = models.ForeignKey(
        "cash.ExpectedMoney", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_back_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(by_whom=""), name="enterprise_repair_says_what_and_who"
            ),
            models.CheckConstraint(
                condition=Q(cost_rp__isnull=True) | Q(cost_rp__gt=0),
                name="enterprise_repair_costs_something",
            ),
            models.CheckConstraint(
                condition=Q(money__isnull=True) | Q(cost_rp__isnull=False),
                name="enterprise_repair_paid_is_a_sum",
            ),
        ]
