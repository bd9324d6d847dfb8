"""The days of a purse: what came and went, what was counted, closed, and opened again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash import counting, days, shown
from rembuk.cash.forms import ReasonForm
from rembuk.cash.models import CashCount, DayClose
from rembuk.cash.views import steps
from rembuk.ledger import reading
from rembuk.ledger.reading import Book
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import CommandForm, status

CLOSES_SHOWN = 31


@requires(Permission.SEE_CASH)
@require_safe
def days_page(request: VillageRequest) -> HttpResponse:
    """The last closed days, and since when the cash is open."""
    group, book = group_of(request), steps.book_of(request)
    closes = days.closes_of(book, count=CLOSES_SHOWN)
    until, since = days.closed_until(book), days.covered_since(book)
    all_closed = since > request.today
    tomorrow = request.today + days.ONE_DAY
    written, _last = reading.days_moved(book, since=since, after=None, before=tomorrow)
    context = {
        "group": group,
        "closes": closes,
        "until": until,
        "since": since,
        "all_closed": all_closed,
        "written": written,
        "may_count": request.acting.may(Permission.RECORD_CASH) and not all_closed,
    }
    return render(request, "cash/days.html", context)


@requires(Permission.SEE_CASH)
@require_safe
def day_page(request: VillageRequest, on: date) -> HttpResponse:
    """One day: its lines, its counts, and whether it is closed."""
    return _day(request, on, CommandForm())


@requires(Permission.RECORD_CASH)
def close_day(request: VillageRequest, on: date) -> HttpResponse:
    """Close a day on its last count."""
    group, book = group_of(request), steps.book_of(request)
    counts = counting.counts_of(book, steps.day_of(request, book, on))
    if not counts:
        raise Http404
    count, form = counts[0], CommandForm(request.POST or None)
    count.book = book

    def work(*, count: CashCount) -> None:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        days.close(count=count, signed=signed, today=request.today)

    about = {"count": count}
    if request.method == "POST" and form.run(
        request, kind="cash.close_day", work=work, about=about
    ):
        messages.success(request, _("The day is closed."))
        return redirect("cash:day", request.village.slug, group.pk, on)
    return _day(request, on, form)


@requires(Permission.APPROVE_CASH)
def open_day_again(request: VillageRequest, on: date) -> HttpResponse:
    """Open the last closed day again, with a reason: by who runs the group."""
    group, book = group_of(request), steps.book_of(request)
    closed = days.close_on(book, on)
    if closed is None or (request.method != "POST" and hasattr(closed, "opening")):
        raise Http404
    closed.book = book
    form = ReasonForm(request.POST or None)

    def work(*, reason: str, closed: DayClose) -> None:
        days.open_again(closed=closed, reason=reason, by=actor_of(request), at=timezone.now())

    about = {"closed": closed}
    if request.method == "POST" and form.run(request, kind="cash.open_day", work=work, about=about):
        messages.success(request, _("The day is open again."))
        return redirect("cash:day", request.village.slug, group.pk, on)
    context = {"group": group, "form": form, "close": closed}
    return render(request, "cash/open_day.html", context, status=status(form))


def _day(request: VillageRequest, on: date, form: CommandForm) -> HttpResponse:
    group, book = group_of(request), steps.book_of(request)
    day = steps.day_of(request, book, on)
    counts = counting.counts_of(book, day)
    last = days.last_close(book)
    is_open = last is None or day > last.value_on
    context: dict[str, Any] = {
        "group": group,
        "on": day,
        "form": form,
        "counts": counts,
        "is_open": is_open,
        "close": _standing(counts),
        "covered_by": last if last and not is_open else None,
        "may_record": is_open and request.acting.may(Permission.RECORD_CASH),
        "may_open": last and last.value_on == day and request.acting.may(Permission.APPROVE_CASH),
    }
    context |= _told(book, day)
    context["fits"] = bool(counts) and context["closing_rp"] == counts[0].counted_rp
    return render(request, "cash/day.html", context, status=status(form))


def _standing(counts: list[CashCount]) -> DayClose | None:
    """Return the close that stands on one of these counts."""
    closes = [one.close for one in counts if hasattr(one, "close")]
    return next((close for close in closes if not hasattr(close, "opening")), None)


def _told(book: Book, on: date) -> dict[str, Any]:
    rows = reading.lines_between(book, since=on, until=on)
    closing = rows[0].balance_rp if rows else counting.expected(book, on)
    came, went = sum(row.in_rp for row in rows), sum(row.out_rp for row in rows)
    return {
        "rows": shown.rows(rows),
        "came_rp": came,
        "went_rp": went,
        "opening_rp": closing - came + went,
        "closing_rp": closing,
    }
