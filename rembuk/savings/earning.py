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
from rembuk.savings.models import Placement, SavingsAccount, Version
from rembuk.savings.models.products import Control, YearDays
from rembuk.savings.tax import InterestTax

COMMON_YEAR, LEAP_YEAR = 365, 366


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


def of_account(book: Book, *, account: SavingsAccount, month: date, known: int) -> Earned | None:
    """Return what one account of accounts.of earned in a month; None for nothing."""
    if account.product.control == Control.TERM:
        found = [one for one in _by_term(book, month) if one.account.pk == account.pk]
    else:
        found = list(_from_balances(book, [account], month, known=known))
    return next(iter(found), None)


def _by_balance(book: Book, month: date, *, known: int) -> Iterator[Earned]:
    rows = accounts.of(book.group).exclude(product__control=Control.TERM)
    yield from _from_balances(
        book, list(rows.filter(opened_on__lte=last_day(month))), month, known=known
    )


def _from_balances(
    book: Book, found: Sequence[SavingsAccount], month: date, *, known: int
) -> Iterator[Earned]:
    last = last_day(month)
    codes = {one.code: one for one in found}
    told = daily.balances_by_day(book, codes, first=month, last=last, known=known)
    for code, account in codes.items():
        version = accounts.promised(account, month)
        runs = _runs(told[code], first=month, last=last)
        exact = interest.of_period(
            runs, method=version.method, rates=products.rates_of(version),
            year_days=year_days(version, month),
        )  # fmt: skip
        yield Earned(account, version, exact, runs=runs)


def _runs(balances: Mapping[date, int], *, first: date, last: date) -> list[Run]:
    whole = {day: Fraction(held) for day, held in balances.items()}
    return interest.runs_of(whole, first=first, last=last)


def year_days(version: Version, month: date) -> int:
    """Return how many days the year of a version's rate has."""
    if version.year_days == YearDays.ACTUAL:
        return LEAP_YEAR if isleap(month.year) else COMMON_YEAR
    return int(version.year_days)


def _by_term(book: Book, month: date) -> Iterator[Earned]:
    """A placed sum earns a twelfth of a year on each of its days of the month that it lasted to."""
    last = last_day(month)
    rows = Placement.objects.of(book.village).filter(
        account__member__group=book.group_id, placed_on__lt=last, due_on__gte=month
    )
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
