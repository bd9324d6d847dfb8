"""The month's interest and tax: worked out, checked by another, booked so that nothing is twice.

Each batch is one request to the book and one row of ours, written together: whoever starts again
after the power went goes on where it stopped, and comes to the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Count, Max, Min, QuerySet, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.cash import days
from rembuk.ledger import daily, posting
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book
from rembuk.lib import words
from rembuk.lib.dates import next_month
from rembuk.lib.errors import Refused
from rembuk.savings import earning, law, monthly
from rembuk.savings.accounts import INTEREST
from rembuk.savings.earning import last_day
from rembuk.savings.models import (
    InterestLine,
    InterestRun,
    RunBatch,
    RunChecked,
    RunDropped,
    SavingsAccount,
)
from rembuk.savings.models.products import Control
from rembuk.savings.monthly import State
from rembuk.savings.tax import InterestTax
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group

A_BATCH = 500  # members whose interest is one request to the book
TAX = "2108"
COSTS = {Control.VOLUNTARY: "5101", Control.GOAL: "5101", Control.TERM: "5102"}


@dataclass(frozen=True)
class Standing:
    """A run with how far it is, and what it comes to in whole rupiah."""

    run: InterestRun
    state: State
    accounts: int
    interest_rp: int
    tax_rp: int
    batches: int
    booked: int


def of(group: Group) -> QuerySet[InterestRun]:
    """Return all runs of a cooperative, the newest first."""
    rows = InterestRun.objects.of(group.village).filter(group=group)
    told = rows.select_related("maker", "checked__by", "dropped__by")
    return told.order_by("-month", "-attempt", "-pk")


def all_of(group: Group) -> list[Standing]:
    """Return every run of a cooperative with how far it is, the newest first: three queries."""
    found = list(of(group))
    for one in found:
        one.group, one.village = group, group.village
    return standings(found)


def standings(found: Sequence[InterestRun]) -> list[Standing]:
    """Return runs with how far each is: two queries."""
    if not found:
        return []
    village = found[0].village
    lines = InterestLine.objects.of(village).filter(run__in=found).order_by()
    sums: dict[int, tuple[int, int, int, int]] = {
        run: (accounts, interest, tax, batches)
        for run, accounts, interest, tax, batches in lines.values_list("run").annotate(
            accounts=Count("pk"), interest=Sum("interest_rp"), tax=Sum("tax_rp"),
            batches=Max("batch"),
        )
    }  # fmt: skip
    batches = RunBatch.objects.of(village).filter(run__in=found).order_by().values_list("run")
    booked = dict(batches.annotate(count=Count("pk")))
    return [
        _standing(one, *sums.get(one.pk, (0, 0, 0, 0)), booked=booked.get(one.pk, 0))
        for one in found
    ]


def _standing(
    run: InterestRun, accounts: int, interest_rp: int, tax_rp: int, batches: int, *, booked: int
) -> Standing:
    state = monthly.state_of_run(run, is_booked=booked == batches)
    return Standing(run, state, accounts, int(interest_rp), int(tax_rp), batches, booked)


def standing_of(run: InterestRun) -> Standing:
    """Return how far one run is, read anew."""
    found = of(run.group).get(pk=run.pk)
    found.group, found.village = run.group, run.village
    return standings([found])[0]


def next_due(group: Group, found: Sequence[Standing] | None = None) -> date | None:
    """Return the first month whose interest is not booked; None while nobody has an account.

    `found` is what all_of told, where somebody asked already.
    """
    every = all_of(group) if found is None else found
    if done := monthly.last_done(every):
        return next_month(done)
    rows = SavingsAccount.objects.of(group.village).filter(member__group=group)
    first: date | None = rows.aggregate(first=Min("opened_on"))["first"]
    return first.replace(day=1) if first else None


@transaction.atomic
def prepare(
    *, book: Book, month: date, key: UUID, by: Actor, at: datetime, today: date
) -> InterestRun:
    """Work out a month's interest and tax. Nothing is booked before another person checked it.

    Errors: Refused for a month that is not over or not the next one, while another run waits, and
    for a month whose books are closed.
    """
    group = book.group
    group.take_turn()
    stand = all_of(group)
    monthly.require_begin(book, month, found=stand, due=next_due(group, stand), today=today)
    last = last_day(month)
    holds = law.of(group, last)
    assert by.user is not None, "a person works it out"
    run = InterestRun.objects.create(
        village=group.village, group=group, month=month, key=key,
        attempt=monthly.attempt_at(month, stand), known=daily.last_number(book),
        threshold_rp=holds.threshold_rp, tax_bp=holds.tax_bp, source=holds.source,
        maker=by.user, at=at,
    )  # fmt: skip
    InterestLine.objects.bulk_create(_lines(book, run), batch_size=1_000)
    _tell("savings.interest_prepared", run, by=by, at=at)
    return run


def _lines(book: Book, run: InterestRun, *, known: int | None = None) -> Iterator[InterestLine]:
    """Work out the lines of a run, in batches of so many members."""
    seen = run.known if known is None else known
    found = earning.of_month(book, run.month, known=seen)
    for place, hers in enumerate(earning.taxed(found, tax_of(run))):
        for one in hers:
            account = one.earned.account
            yield InterestLine(
                village=run.village, run=run, batch=place // A_BATCH + 1,
                member_id=account.member_id, account=account, version=one.earned.version,
                interest_rp=one.earned.interest_rp, tax_rp=one.tax_rp,
            )  # fmt: skip


def tax_of(run: InterestRun) -> InterestTax:
    """Return the rule of the tax that a run was worked out under."""
    return law.Law(0, run.threshold_rp, run.tax_bp, run.source).tax


@transaction.atomic
def check(*, book: Book, run: InterestRun, by: Actor, at: datetime) -> RunChecked:
    """Agree to a run: another person than who made it.

    Errors: Refused for who made it, if it was checked or dropped, and if something was recorded
    since that would change it.
    """
    run.take_turn()
    monthly.require_check(run, by=by, state=standing_of(run).state)
    if not is_as_worked_out(book, run, known=daily.EVER):
        raise monthly.changed_since()
    assert by.user is not None, "require_check saw to it"
    made = RunChecked.objects.create(
        village=run.village, run=run, maker_id=run.maker_id, by=by.user, at=at
    )
    _tell("savings.interest_checked", run, by=by, at=at)
    return made


def is_as_worked_out(book: Book, run: InterestRun, *, known: int | None = None) -> bool:
    """Say whether a run worked out again comes to the same, as known then or at an entry."""
    return _told(_lines(book, run, known=known)) == _told(_of(run))


def _told(lines: Iterator[InterestLine] | QuerySet[InterestLine]) -> list[tuple[int, int, int]]:
    return sorted((one.account_id, one.interest_rp, one.tax_rp) for one in lines)


def _of(run: InterestRun) -> QuerySet[InterestLine]:
    return InterestLine.objects.of(run.village).filter(run=run).order_by("pk")


@transaction.atomic
def drop(*, run: InterestRun, why: str, by: Actor, at: datetime) -> RunDropped:
    """Do not book a run. Errors: Refused without a reason, and once a part of it is booked."""
    run.take_turn()
    stand = standing_of(run)
    droppable = not stand.booked and stand.state in monthly.UNDECIDED
    said = monthly.require_reason(why, droppable=droppable)
    assert by.user is not None, "a person drops it"
    made = RunDropped.objects.create(village=run.village, run=run, why=said, by=by.user, at=at)
    _tell("savings.interest_dropped", run, by=by, at=at)
    return made


def require_checked(run: InterestRun) -> Standing:
    """Return how far a run is. Errors: Refused if it is not checked, or was dropped."""
    stand = standing_of(run)
    if stand.state in {State.WAITS, State.DROPPED}:
        raise Refused(_("This is booked only after a second person looked through it."))
    return stand


def book_on(
    *, book: Book, run: InterestRun, at: datetime, today: date, most: int | None = None
) -> Standing:
    """Book what is left of a checked run, at most so many batches; what is there stays.

    Each batch is a transaction of its own. Errors: Refused if it is not checked or was dropped;
    and as ledger.posting.post_many.
    """
    stand = require_checked(run)
    done = set(_batches(run).values_list("number", flat=True))
    left = [number for number in range(1, stand.batches + 1) if number not in done]
    for number in left[:most]:
        _book_batch(book, stand.run, number, at=at, today=today)
    return standing_of(run)


@transaction.atomic
def _book_batch(book: Book, run: InterestRun, number: int, *, at: datetime, today: date) -> None:
    run.take_turn()
    if _batches(run).filter(number=number).exists():
        return  # another phone was faster
    days.check_open(book, last_day(run.month))
    checked = RunChecked.objects.of(run.village).select_related("by").get(run=run)
    signed = Signed(
        by=Actor(user=run.maker), checker=Actor(user=checked.by), at=at,
        request_id=uuid5(run.key, str(number)),
    )  # fmt: skip
    entries = posting.post_many(book, _plans(run, number), signed=signed, today=today)
    RunBatch.objects.create(
        village=run.village, run=run, number=number, first_entry=entries[0].sequence,
        last_entry=entries[-1].sequence, at=at,
    )  # fmt: skip


def _batches(run: InterestRun) -> QuerySet[RunBatch]:
    return RunBatch.objects.of(run.village).filter(run=run)


def _plans(run: InterestRun, number: int) -> list[Plan]:
    """One entry for each member of a batch: what each account earned, and the tax on it."""
    rows = _of(run).filter(batch=number).select_related(
        "member__resident", "account__product", "account__member",
        "account__pays_to__product", "account__pays_to__member",
    )  # fmt: skip
    memo = _("Savings interest of %(month)s") % {
        "month": words.month_of_year(run.month, language=get_language() or "id")
    }
    plans = []
    for member, lines in groupby(rows, key=lambda one: one.member):
        moves = [move for one in lines for move in _moves(one)]
        told = Words(memo=memo, party=member.name, resident_id=member.resident_id)
        on = last_day(run.month)
        plans.append(Plan(kind=INTEREST, on=on, moves=moves, words=told, receipt=False))
    return plans


def _moves(line: InterestLine) -> Iterator[Move]:
    account = line.account
    to = account.pays_to or account
    yield Move(COSTS[Control(account.product.control)], to.code, line.interest_rp)
    if line.tax_rp:
        yield Move(to.code, TAX, line.tax_rp)


def _tell(verb: str, run: InterestRun, *, by: Actor, at: datetime) -> None:
    month = words.month_of_year(run.month, language=get_language() or "id")
    audit.record(
        village=run.village, verb=verb, subject=run, subject_name=run.group.name, by=by, at=at,
        changes=[("savings_month", None, month)],
    )  # fmt: skip
