"""What the boards tell of a year and plan for the next: read by members, written by who answers."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.ledger.reading import Book
from rembuk.surplus import annual, bookparts, budgets, reports, yearly
from rembuk.surplus.forms.reports import BudgetForm, ReportForm
from rembuk.surplus.models import Part, Report
from rembuk.surplus.views.places import book_of, year_of
from rembuk.surplus.yearly import Year
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.parts import Tab
from rembuk.web.views import Question, address, ask


@dataclass(frozen=True)
class Shown:
    """One part as the page shows it: its words, and where who may writes them."""

    title: str
    report: Report | None
    url: str


@requires(Permission.SEE_GROUP)
@require_safe
def reports_page(request: VillageRequest) -> HttpResponse:
    """The reports about a year, the work plan and the budget for the next."""
    book = book_of(request)
    year = year_of(request, book)
    group, known = book.group, bookparts.said(book.group, year.year)
    was_heard = annual.held(group, year.year).exists()
    may_plan = not was_heard and reports.may_write(Part.PLAN, request.acting.office)
    context = {
        "group": group, "year": year, "next_year": year.year + 1, "was_heard": was_heard,
        "parts": [_shown(request, part, known, was_heard=was_heard) for part in Part],
        "budget": budgets.beside(book, known.budget, year=year) if known.budget else None,
        "next_budget": (
            budgets.beside(book, known.next_budget, year=None) if known.next_budget else None
        ),
        "budget_url": _address(request, "write_budget", year.year) if may_plan else "",
        "years": [
            Tab(str(one), _address(request, "reports", one), current=one == year.year)
            for one in range(max(book.begins_on.year, year.year - 1), request.today.year + 1)
        ],
        "book_url": _address(request, "meeting_book", year.year),
    }  # fmt: skip
    return render(request, "surplus/reports.html", context)


@requires(Permission.SEE_GROUP)
def write_report(request: VillageRequest, report: str) -> HttpResponse:
    """Write one part about a year."""
    if report not in Part.values:
        raise Http404
    part, book = Part(report), book_of(request)
    year = year_of(request, book).year
    before = reports.of(book.group, year).get(part)
    initial = {"text": before.text} if before else {}
    form = ReportForm(request.POST or None, part=part, initial=initial)

    def work(*, group: Group, year: int, part: str, text: str) -> None:
        reports.write(
            group=group, year=year, part=Part(part), text=text, by=actor_of(request),
            at=timezone.now(),
        )  # fmt: skip

    question = Question(
        kind="surplus.report", title=bookparts.title(part, year), done=_("It is written down."),
        back=_address(request, "reports", year), keeps_typed=True,
        lead=_("All members read it, and it stands in the book of the annual meeting."),
    )  # fmt: skip
    about = {"group": group_of(request), "year": year, "part": part.value}
    return ask(request, form, question, work=work, about=about)


@requires(Permission.SEE_GROUP)
def write_budget(request: VillageRequest) -> HttpResponse:
    """Write the budget of the year after the one in the address."""
    book = book_of(request)
    year = year_of(request, book)
    planned = year.year + 1
    before = budgets.planned(book.group, planned).get(planned, {})
    form = BudgetForm(
        request.POST or None, accounts=budgets.accounts(book), came=_came(book, year),
        initial={f"sum_{code}": amount for code, amount in before.items()},
    )  # fmt: skip

    def work(*, book: Book, year: int, **typed: int) -> None:
        sums = form.sums(**typed)
        budgets.write(book=book, year=year, sums=sums, by=actor_of(request), at=timezone.now())

    question = Question(
        kind="surplus.budget", title=_("Budget for %(year)s") % {"year": planned},
        done=_("The budget is written down."), back=_address(request, "reports", year.year),
        keeps_typed=True,
        lead=_("Whole rupiah for the whole year. What is left empty is not planned."),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"book": book, "year": planned})


def _shown(request: VillageRequest, part: Part, known: bookparts.Said, *, was_heard: bool) -> Shown:
    may = not was_heard and reports.may_write(part, request.acting.office)
    keys = [*address(request), part.value]
    url = reverse("surplus:write_report", args=keys) + f"?year={known.year}" if may else ""
    return Shown(bookparts.title(part, known.year), known.reports.get(part), url)


def _came(book: Book, year: Year) -> dict[str, int]:
    lines = yearly.result_of(book, year).lines
    return {one.code: abs(one.amount_rp) for one in lines if not one.is_sum}


def _address(request: VillageRequest, name: str, year: int) -> str:
    return reverse(f"surplus:{name}", args=address(request)) + f"?year={year}"
