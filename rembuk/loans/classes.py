"""The class of each open loan on any day, as the book knew it then.

Arrears are counted in months since the oldest due day whose charge or principal is not paid;
what is kept for her (2104) counts as paid. Collateral is not valued, so nothing is `diragukan`
by it yet: what is beyond `kurang lancar` is `macet`, the careful side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from rembuk.coop.models import Member
from rembuk.ledger import balances, reading
from rembuk.ledger.reading import Book
from rembuk.loans import collectability, phases, progress
from rembuk.loans.close import HELD, LOANS
from rembuk.loans.collectability import AT_ONCE, BOUNDS, Arrears, Bounds
from rembuk.loans.models import Class, Loan, Product
from rembuk.loans.progress import AsOf, Kept, Progress
from rembuk.loans.reserves import Short

ALLOWANCE = "1309"
# After a new schedule so many instalments by their day make a loan one class better: a rule of
# Rembuk's own, on the careful side; the rules that were read name no number.
PROBATION = 3
Rhythm = Product.Rhythm
BY_RHYTHM: dict[str, Bounds] = {
    Rhythm.MONTHLY: BOUNDS["monthly"], Rhythm.WEEKLY: BOUNDS["weekly"], Rhythm.HARVEST: AT_ONCE,
}  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """A loan on a day, with its class and for how many days it is late."""

    progress: Progress
    klass: Class
    late_days: int

    @property
    def loan(self) -> Loan:
        """Which."""
        return self.progress.loan

    @property
    def short(self) -> Short:
        """What the rates look at."""
        return self.klass.value, self.progress.left_rp, self.late_days


@dataclass(frozen=True)
class Day:
    """All open loans on a day, and the allowance that the book has for them, in rupiah."""

    on: date
    loans: Sequence[Judged]
    allowance_rp: int

    @property
    def shorts(self) -> list[Short]:
        """What the rates look at."""
        return [one.short for one in self.loans]

    @property
    def left_rp(self) -> int:
        """The principal of all of them."""
        return sum(one.progress.left_rp for one in self.loans)


def judge(found: Progress) -> Judged:
    """Return the class of a loan that is laid out on a day."""
    oldest = _oldest_unpaid(found)
    months = {part: collectability.months_late(due, on=found.on) for part, due in oldest.items()}
    arrears = Arrears(months["principal"], months["interest"])
    bounds = BY_RHYTHM[found.worked.deal.product.rhythm]
    klass = _not_better(collectability.classify(arrears, bounds=bounds), found)
    late = collectability.days_past_due(min(oldest.values()), on=found.on)
    return Judged(found, klass, late)


def _not_better(by_days: collectability.Class, found: Progress) -> Class:
    """Return the class of a loan; a new schedule alone makes none better."""
    if found.since is None:
        return Class(by_days.value)
    before = collectability.Class(found.since.klass)
    held = collectability.after_restructuring(
        before, paid_on_time=found.paid_in_time, probation=PROBATION
    )
    return Class(max(by_days, held, key=collectability.BEST_FIRST.index).value)


def _oldest_unpaid(found: Progress) -> dict[str, date]:
    """Return the oldest due day of which a part is not paid; the day itself where all are.

    What is kept for her counts for charge and principal, not for a fine that ran up beside it.
    """
    oldest = {"interest": found.on, "principal": found.on}
    kept_rp = found.held_rp
    for part in found.due:
        owed = part.owed
        for name in ("interest", "principal"):
            paid_rp = min(kept_rp, owed[name])
            kept_rp -= paid_rp
            if owed[name] > paid_rp:
                oldest[name] = min(oldest[name], part.row.due_on)
    return oldest


def of_day(book: Book, on: date, *, known: int | None = None) -> Day:
    """Return every loan with principal left at the end of a day, by number: four queries.

    `known` is the last entry of the book that counts; None is for today, as the book is now.
    """
    as_of = None if known is None else AsOf(on, known)
    newest = {one.application.member_id: one for one in _lent(book, as_of)}
    held = _held(book, [one.application.member for one in newest.values()], as_of)
    kept = {}
    for loan in newest.values():
        member = loan.application.member
        left_rp = held.get(member.account(LOANS), 0)
        if left_rp:
            kept[loan.pk] = Kept(left_rp, held.get(member.account(HELD), 0))
    rows = [one for one in newest.values() if one.pk in kept]
    found = progress.read(rows, village=book.village, on=on, kept=kept, as_of=as_of)
    loans = sorted(map(judge, found.values()), key=lambda one: one.loan.serial)
    return Day(on, loans, held.get(ALLOWANCE, 0))


def _held(book: Book, members: Sequence[Member], as_of: AsOf | None) -> dict[str, int]:
    """Return what accounts hold: of a day gone by, of all accounts from the nearest month end."""
    if as_of is None:
        codes = [one.account(control) for one in members for control in (LOANS, HELD)]
        return dict(reading.held_now(book, [*codes, ALLOWANCE]))
    sums = balances.trial_balance(book, on=as_of.on, known=as_of.known)
    return {one.code: one.own_rp for one in sums}


def _lent(book: Book, as_of: AsOf | None) -> QuerySet[Loan]:
    """Return loans paid out by a day, oldest first, as known at an entry; or all until now."""
    paid_out = Loan.objects.of(book.village).filter(
        group=book.group_id, asked__resolution__entry__isnull=False
    )
    if as_of is not None:
        paid_out = paid_out.filter(
            asked__resolution__entry__value_on__lte=as_of.on,
            asked__resolution__entry__sequence__lte=as_of.known,
        )
    back = progress.taken_back("asked__resolution__entry", as_of)
    told = paid_out.exclude(pk__in=paid_out.filter(back).values("pk"))
    return (
        told.annotate(is_rescheduled=phases.is_proposed(book.village))
        .select_related(
            "asked__resolution__entry", "application__product", "application__member__resident"
        )
        .order_by("serial", "pk")
    )


def worst_first(loans: Iterable[Judged]) -> list[Judged]:
    """Return loans with the worst class first, then by days and name: where talking begins."""
    order = {name: place for place, name in enumerate(Class.values)}
    return sorted(
        loans,
        key=lambda one: (
            -order[one.klass], -one.late_days, one.loan.application.member.name, one.loan.pk,
        ),
    )  # fmt: skip
