"""What the boards say and plan, as parts of the book of an annual meeting (yearbook.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists
from django.utils.translation import gettext as _

from rembuk.ledger.reading import Book
from rembuk.surplus import budgets, papers, reports
from rembuk.surplus.models import Budget, Report
from rembuk.surplus.models import Part as Told
from rembuk.surplus.yearly import Year
from rembuk.villages.models import Group
from rembuk.web.letters import day
from rembuk.web.paper import Column, Part


@dataclass(frozen=True)
class Said:
    """The words of a year, and its budget and that of the next year, by account."""

    year: int
    reports: Mapping[Told, Report]
    budget: Mapping[str, int]
    next_budget: Mapping[str, int]


def said(group: Group, year: int) -> Said:
    """Look up what the boards wrote of a year and planned for the next: three queries."""
    known = budgets.planned(group, year, year + 1)
    return Said(year, reports.of(group, year), known.get(year, {}), known.get(year + 1, {}))


def written(group: Group, year: int) -> dict[str, Exists]:
    """Return what asks, of each thing that is written about a year, whether it is there."""
    words = Report.objects.of(group.village).filter(group=group, year=year)
    budgets_ = Budget.objects.of(group.village).filter(group=group, year=year + 1)
    asked = {f"has_{part.value}": Exists(words.filter(part=part)) for part in Told}
    return asked | {"has_budget": Exists(budgets_)}


def told(known: Said, part: Told) -> Iterator[Part]:
    """Return the words of one part, a row for each paragraph."""
    report = known.reports.get(part)
    if report is None:
        return
    zone = report.village.zone
    by = report.by.name if report.by else "Rembuk"
    written = _("Written by %(name)s, %(day)s") % {
        "name": by, "day": day(report.at.astimezone(zone).date()),
    }  # fmt: skip
    rows = [[line] for line in report.text.splitlines() if line]
    yield Part((Column(written, wide=True),), rows, caption=title(part, known.year))


def title(part: Told, year: int) -> str:
    """Return what a part is called: the work plan is for the year after."""
    if part == Told.PLAN:
        return _("Work plan for %(year)s") % {"year": year + 1}
    return f"{part.label} {year}"


def planned(book: Book, known: Said, *, year: Year) -> Iterator[Part]:
    """Return the budget beside what came of it, then the work plan and the next budget."""
    if known.budget:
        yield _came(budgets.beside(book, known.budget, year=year), year.year)
    yield from told(known, Told.PLAN)
    if known.next_budget:
        yield _next(budgets.beside(book, known.next_budget, year=None), year.year + 1)


def missing(known: Said) -> list[str]:
    """Say which of these are not in Rembuk, and who brings them."""
    found = []
    parts = [title(part, known.year) for part in Told if part not in known.reports]
    if not known.next_budget:
        parts.append(_("Budget for %(year)s") % {"year": known.year + 1})
    if parts:
        found.append(_("Not written in Rembuk, bring it on paper: %(what)s.") % {
            "what": ", ".join(parts)
        })  # fmt: skip
    return found


def _came(told_: budgets.Told, year: int) -> Part:
    rows = [
        [one.code, one.name, _sum(one.planned_rp), papers.signed(one.actual_rp)]
        for one in told_.rows
    ]
    total = [["", _surplus(), papers.signed(told_.planned_rp), papers.signed(told_.actual_rp)]]
    columns = [*_columns(), Column(_("What came"), amount=True)]
    return Part(columns, rows, totals=total, caption=_("Budget of %(year)s and what came of it") % {
        "year": year
    })  # fmt: skip


def _next(told_: budgets.Told, year: int) -> Part:
    rows = [[one.code, one.name, _sum(one.planned_rp)] for one in told_.rows]
    total = [["", _surplus(), papers.signed(told_.planned_rp)]]
    caption = _("Budget for %(year)s") % {"year": year}
    return Part(_columns(), rows, totals=total, caption=caption)


def _columns() -> Sequence[Column]:
    return [
        Column(str(papers.HEADS["account"])), Column(str(papers.HEADS["what"]), wide=True),
        Column(_("Planned"), amount=True),
    ]  # fmt: skip


def _sum(amount_rp: int | None) -> str:
    return "" if amount_rp is None else papers.signed(amount_rp)


def _surplus() -> str:
    return _("Surplus: income without costs")
