"""What the accounts of a cooperative earned in a month, and the tax on it: read, worked out, told.

The same functions as `rembuk calc` (interest.py, deposits.py, tax.py), fed from the book: the
balance of a day is the one at its end, so a deposit counts from its day on, and what was taken out
does not. Sums of lines are whole rupiah; each account's interest is rounded once, half up.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from rembuk.ledger import daily
from rembuk.ledger.reading import Book
from rembuk.lib.dates import next_month
from rembuk.lib.rounding import by_largest_remainder, rupiah
from rembuk.savings import accounts, interest, products, terms
from rembuk.savings.interest import Run
from rembuk.savings.models import InterestLine, InterestRun, Placement, SavingsAccount, Version
from rembuk.savings.models.products import Control, Method, YearDays
from rembuk.savings.tax import InterestTax

COMMON_YEAR, LEAP_YEAR = 365, 366
BY_BALANCE = (Control.VOLUNTARY.value, Control.GOAL.value)


@dataclass(frozen=True)
class Earned:
    """What one account earned: under which version, from which balances or placement, how much."""

    account: SavingsAccount
    version: Version
    exact: Fraction
    runs: Sequence[Run] = ()
    placement: Placement | None = None

    @property
    def interest_rp(self) -> int:
        """In whole rupiah."""
        return rupiah(self.exact)


@dataclass(frozen=True)
class Taxed:
    """The same with its part of the member's tax."""

    earned: Earned
    tax_rp: int


def last_day(month: date) -> date:
    """Return the last day of the month that begins on a day."""
    return next_month(month) - timedelta(days=1)


def of_month(book: Book, month: date, *, known: int = daily.EVER) -> Iterator[Earned]:
    """Return what each account earned in a month, as known at an entry, by member and account.

    Who earned less than a rupiah is left out.
    """
    found = [*_by_balance(book, month, known=known), *_by_term(book, month)]
    found.sort(key=lambda one: (one.account.member.number, one.account.serial))
    yield from (one for one in found if one.interest_rp)


def of_lines(book: Book, lines: Sequence[InterestLine], *, run: InterestRun) -> dict[int, Earned]:
    """Return what lines of a run came from, worked out again as it was known then, by account."""
    span = _span(run.month, run.known)
    versions = {one.account_id: one.version for one in lines}
    told: dict[int, Earned] = {}
    if any(one.version.method == Method.MONTHLY for one in lines):
        told = {one.account.pk: one for one in _by_term(book, run.month, only=list(versions))}
    rest = [one.account for one in lines if one.version.method != Method.MONTHLY]
    days = daily.of_accounts(book, [one.code for one in rest], span=span)
    return told | {
        one.pk: _from_days(one, versions[one.pk], days[one.code], month=run.month) for one in rest
    }


def _span(month: date, known: int) -> daily.Span:
    return daily.Span(month, last_day(month), known)


def _by_balance(book: Book, month: date, *, known: int) -> Iterator[Earned]:
    days = daily.under(book, BY_BALANCE, span=_span(month, known))
    rows = accounts.of(book.group).filter(opened_on__lte=last_day(month))
    for one in rows.filter(product__control__in=BY_BALANCE):
        held = days.get(one.code)
        if held and any(held.values()):
            yield _from_days(one, accounts.promised(one, month), held, month=month)


def _from_days(
    account: SavingsAccount, version: Version, days: Mapping[date, int], *, month: date
) -> Earned:
    runs = _runs(days, first=month, last=last_day(month))
    exact = interest.of_period(
        runs, method=version.method, rates=products.rates_of(version),
        year_days=year_days(version, month),
    )  # fmt: skip
    return Earned(account, version, exact, runs=runs)


def _runs(balances: Mapping[date, int], *, first: date, last: date) -> list[Run]:
    whole = {day: Fraction(held) for day, held in balances.items()}
    return interest.runs_of(whole, first=first, last=last)


def year_days(version: Version, month: date) -> int:
    """Return how many days the year of a version's rate has."""
    if version.year_days == YearDays.ACTUAL:
        return LEAP_YEAR if isleap(month.year) else COMMON_YEAR
    return int(version.year_days)


def _by_term(book: Book, month: date, *, only: Sequence[int] | None = None) -> Iterator[Earned]:
    """A placed sum earns a twelfth of a year on each of its days of the month that it lasted to."""
    last = last_day(month)
    rows = Placement.objects.of(book.village).filter(
        account__member__group=book.group_id, placed_on__lt=last, due_on__gte=month
    )
    rows = rows if only is None else rows.filter(account__in=only)
    told = rows.select_related(
        "version", "end", "account__product", "account__member__resident",
        "account__pays_to__product", "account__pays_to__member",
    )  # fmt: skip
    for one in told.order_by("pk"):
        deposit = terms.deposit_of(one)
        days = [day for day in deposit.interest_dates() if month <= day <= last]
        end = getattr(one, "end", None)
        if days and (end is None or end.on >= days[0]):
            yield Earned(one.account, one.version, deposit.monthly_rp, placement=one)


def taxed(found: Iterable[Earned], rule: InterestTax) -> Iterator[list[Taxed]]:
    """Return each member's lines with her tax: on all she earned in the month together (K14).

    The tax of a member is shared over her accounts by what each earned, and adds up exactly.
    """
    for _member, lines in groupby(found, key=lambda one: one.account.member_id):
        hers = list(lines)
        sums = [one.interest_rp for one in hers]
        parts = by_largest_remainder(int(rule.on(Fraction(sum(sums)))), sums)
        yield [Taxed(one, part) for one, part in zip(hers, parts, strict=True)]
