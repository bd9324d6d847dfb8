"""How a group meets by its own rules: versions by date, each with where it is written."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.forum.models.meetings import TakenBack
from rembuk.villages.models import Group


class Part(models.TextChoices):
    """A part of all members. The code is a fraction; with > it is more than that."""

    MORE_THAN_HALF = "1/2>", _("More than half")
    HALF = "1/2", _("At least half")
    THREE_FIFTHS = "3/5", _("At least three fifths")
    TWO_THIRDS = "2/3", _("At least two thirds")
    THREE_QUARTERS = "3/4", _("At least three quarters")
    THIRD = "1/3", _("At least a third")
    QUARTER = "1/4", _("At least a quarter")
    FIFTH = "1/5", _("At least a fifth")
    TENTH = "1/10", _("At least a tenth")
    ALL = "1/1", _("Everybody")


class MeetingRule(TakenBack):
    """One version, valid from a day until the next one: how many must be there."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    first_call = models.CharField(max_length=5, choices=Part)
    # Where too few came, a second call may do with fewer; the same part where the rules know none.
    second_call = models.CharField(max_length=5, choices=Part)
    notice_days = models.PositiveSmallIntegerField()
    # Within how many days a second call is held; empty where the rules do not say.
    second_within_days = models.PositiveSmallIntegerField(null=True, blank=True)
    # How many months after the year's end the annual meeting is held; empty likewise.
    annual_months = models.PositiveSmallIntegerField(null=True, blank=True)
    # Where it is written: an article of the rules, or a decision of the members.
    source = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            *TakenBack.Meta.constraints,
            models.CheckConstraint(
                condition=Q(first_call__in=Part.values, second_call__in=Part.values),
                name="forum_meetingrule_parts_known",
            ),
            models.CheckConstraint(
                condition=Q(notice_days__lte=60), name="forum_meetingrule_notice_in_reason"
            ),
            models.CheckConstraint(
                condition=Q(second_within_days__isnull=True)
                | Q(second_within_days__gte=1, second_within_days__lte=60),
                name="forum_meetingrule_second_call_in_reason",
            ),
            models.CheckConstraint(
                condition=Q(annual_months__isnull=True)
                | Q(annual_months__gte=1, annual_months__lte=12),
                name="forum_meetingrule_annual_within_a_year",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="forum_meetingrule_has_a_source"),
            models.UniqueConstraint(
                fields=["group", "since"],
                condition=Q(taken_back_at__isnull=True),
                name="forum_meetingrule_one_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.source
