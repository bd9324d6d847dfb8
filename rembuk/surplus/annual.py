"""The annual meeting about a year: called, and held."""

from __future__ import annotations

from django.db.models import QuerySet

from rembuk.forum.models import Meeting, Plan
from rembuk.villages.models import Group


def called(group: Group, year: int) -> QuerySet[Plan]:
    """Return the calls to a year's annual meeting that stand, the earliest first."""
    mine = Plan.objects.of(group.village).filter(group=group, taken_back_at__isnull=True)
    return mine.filter(kind=Plan.Kind.ANNUAL, year=year).order_by("meets_on", "pk")


def held(group: Group, year: int) -> QuerySet[Meeting]:
    """Return the annual meetings about a year that were held and stand, the earliest first."""
    there = Meeting.objects.of(group.village).filter(taken_back_at__isnull=True)
    return there.filter(plan__in=called(group, year)).order_by("plan__meets_on", "plan", "pk")
