"""A meeting that is to come: when and where, what about, who is invited, who will come.

What people were told is never rewritten: a meeting on another day is called off with a reason and
planned anew.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from rembuk.forum.models.meetings import Meeting, Person, TakenBack
from rembuk.villages.models import Group, VillageRow


class Plan(TakenBack):
    """A meeting that was called; the code is shown in the hall, so that who is there says so."""

    class Kind(models.TextChoices):
        ANNUAL = "ANNUAL", _("Annual members' meeting (RAT)")
        MEMBERS = "MEMBERS", _("Members' meeting")
        SPECIAL = "SPECIAL", _("Special members' meeting: change the rules (AD/ART), dissolve")

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="plans")
    kind = models.CharField(max_length=8, choices=Kind)
    year = models.PositiveSmallIntegerField(null=True, blank=True)  # the year that RAT is about
    meets_on = models.DateField()
    begins = models.TimeField()
    place = models.CharField(max_length=100)
    link = models.CharField(max_length=200, blank=True)  # plain text: nothing is opened from here
    about = models.CharField(max_length=150)
    # Too few came to that one: this is its second call.
    second_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="second"
    )
    # Who allowed that everybody hears of it later than the rules say.
    short_because = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=6)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            *TakenBack.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind="ANNUAL", year__isnull=False)
                | Q(kind__in=["MEMBERS", "SPECIAL"], year__isnull=True),
                name="forum_plan_annual_is_about_a_year",
            ),
            models.CheckConstraint(condition=~Q(about=""), name="forum_plan_is_about_something"),
            models.CheckConstraint(condition=~Q(place=""), name="forum_plan_has_a_place"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-Z]{6}$"), name="forum_plan_code_six_signs"
            ),
            models.CheckConstraint(
                condition=Q(second_of__isnull=True) | ~Q(second_of=F("id")),
                name="forum_plan_not_its_own_second_call",
            ),
            models.UniqueConstraint(
                fields=["group", "year"],
                condition=Q(taken_back_at__isnull=True, second_of__isnull=True),
                name="forum_plan_one_annual_a_year",
            ),
            models.UniqueConstraint(fields=["village", "code"], name="forum_plan_code_once"),
        ]
        indexes = [models.Index(fields=["village", "group", "meets_on"], name="forum_plan_by_day")]

    def __str__(self) -> str:
        return self.about

    @cached_property
    def opened(self) -> Meeting | None:
        """The meeting that was opened of it; None while it was not."""
        rows = Meeting.objects.of(self.village).filter(plan=self, taken_back_at__isnull=True)
        found: Meeting | None = rows.first()
        if found is not None:
            found.plan, found.group, found.village = self, self.group, self.village
        return found


class AgendaItem(VillageRow):
    """One thing the meeting will speak about."""

    append_only = True

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="agenda")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="forum_agendaitem_says_something"),
            models.UniqueConstraint(fields=["plan", "number"], name="forum_agendaitem_number_once"),
        ]

    def __str__(self) -> str:
        return self.text


class Invitation(Person):
    """Somebody who was a member on the day the invitations went out."""

    append_only = False  # a name goes when its person is erased

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="invitations")
    member_key = models.CharField(max_length=40)  # as the room that keeps members knows her
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            *Person.Meta.constraints,
            models.UniqueConstraint(
                fields=["plan", "member_key"], name="forum_invitation_once_a_member"
            ),
            models.UniqueConstraint(
                fields=["plan", "resident"],
                condition=Q(resident__isnull=False),
                name="forum_invitation_once_a_person",
            ),
        ]


class Answer(models.TextChoices):
    """What somebody who is invited says."""

    COMES = "COMES", _("I come")
    ONLINE = "ONLINE", _("I follow online")
    CANNOT = "CANNOT", _("I cannot come")


class Reply(VillageRow):
    """What an invited member answered; the last one counts."""

    append_only = True

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="replies")
    answer = models.CharField(max_length=7, choices=Answer)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__in=Answer.values), name="forum_reply_answer_known"
            )
        ]

    def __str__(self) -> str:
        return self.get_answer_display()


class TaskDone(TakenBack):
    """Somebody did what was due before or after a meeting (preparing.py), on a day."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tasks_done")
    task = models.CharField(max_length=10)
    done_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            *TakenBack.Meta.constraints,
            models.CheckConstraint(
                condition=Q(task__in=["books", "oversight", "materials", "reminder", "minutes"]),
                name="forum_taskdone_task_known",
            ),
            models.UniqueConstraint(
                fields=["plan", "task"],
                condition=Q(taken_back_at__isnull=True),
                name="forum_taskdone_once",
            ),
        ]

    def __str__(self) -> str:
        return self.task
