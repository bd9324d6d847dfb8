"""Counting the cash box: the pad of notes, the comparison with the book, the count that stays."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash import counting, days
from rembuk.cash.forms import CountForm
from rembuk.cash.views import steps
from rembuk.ledger.reading import Book
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status

CLOSE_TOO = "close"  # the value of the button that closes the day along with the count


@requires(Permission.RECORD_CASH)
@require_safe
def begin_count(request: VillageRequest) -> HttpResponse:
    """Go from '+ Catat' to counting the treasurer's own box."""
    return steps.begin(request, "cash:count")


@requires(Permission.RECORD_CASH)
def count(request: VillageRequest, on: date | None = None) -> HttpResponse:
    """Count the box as it is at the end of a day, today unless the address says another."""
    group, book = group_of(request), steps.book_of(request)
    day = steps.day_of(request, book, on or request.today)
    checked = steps.is_checked(request)
    form = CountForm(request.POST or None, book=book, on=day, checked=checked)
    closes = request.POST.get(steps.CHECKED) == CLOSE_TOO

    def work(*, seen_rp: int, reason: str, **_typed: Any) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        made = counting.record(
            book=book, counted=form.counted, seen_rp=seen_rp, reason=reason, signed=signed,
            today=request.today,
        )  # fmt: skip
        if closes:
            days.close(count=made, signed=signed, today=request.today)
        return {"count": made.pk}

    outcome = None
    if checked:
        about = {"group": group, "day": day, "closes": closes}
        outcome = form.run(request, kind="cash.count", work=work, about=about)
    if outcome:
        if outcome.repeated:
            messages.info(request, _("This was recorded already. Nothing was written twice."))
        return redirect("cash:counted", request.village.slug, group.pk, outcome.facts["count"])
    context: dict[str, Any] = {"form": form, "group": group, "on": day}
    context["is_today"] = day == request.today
    if steps.shows_check_page(request, form):
        context |= _compared(book, form) | {"carried": steps.carried(request, form)}
        return render(request, "cash/check_count.html", context, status=status(form))
    return render(request, "cash/count.html", context, status=status(form))


@requires(Permission.SEE_CASH)
@require_safe
def counted_page(request: VillageRequest, count_id: int) -> HttpResponse:
    """One count: what lay in the box, what the book said, and what became of the difference."""
    group, book = group_of(request), steps.book_of(request)
    found = counting.count_of(book, count_id)
    if found is None:
        raise Http404
    close = getattr(found, "close", None)
    may = request.acting.may(Permission.RECORD_CASH) and days.is_open(book, found.value_on)
    fits = counting.expected(book, found.value_on) == found.counted_rp
    context = {
        "group": group,
        "count": found,
        "notes": [(face, number) for face, number in found.pieces.items() if number],
        "missing_rp": -min(found.difference_rp, 0),
        "more_rp": max(found.difference_rp, 0),
        "entry": counting.entry_of(found),
        "resolution": getattr(found.pending, "resolution", None),
        "close": close,
        "may_close": may and fits and close is None,
        "may_count": may and not fits,
    }
    return render(request, "cash/counted.html", context)


def _compared(book: Book, form: CountForm) -> dict[str, Any]:
    """What the check page says: the box, the book, and what is between them."""
    difference = form.difference_rp
    second = counting.needs_second(book, difference)
    form.fields["reason"].required = bool(difference)
    return {
        "counted_rp": form.counted.total_rp,
        "expected_rp": form.expected_rp,
        "missing_rp": -min(difference, 0),
        "more_rp": max(difference, 0),
        "second": second,
        "may_close": not second and not days.waiting_up_to(book, form.on),
        "notes": [(face, number) for face, number in form.counted.pieces.items() if number],
    }
