"""Reports of a purse: chosen, read, taken along; and one entry with all about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash import reports
from rembuk.cash.forms import DaysForm
from rembuk.cash.reports import Figure, Report, Row, Value, What
from rembuk.cash.views import steps
from rembuk.ledger import chain, ends, reading, statements
from rembuk.ledger.reading import Book
from rembuk.ledger.statements import Period
from rembuk.lib import dates, tables, words
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web import paper
from rembuk.web.forms import status
from rembuk.web.parts import Tab

A_PAGE = 50
OF_A_UNIT = frozenset({What.TRIAL_BALANCE, What.CARD})
SHEET_NAME_MAX = 31


@requires(Permission.SEE_CASH)
@require_safe
def reports_page(request: VillageRequest) -> HttpResponse:
    """Choose a report."""
    group = group_of(request)
    steps.book_of(request)
    found = [(what, _address(request, what)) for what in What]
    told = [(what.label, reports.HINTS[what], url) for what, url in found]
    return render(request, "cash/reports.html", {"group": group, "reports": told})


@requires(Permission.SEE_CASH)
@require_safe
def report_page(request: VillageRequest, report: str) -> HttpResponse:
    """One report: this month unless chosen otherwise, as known now or as known then."""
    what, book = _what(report), steps.book_of(request)
    form = _days_form(request, book, what)
    if form.is_bound and form.is_valid():
        return redirect(_address(request, what, **form.asked()))
    page = _page_number(request)
    told = _built(request, book, what, skip=(page - 1) * A_PAGE, most=A_PAGE)
    context = {
        "group": group_of(request),
        "report": told,
        "days": reports.days_told(told),
        "figures": [(one, _figure_url(request, one)) for one in told.figures],
        "months": _months(request, what, told.period),
        "units": _units(request, book, what),
        "form": form,
        "page": Paginator(range(told.count), A_PAGE).get_page(page),
        "query": _query(request),
        "known": _known_told(known_on) if (known_on := _day(request, "known")) else "",
        "files": [(kind.upper(), _file_address(request, what, kind)) for kind in FILES],
        **_table(request, told),
    }
    return render(request, "cash/report.html", context, status=status(form))


@requires(Permission.SEE_CASH)
@require_safe
def report_file(request: VillageRequest, report: str, kind: str) -> HttpResponse:
    """The same report, whole, as a file."""
    what, book = _what(report), steps.book_of(request)
    if kind not in FILES:
        raise Http404
    content_type, make, most = FILES[kind]
    told = _built(request, book, what, skip=0, most=most)
    if told.count > most:
        most_told = words.grouped(most, language=get_language() or "id")
        text = _("A file holds %(most)s lines at most. Choose fewer days.")
        messages.warning(request, text % {"most": most_told})
        return redirect(_address(request, what) + f"?{request.GET.urlencode()}")
    response = HttpResponse(make(request, told), content_type=content_type)
    name = f"{what}-{told.period.first:%Y-%m-%d}-{told.period.last:%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires(Permission.SEE_CASH)
@require_safe
def entry_page(request: VillageRequest, line_no: int) -> HttpResponse:
    """One entry: from where to where it moved money. A line of cash has a page that says more."""
    group, book = group_of(request), steps.book_of(request)
    moves = statements.entry(book, line_no)
    entry = reading.entry_of(book, line_no)
    if not moves or entry is None:
        raise Http404
    if reading.line_of(book, line_no) is not None:
        return redirect("cash:line", request.village.slug, group.pk, line_no)
    context = {"group": group, "entry": entry, "moves": moves, "told": moves[0]}
    return render(request, "cash/entry.html", context)


# --- what was asked for --------------------------------------------------------------------------


def _what(report: str) -> What:
    if report not in What.values:
        raise Http404
    return What(report)


def _asked(request: VillageRequest, book: Book, what: What) -> dict[str, Any]:
    """Return the period and the account of the address; this month where it says nothing.

    A trial balance is of one day: today's, where the address says no other.
    """
    since, this_month = _day(request, "from"), request.today.replace(day=1)
    first = since or this_month
    until_today = since or what == What.TRIAL_BALANCE
    last = _day(request, "until") or (request.today if until_today else dates.month_end(first))
    known_on = _day(request, "known")
    known = None
    if known_on is not None:
        known = ends.known_at(book, _end_of(known_on), now=timezone.now())
    # Nothing stands before the book's first year or after this one: no address leads further.
    earliest, latest = date(book.begins_on.year, 1, 1), date(request.today.year, 12, 31)
    begin, end = sorted(min(max(day, earliest), latest) for day in (first, last))
    period = Period(begin, end, known)
    return {
        "period": period,
        "account": request.GET.get("account", "")[:24],
        "unit": _unit(request) if what in OF_A_UNIT else None,
    }


def _unit(request: VillageRequest) -> str | None:
    """Return the unit of the address, "" for no unit; None where it says nothing that is one."""
    asked = request.GET.get("unit", "")
    if asked == reports.NO_UNIT:
        return ""
    return asked if asked and chain.UNIT.fullmatch(asked) else None


def _built(request: VillageRequest, book: Book, what: What, *, skip: int, most: int) -> Report:
    told = reports.build(book, what, skip=skip, most=most, **_asked(request, book, what))
    if told is None:
        raise Http404
    return told


def _day(request: VillageRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def _end_of(day: date) -> datetime:
    """Return the last moment of a day on the village's clock."""
    return timezone.make_aware(datetime.combine(day, time.max))


