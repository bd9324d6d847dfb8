"""The statements of a year: read, taken along, and where each number comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rembuk.cash.reports import What
from rembuk.coop.views.places import coop_of, sees_sums
from rembuk.ledger import books, statements
from rembuk.ledger.reading import Book
from rembuk.lib import tables
from rembuk.surplus import flows, papers, yearbook, yearly
from rembuk.surplus.views.places import book_of, year_of, years_beside
from rembuk.surplus.yearly import Line, Statement, Year
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web import paper
from rembuk.web.parts import Tab
from rembuk.web.views import address, as_paper, printed

CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class Shown:
    """One line as the page shows it, and the lines of the book behind it."""

    line: Line
    url: str


@requires(Permission.SEE_GROUP)
@require_safe
def statements_page(request: VillageRequest) -> HttpResponse:
    """Go to the last year's statement, or say that there is no book yet."""
    group = coop_of(request)
    if books.book_of(group) is None:
        return render(request, "surplus/no_book.html", {"group": group})
    return redirect("surplus:statement", *address(request, Statement.RESULT.value))


@requires(Permission.SEE_GROUP)
@require_safe
def year_page(request: VillageRequest, report: str) -> HttpResponse:
    """One statement of a year."""
    book, what = book_of(request), _what(report)
    year = year_of(request, book)
    told = _told(book, year, what)
    tops = statements.tops_of(book) if sees_sums(request) else {}
    controls = {code for code, top in tops.items() if top.is_control}
    context = {
        "group": group_of(request),
        "what": what,
        "year": year,
        "days": papers.days_told(year, what),
        "state": papers.state_told(year),
        "told": told,
        "rows": [
            Shown(one, _behind(request, book, year, what, one, controls) if tops else "")
            for one in papers.lines_of(told)
        ],
        "leads": bool(tops),
        "is_result": what == Statement.RESULT, "is_position": what == Statement.POSITION,
        "statements": [Tab(str(one.label), _here(request, one, year.year), current=one == what)
                       for one in Statement],
        "years": _years(request, book, year, what),
        "reports_url": reverse("surplus:reports", args=address(request)) + f"?year={year.year}",
        "book_url": reverse("surplus:meeting_book", args=address(request)) + f"?year={year.year}",
        "files": [(kind.upper(), _file(request, what, kind, year)) for kind in FILES],
    }  # fmt: skip
    return render(request, "surplus/year.html", context)


@requires(Permission.SEE_GROUP)
@require_safe
def year_file(request: VillageRequest, report: str, kind: str) -> HttpResponse:
    """The same statement as a file."""
    book, what = book_of(request), _what(report)
    if kind not in FILES:
        raise Http404
    year = year_of(request, book)
    told = _told(book, year, what)
    made: bytes
    match kind:
        case "pdf":
            foot, at = printed(request), timezone.now()
            book.group.village = request.village
            made = papers.printed(what, told, group=book.group, year=year, foot=foot, at=at)
        case "xlsx":
            made = tables.as_xlsx(papers.rows(told), sheet=str(year.year))
        case _csv:
            made = tables.as_csv(papers.rows(told)).encode()
    response = HttpResponse(made, content_type=FILES[kind])
    name = f"{NAMES[what]}-{year.year}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires(Permission.SEE_GROUP)
@require_safe
def meeting_book(request: VillageRequest) -> HttpResponse:
    """The book of the annual meeting about a year, as PDF."""
    book = book_of(request)
    year = year_of(request, book)
    book.group.village = request.village
    known = yearbook.known_of(book, year)
    made = yearbook.printed(book, known, at=timezone.now(), today=request.today)
    return as_paper(made, name=f"buku-rat-{year.year}")


def _what(report: str) -> Statement:
    if report not in Statement.values:
        raise Http404
    return Statement(report)


def _told(book: Book, year: Year, what: Statement) -> papers.Told:
    return READ[what](book, year)


def _behind(
    request: VillageRequest, book: Book, year: Year, what: Statement, line: Line,
    controls: set[str],
) -> str:  # fmt: skip
    """Return where a line's sum comes from: its account's lines, or a year's statement."""
    if not line.code:
        return ""
    if line.code == yearly.THIS_YEAR:
        return _here(request, Statement.RESULT, year.year)
    if line.code == yearly.EARLIER:
        earlier = max(year.year - 1, book.begins_on.year)
        return _here(request, Statement.RESULT, earlier)
    since: date = book.begins_on if what == Statement.POSITION else year.since
    report = What.TRIAL_BALANCE if line.code in controls else What.CARD
    asked = {"from": since, "until": year.until, "account": line.code}
    return reverse("cash:report", args=address(request, str(report))) + f"?{urlencode(asked)}"


def _here(request: VillageRequest, what: Statement, year: int) -> str:
    return reverse("surplus:statement", args=address(request, what.value)) + f"?year={year}"


def _file(request: VillageRequest, what: Statement, kind: str, year: Year) -> str:
    keys = address(request, what.value, kind)
    return reverse("surplus:statement_file", args=keys) + f"?year={year.year}"


def _years(request: VillageRequest, book: Book, year: Year, what: Statement) -> list[Tab]:
    return [
        Tab(str(one), _here(request, what, one), current=one == year.year)
        for one in years_beside(book, year, last=request.today.year)
    ]


READ: dict[Statement, Callable[[Book, Year], papers.Told]] = {
    Statement.RESULT: yearly.result_of,
    Statement.POSITION: yearly.position_of,
    Statement.CAPITAL: flows.capital,
    Statement.CASH_FLOW: flows.cash_flow,
}
NAMES = {
    Statement.RESULT: "hasil-usaha",
    Statement.POSITION: "posisi-keuangan",
    Statement.CAPITAL: "perubahan-ekuitas",
    Statement.CASH_FLOW: "arus-kas",
}
FILES = {"pdf": paper.PDF, "xlsx": tables.XLSX, "csv": CSV}
