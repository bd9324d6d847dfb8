"""All lines of a purse, one line with everything about it, and taking one back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash import days, lines, shown
from rembuk.cash.forms import TakeBackForm
from rembuk.cash.views import steps
from rembuk.ledger import reading
from rembuk.ledger.reading import Book, Line
from rembuk.villages.access import VillageRequest, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status

A_PAGE = 25


@requires(Permission.SEE_CASH)
@require_safe
def lines_page(request: VillageRequest) -> HttpResponse:
    """Where the balance comes from: all that came in and went out, line by line."""
    group, book = steps.group_of(request), steps.book_of(request)
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
    group, book = steps.group_of(request), steps.book_of(request)
    line = _line(book, line_no)
    large = lines.is_large(book, line)
    may = request.acting.may(Permission.APPROVE_CASH if large else Permission.RECORD_CASH)
    open_still = line.takes_back is None and line.taken_back_by is None
    context = {
        "group": group,
        "row": shown.row(line),
        "take_back": open_still and may and ("take_back_large" if large else "take_back"),
        "only_chair": open_still and large and request.acting.may(Permission.RECORD_CASH),
    }
    return render(request, "cash/line.html", context)


@requires(Permission.RECORD_CASH)
def take_back(request: VillageRequest, line_no: int) -> HttpResponse:
    """Take a line back that is below the limit."""
    return _take_back(request, line_no, large=False)


@requires(Permission.APPROVE_CASH)
def take_back_large(request: VillageRequest, line_no: int) -> HttpResponse:
    """Take a large line back: by who runs the group."""
    return _take_back(request, line_no, large=True)


def _take_back(request: VillageRequest, line_no: int, *, large: bool) -> HttpResponse:
    group, book = steps.group_of(request), steps.book_of(request)
    line = _line(book, line_no)
    if lines.is_large(book, line) != large:
        raise Http404
    form = TakeBackForm(request.POST or None)

    def work(*, reason: str, **_about: Any) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        entry = lines.take_back(
            book=book, number=line_no, reason=reason, signed=signed, today=request.today
        )
        return {"line": entry.sequence}

    about = {"group": group, "line": line_no}
    outcome = None
    if request.method == "POST":
        outcome = form.run(request, kind="cash.take_back", work=work, about=about)
    if outcome:
        messages.success(request, _("The line is taken back. Both lines stay visible."))
        return redirect("cash:line", request.village.slug, group.pk, line_no)
    context = {"form": form, "group": group, "row": shown.row(line)}
    return render(request, "cash/take_back.html", context, status=status(form))


def _line(book: Book, line_no: int) -> Line:
    line = reading.line_of(book, line_no)
    if line is None:
        raise Http404
    return line
