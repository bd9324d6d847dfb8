"""All lines of a purse, one line with everything about it, and taking one back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash import days, lines, shown, telling
from rembuk.cash.forms import TakeBackForm
from rembuk.cash.purposes import Way
from rembuk.cash.views import steps
from rembuk.ledger import pending, reading
from rembuk.ledger.reading import Book, Line
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status

A_PAGE = 25


@requires(Permission.SEE_CASH)
@require_safe
def lines_page(request: VillageRequest) -> HttpResponse:
    """Where the balance comes from: all that came in and went out, line by line."""
    group, book = group_of(request), steps.book_of(request)
    count, came, went = reading.totals(book)
    page = Paginator(range(count), A_PAGE).get_page(request.GET.get("page"))
    first = (page.number - 1) * A_PAGE
    found = reading.lines_of(book, first=first, count=A_PAGE)
    closes = days.closes_since(book, found[-1].on) if found else []
    context = {
        "group": group,
        "page": page,
        "rows": shown.rows(found, closes, goes_on=first > 0),
        "came_rp": came,
        "went_rp": went,
        "balance_rp": came - went,
    }
    return render(request, "cash/lines.html", context)


@requires(Permission.SEE_CASH)
@require_safe
def line_page(request: VillageRequest, line_no: int) -> HttpResponse:
    """One line: who recorded and approved it, and from where to where the money moved."""
    group, book = group_of(request), steps.book_of(request)
    line = _line(book, line_no)
    context = {"group": group, "row": shown.row(line), **_taking_back(request, book, line)}
    if line.kind == Way.IN:
        context["sheet"] = reading.first_together(book, line_no)
    context["told"] = bool(line.resident_id) and telling.was_told(book, line_no)
    return render(request, "cash/line.html", context)


@requires(Permission.RECORD_CASH)
def take_back(request: VillageRequest, line_no: int) -> HttpResponse:
    """Take a line back; a large sum that came in waits for a second person, like money out."""
    return _take_back(request, line_no, large=False)


@requires(Permission.APPROVE_CASH)
def take_back_large(request: VillageRequest, line_no: int) -> HttpResponse:
    """Say that large money out came back: by who runs the group."""
    return _take_back(request, line_no, large=True)


def _take_back(request: VillageRequest, line_no: int, *, large: bool) -> HttpResponse:
    group, book = group_of(request), steps.book_of(request)
    line = _line(book, line_no)
    if lines.is_large_out(book, line) != large:
        raise Http404
    second = lines.is_large_in(book, line)
    form = TakeBackForm(request.POST or None)

    def work(*, reason: str, **_about: Any) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        done = lines.take_back(
            book=book, number=line_no, reason=reason, signed=signed, today=request.today
        )
        return {"asked" if second else "line": done.pk}

    about = {"group": group, "line": line_no}
    outcome = None
    if request.method == "POST":
        outcome = form.run(request, kind="cash.take_back", work=work, about=about)
    if outcome and "asked" in outcome.facts:
        return redirect("cash:asked", request.village.slug, group.pk, outcome.facts["asked"])
    if outcome:
        messages.success(request, _("The line is taken back. Both lines stay visible."))
        return redirect("cash:line", request.village.slug, group.pk, line_no)
    context = {"form": form, "group": group, "row": shown.row(line), "second": second}
    return render(request, "cash/take_back.html", context, status=status(form))


def _taking_back(request: VillageRequest, book: Book, line: Line) -> dict[str, Any]:
    """Who may take this line back, or what waits for whom."""
    if line.takes_back is not None or line.taken_back_by is not None:
        return {}
    back = pending.asked_back(book, line.number)
    records = request.acting.may(Permission.RECORD_CASH)
    runs = request.acting.may(Permission.APPROVE_CASH)
    if back or lines.is_large_in(book, line):
        by_two = (records or runs) and not back
        return {"asked_back": back, "by_two": by_two, "take_back": not back and records}
    if lines.is_large_out(book, line):
        return {"take_back_large": runs, "only_chair": records}
    return {"take_back": records}


def _line(book: Book, line_no: int) -> Line:
    line = reading.line_of(book, line_no)
    if line is None:
        raise Http404
    return line
