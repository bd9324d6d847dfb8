"""A year of a cooperative's own book as statements: what it earned, and what it has and owes.

Everything is added up from the book each time; nothing is kept. No journal closes a year: what the
income and cost accounts (4 and 5) moved in the year is its surplus, what they held before is that
of earlier years. So no entry can be forgotten at the turn of a year (domain: 9, 10; SAK EP).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from rembuk.ledger import balances, chart, members, months
from rembuk.ledger.members import Moved
from rembuk.ledger.reading import Book
from rembuk.lib import dates
from rembuk.surplus.business import part_of_others
from rembuk.surplus.models.parts import TO_DIVIDE

EARLIER, THIS_YEAR = TO_DIVIDE, "3302"
DECEMBER = 12
ASSETS, RESULTS = "1", "45"
# The accounts of each step of the result, and what is said of the sum down to it. What is in no
# other step is in the one before tax: no account of income or costs can be left out.
OTHERS, OTHER = ("42", "54"), ("48", "49", "58")
STEPS: tuple[tuple[tuple[str, ...], Promise], ...] = (
    (("41",), gettext_lazy("Income from business with members")),
    (("51",), gettext_lazy("Left of business with members")),
    (OTHERS, gettext_lazy("Gross surplus")),
    (("52",), gettext_lazy("Surplus before costs of being a cooperative")),
    (("53",), gettext_lazy("Surplus before other income and costs")),
    (OTHER, gettext_lazy("Surplus before tax")),
    (("59",), gettext_lazy("Surplus of the year (SHU)")),
)
REST = 5
HAS: tuple[tuple[tuple[str, ...], Promise], ...] = (
    (("11", "12", "13", "14"), gettext_lazy("Current assets")),
    (("15", "16", "17"), gettext_lazy("Fixed and other assets")),
)
OWES: tuple[tuple[tuple[str, ...], Promise], ...] = (
    (("21",), gettext_lazy("Owed soon, and savings of members")),
    (("22",), gettext_lazy("Long loans")),
    (("3",), gettext_lazy("Own capital (equity)")),
)


class Statement(TextChoices):
    """The statements of a year; the value stands in the address."""

    RESULT = "result", gettext_lazy("Statement of the year's surplus")
    POSITION = "position", gettext_lazy("Statement of financial position")
    CAPITAL = "capital", gettext_lazy("Statement of changes in own capital")
    CASH_FLOW = "cash-flow", gettext_lazy("Cash flow statement")


@dataclass(frozen=True)
class Line:
    """One line: an account, or a sum of those above it (no `code`). Costs are below nought."""

    name: str | Promise
    amount_rp: int
    code: str = ""
    is_sum: bool = False


class Sides(NamedTuple):
    """All that was debited and credited to an account (rupiah)."""

    debit: int
    credit: int

    @property
    def rest(self) -> int:
        """What was credited more than debited."""
        return self.credit - self.debit


NOTHING = Sides(0, 0)


class Ends(NamedTuple):
    """Every account of a book when a year began and at its end, members' summed up, by code."""

    before: Mapping[str, Sides]
    now: Mapping[str, Sides]


@dataclass(frozen=True)
class Year:
    """A year of a book, as far as it has come: its days, and its months that are not closed."""

    year: int
    since: date
    until: date
    left_open: Sequence[date]

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be written into it any more."""
        return not self.left_open


@dataclass(frozen=True)
class Result:
    """What a year left: its lines, and the surplus apart by whose business it came from."""

    lines: Sequence[Line]
    members_rp: int
    others_rp: int

    @property
    def shu_rp(self) -> int:
        """The surplus of the year; a loss is below nought."""
        return self.members_rp + self.others_rp


@dataclass(frozen=True)
class Position:
    """What the cooperative has and what it owes, itself included."""

    has: Sequence[Line]
    owes: Sequence[Line]
    has_rp: int
    owes_rp: int

    @property
    def balanced(self) -> bool:
        """Whether both sides are the same sum."""
        return self.has_rp == self.owes_rp


def year_of(book: Book, year: int, *, today: date) -> Year:
    """Return a year of a book and its open months: one query."""
    since, until = date(year, 1, 1), date(year, DECEMBER, 31)
    shut = months.closed(book)
    month, left = max(since, book.begins_on.replace(day=1)), []
    while month <= until:
        if month not in shut:
            left.append(month)
        month = dates.next_month(month)
    return Year(year, since, min(until, today), left)


def result_of(book: Book, told: Year) -> Result:
    """Add up what a year's income and costs were: one query."""
    return result_from(book, moved_in(book, told))


