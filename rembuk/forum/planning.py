"""Calling a meeting: the day, the place, the agenda, in time. Called off only with a reason."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.forum import gathering, meetings, notice, rules
from rembuk.forum.models import AgendaItem, Plan
from rembuk.lib import codes, words
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group

CODE_LENGTH = 6  # read aloud in a hall
AHEAD_DAYS_MAX = 400
ITEMS_MAX = 20


@dataclass(frozen=True)
class Called:
    """What is told of a meeting to come; `year` only of an annual one: the year it is about."""

    kind: str
    about: str
    meets_on: date
    begins: time
    place: str
    agenda: Sequence[str]
    link: str = ""
    year: int | None = None
    short_because: str = ""


@transaction.atomic
def call(
    *,
    group: Group,
    called: Called,
    by: Actor,
    at: datetime,
    today: date,
    second_of: Plan | None = None,
) -> Plan:
    """Call a meeting; with `second_of` as the second call of one to which too few came.

    Errors: Refused for a group that ended, a day that is over or too far, without a place, what
    it is about or an agenda, where everybody would hear of it later than the rules say and nobody
    is named who allowed that, and for a second annual meeting about one year.
    """
    group.take_turn()
    about, place = clean_text(called.about)[0], clean_text(called.place)[0]
    agenda = [said for one in called.agenda if (said := clean_text(one)[0])]
    _check_words(about=about, place=place, agenda=agenda)
    _check_day(group, called, today=today, second_of=second_of)
    _check_year(group, called, second_of=second_of)
    plan = Plan.objects.create(
        village=group.village, group=group, kind=called.kind, year=called.year,
        meets_on=called.meets_on, begins=called.begins, place=place,
        link=clean_text(called.link)[0], about=about, second_of=second_of,
        short_because=clean_text(called.short_because)[0], code=_new_code(),
        planned_at=at, planned_by=by.user,
    )  # fmt: skip
    for number, text in enumerate(agenda, start=1):
        AgendaItem.objects.create(village=group.village, plan=plan, number=number, text=text)
    audit.record(village=group.village, verb="forum.called", subject=plan, by=by, at=at)
    return plan


@transaction.atomic
def call_off(*, plan: Plan, why: str, by: Actor, at: datetime) -> Plan:
    """Call a meeting off; it stays visible, and whoever was invited reads why.

    Errors: Refused without a reason, and if it was before.
    """
    plan.take_turn()
    if not plan.is_in_force:
        raise Refused(_("This was called off already. Nothing more is needed."))
    meetings.mark_taken_back(plan, why=why, by=by, at=at)
    audit.record(village=plan.village, verb="forum.called_off", subject=plan, by=by, at=at)
    return plan


def of(group: Group) -> QuerySet[Plan]:
    """Return every meeting that was called, the next one first, also those called off."""
    mine = Plan.objects.of(group.village).filter(group=group)
    return mine.select_related("taken_back_by").order_by("-meets_on", "-pk")


def to_come(group: Group, *, today: date) -> QuerySet[Plan]:
    """Return the meetings that are still to come, the nearest first."""
    standing = of(group).filter(taken_back_at__isnull=True, meets_on__gte=today)
    return standing.order_by("meets_on", "begins", "pk")


def moment_of(plan: Plan) -> datetime:
    """Return the moment a meeting begins, by the village's clock."""
    return datetime.combine(plan.meets_on, plan.begins, tzinfo=plan.village.zone)


def _check_words(*, about: str, place: str, agenda: Sequence[str]) -> None:
    if not about:
        raise Refused(_("Write in a few words what the meeting is about."))
    if not place:
        raise Refused(_("Write where people meet; for a meeting by telephone only, write online."))
    if not 1 <= len(agenda) <= ITEMS_MAX:
        raise Refused(_("Write the agenda: one thing on each line, at most 20 lines."))


def _check_day(group: Group, called: Called, *, today: date, second_of: Plan | None) -> None:
    if group.ended_on is not None:
        raise Refused(_("%(group)s has ended already.") % {"group": group.name})
    ahead = (called.meets_on - today).days
    if not 0 <= ahead <= AHEAD_DAYS_MAX:
        raise Refused(_("Choose today or a day within the next 400 days."))
    if second_of is not None:
        _check_second_call(called, second_of)
        return
    asked = notice.of(group, called.kind, on=called.meets_on)
    if ahead < asked.days and not clean_text(called.short_because)[0]:
        raise Refused(
            _(
                "Everybody must hear of it %(days)s days before (%(source)s). Choose %(day)s or a"
                " later day, or write who allowed a shorter time."
            )
            % {
                "days": asked.days, "source": asked.source,
                "day": words.plain_day(asked.earliest(today), language=get_language() or "id"),
            }
        )  # fmt: skip


def _check_second_call(called: Called, first: Plan) -> None:
    """A second call comes after the first, within the days that the group's rules say."""
    if called.meets_on < first.meets_on:
        raise Refused(_("The second call comes after the first. Choose a later day."))
    found = gathering.of(first.opened, meetings.present_at(first.opened)) if first.opened else None
    if found is not None and not found.missing:
        raise Refused(_("Enough members came to the first call. A second one is not needed."))
    rule = rules.valid_on(first.group, first.meets_on)
    within = rule.second_within_days if rule else None
    if within is not None and (called.meets_on - first.meets_on).days > within:
        assert rule is not None
        raise Refused(
            _("The second call is held within %(days)s days (%(source)s). Choose an earlier day.")
            % {"days": within, "source": rule.source}
        )


def _check_year(group: Group, called: Called, *, second_of: Plan | None) -> None:
    if called.kind != Plan.Kind.ANNUAL:
        assert called.year is None, "only an annual meeting is about a year"
        return
    if called.year is None:
        raise Refused(_("Write the year that this annual meeting is about."))
    if called.year > called.meets_on.year:
        raise Refused(_("An annual meeting is about a year that is over, or nearly over."))
    others = of(group).filter(year=called.year, taken_back_at__isnull=True, second_of=None)
    if second_of is None and others.exists():
        raise Refused(
            _("An annual meeting about this year is called already. Call that one off first.")
        )


def _new_code() -> str:
    return "".join(secrets.choice(codes.ALPHABET) for _place in range(CODE_LENGTH))
