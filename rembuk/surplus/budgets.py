"""What a cooperative means to earn and to spend in a year (RAPB), and what came of it.

The members' meeting about the year before decides on it (law 25/1992, article 23), so it is
written until that meeting was held. Planned is each account of income and costs; not planned is
no promise of nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.ledger import chart
from rembuk.ledger.reading import Book
from rembuk.lib.errors import Refused
from rembuk.surplus import reports, yearly
from rembuk.surplus.models import Budget, BudgetLine
from rembuk.surplus.reports import BOARD
from rembuk.surplus.yearly import Year
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group

COSTS = "EXPENSE"
RESULTS = frozenset({"INCOME", COSTS})


@dataclass(frozen=True)
class Row:
    """One account in a year: what was planned (None: nothing was) and what came, in rupiah.

    Costs are above nought here, as people plan them.
    """

    code: str
    name: str
    is_cost: bool
    planned_rp: int | None
    actual_rp: int


@dataclass(frozen=True)
class Told:
    """A budget beside what came of it, account by account."""

    rows: list[Row]

    @property
    def planned_rp(self) -> int:
        """The surplus that was planned; a loss is below nought."""
        return sum(_signed(one, one.planned_rp or 0) for one in self.rows)

    @property
    def actual_rp(self) -> int:
        """The surplus that came, so far."""
        return sum(_signed(one, one.actual_rp) for one in self.rows)


def _signed(row: Row, amount_rp: int) -> int:
    return -amount_rp if row.is_cost else amount_rp


def accounts(book: Book) -> dict[str, tuple[str, bool]]:
    """Return name and 'is it a cost' of each account that can be planned, by code."""
    return {
        one.code: (one.name, one.kind == COSTS)
        for one in chart.charts()[book.chart]
        if one.kind in RESULTS and not one.is_control
    }


@transaction.atomic
def write(*, book: Book, year: int, sums: Mapping[str, int], by: Actor, at: datetime) -> Budget:
    """Write down a year's budget, whole rupiah by code; the one before it stays readable.

    Errors: Refused for an office that is not of the board, without any sum, for an account that
    has no income and no costs, and once the meeting that decides on it was held.
    """
    group = book.group
    group.take_turn()
    if by.office not in BOARD:
        raise Refused(
            _("The board writes this: the chair, the treasurer or another of its members.")
        )
    planned = {code: amount for code, amount in sums.items() if amount}
    if not planned:
        raise Refused(_("Write the sum of at least one account."))
    if strange := sorted(planned.keys() - accounts(book).keys()):
        raise Refused(_("Account %(code)s is no income and no cost.") % {"code": strange[0]})
    reports.refuse_once_heard(group, year - 1)
    rows = Budget.objects.of(group.village).filter(group=group)
    made = Budget.objects.create(
        id=rows.next_id(), village=group.village, group=group, year=year, by=by.user, at=at
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(village=group.village, budget=made, code=code, amount_rp=amount)
        for code, amount in sorted(planned.items())
    )
    audit.record(
        village=group.village, verb="surplus.budget_written", subject=made,
        subject_name=str(year), by=by, at=at, changes=[("group", None, group.name)],
    )  # fmt: skip
    return made


def planned(group: Group, *years: int) -> dict[int, dict[str, int]]:
    """Return what is planned by code, for those of some years that have a budget: two queries."""
    rows = Budget.objects.of(group.village).filter(group=group, year__in=years)
    latest = {one.year: one for one in rows.prefetch_related("lines").order_by("pk")}
    return {
        year: {line.code: line.amount_rp for line in one.lines.all()}
        for year, one in latest.items()
    }


def beside(book: Book, sums: Mapping[str, int], *, year: Year | None) -> Told:
    """Put a budget beside what a year brought, where one is given; in the order of codes."""
    came = _came(book, year) if year else {}
    rows = [
        Row(
            code,
            name,
            is_cost,
            sums.get(code),
            -came.get(code, 0) if is_cost else came.get(code, 0),
        )
        for code, (name, is_cost) in accounts(book).items()
        if code in sums or came.get(code)
    ]
    return Told(rows)


def _came(book: Book, year: Year) -> dict[str, int]:
    """Return what each account moved in a year; costs are below nought."""
    lines = yearly.result_of(book, year).lines
    return {one.code: one.amount_rp for one in lines if not one.is_sum}
