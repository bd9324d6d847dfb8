"""The purses of a village, one purse, and opening it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash import days, purse, shown
from rembuk.cash.forms import OpenPurseForm
from rembuk.cash.views import steps
from rembuk.ledger import books, chart, reading
from rembuk.villages import groups
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status

LINES_SHOWN = 10


@requires(Permission.SEE_CASH)
@require_safe
def purses_page(request: VillageRequest) -> HttpResponse:
    """The purses the office may open; with one group, that group's own page at once."""
    every = groups.seen_by(request.acting, request.village)
    seen = [group for group in every if request.acting.reads_cash_of(group)]
    if len(seen) == 1 and request.acting.group_id:
        return redirect("cash:purse", request.village.slug, seen[0].pk)
    held = reading.purses_of(request.village, [group.pk for group in seen])
    return render(
        request, "cash/purses.html", {"groups": [(one, held.get(one.pk)) for one in seen]}
    )


@requires(Permission.SEE_CASH)
@require_safe
def purse_page(request: VillageRequest) -> HttpResponse:
    """One purse: what it holds, its last lines, what waits."""
    group = group_of(request)
    book = books.book_of(group)
    context: dict[str, Any] = {
        "group": group,
        "may_open": request.acting.may(Permission.APPROVE_CASH),
        "may_record": request.acting.may(Permission.RECORD_CASH),
    }
    if book:
        lines = reading.lines_of(book, count=LINES_SHOWN)
        held = reading.held_now(book, [chart.BANK, chart.DIFFERENCE])
        context |= {
            "book": book,
            "bank_rp": held[chart.BANK],
            "difference_rp": held[chart.DIFFERENCE],
            "places": list(_places(request, group.pk)),
            "purse": reading.purses_of(request.village, [group.pk])[group.pk],
            "rows": shown.rows(lines, days.closes_since(book, lines[-1].on) if lines else ()),
            "waiting": shown.waiting(reading.waiting_in(request.village, [group.pk])),
        }
    return render(request, "cash/purse.html", context)


def _places(request: VillageRequest, group_id: int) -> Iterator[dict[str, str]]:
    """What else can be done with a purse, for those who may."""
    recording = request.acting.may(Permission.RECORD_CASH)
    for name, title, hint, icon, only_recording in (
        (
            "record_sheet",
            _("Sheet of a meeting"),
            _("What many members brought, in one go"),
            "people",
            True,
        ),
        (
            "expected",
            _("Money that is expected"),
            _("What other officers took or promised, to be recorded"),
            "clock",
            True,
        ),
        ("count", _("Count and close the day"), _("Compare box and book"), "check", True),
        ("move", _("Move money"), _("Between the cash box and the bank"), "coop", True),
        (
            "reports",
            _("Reports"),
            _("Summary, cash book and others, to print too"),
            "report",
            False,
        ),
        ("days", _("Closed days and months"), _("What was counted, closed, sealed"), "lock", False),
    ):
        if recording or not only_recording:
            url = reverse(f"cash:{name}", args=[request.village.slug, group_id])
            yield {"title": title, "hint": hint, "icon": icon, "url": url}


@requires(Permission.APPROVE_CASH)
def open_purse(request: VillageRequest) -> HttpResponse:
    """Open the group's purse: by who runs the group, so that there is a second person."""
    group = group_of(request)
    checked = steps.is_checked(request)
    form = OpenPurseForm(request.POST or None, today=request.today, checked=checked)

    def work(*, begins_on: date, counted_rp: int, limit_rp: int, group: Any) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        beginning = purse.Beginning(begins_on, counted_rp, limit_rp)
        book = purse.open_purse(
            group=group, beginning=beginning, signed=signed, today=request.today
        )
        return {"book": book.pk}

    if checked and form.run(request, kind="cash.open", work=work, about={"group": group}):
        messages.success(request, _("The purse is open."))
        return redirect("cash:purse", request.village.slug, group.pk)
    context: dict[str, Any] = {"form": form, "group": group}
    if steps.shows_check_page(request, form):
        context["carried"] = steps.carried(request, form)
        return render(request, "cash/check_opening.html", context, status=status(form))
    return render(request, "cash/open_purse.html", context, status=status(form))
