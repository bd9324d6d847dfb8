"""A roster from wish to force: asked for, worked out, read by the chair, in force or put aside.

A new one begins after the last day of the one in force: what was is never rewritten.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.duty import absences, agreeing, carrying, holidays, records, relaxing, roster
from rembuk.duty.holidays import Holiday
from rembuk.duty.models import HALVES, Pair, Roster, Turn
from rembuk.duty.relaxing import Stuck
from rembuk.duty.solving import GoesOn
from rembuk.duty.wanted import AtMost, Wanted
from rembuk.enterprise import members
from rembuk.enterprise.models import Membership
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group

DAYS_MAX = 92
PROOF_SECONDS_MAX = 60.0
BATCH = 500
State = Roster.State
OPEN = (State.WORKING, State.DRAFT)


def of(group: Group) -> QuerySet[Roster]:
    """Every roster of a group, the latest first."""
    known = Roster.objects.of(group.village).filter(group=group)
    return known.select_related("rule", "asked_by", "decided_by").order_by("-first_on", "-pk")


def next_first_on(group: Group, *, today: date) -> date:
    """Return where the next roster begins: after the one in force, or tomorrow."""
    last = records.rosters_of(group).last()
    tomorrow = today + timedelta(days=1)
    return max(last.last_on + timedelta(days=1), tomorrow) if last else tomorrow


@transaction.atomic
def ask(
    *, group: Group, first_on: date, last_on: date, by: Actor, at: datetime, today: date
) -> Roster:
    """Ask for a roster; making.py works it out.

    Errors: Refused without an agreement or members, while another one is open, for days that have
    been, that a roster in force holds already, or that are too many.
    """
    group.take_turn()
    rule = agreeing.rule_on(group, first_on)
    if rule is None:
        raise Refused(_("Write down first what the group agreed about the duty."))
    if of(group).filter(state__in=OPEN).exists():
        raise Refused(_("Another roster waits already. Put it in force or aside first."))
    if first_on < today:
        raise Refused(_("Choose today or a later day: what was is not rewritten."))
    begins = next_first_on(group, today=today)
    if records.rosters_of(group).filter(last_on__gte=first_on).exists():
        raise Refused(
            _("The roster in force goes on until then. Begin on %(day)s or later.")
            % {"day": words.plain_day(begins, language=_language())}
        )
    if not 0 <= (last_on - first_on).days < DAYS_MAX:
        raise Refused(_("Choose a last day at most %(days)s days later.") % {"days": DAYS_MAX})
    if not members.standing(group, on=first_on).now:
        raise Refused(_("Record the members of the group first: the roster is made for them."))
    made = Roster.objects.create(
        village=group.village, group=group, rule=rule, first_on=first_on, last_on=last_on,
        asked_at=at, asked_by=by.user,
    )  # fmt: skip
    _tell("roster_asked", made, by=by, at=at)
    return made


@dataclass(frozen=True)
class Plan:
    """What the solver is asked, and who stands behind its numbers."""

    wanted: Wanted
    people: list[Membership]
    carried: dict[int, int]

    def day(self, asked: Roster, number: int) -> date:
        """Return the day behind a number."""
        return asked.first_on + timedelta(days=number)


def plan_of(asked: Roster) -> Plan:
    """Return what a roster must hold, from what is agreed and recorded now.

    Who is away on all of its days has no turn in it, and keeps what she brings along.
    """
    group, rule = asked.group, asked.rule
    days = [asked.first_on + timedelta(days=n) for n in range(_length(asked))]
    feasts = holidays_of(asked)
    everybody = members.standing(group, on=asked.first_on).now
    away = _away(asked)
    people = [one for one in everybody if len(away.get(one.pk, ())) < len(days)]
    place = {one.pk: number for number, one in enumerate(people)}
    known = carrying.carried(group, before=asked.first_on)
    limited = rule.at_most_turns and rule.at_most_days
    pairs = [
        (one.kind, (place[one.one_id], place[one.other_id]))
        for one in agreeing.pairs(group)
        if one.one_id in place and one.other_id in place
    ]
    wanted = Wanted(
        members=len(people),
        needed=[rule.people_a_day] * len(days),
        absent={place[one]: off for one, off in away.items() if one in place},
        weights=[
            Fraction(agreeing.weight_halves(rule, day, holidays=feasts), HALVES) for day in days
        ],
        carried_over=[Fraction(known.get(one.pk, 0), HALVES) for one in people],
        at_most=AtMost(rule.at_most_turns or 0, rule.at_most_days or 0) if limited else None,
        apart=[pair for kind, pair in pairs if kind == Pair.Kind.APART],
        together=[pair for kind, pair in pairs if kind == Pair.Kind.TOGETHER],
        earlier=_earlier(asked, place),
    )
    return Plan(wanted, people, {one.pk: known.get(one.pk, 0) for one in everybody})


def holidays_of(asked: Roster) -> dict[date, Holiday]:
    """Return the holidays of a roster's days, as far as they are known; none where none weigh."""
    if not agreeing.weighs_holidays(asked.rule):
        return {}
    return holidays.between(asked.village, first=asked.first_on, last=asked.last_on)


