"""The month's provision: every loan classed, checked by another, and only the change booked.

A run is worked out whole, and checked and booked whole: whoever starts again after the power went
finds it waiting, or done. What is booked is what the rates ask for less what 1309 holds already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Min, QuerySet, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.cash import days
from rembuk.ledger import daily, months, posting
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book, Entry
from rembuk.lib import words
from rembuk.lib.dates import month_end, next_month
from rembuk.loans import classes, reserves
from rembuk.loans.classes import ALLOWANCE, Day
from rembuk.loans.models import (
    Loan,
    ProvisionChecked,
    ProvisionDropped,
    ProvisionLine,
    ProvisionRun,
)
from rembuk.loans.reserves import Short
from rembuk.savings import monthly
from rembuk.savings.monthly import State
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group

COST = "5204"
KIND = "LOAN_PROVISION"


@dataclass(frozen=True)
class Standing:
    """A run with how far it is, and what it looked at in whole rupiah."""

    run: ProvisionRun
    state: State
    loans: int
    left_rp: int


def of(group: Group) -> QuerySet[ProvisionRun]:
    """Return all runs of a cooperative, the newest first."""
    rows = ProvisionRun.objects.of(group.village).filter(group=group)
    told = rows.select_related("maker", "checked__by", "checked__entry", "dropped__by", "losses")
    return told.order_by("-month", "-attempt", "-pk")


def all_of(group: Group) -> list[Standing]:
    """Return every run of a cooperative with how far it is, the newest first: two queries."""
    found = list(of(group))
    for one in found:
        one.group, one.village = group, group.village
    return standings(found)


def standings(found: Sequence[ProvisionRun]) -> list[Standing]:
    """Return runs with how far each is: one query."""
    if not found:
        return []
    lines = ProvisionLine.objects.of(found[0].village).filter(run__in=found).order_by()
    told = lines.values_list("run").annotate(loans=Count("pk"), left=Sum("left_rp"))
    sums = {run: (loans, int(left)) for run, loans, left in told}
    return [
        Standing(one, monthly.state_of_run(one, is_booked=True), *sums.get(one.pk, (0, 0)))
        for one in found
    ]


def standing_of(run: ProvisionRun) -> Standing:
    """Return how far one run is, read anew."""
    found = of(run.group).get(pk=run.pk)
    found.group, found.village = run.group, run.village
    return standings([found])[0]


def next_due(book: Book, found: Sequence[Standing] | None = None) -> date | None:
    """Return the first open month whose provision is not booked; None while nothing was lent.

    Months whose books are closed are passed over: a later one books all of the change.
    """
    every = all_of(book.group) if found is None else found
    if done := monthly.last_done(every):
        due = next_month(done)
    else:
        lent = Loan.objects.of(book.village).filter(
            group=book.group_id, asked__resolution__entry__isnull=False
        )
        first: date | None = lent.aggregate(first=Min("on"))["first"]
        if first is None:
            return None
        due = first.replace(day=1)
    closed = {one.first for one in months.standings(book).values() if one.is_closed}
    while due in closed:
        due = next_month(due)
    return due


@transaction.atomic
def prepare(
    *, book: Book, month: date, key: UUID, by: Actor, at: datetime, today: date
) -> ProvisionRun:
    """Work out what a month's end asks to be set aside. Nothing is booked before another checked.

    Errors: Refused for a month that is not over or not the next one, while another run waits, and
    for a month whose books are closed.
    """
    group = book.group
    group.take_turn()
    stand = all_of(group)
    monthly.require_begin(book, month, found=stand, due=next_due(book, stand), today=today)
    known, last = daily.last_number(book), month_end(month)
    day = classes.of_day(book, last, known=known)
    ppap, losses = reserves.rules_of(group, on=last)
    rates = {f"rate_{place}_bp": bp for place, bp in enumerate(ppap.all_bp, start=1)}
    by_age = reserves.by_age(day.shorts, all_bp=losses.all_bp) if losses else None
    assert by.user is not None, "a person works it out"
    run = ProvisionRun.objects.create(
        village=group.village, group=group, month=month, key=key, known=known, maker=by.user,
        at=at, attempt=monthly.attempt_at(month, stand), source=str(ppap.source),
        losses=losses.row if losses else None, before_rp=day.allowance_rp,
        required_rp=reserves.total(reserves.by_class(day.shorts, all_bp=ppap.all_bp)),
        ckpn_rp=None if by_age is None else reserves.total(by_age), **rates,
    )  # fmt: skip
    ProvisionLine.objects.bulk_create(
        (
            ProvisionLine(
                village=group.village, run=run, loan=one.loan, klass=one.klass,
                left_rp=one.progress.left_rp, late_days=one.late_days,
            )
            for one in day.loans
        ),
        batch_size=1_000,
    )  # fmt: skip
    _tell("loans.provision_prepared", run, by=by, at=at)
    return run


def lines_of(run: ProvisionRun) -> QuerySet[ProvisionLine]:
    """Return the loans of a run, the worst of them first."""
    rows = ProvisionLine.objects.of(run.village).filter(run=run)
    return rows.select_related("loan__application__member__resident").order_by("-late_days", "pk")


def shorts_of(run: ProvisionRun) -> list[Short]:
    """Return what the rates looked at: one query."""
    rows = ProvisionLine.objects.of(run.village).filter(run=run).order_by("pk")
    return list(rows.values_list("klass", "left_rp", "late_days"))


def is_as_worked_out(book: Book, run: ProvisionRun, *, known: int | None = None) -> bool:
    """Say whether a run worked out again comes to the same, as known then or at an entry."""
    seen = run.known if known is None else known
    day = classes.of_day(book, month_end(run.month), known=seen)
    rows = ProvisionLine.objects.of(run.village).filter(run=run).order_by("pk")
    written = sorted(rows.values_list("loan_id", "klass", "left_rp", "late_days"))
    required_rp = reserves.total(reserves.by_class(shorts_of(run), all_bp=run.all_bp))
    same = written == _told(day) and day.allowance_rp == run.before_rp
    return same and required_rp == run.required_rp


def _told(day: Day) -> list[tuple[int, str, int, int]]:
    return sorted((one.loan.pk, *one.short) for one in day.loans)


@transaction.atomic
def check(
    *, book: Book, run: ProvisionRun, by: Actor, at: datetime, today: date
) -> ProvisionChecked:
    """Agree to a run, and book its change: another person than who worked it out.

    Errors: Refused for who made it, if it was checked or dropped, and if something was recorded
    since that would change it; and as ledger.posting.post.
    """
    book.group.take_turn()
    run.take_turn()
    monthly.require_check(run, by=by, state=standing_of(run).state)
    if not is_as_worked_out(book, run, known=daily.EVER):
        raise monthly.changed_since()
    assert by.user is not None, "require_check saw to it"
    signed = Signed(by=Actor(user=run.maker), checker=by, at=at, request_id=run.key)
    made = ProvisionChecked.objects.create(
        village=run.village, run=run, maker_id=run.maker_id, by=by.user, at=at,
        entry=_book(book, run, signed=signed, today=today),
    )  # fmt: skip
    _tell("loans.provision_checked", run, by=by, at=at)
    return made


def _book(book: Book, run: ProvisionRun, *, signed: Signed, today: date) -> Entry | None:
    if not run.change_rp:
        return None
    days.check_open(book, month_end(run.month))
    into, out_of = (COST, ALLOWANCE) if run.change_rp > 0 else (ALLOWANCE, COST)
    memo = _("Provision for loans at the end of %(month)s") % {"month": _month(run)}
    plan = Plan(
        kind=KIND, on=month_end(run.month), moves=[Move(into, out_of, abs(run.change_rp))],
        words=Words(memo=memo), receipt=False,
    )  # fmt: skip
    return posting.post(book, plan, signed=signed, today=today)


@transaction.atomic
def drop(*, run: ProvisionRun, why: str, by: Actor, at: datetime) -> ProvisionDropped:
    """Do not book a run. Errors: Refused without a reason, and once it is booked."""
    run.take_turn()
    state = standing_of(run).state
    said = monthly.require_reason(why, droppable=state in monthly.UNDECIDED)
    assert by.user is not None, "a person drops it"
    made = ProvisionDropped.objects.create(
        village=run.village, run=run, why=said, by=by.user, at=at
    )
    _tell("loans.provision_dropped", run, by=by, at=at)
    return made


def _month(run: ProvisionRun) -> str:
    return words.month_of_year(run.month, language=get_language() or "id")


def _tell(verb: str, run: ProvisionRun, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=run.village, verb=verb, subject=run, subject_name=run.group.name, by=by, at=at,
        changes=[("loans_month", None, _month(run))],
    )  # fmt: skip
