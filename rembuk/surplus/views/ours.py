"""Buku saya: what every member may read of the whole cooperative, here and abroad, in totals.

UU 25/1992 article 20 (2): a member may have information on how the cooperative does. Not for whom
she named to read her book, and not for who left.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rembuk.coop.views.own import as_member
from rembuk.ledger.reading import Book
from rembuk.people.models import Resident
from rembuk.people.views.own import about_me
from rembuk.surplus import bookparts, budgets, papers, yearbook
from rembuk.surplus.models import Part
from rembuk.surplus.views.places import year_asked, years_beside
from rembuk.surplus.views.reports import Shown as Told
from rembuk.surplus.views.yearly import READ, Shown
from rembuk.surplus.yearly import Statement, Year
from rembuk.villages.access import SignedInRequest
from rembuk.web.parts import Tab
from rembuk.web.views import as_paper


@about_me
@require_safe
def to_statement(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """Go to the last year's statement."""
    as_member(who, member_id)
    return redirect("myshu:statement", member_id, Statement.RESULT.value)


@about_me
@require_safe
def my_statement(
    request: SignedInRequest, who: Resident, member_id: int, report: str
) -> HttpResponse:
    """One statement of a year, without a name."""
    member, book = as_member(who, member_id)
    if report not in Statement.values:
        raise Http404
    what, year = Statement(report), _year(request, book)
    told = READ[what](book, year)
    context = _shown(book, member_id, year) | {
        "member": member, "what": what, "told": told, "days": papers.days_told(year, what),
        "state": papers.state_told(year), "rows": [Shown(one, "") for one in papers.lines_of(told)],
        "is_result": what == Statement.RESULT, "is_position": what == Statement.POSITION,
        "statements": [
            Tab(str(one.label), _here(member_id, one, year.year), current=one == what)
            for one in Statement
        ],
        "years": [
            Tab(str(one), _here(member_id, what, one), current=one == year.year)
            for one in years_beside(book, year, last=timezone.localdate().year)
        ],
    }  # fmt: skip
    return render(request, "surplus/my_year.html", context)


@about_me
@require_safe
def my_reports(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """What the boards tell of a year, the work plan and the budget."""
    _member, book = as_member(who, member_id)
    year = _year(request, book)
    known = bookparts.said(book.group, year.year)
    context = _shown(book, member_id, year) | {
        "next_year": year.year + 1, "back": _here(member_id, Statement.RESULT, year.year),
        "parts": [
            Told(bookparts.title(part, year.year), known.reports.get(part), "") for part in Part
        ],
        "budget": budgets.beside(book, known.budget, year=year) if known.budget else None,
        "next_budget": (
            budgets.beside(book, known.next_budget, year=None) if known.next_budget else None
        ),
        "years": [
            Tab(str(one), _address("reports", member_id, one), current=one == year.year)
            for one in years_beside(book, year, last=timezone.localdate().year)
        ],
    }  # fmt: skip
    return render(request, "surplus/my_reports.html", context)


@about_me
@require_safe
def my_meeting_book(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """The book of the annual meeting about a year, as PDF."""
    _member, book = as_member(who, member_id)
    year, today = _year(request, book), timezone.localdate()
    known = yearbook.known_of(book, year)
    made = yearbook.printed(book, known, at=timezone.now(), today=today)
    return as_paper(made, name=f"buku-rat-{year.year}")


def _year(request: SignedInRequest, book: Book) -> Year:
    return year_asked(request.GET.get("year", ""), book, today=timezone.localdate())


def _shown(book: Book, member_id: int, year: Year) -> dict[str, object]:
    return {
        "group": book.group, "home": book.group.village, "year": year,
        "reports_url": _address("reports", member_id, year.year),
        "book_url": _address("meeting_book", member_id, year.year),
    }  # fmt: skip


def _here(member_id: int, what: Statement, year: int) -> str:
    return reverse("myshu:statement", args=[member_id, what.value]) + f"?year={year}"


def _address(name: str, member_id: int, year: int) -> str:
    return reverse(f"myshu:{name}", args=[member_id]) + f"?year={year}"
