"""Who holds which office over what, from when until when."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from rembuk.lib.ids import new_id
from rembuk.villages.models.places import Group, Region, Village
from rembuk.villages.models.rows import Known
from rembuk.villages.permissions import (
    PERMISSIONS_OF,
    READS_MEMBERS_SUMS,
    SCOPE_OF,
    Office,
    Permission,
    Scope,
)

VISIT_MAX = timedelta(minutes=60)


def _offices(*scopes: Scope) -> list[str]:
    return sorted(office.value for office, scope in SCOPE_OF.items() if scope in scopes)


class OfficeTermQuerySet(models.QuerySet["OfficeTerm"]):
    """Questions about offices."""

    def on(self, day: date) -> OfficeTermQuerySet:
        """Those held on this day.

        A planned last day still counts; a term that was ended by hand is over at once.
        """
        still = Q(until__isnull=True) | Q(until__gt=day) | Q(until=day, ended_at__isnull=True)
        return self.filter(still, since__lte=day)


class OfficeTerm(models.Model):
    """One person's time in one office. It ends by writing `until`, never by deleting.

    guards.py lets the database refuse a deletion, the same office twice at one time, two holders
    of an office with one seat, and two offices that must not meet in one person.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="office_terms"
    )
    office = models.CharField(max_length=20, choices=Office)
    village = models.ForeignKey(
        Village, on_delete=models.PROTECT, null=True, blank=True, related_name="office_terms"
    )
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="office_terms"
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="office_terms"
    )
    since = models.DateField()
    since_precision = models.CharField(max_length=8, choices=Known, default=Known.DAY)
    until = models.DateField(null=True, blank=True)
    decree = models.CharField(max_length=100, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Filled when somebody ends the term; empty when it runs out on its planned last day.
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=200, blank=True)

    objects: ClassVar[models.Manager[OfficeTerm]] = OfficeTermQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    office__in=_offices(Scope.VILLAGE),
                    village__isnull=False,
                    group__isnull=True,
                    region__isnull=True,
                )
                | Q(
                    office__in=_offices(Scope.GROUP),
                    village__isnull=False,
                    group__isnull=False,
                    region__isnull=True,
                )
                | Q(
                    office__in=_offices(Scope.REGION),
                    village__isnull=True,
                    group__isnull=True,
                    region__isnull=False,
                )
                | Q(
                    office__in=_offices(Scope.NATION, Scope.SYSTEM),
                    village__isnull=True,
                    group__isnull=True,
                    region__isnull=True,
                ),
                name="villages_officeterm_has_its_scope",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="villages_officeterm_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_reason="")
                | (Q(ended_at__isnull=False, until__isnull=False) & ~Q(ended_reason="")),
                name="villages_officeterm_ended_with_day_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(since_precision__in=["DAY", "MONTH", "YEAR", "KNOWN_BY"]),
                name="villages_officeterm_since_precision_known",
            ),
        ]
        indexes = [models.Index(fields=["village", "office"])]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The office with what it is held over, for 'You act as'."""
        title = Office(self.office).label
        over = self.group or self.village or self.region
        return f"{title} · {over}" if over else str(title)

    @property
    def title(self) -> str:
        """The office alone, as audit sentences name it."""
        return str(Office(self.office).label)

    def may(self, permission: Permission) -> bool:
        """Does this office carry the permission, over what it is held over?"""
        if permission not in PERMISSIONS_OF[Office(self.office)]:
            return False
        if permission != Permission.SEE_CASH:
            return True
        return self.group is None or self.reads_cash_of(self.group)

    def may_in(self, group: Group, permission: Permission) -> bool:
        """Does this office carry the permission in a group of its village?"""
        return self.may(permission) and (
            permission != Permission.SEE_CASH or self.reads_cash_of(group)
        )

    def reads_cash_of(self, group: Group) -> bool:
        """Of who may read cash: may this office read a group's? A cooperative's is its members'."""
        return group.kind != Group.Kind.COOPERATIVE or self.office in READS_MEMBERS_SUMS


class OperatorVisitQuerySet(models.QuerySet["OperatorVisit"]):
    """Questions about visits."""

    def lasting(self, at: datetime) -> OperatorVisitQuerySet:
        """Those that let the operator in at this moment: never longer than VISIT_MAX."""
        return self.filter(
            ended_at__isnull=True,
            started_at__lte=at,
            started_at__gt=at - VISIT_MAX,
            ends_at__gt=at,
        )


class OperatorVisit(models.Model):
    """An operator's time-limited look into one village, with the reason the village reads."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="operator_visits")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[OperatorVisit]] = OperatorVisitQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["village", "-started_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True)
                | Q(ended_at__gte=models.F("started_at"), ended_at__lte=models.F("ends_at")),
                name="villages_operatorvisit_ended_while_it_lasted",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("started_at")),
                name="villages_operatorvisit_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="villages_operatorvisit_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village}: {self.reason}"