def moved_in(book: Book, told: Year) -> list[Moved]:
    """Return what income and costs of a year were, by account and by whom they name."""
    return members.moved_by(book, ("INCOME", "EXPENSE"), since=told.since, until=told.until)


def result_from(book: Book, moved: Iterable[Moved]) -> Result:
    """Put what income and cost accounts moved in order, step by step."""
    names = names_of(book)
    sums: dict[str, int] = defaultdict(int)
    for one in moved:
        sums[one.code] += one.amount_rp
    sums = {code: amount for code, amount in sorted(sums.items()) if amount}
    lines, total = [], 0
    for number, (_prefixes, label) in enumerate(STEPS):
        for code, amount in sums.items():
            if _step(code) == number:
                lines.append(Line(names[code], amount, code))
                total += amount
        lines.append(Line(label, total, is_sum=True))
    others = _others(sums, total)
    return Result(lines, total - others, others)


def names_of(book: Book) -> dict[str, str]:
    """Return the names of a book's accounts, without those of members, by code."""
    return {line.code: line.name for line in chart.charts()[book.chart]}


def _others(sums: Mapping[str, int], shu_rp: int) -> int:
    """Return what did not come from members: K13. Other income is of others, costs are of both."""
    members_rp, members_cost_rp = _sum(sums, ("41",)), -_sum(sums, ("51",))
    others_rp, others_cost_rp = _sum(sums, ("42", "48", "49")), -_sum(sums, ("54",))
    joint_rp = members_rp + others_rp - members_cost_rp - others_cost_rp - shu_rp
    return int(
        part_of_others(
            members_rp=members_rp, others_rp=others_rp, joint_rp=joint_rp,
            others_cost_rp=others_cost_rp,
        )
    )  # fmt: skip


def ends_of(book: Book, told: Year) -> Ends:
    """Read both ends of a year once, for any number of statements: four queries for each end."""
    return Ends(sides(book, told.since - timedelta(days=1)), sides(book, told.until))


def results(sums: Mapping[str, Sides]) -> int:
    """Return what income was more than costs since the book began."""
    return sum(one.rest for code, one in sums.items() if code[0] in RESULTS)


def position_of(book: Book, told: Year, *, ends: Ends | None = None) -> Position:
    """Add up what the cooperative has and owes at the end of a year, or now."""
    before, now = ends or ends_of(book, told)
    earlier_rp = results(before)
    result_rp = results(now) - earlier_rp
    owed = {code: one.rest for code, one in now.items() if code[0] in "23"}
    for code, more in ((EARLIER, earlier_rp), (THIS_YEAR, result_rp)):
        owed[code] = owed.get(code, 0) + more
    names = names_of(book)
    assets = {code: -one.rest for code, one in now.items() if code[0] == ASSETS}
    return Position(
        list(_parts(HAS, assets, names)), list(_parts(OWES, owed, names)),
        sum(assets.values()), sum(owed.values()),
    )  # fmt: skip


def _parts(
    parts: Iterable[tuple[tuple[str, ...], Promise]],
    sums: Mapping[str, int],
    names: Mapping[str, str],
) -> Iterable[Line]:
    for prefixes, label in parts:
        for code, amount in sorted(sums.items()):
            if code.startswith(prefixes) and amount:
                yield Line(names[code], amount, code)
        yield Line(label, _sum(sums, prefixes), is_sum=True)


def _step(code: str) -> int:
    found = (number for number, (prefixes, _l) in enumerate(STEPS) if code.startswith(prefixes))
    return next(found, REST)


def _sum(sums: Mapping[str, int], prefixes: tuple[str, ...]) -> int:
    return sum(amount for code, amount in sums.items() if code.startswith(prefixes))


def sides(book: Book, on: date) -> dict[str, Sides]:
    """Return both sides of every account at the end of a day, members' summed up.

    Four queries, however large the book is; none for a day before it begins.
    """
    if on < book.begins_on:
        return {}
    rows = balances.trial_balance(book, on=on, under="")
    return {one.code: Sides(one.debit_rp, one.credit_rp) for one in rows}