def _length(asked: Roster) -> int:
    return (asked.last_on - asked.first_on).days + 1


def _away(asked: Roster) -> dict[int, set[int]]:
    """Return the days, counted from 0, on which members are away."""
    found: dict[int, set[int]] = {}
    for one in absences.between(asked.group, first=asked.first_on, last=asked.last_on):
        first, last = max(one.first_on, asked.first_on), min(one.last_on, asked.last_on)
        days = range((first - asked.first_on).days, (last - asked.first_on).days + 1)
        found.setdefault(one.membership_id, set()).update(days)
    return found


def _earlier(asked: Roster, place: dict[int, int]) -> dict[int, set[int]]:
    """Return whose turns the limit still counts from the days before."""
    found: dict[int, set[int]] = {}
    if asked.rule.at_most_days:
        since = asked.first_on - timedelta(days=asked.rule.at_most_days - 1)
        before = records.turns_of(asked.group).filter(on__gte=since, on__lt=asked.first_on)
        for holder_id, on in before.values_list("holder_id", "on"):
            if holder_id in place:
                found.setdefault(place[holder_id], set()).add((on - asked.first_on).days)
    return found


@dataclass(frozen=True)
class Outcome:
    """What came of working a roster out: one of the two."""

    found: roster.Roster | None
    stuck: Stuck | None


def work_out(plan: Plan, *, goes_on: GoesOn | None = None) -> Outcome:
    """Find the fairest roster and prove it, or say why none fits; nothing is stored.

    Errors: TimeoutError where it is not proved in time; solving.Stopped.
    """
    if plan.wanted.members == 0:
        return Outcome(None, Stuck(0, (relaxing.WayOut(relaxing.Rule.PRESENCE, (0,)),)))
    found = roster.fairest(plan.wanted, seconds_max=PROOF_SECONDS_MAX, goes_on=goes_on)
    return Outcome(found, None if found else relaxing.why_not(plan.wanted))


@transaction.atomic
def keep(*, asked: Roster, plan: Plan, outcome: Outcome) -> Roster:
    """Store what came of it, unless somebody stopped the work meanwhile."""
    asked.take_turn()
    if asked.state != State.WORKING:
        return asked
    asked.carried = {str(pk): halves for pk, halves in plan.carried.items()}
    if outcome.found is None:
        assert outcome.stuck
        asked.state, asked.stuck = State.STUCK, _told(asked, plan, outcome.stuck)
    else:
        asked.state, asked.spread_halves = State.DRAFT, int(outcome.found.spread * HALVES)
        Turn.objects.bulk_create(_turns(asked, plan, outcome.found), batch_size=BATCH)
    asked.save(update_fields=["state", "carried", "stuck", "spread_halves"])
    return asked


def _turns(asked: Roster, plan: Plan, found: roster.Roster) -> list[Turn]:
    return [
        Turn(
            village=asked.village, group=asked.group, roster=asked, on=plan.day(asked, number),
            weight_halves=int(plan.wanted.weights[number] * HALVES),
            member=plan.people[one], holder=plan.people[one],
        )
        for number, people in enumerate(found.duties)
        for one in people
    ]  # fmt: skip


def _told(asked: Roster, plan: Plan, stuck: Stuck) -> dict[str, Any]:
    """Write down why none fits, with members by id and days as dates."""
    return {
        "day": plan.day(asked, stuck.day).isoformat(),
        "ways": [
            {
                "rule": way.rule.value,
                "days": [plan.day(asked, day).isoformat() for day in way.days],
                "pair": [plan.people[one].pk for one in way.pair or ()],
                "turns": way.at_most.duties if way.at_most else 0,
                "in_days": way.at_most.days if way.at_most else 0,
            }
            for way in stuck.ways_out
        ],
    }


@transaction.atomic
def give_up(asked: Roster) -> None:
    """Note that the proof took too long."""
    asked.take_turn()
    if asked.state == State.WORKING:
        asked.state = State.TOO_LONG
        asked.save(update_fields=["state"])


