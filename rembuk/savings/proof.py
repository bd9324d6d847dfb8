"""Where a month's interest comes from: every step, so that anybody can work it out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import F, QuerySet

from rembuk.coop.models import Member
from rembuk.ledger.reading import Book
from rembuk.savings import earning, products
from rembuk.savings.earning import Earned
from rembuk.savings.interest import DAILY, basis
from rembuk.savings.models import InterestLine, InterestRun


@dataclass(frozen=True)
class Step:
    """A balance that stood for so many days since a day, and what it earned of the month."""

    since: date
    balance_rp: int
    days: int
    exact: Fraction


@dataclass(frozen=True)
class Account:
    """One account's line of a run, and what it was worked out from; None where that is gone."""

    line: InterestLine
    earned: Earned | None

    @property
    def steps(self) -> list[Step]:
        """The balances of the month; none of a placed sum."""
        if self.earned is None:
            return []
        year, rates = self.year_days, products.rates_of(self.line.version)
        since, told = self.line.run.month, []
        for one in self.earned.runs:
            exact = rates.yearly(one.balance) * one.days / year
            told.append(Step(since, int(one.balance), one.days, exact))
            since = date.fromordinal(since.toordinal() + one.days)
        return told

    @property
    def basis(self) -> Fraction | None:
        """The one balance the rate is taken of, where it is one."""
        if self.earned is None or not self.earned.runs or self.line.version.method == DAILY:
            return None
        return basis(self.earned.runs, method=self.line.version.method)

    @property
    def days(self) -> int:
        """How many days the month had."""
        return sum(one.days for one in self.earned.runs) if self.earned else 0

    @property
    def year_days(self) -> int:
        """How many days the year of the rate has."""
        return earning.year_days(self.line.version, self.line.run.month)

    @property
    def is_same(self) -> bool:
        """Whether it comes to what was written down."""
        return self.earned is not None and self.earned.interest_rp == self.line.interest_rp


@dataclass(frozen=True)
class Proof:
    """All that one member earned in a month, and the tax on it together (K14)."""

    run: InterestRun
    accounts: Sequence[Account]

    @property
    def interest_rp(self) -> int:
        """Of all her accounts, in whole rupiah."""
        return sum(one.line.interest_rp for one in self.accounts)

    @property
    def tax_rp(self) -> int:
        """The tax on that, in whole rupiah."""
        return sum(one.line.tax_rp for one in self.accounts)

    @property
    def left_rp(self) -> int:
        """What of it was added to her savings."""
        return self.interest_rp - self.tax_rp

    @property
    def is_above(self) -> bool:
        """Whether it is above what is free of tax."""
        return self.interest_rp > self.run.threshold_rp


def of_line(book: Book, run: InterestRun, *, line_id: int) -> Proof | None:
    """Return the proof of the member of a run's line; None where the run has no such line."""
    rows = InterestLine.objects.of(run.village).filter(run=run)
    return _of(book, list(_told(rows.filter(member__in=rows.filter(pk=line_id).values("member")))))


def of_entry(book: Book, member: Member, *, number: int) -> Proof | None:
    """Return the proof of what an entry of a book put into a member's accounts; None for others."""
    rows = InterestLine.objects.of(member.village).filter(
        member=member, run__batches__number=F("batch"), run__batches__first_entry__lte=number,
        run__batches__last_entry__gte=number,
    )  # fmt: skip
    return _of(book, list(_told(rows)))


def _told(rows: QuerySet[InterestLine]) -> QuerySet[InterestLine]:
    told = rows.select_related(
        "run", "version__by", "version__resolution__meeting", "account__product",
        "account__member__resident", "account__pays_to__member", "account__pays_to__product",
    )  # fmt: skip
    return told.order_by("account__serial", "pk")


def _of(book: Book, lines: Sequence[InterestLine]) -> Proof | None:
    if not lines:
        return None
    run = lines[0].run
    found = earning.of_lines(book, lines, run=run)
    return Proof(run, [Account(one, found.get(one.account_id)) for one in lines])