def _page_number(request: VillageRequest) -> int:
    asked = request.GET.get("page", "1")
    return min(max(int(asked), 1), 10**6) if asked.isascii() and asked.isdigit() else 1


def _days_form(request: VillageRequest, book: Book, what: What) -> DaysForm:
    accounts = statements.accounts_of(book) if what == What.CARD else []
    sent = request.GET if "choose" in request.GET else None
    asked = _asked(request, book, what)
    shown = {
        "account": asked["account"],
        "since": asked["period"].first,
        "until": asked["period"].last,
        "known": _day(request, "known"),
        "unit": request.GET.get("unit", ""),
    }
    return DaysForm(sent, accounts=accounts, initial=shown)


# --- where it leads ------------------------------------------------------------------------------


def _address(request: VillageRequest, what: What, **asked: Any) -> str:
    keys = [request.village.slug, group_of(request).pk, str(what)]
    told = {name: value for name, value in asked.items() if value}
    return reverse("cash:report", args=keys) + (f"?{urlencode(told)}" if told else "")


def _file_address(request: VillageRequest, what: What, kind: str) -> str:
    keys = [request.village.slug, group_of(request).pk, str(what), kind]
    query = request.GET.urlencode()
    return reverse("cash:report_file", args=keys) + (f"?{query}" if query else "")


def _of(request: VillageRequest, what: What, period: Period, account: str = "") -> str:
    asked = {"from": period.first, "until": period.last, "account": account}
    if what in OF_A_UNIT:
        asked["unit"] = request.GET.get("unit", "")
    return _address(request, what, **asked, known=request.GET.get("known", ""))


def _query(request: VillageRequest) -> str:
    """Return what the address of another page of the same report carries."""
    told = request.GET.copy()
    told.pop("page", None)
    return f"{told.urlencode()}&" if told else ""


def _figure_url(request: VillageRequest, figure: Figure) -> str:
    """Return the report of the lines that a sum is made of; "" where they stand below it."""
    if figure.period is None:
        return ""
    account = request.GET.get("account", "")
    what = What.CARD if account else What.CASH_BOOK
    return _of(request, what, figure.period, account)


def _months(request: VillageRequest, what: What, period: Period) -> list[Tab]:
    """Return the month before, this year, and the month after if it has begun."""
    language, account = get_language() or "id", request.GET.get("account", "")
    before = (period.first.replace(day=1) - timedelta(days=1)).replace(day=1)
    after = dates.month_end(period.first) + timedelta(days=1)
    tabs = [
        (words.month_of_year(before, language=language), Period(before, dates.month_end(before)))
    ]
    if after <= request.today:
        told = words.month_of_year(after, language=language)
        tabs.append((told, Period(after, dates.month_end(after))))
    tabs.append((str(period.first.year), Period(*reports.year_of(period.first))))
    return [Tab(label, _of(request, what, one, account)) for label, one in tabs]


