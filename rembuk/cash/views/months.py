"""The months of a purse: what is left to do, asked for, confirmed, opened again, sealed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from rembuk.cash import months
from rembuk.cash.forms import ReasonForm
from rembuk.cash.views import steps
from rembuk.ledger import chart
from rembuk.ledger import months as ledger_months
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import CommandForm, status

A_PAGE = 24  # two years
NAMES: dict[str, Promise] = {
    chart.CASH: gettext_lazy("Cash box"),
    chart.BANK: gettext_lazy("Bank"),
    chart.DIFFERENCE: gettext_lazy("Open difference"),
}


@requires(Permission.SEE_CASH)
@require_safe
def months_page(request: VillageRequest) -> HttpResponse:
    """All months that were closed or are being closed, and the one that comes next."""
    group, book = group_of(request), steps.book_of(request)
    standings = ledger_months.standings(book)
    taken = [one for one in reversed(standings.values()) if one.is_closed or one.is_closing]
    page = Paginator(taken, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "group": group,
        "next": months.next_to_close(book, standings, today=request.today),
        "page": page,
        "months": [(one, months.short_code(one)) for one in page],
    }
    return render(request, "cash/months.html", context)


@requires(Permission.SEE_CASH)
@require_safe
def month_page(request: VillageRequest, first: date) -> HttpResponse:
    """One month: opening, movements and closing, what is left to do, and how far it is."""
    return _month(request, first, CommandForm())


@requires(Permission.RECORD_CASH)
def propose_month(request: VillageRequest, first: date) -> HttpResponse:
    """Ask the chair to close a month."""
    return _step(request, first, months.propose, _("The chair is asked to confirm."))


@requires(Permission.APPROVE_CASH)
def confirm_month(request: VillageRequest, first: date) -> HttpResponse:
    """Close a month that the treasurer asked to close."""
    return _step(request, first, months.confirm, _("The month is closed."))


@requires(Permission.APPROVE_CASH)
def open_month_again(request: VillageRequest, first: date) -> HttpResponse:
    """Open a closed month again, or send back one that waits, with a reason."""
    group, book = group_of(request), steps.book_of(request)
    month = ledger_months.standings(book).get(first)
    taken = month and (month.is_closed or month.is_closing) and not month.is_sealed
    if month is None or (request.method != "POST" and not taken):
        raise Http404
    form = ReasonForm(request.POST or None)

    def work(*, reason: str, **about: Any) -> None:
        by, at = actor_of(request), timezone.now()
        months.open_again(book=book, first=first, reason=reason, by=by, at=at)

    about = {"group": group, "month": first}
    if request.method == "POST" and form.run(
        request, kind="cash.open_month", work=work, about=about
    ):
        back = _("The month is sent back. The treasurer reads why.")
        told = back if month.is_closing else _("The month is open again.")
        messages.success(request, told)
        return redirect("cash:month", request.village.slug, group.pk, first)
    context = {"group": group, "form": form, "first": first, "month": month}
    return render(request, "cash/open_month.html", context, status=status(form))


@requires(Permission.APPROVE_CASH)
def seal_month(request: VillageRequest, first: date) -> HttpResponse:
    """Seal a closed month for good."""

    def seal(*, today: date, **told: Any) -> None:
        months.seal(**told)

    return _step(request, first, seal, _("The month is sealed. Keep its code on paper."))


def _step(
    request: VillageRequest, first: date, rule: Callable[..., None], told: str
) -> HttpResponse:
    group, book = group_of(request), steps.book_of(request)
    steps.month_of(request, book, first)
    form = CommandForm(request.POST or None)

    def work(**_about: Any) -> None:
        rule(book=book, first=first, by=actor_of(request), at=timezone.now(), today=request.today)

    about = {"group": group, "month": first}
    kind = f"cash.{rule.__name__}_month"
    if request.method == "POST" and form.run(request, kind=kind, work=work, about=about):
        messages.success(request, told)
        return redirect("cash:month", request.village.slug, group.pk, first)
    return _month(request, first, form)


def _month(request: VillageRequest, first: date, form: CommandForm) -> HttpResponse:
    group, book = group_of(request), steps.book_of(request)
    steps.month_of(request, book, first)
    standings = ledger_months.standings(book)
    month = standings.get(first)
    taken = month if month and (month.is_closed or month.is_closing) else None
    found = None
    if taken is None or taken.is_closing:
        found = months.readiness(book, first, standings=standings, today=request.today)
    boxes = months.boxes_of(book, first)
    may_confirm = request.acting.may(Permission.APPROVE_CASH) and taken is not None
    may_propose = request.acting.may(Permission.RECORD_CASH) and taken is None
    context = {
        "group": group,
        "first": first,
        "form": form,
        "month": taken,
        "steps": month.steps if month else (),
        "code": months.short_code(month) if month else "",
        "found": found,
        "boxes": [
            (NAMES[box.code], box)
            for box in boxes
            if box.code == chart.CASH or box.opening_rp or box.moved.lines
        ],
        "difference_rp": boxes[-1].closing_rp,
        "may_propose": may_propose and found is not None and found.ready,
        "may_confirm": may_confirm and taken and taken.is_closing,
        "own": month is not None and month.begun_by_id == request.user.pk,
        "may_open": may_confirm and taken and taken.is_closed and not taken.is_sealed,
    }
    return render(request, "cash/month.html", context, status=status(form))
