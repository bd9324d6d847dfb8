"""Operator's visits: at most an hour, with a reason, and every opened page shown to the village."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rembuk.accounts.models import User
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit, tenancy
from rembuk.villages.actors import Actor
from rembuk.villages.models import AuditEntry, OperatorVisit, Village
from rembuk.villages.models.offices import VISIT_MAX

REASON_LETTERS_MIN = 10
MINUTES_MAX = int(VISIT_MAX.total_seconds()) // 60
SHOWN_FOR = timedelta(days=7)


@transaction.atomic
def start_visit(
    *, village: Village, reason: str, minutes: int, by: Actor, at: datetime
) -> OperatorVisit:
    """Let an operator look into a village for some minutes, at most MINUTES_MAX.

    Errors: Refused for a reason that says nothing, and while a visit of hers still lasts.
    """
    assert 0 < minutes <= MINUTES_MAX
    assert by.user is not None, "a visit is a person's"
    why = clean_text(reason)[0]
    if len(why) < REASON_LETTERS_MIN:
        raise Refused(_("Write the reason in a sentence: the village reads it."))
    lasting = OperatorVisit.objects.lasting(at).filter(village=village, user=by.user).first()
    if lasting is not None:
        raise Refused(_("Your visit to this village still lasts. End it before you begin another."))
    visit = OperatorVisit.objects.create(
        village=village, user=by.user, reason=why, started_at=at,
        ends_at=at + timedelta(minutes=minutes),
    )  # fmt: skip
    _tell(visit, verb="operator.visit_started", by=by, at=at)
    return visit


@transaction.atomic
def end_visit(*, visit: OperatorVisit, by: Actor, at: datetime) -> OperatorVisit:
    """End a visit before its time. One that is over stays as it is."""
    visit = OperatorVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if visit.ended_at is None and visit.started_at <= at < visit.ends_at:
        visit.ended_at = at
        visit.save(update_fields=["ended_at"])
        _tell(visit, verb="operator.visit_ended", by=by, at=at)
    return visit


def visits_to(village: Village) -> QuerySet[OperatorVisit]:
    """All visits to a village, latest first."""
    visits = OperatorVisit.objects.filter(village=village).select_related("user")
    return visits.order_by("-started_at", "-pk")


def shown_today(village: Village, *, today: date) -> list[OperatorVisit]:
    """Visits that the village head reads about on 'Hari ini': those of the last week."""
    since = datetime.combine(today - SHOWN_FOR, time.min, tzinfo=village.zone)
    return list(visits_to(village).filter(started_at__gte=since))


def lasting_visits(user: User, *, at: datetime) -> dict[int, OperatorVisit]:
    """A person's visits that last now, by village."""
    return {
        visit.village_id: visit for visit in OperatorVisit.objects.lasting(at).filter(user=user)
    }


def pages_opened(visit: OperatorVisit) -> QuerySet[AuditEntry]:
    """The pages an operator opened during a visit, in order."""
    until = visit.ended_at or visit.ends_at
    opened = AuditEntry.objects.of(visit.village).filter(
        Q(at__gte=visit.started_at, at__lte=until), verb="operator.opened_page", by=visit.user_id
    )
    return opened.order_by("at", "pk")


def _tell(visit: OperatorVisit, *, verb: str, by: Actor, at: datetime) -> None:
    with tenancy.inside(visit.village):
        audit.record(
            village=visit.village,
            verb=verb,
            subject=visit,
            subject_name=visit.reason,
            by=by,
            at=at,
        )
