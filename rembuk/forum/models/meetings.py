"""A meeting of a group: who was there, what was agreed, and who did not agree."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import Group, Known, VillageRow


class TakenBack(VillageRow):
    """Something said that may be taken back: when, by whom and why; it stays visible."""

    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    taken_back_why = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_why="")
                | (Q(taken_back_at__isnull=False) & ~Q(taken_back_why="")),
                name="%(app_label)s_%(class)s_taken_back_with_a_reason",
            )
        ]

    @property
    def is_in_force(self) -> bool:
        """Whether it was not taken back."""
        return self.taken_back_at is None


class Meeting(TakenBack):
    """People of a group sat down together."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    held_precision = models.CharField(max_length=8, choices=Known, default=Known.DAY)
    about = models.CharField(max_length=150)
    place = models.CharField(max_length=100, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # The meeting that was called, if it was: opened in the hall on its day.
    plan = models.ForeignKey(
        "forum.Plan", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Invented so that a sale that is known has the decision it rests on.
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            *TakenBack.Meta.constraints,
            models.CheckConstraint(condition=~Q(about=""), name="forum_meeting_is_about_something"),
            models.CheckConstraint(
                condition=Q(held_precision__in=Known.values), name="forum_meeting_precision_known"
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(taken_back_at__isnull=True, plan__isnull=False),
                name="forum_meeting_opened_once",
            ),
        ]
        indexes = [
            models.Index(fields=["village", "group", "held_on"], name="forum_meeting_by_day")
        ]

    def __str__(self) -> str:
        return self.about


class Person(VillageRow):
    """Somebody a meeting names; the resident is empty for who is not in the registry."""

    name = models.CharField(max_length=100)
    resident = models.ForeignKey(
        "people.Resident", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="%(app_label)s_%(class)s_has_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class Attendance(Person, TakenBack):
    """One person who was there; written on the sheet, by the code in the hall, or online."""

    class How(models.TextChoices):
        SHEET = "SHEET", _("on the sheet")
        CODE = "CODE", _("by the code in the hall")
        ONLINE = "ONLINE", _("online")

    append_only = False  # a name goes when its person is erased

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="present")
    member_key = models.CharField(max_length=40, blank=True)  # empty for guests
    how = models.CharField(max_length=6, choices=How, default=How.SHEET)
    came_at = models.DateTimeField(null=True, blank=True)  # empty where it was written down later

    class Meta:
        constraints = [
            *Person.Meta.constraints,
            *TakenBack.Meta.constraints,
            models.CheckConstraint(
                condition=Q(how__in=["SHEET", "CODE", "ONLINE"]), name="forum_attendance_how_known"
            ),
            models.UniqueConstraint(
                fields=["meeting", "member_key"],
                condition=Q(taken_back_at__isnull=True) & ~Q(member_key=""),
                name="forum_attendance_once_a_member",
            ),
            models.UniqueConstraint(
                fields=["meeting", "resident"],
                condition=Q(taken_back_at__isnull=True, resident__isnull=False),
                name="forum_attendance_once_a_person",
            ),
        ]


class Resolution(TakenBack):
    """One thing that a meeting agreed. What a group decides together rests on it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="resolutions")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            *TakenBack.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="forum_resolution_says_something"),
            models.UniqueConstraint(
                fields=["meeting", "number"], name="forum_resolution_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def group(self) -> Group:
        """The group that agreed it."""
        return self.meeting.group

    @property
    def group_id(self) -> int:
        """The id of the group that agreed it."""
        return self.meeting.group_id

    @property
    def agreed_on(self) -> date:
        """The day of the meeting."""
        return self.meeting.held_on

    @property
    def agreed_precision(self) -> str:
        """How exactly that day is known."""
        return self.meeting.held_precision


class Dissent(Person):
    """One person who did not agree, and why if she said so."""

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="dissents")
    why = models.CharField(max_length=200, blank=True, verbose_name=_("Why"))
