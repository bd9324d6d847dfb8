"""Where the year's cash came from and went, and how the own capital changed (domain: 10; SAK EP).

Both are added up from the book's movements. The cash flow ends in what the statement of financial
position has as cash, the change of capital in its own capital: tests hold both together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from rembuk.ledger import opposite
from rembuk.ledger.reading import Book
from rembuk.surplus import yearly
from rembuk.surplus.yearly import EARLIER, NOTHING, THIS_YEAR, Ends, Line, Year

CASH = ("1101", "1102", "1103")
# What is in neither of the last two comes from doing business: no account can be left out.
FINANCING = ("2110", "22", "31", "32", "33")
INVESTING = ("1104", "12", "15", "16", "17")
OTHERS = INVESTING + FINANCING
CAPITAL = "3"


@dataclass(frozen=True)
class Flow:
    """A statement of lines alone; `end_rp` is the sum in which it ends."""

    lines: tuple[Line, ...]
    end_rp: int


def cash_flow(book: Book, year: Year, *, ends: Ends | None = None) -> Flow:
    """Add up where cash and bank came from and went in a year: a query, and those of the ends."""
    names = yearly.names_of(book)
    told = opposite.against(book, CASH, since=year.since, until=year.until)
    before = (ends or yearly.ends_of(book, year)).before
    begin_rp = -sum(before.get(code, NOTHING).rest for code in CASH)
    lines: list[Line] = []
    for label, mine in _parts(told):
        lines += [Line(names[code], amount, code) for code, amount in mine.items()]
        lines.append(Line(label, sum(mine.values()), is_sum=True))
    change_rp = sum(told.values())
    lines += [
        Line(gettext_lazy("Change of cash and bank in the year"), change_rp, is_sum=True),
        Line(gettext_lazy("Cash and bank when the year began"), begin_rp),
        Line(gettext_lazy("Cash and bank at the end"), begin_rp + change_rp, is_sum=True),
    ]
    return Flow(tuple(lines), begin_rp + change_rp)


def _parts(told: Mapping[str, int]) -> Iterator[tuple[Promise, dict[str, int]]]:
    sums = {code: amount for code, amount in sorted(told.items()) if amount}
    for label, mine in (
        (gettext_lazy("Cash from doing business"), lambda code: not code.startswith(OTHERS)),
        (gettext_lazy("Cash from investing"), lambda code: code.startswith(INVESTING)),
        (gettext_lazy("Cash from capital and long loans"), lambda code: code.startswith(FINANCING)),
    ):
        yield label, {code: amount for code, amount in sums.items() if mine(code)}


def capital(book: Book, year: Year, *, ends: Ends | None = None) -> Flow:
    """Say of each part of the own capital what it was, what came in and went out, what it is.

    What the year left (SHU) comes in by itself; what the members divided goes out.
    """
    before, now = ends or yearly.ends_of(book, year)
    names, lines, end_rp = yearly.names_of(book), list[Line](), 0
    for code in sorted(code for code in {EARLIER, *now} if code.startswith(CAPITAL)):
        was, is_now = before.get(code, NOTHING), now.get(code, NOTHING)
        begin_rp, in_rp, out_rp = was.rest, is_now.credit - was.credit, is_now.debit - was.debit
        earned_rp = 0
        if code == EARLIER:
            begin_rp += yearly.results(before)
            earned_rp = yearly.results(now) - yearly.results(before)
        if begin_rp or in_rp or out_rp or earned_rp:
            block = _Block(code, names[code], begin_rp, in_rp, out_rp, earned_rp)
            lines += block.lines()
            end_rp += block.end_rp
    lines.append(Line(gettext_lazy("Own capital (equity)"), end_rp, is_sum=True))
    return Flow(tuple(lines), end_rp)


@dataclass(frozen=True)
class _Block:
    """One part of the own capital through a year (rupiah)."""

    code: str
    name: str
    begin_rp: int
    in_rp: int
    out_rp: int
    earned_rp: int

    @property
    def end_rp(self) -> int:
        return self.begin_rp + self.in_rp + self.earned_rp - self.out_rp

    def lines(self) -> Iterator[Line]:
        begin, end = gettext_lazy("{name}: when the year began"), gettext_lazy("{name}: at the end")
        yield Line(format_lazy(begin, name=self.name), self.begin_rp, self.code)
        if self.earned_rp:
            yield Line(gettext_lazy("Surplus of the year (SHU)"), self.earned_rp, THIS_YEAR)
        if self.in_rp:
            yield Line(gettext_lazy("Added in the year"), self.in_rp)
        if self.out_rp:
            yield Line(gettext_lazy("Taken out in the year"), -self.out_rp)
        yield Line(format_lazy(end, name=self.name), self.end_rp, is_sum=True)
