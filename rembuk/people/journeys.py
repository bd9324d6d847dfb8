"""Journeys between the village and work abroad: dated steps, and the status they add up to.

The steps are the truth. `Resident.status` and its neighbours and `JourneyStep.status_after` are
what the steps say, kept beside them for speed; `rederive` rebuilds them and `check_people`
proves them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction
from django.db.models import Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.people import standing
from rembuk.people.counting import flows, reconcile, stocks, unexplained
from rembuk.people.models import JourneyStep, Plan, Resident, Status
from rembuk.people.models.journeys import EARLIEST
from rembuk.people.standing import AT_FIRST, Impossible, Kind, Standing
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

__all__ = [
    "StepFacts", "add", "add_step", "contract_months", "contract_years", "first_step", "flows",
    "period", "reconcile", "rederive", "restore_step", "rows_for", "standing_on", "status_on",
    "stocks", "timeline", "told_in_a_table", "unexplained", "withdraw_step",
]  # fmt: skip

CONTRACT_MONTHS_MAX = 120
Precision = JourneyStep.Precision


@dataclass(kw_only=True)
class StepFacts:
    """What is told about one step. `on` is any day of what `precision` covers."""

    kind: str
    on: date
    precision: str = Precision.DAY
    country: str = ""
    agency: str = ""
    contract_months: int | None = None
    note: str = ""
    reported_status: str = ""
    plan: str = ""


class Told(TypedDict):
    """The same, as the named arguments of `add_step`."""

    kind: str
    on: date
    precision: NotRequired[str]
    country: NotRequired[str]
    agency: NotRequired[str]
    contract_months: NotRequired[int | None]
    note: NotRequired[str]
    reported_status: NotRequired[str]
    plan: NotRequired[str]


def add_step(
    *, resident: Resident, by: Actor, at: datetime, today: date, **told: Unpack[Told]
) -> JourneyStep:
    """Record one step of a journey from what is told about it: see `add`."""
    return add(resident=resident, facts=StepFacts(**told), by=by, at=at, today=today)


@transaction.atomic
def add(
    *, resident: Resident, facts: StepFacts, by: Actor, at: datetime, today: date
) -> JourneyStep:
    """Record one step of a journey; late and back-dated ones too, while the whole stays possible.

    Units: `on` in village time; with precision MONTH or YEAR any day of that month or year;
    `country` ISO 3166 alpha-2; `contract_months` in months from `on`, for an extension from the
    end of the contract before.
    Errors: Refused with what to do instead.
    """
    _refuse_facts(facts, resident=resident, today=today)
    earlier = _steps(resident, lock=True)
    step = _fit(_row(facts, resident=resident, by=by, at=at), among=earlier, today=today)
    step.save(force_insert=True)
    _remember(resident, [*earlier, step])
    _tell("people.step_added", step, by=by, at=at)
    return step


@transaction.atomic
def withdraw_step(*, step: JourneyStep, reason: str, by: Actor, at: datetime) -> None:
    """Take a wrong step back; it stays visible with the reason, and counts no more.

    Errors: Refused if it is withdrawn already, or if a later step would hang in the air.
    """
    step.take_turn()
    if step.withdrawn_at is not None:
        raise Refused(_("This step was withdrawn already. Nothing needs to be done."))
    if not reason.strip():
        raise Refused(_("Write why this step is withdrawn, so that others understand it later."))
    left = [other for other in _steps(step.resident, lock=True) if other.pk != step.pk]
    _refuse_impossible(left)
    step.withdrawn_at, step.withdrawn_by, step.withdrawn_reason = at, by.user, reason.strip()
    step.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    _remember(step.resident, left)
    _tell("people.step_withdrawn", step, by=by, at=at, reason=step.withdrawn_reason)


@transaction.atomic
def restore_step(*, step: JourneyStep, by: Actor, at: datetime) -> None:
    """Let a withdrawn step count again. Errors: Refused if it counts, or no longer fits."""
    step.take_turn()
    if step.withdrawn_at is None:
        raise Refused(_("This step counts. Nothing needs to be done."))
    steps = _in_order([*_steps(step.resident, lock=True), step])
    _refuse_impossible(steps)
    step.withdrawn_at, step.withdrawn_by, step.withdrawn_reason = None, None, ""
    step.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    _remember(step.resident, steps)
    _tell("people.step_restored", step, by=by, at=at)


def rederive(resident: Resident) -> Standing:
    """Rebuild what is kept beside the steps of one resident, and return where he stands.

    Errors: Refused if the steps cannot follow each other, which only moving steps between
    residents can bring about.
    """
    steps = _steps(resident)
    _refuse_impossible(steps)
    return _remember(resident, steps)


def status_on(resident: Resident, day: date) -> Status:
    """Return the status a resident had at the end of a day, from the steps alone."""
    return standing_on(resident, day).status


def standing_on(resident: Resident, day: date) -> Standing:
    """Return where a resident stood at the end of a day, from the steps alone."""
    standings = standing.follow([step for step in _steps(resident) if step.on <= day])
    return standings[-1] if standings else AT_FIRST


def timeline(resident: Resident) -> list[JourneyStep]:
    """Return all steps of a resident, withdrawn ones too, the newest first."""
    steps = JourneyStep.objects.of(resident.village).filter(resident=resident)
    return list(steps.select_related("recorded_by", "withdrawn_by").order_by("-on", "-pk"))


def first_step(resident: Resident) -> JourneyStep | None:
    """Return the first step that counts."""
    return next(iter(_steps(resident)), None)


def contract_months(residents: Iterable[Resident], *, village: Village) -> Mapping[int, int]:
    """Return how many months of contracts each resident has signed, by resident id."""
    steps = JourneyStep.objects.of(village).filter(
        resident__in=list(residents), withdrawn_at__isnull=True, contract_months__isnull=False
    )
    summed = steps.values("resident_id").annotate(months=Sum("contract_months"))
    return {row["resident_id"]: row["months"] for row in summed.order_by("resident_id")}


def contract_years(resident: Resident) -> float:
    """Return the years of all contracts a resident has signed: what 'years abroad' adds up to."""
    return contract_months([resident], village=resident.village).get(resident.pk, 0) / 12


# --- many at once ------------------------------------------------------------------------------


def told_in_a_table(
    *,
    status: str | None,
    departed: StepFacts | None,
    returned: StepFacts | None,
    country: str,
    reported_on: date,
) -> list[StepFacts]:
    """Turn the columns of a registry (status, departed on, returned on) into steps.

    A homecoming without an earlier departure is preceded by a report that the person was abroad,
    because who came home had been away. A day after `reported_on` has not been yet and becomes
    no step. If the dates do not lead to what the table says, a report on `reported_on` says it.
    """
    if departed and returned and _overlap(departed, returned):
        returned = replace(returned, on=max(departed.on, returned.on))
    told = [step for step in (departed, returned) if step and step.on <= reported_on]
    steps = sorted(told, key=lambda step: step.on)
    if steps and steps[0].kind == Kind.HOMECOMING:
        abroad = replace(
            steps[0], kind=Kind.STATUS_REPORT, country=country, reported_status=Status.WORKER
        )
        steps.insert(0, abroad)
    reached = standing.follow(steps)[-1] if steps else AT_FIRST
    wanted = Status(status or "")
    if wanted != reached.status or country != reached.country:
        report = StepFacts(
            kind=Kind.STATUS_REPORT, on=reported_on, country=country, reported_status=wanted
        )
        steps.append(report)
    return steps


def _overlap(one: StepFacts, other: StepFacts) -> bool:
    """May both have been on the same day, as far as their precision tells?"""
    first, last = period(one.on, one.precision)
    start, end = period(other.on, other.precision)
    return first <= end and start <= last


def rows_for(
    resident: Resident, facts: Sequence[StepFacts], *, by: Actor, at: datetime
) -> list[JourneyStep]:
    """Return unsaved steps of a new resident and let him stand where they lead.

    For `residents.bulk_register`, which stores many in one go. Errors: Impossible.
    """
    rows = _in_order(_row(told, resident=resident, by=by, at=at) for told in facts)
    standings = standing.follow(rows)
    for row, reached in zip(rows, standings, strict=True):
        row.status_after = reached.status
    _stand(resident, standings[-1] if standings else AT_FIRST)
    return rows


# --- inside ------------------------------------------------------------------------------------


def _steps(resident: Resident, *, lock: bool = False) -> list[JourneyStep]:
    """Return the steps that count, in their order; `lock` keeps two writers apart."""
    if lock:
        Resident.objects.of(resident.village).select_for_update().get(pk=resident.pk)
    steps = JourneyStep.objects.of(resident.village).filter(resident=resident)
    return list(steps.filter(withdrawn_at__isnull=True).order_by("on", "pk"))


def _row(facts: StepFacts, *, resident: Resident, by: Actor, at: datetime) -> JourneyStep:
    return JourneyStep(
        village=resident.village, resident=resident, kind=facts.kind, on=facts.on,
        precision=facts.precision, country=facts.country, agency=facts.agency,
        contract_months=facts.contract_months, note=facts.note,
        reported_status=facts.reported_status, plan=facts.plan, recorded_at=at, recorded_by=by.user,
    )  # fmt: skip


def _refuse_facts(facts: StepFacts, *, resident: Resident, today: date) -> None:
    """Refuse what no journey allows, whatever the other steps say."""
    assert facts.kind in Kind.values
    first, last = period(facts.on, facts.precision)
    if first > today:
        raise Refused(_("This day is still to come. Record the step when it has happened."))
    if last < EARLIEST:
        raise Refused(_("Journeys are kept from 1970 on. Check the year."))
    if resident.birth_date and last < resident.birth_date:
        raise Refused(
            _("%(name)s was born on %(day)s. Choose a later day, or correct the date of birth.")
            % {"name": resident.name, "day": _day(resident.birth_date)}
        )
    if facts.kind in {Kind.DEPARTURE, Kind.LEAVING_AGAIN} and not facts.country:
        raise Refused(_("Choose the country this person left for."))
    if facts.kind == Kind.PLAN and facts.plan not in Plan.values:
        raise Refused(_("Choose what this person plans."))
    assert not facts.plan or facts.kind == Kind.PLAN
    if facts.kind != Kind.STATUS_REPORT:
        assert not facts.reported_status
    elif facts.reported_status not in standing.REPORTABLE:
        raise Refused(
            _("Choose one of the statuses. 'Died' and 'Moved away' are steps of their own.")
        )
    months = facts.contract_months
    if months is not None and not 1 <= months <= CONTRACT_MONTHS_MAX:
        raise Refused(_("A contract runs from 1 to 120 months. Check the number of months."))


def period(on: date, precision: str) -> tuple[date, date]:
    """Return the first and the last day that a date of this precision may mean."""
    if precision == Precision.DAY:
        return on, on
    first = on.replace(day=1) if precision == Precision.MONTH else date(on.year, 1, 1)
    months = 1 if precision == Precision.MONTH else 12
    return first, standing.months_after(first, months) - timedelta(days=1)


def _fit(step: JourneyStep, *, among: Sequence[JourneyStep], today: date) -> JourneyStep:
    """Find the day for a new step on which the whole journey is possible.

    A day is a day; a month or a year has a place before or after each step within it, and the
    first possible one is taken. Errors: Refused with what stands in the way on the first day.
    """
    first, last = period(step.on, step.precision)
    within = sorted({other.on for other in among if first <= other.on <= last})
    earliest = resident_since(step.resident, first)
    days = dict.fromkeys([max(first, earliest), *within, min(last, today)])
    refusals: list[str] = []
    for day in days:
        step.on = day
        try:
            standing.follow(_in_order([*among, step]))
        except Impossible as impossible:
            refusals.append(_why(step, impossible))
        else:
            return step
    raise Refused(refusals[0])


def _in_order(steps: Iterable[JourneyStep]) -> list[JourneyStep]:
    return sorted(steps, key=lambda step: (step.on, step.pk))


def resident_since(resident: Resident, day: date) -> date:
    """Return `day`, or the day of birth or the first day we keep if those are later."""
    return max(day, EARLIEST, resident.birth_date or EARLIEST)


def _why(step: JourneyStep, impossible: Impossible) -> str:
    """Say what stands in the way: the new step itself, or a later one that would not fit."""
    if impossible.step is step:
        return str(impossible.reason)
    later = impossible.step
    return _(
        "'%(step)s' on %(day)s would not fit any more. Check the date, or withdraw that step first."
    ) % {
        "step": Kind(later.kind).label,
        "day": _day(later.on),
    }


def _refuse_impossible(steps: Sequence[JourneyStep]) -> None:
    try:
        standing.follow(steps)
    except Impossible as impossible:
        raise Refused(
            _("'%(step)s' on %(day)s would hang in the air. Withdraw that step first.")
            % {"step": Kind(impossible.step.kind).label, "day": _day(impossible.step.on)}
        ) from None


def _remember(resident: Resident, steps: Sequence[JourneyStep]) -> Standing:
    """Keep what the steps say beside them, writing only what changed."""
    ordered = _in_order(steps)
    standings = standing.follow(ordered)
    stale = []
    for step, reached in zip(ordered, standings, strict=True):
        if step.status_after != reached.status:
            step.status_after = reached.status
            stale.append(step)
    JourneyStep.objects.bulk_update(stale, ["status_after"])
    reached = standings[-1] if standings else AT_FIRST
    _stand(resident, reached)
    resident.save(update_fields=list(KEPT))
    return reached


KEPT = ("status", "country", "plan", "contract_ends_on")


def _stand(resident: Resident, reached: Standing) -> None:
    for field in KEPT:
        setattr(resident, field, getattr(reached, field))


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _tell(verb: str, step: JourneyStep, *, by: Actor, at: datetime, reason: str = "") -> None:
    told: list[audit.Change] = [("step", "", step.kind), ("on", "", _as_known(step))]
    for field, value in (
        ("country", step.country),
        ("status", step.reported_status),
        ("plan", step.plan),
        ("reason", reason),
    ):
        if value:
            told.append((field, "", value))
    audit.record(
        village=step.village, verb=verb, subject=step.resident, by=by, at=at,
        resident_id=step.resident_id, changes=told,
    )  # fmt: skip


def _as_known(step: JourneyStep) -> str:
    """Return the day as far as it is known: 2007, 2007-03 or 2007-03-14."""
    known = {Precision.YEAR: len("2007"), Precision.MONTH: len("2007-03")}
    return step.on.isoformat()[: known.get(Precision(step.precision), len("2007-03-14"))]
