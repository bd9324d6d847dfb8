"""A roster, its turns, what became of each turn, and turns that two members swap."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.duty.models.agreed import Rule
from rembuk.enterprise.models import KeptPhoto, Membership
from rembuk.villages.models import Group, VillageRow


class Roster(VillageRow):
    """Who has a turn when, from a day to a day. In force it stays as it is; a later one follows."""

    class State(models.TextChoices):
        WORKING = "WORKING", _("Being worked out")
        DRAFT = "DRAFT", _("Waits for the chair")
        STUCK = "STUCK", _("No roster fits")
        TOO_LONG = "TOO_LONG", _("Not proved in time")
        STOPPED = "STOPPED", _("Stopped")
        IN_FORCE = "IN_FORCE", _("In force")
        DROPPED = "DROPPED", _("Set aside")

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="rosters")
    first_on = models.DateField()
    last_on = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.WORKING)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # What each member brought along, in halves, by the id of the membership (carrying.py).
    carried = models.JSONField(default=dict)
    # The proved smallest difference between who carries most and who least, in halves.
    spread_halves = models.PositiveIntegerField(null=True, blank=True)
    # Why none fits, as relaxing.py told it, with members by id and days as dates.
    stuck = models.JSONField(default=dict, blank=True)
    # Ended early: `last_on` is the last day that held, this is the day it was made until.
    planned_last_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)  # in force, or put aside, or stopped
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="duty_roster_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["WORKING", "STUCK", "TOO_LONG"],
                    decided_at__isnull=True, spread_halves__isnull=True,
                )
                | Q(state="STOPPED", decided_at__isnull=False, spread_halves__isnull=True)
                | Q(state="DRAFT", decided_at__isnull=True, spread_halves__isnull=False)
                | Q(state="IN_FORCE", decided_at__isnull=False, spread_halves__isnull=False)
                | Q(state="DROPPED", decided_at__isnull=False),
                name="duty_roster_is_proved_and_decided",
            ),
            models.CheckConstraint(
                condition=Q(planned_last_on__isnull=True, ended_at__isnull=True, ended_why="")
                & Q(ended_by__isnull=True)
                | Q(planned_last_on__gt=F("last_on"), ended_at__isnull=False, state="IN_FORCE")
                & ~Q(ended_why=""),
                name="duty_roster_ends_early_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["group", "first_on"],
                condition=Q(state="IN_FORCE"),
                name="duty_roster_in_force_once",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["village", "group", "first_on"], name="duty_roster_days")]

    def __str__(self) -> str:
        return str(self.rule)


class Turn(VillageRow):
    """One member's duty on one day. `holder` has it now; `member` was given it by the roster."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="turns")
    on = models.DateField()
    weight_halves = models.PositiveSmallIntegerField()
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    live = models.BooleanField(default=False)  # its roster is in force

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weight_halves__gte=1), name="duty_turn_weighs_something"
            ),
            models.UniqueConstraint(
                fields=["group", "on", "holder"],
                condition=Q(live=True),
                name="duty_turn_one_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["village", "group", "on"], name="duty_turn_days"),
            models.Index(fields=["village", "holder", "on"], name="duty_turn_held"),
        ]

    def __str__(self) -> str:
        return self.holder.name


class Mark(VillageRow):
    """What became of a turn: done, and by whom, or not. Taken back, it stays and says so."""

    append_only: ClassVar[bool] = True
    erasable: ClassVar[dict[str, str]] = {"note": ""}

    class Kind(models.TextChoices):
        DONE = "DONE", _("Done")
        MISSED = "MISSED", _("Not done")
        UNDONE = "UNDONE", _("Taken back")

    turn = models.ForeignKey(Turn, on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=6, choices=Kind)
    doer = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=200, blank=True)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    # The agreed fine for a turn not done, until the treasurer has recorded it.
    fine = models.OneToOneField(
        "cash.ExpectedMoney", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    office = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="DONE", doer__isnull=False, undoes__isnull=True, fine__isnull=True)
                | Q(kind="MISSED", doer__isnull=True, undoes__isnull=True)
                | Q(kind="UNDONE", doer__isnull=True, undoes__isnull=False, fine__isnull=True),
                name="duty_mark_says_who_did_it",
            ),
        ]
        indexes = [models.Index(fields=["village", "turn"], name="duty_mark_of_turn")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class TurnPhoto(KeptPhoto):
    """A photo of what was done on a turn, for the group alone."""

    turn = models.ForeignKey(Turn, on_delete=models.PROTECT, related_name="photos")

    class Meta(KeptPhoto.Meta):
        indexes = [models.Index(fields=["turn", "id"], name="duty_turnphoto_of_turn")]


class Swap(VillageRow):
    """One member asks another to swap turns. It counts when both agreed, and never before."""

    class Answer(models.TextChoices):
        YES = "YES", _("Agreed")
        NO = "NO", _("Cannot")
        WITHDRAWN = "WITHDRAWN", _("No longer asked")

    turn = models.ForeignKey(Turn, on_delete=models.PROTECT, related_name="swaps")
    other = models.ForeignKey(Turn, on_delete=models.PROTECT, related_name="swaps_asked")
    asker = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    expires_on = models.DateField()  # the last day on which it may be answered
    answer = models.CharField(max_length=9, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(turn=F("other")) & ~Q(asker=F("asked")),
                name="duty_swap_is_between_two",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | Q(answer__in=["YES", "NO", "WITHDRAWN"], answered_at__isnull=False),
                name="duty_swap_answered_with_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["village", "asked", "answer"], name="duty_swap_asked"),
            models.Index(fields=["village", "asker", "answer"], name="duty_swap_asker"),
        ]

    def __str__(self) -> str:
        return f"{self.asker.name}, {self.asked.name}"