def _units(request: VillageRequest, book: Book, what: What) -> list[Tab]:
    """Return a trial balance of each unit, of all and of none; nothing for a book without units."""
    units = statements.units_of(book) if what == What.TRIAL_BALANCE else []
    if not units:
        return []
    named = [(_("All units"), ""), *((unit, unit) for unit in units)]
    named.append((_("Without a unit"), reports.NO_UNIT))
    now = request.GET.get("unit", "")
    told = request.GET.copy()
    told.pop("page", None)
    tabs = []
    for label, unit in named:
        told["unit"] = unit
        tabs.append(
            Tab(label, f"{_address(request, what)}?{told.urlencode()}", current=unit == now)
        )
    return tabs


# --- as a table ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """One cell as the page shows it: its column, the head of it, its words, where it leads."""

    column: str
    label: str
    text: str
    url: str = ""

    @property
    def is_name(self) -> bool:
        """Whether it says what its row is about."""
        return self.column in reports.NAMES

    @property
    def is_sum(self) -> bool:
        """Whether it stands on the right."""
        return self.column in reports.NUMBERS


def _table(request: VillageRequest, told: Report) -> dict[str, Any]:
    """Return the head, the rows and the totals of a report."""
    heads = told.heads()

    def cells(row: Row) -> list[Shown]:
        shown = []
        for place, column in told.read():
            label, value = heads[place], row.values[place]
            text, url = reports.said(value, column=column), ""
            if column in reports.NAMES:
                text, url = text or f"No. {row.line}", _row_url(request, told, row)
                text = _("%(line)s (taken back)") % {"line": text} if row.taken_back else text
            shown.append(Shown(column, label, text, url))
        return shown

    return {
        "head": [Shown(column, "", heads[place]) for place, column in told.read()],
        "rows": [cells(row) for row in told.rows],
        "total": cells(Row(told.total)),
    }


def _row_url(request: VillageRequest, told: Report, row: Row) -> str:
    """Return where a row's numbers come from: its line, or the lines of its account."""
    if row.line is not None:
        keys = [request.village.slug, group_of(request).pk, row.line]
        return reverse("cash:entry", args=keys)
    return _of(request, row.opens, told.made_of, row.account) if row.opens else ""


# --- as a file -----------------------------------------------------------------------------------


def _as_csv(_request: VillageRequest, told: Report) -> bytes:
    return tables.as_csv(_rows(told)).encode()


def _as_xlsx(_request: VillageRequest, told: Report) -> bytes:
    long = _("As text: a spreadsheet keeps fifteen digits of a number, and would round this one.")
    return tables.as_xlsx(_rows(told), sheet=str(told.what.label)[:SHEET_NAME_MAX], long=long)


def _rows(told: Report) -> Iterator[list[str | int]]:
    yield [*told.heads()]
    for row in told.rows:
        yield [reports.bare(value) for value in row.values]


def _as_pdf(request: VillageRequest, told: Report) -> bytes:
    at = timezone.now().replace(microsecond=0)
    language = get_language() or "id"
    printed = _("Printed by %(name)s, %(day)s %(time)s") % {
        "name": request.user.name,
        "day": words.plain_day(request.today, language=language),
        "time": words.clock_time(at, zone=request.village.time_zone, language=language),
    }
    head = paper.Head(
        village=request.village.name, group=group_of(request).name, title=told.title,
        period=reports.days_told(told), printed=printed,
    )  # fmt: skip
    heads = told.heads()
    columns = [
        paper.Column(heads[place], amount=name in reports.NUMBERS, wide=name in reports.NAMES)
        for place, name in told.read()
    ]
    rows = [_said(told, row.values) for row in told.rows]
    notes = [f"{one.label}: {reports.said(one.amount_rp, column='sum')}" for one in told.figures]
    if known_on := _day(request, "known"):
        notes.append(_known_told(known_on))
    notes += told.notes
    part = paper.Part(columns, rows, totals=[_said(told, told.total)])
    return paper.tables(head, [part], at=at, notes=notes, landscape=told.what == What.JOURNAL)


def _said(told: Report, values: Sequence[Value]) -> list[str]:
    return [reports.said(values[place], column=column) for place, column in told.read()]


def _known_told(day: date) -> str:
    said = words.plain_day(day, language=get_language() or "id")
    return _("As recorded until %(day)s; what was recorded later is left out.") % {"day": said}


FILES: dict[str, tuple[str, Callable[[VillageRequest, Report], bytes], int]] = {
    "xlsx": (tables.XLSX, _as_xlsx, 50_000),
    "csv": ("text/csv; charset=utf-8", _as_csv, 50_000),
    "pdf": (paper.PDF, _as_pdf, 3_000),
}