@transaction.atomic
def refuse_unless_working(asked: Roster) -> None:
    """Refuse to work on a roster that is worked out, stopped, in force or set aside."""
    asked.take_turn()
    if asked.state != State.WORKING:
        raise Refused(_("The work on it is over. Open the roster again."))


def stop(*, asked: Roster, by: Actor, at: datetime) -> None:
    """Stop the work on a roster. Errors: Refused when it is over."""
    refuse_unless_working(asked)
    _decide(asked, State.STOPPED, by=by, at=at)


@transaction.atomic
def put_in_force(*, draft: Roster, by: Actor, at: datetime, today: date) -> None:
    """Let a draft hold from its first day on.

    Errors: Refused if it is no draft, if its first day has been, if another holds these days, or
    if a member left or is away since.
    """
    draft.group.take_turn()
    draft.take_turn()
    if draft.state != State.DRAFT:
        raise Refused(_("Somebody decided about this roster already. Open it again."))
    if draft.first_on < today:
        raise Refused(_("Its first day has been. Put it aside and make a new one."))
    if records.rosters_of(draft.group).filter(
        first_on__lte=draft.last_on, last_on__gte=draft.first_on
    ):
        raise Refused(_("Another roster holds some of these days. Put this one aside."))
    _check_people(draft)
    draft.turns.update(live=True)
    _decide(draft, State.IN_FORCE, by=by, at=at)


@transaction.atomic
def put_aside(*, draft: Roster, by: Actor, at: datetime) -> None:
    """Put a draft aside. Errors: Refused if that cannot be any more."""
    draft.take_turn()
    if draft.state != State.DRAFT:
        raise Refused(_("Somebody decided about this roster already. Open it again."))
    _decide(draft, State.DROPPED, by=by, at=at)


@transaction.atomic
def end_early(
    *, ends: Roster, last_on: date, why: str, by: Actor, at: datetime, today: date
) -> None:  # fmt: skip
    """Let a roster in force end before its day; the turns after it hold no more.

    What lies between the members is carried into the next one, as always.
    Errors: Refused without a reason, for a roster that is not in force or is over, and for a last
    day that was before today, is not earlier than planned, or has marked turns after it.
    """
    ends.group.take_turn()
    ends.take_turn()
    reason = clean_text(why)[0]
    if ends.state != State.IN_FORCE or ends.last_on <= today:
        raise Refused(_("This roster is over, or was never in force. Nothing more is needed."))
    if not reason:
        raise Refused(_("Write the reason in a few words."))
    if not max(ends.first_on, today) <= last_on < ends.last_on:
        raise Refused(
            _("Choose a last day from %(first)s on that is before %(last)s.")
            % {
                "first": words.plain_day(max(ends.first_on, today), language=_language()),
                "last": words.plain_day(ends.last_on, language=_language()),
            }
        )
    ends.turns.filter(on__gt=last_on).update(live=False)
    ends.planned_last_on = ends.planned_last_on or ends.last_on
    ends.last_on, ends.ended_why, ends.ended_at, ends.ended_by = last_on, reason, at, by.user
    ends.save(update_fields=["planned_last_on", "last_on", "ended_why", "ended_at", "ended_by"])
    _tell("roster_ended", ends, by=by, at=at)


def may_end(one: Roster, *, today: date) -> bool:
    """Is there a day left on which it could end before its time?"""
    return one.state == State.IN_FORCE and max(one.first_on, today) < one.last_on


def _check_people(draft: Roster) -> None:
    """Refuse a draft that gives a turn to who left or is away since it was made."""
    away = _away(draft)
    for turn in draft.turns.select_related("holder").order_by("on", "pk"):
        number = (turn.on - draft.first_on).days
        if turn.holder.left_on is not None or number in away.get(turn.holder_id, ()):
            raise Refused(
                _("%(name)s left or is away since. Put this roster aside and make a new one.")
                % {"name": turn.holder.name}
            )


def _decide(one: Roster, state: Roster.State, *, by: Actor, at: datetime) -> None:
    one.state, one.decided_at, one.decided_by = state, at, by.user
    one.save(update_fields=["state", "decided_at", "decided_by"])
    _tell(f"roster_{state.lower()}", one, by=by, at=at)


def _tell(what: str, one: Roster, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=one.village, verb=f"duty.{what}", subject=one, subject_name=one.group.name, by=by,
        at=at,
        changes=[
            ("first_on", None, one.first_on.isoformat()),
            ("last_on", None, one.last_on.isoformat()),
        ],
    )  # fmt: skip


def _language() -> str:
    return get_language() or "id"
