"""Money in and money out: who, what for, how much; check; saved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash import lines, purposes, shown, telling
from rembuk.cash.forms import MoneyForm
from rembuk.cash.purposes import Way
from rembuk.cash.receipts import of_row
from rembuk.cash.views import steps
from rembuk.cash.views.receipts import public_address
from rembuk.ledger import chart, reading
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status


@requires(Permission.RECORD_CASH)
@require_safe
def begin_in(request: VillageRequest) -> HttpResponse:
    """Go from '+ Catat' to money in of the treasurer's own group."""
    return steps.begin(request, "cash:record_in")


@requires(Permission.RECORD_CASH)
@require_safe
def begin_out(request: VillageRequest) -> HttpResponse:
    """Go from '+ Catat' to money out of the treasurer's own group."""
    return steps.begin(request, "cash:record_out")


@requires(Permission.RECORD_CASH)
def record_in(request: VillageRequest) -> HttpResponse:
    """Record money that came in."""
    return _record(request, Way.IN)


@requires(Permission.RECORD_CASH)
def record_out(request: VillageRequest) -> HttpResponse:
    """Record money that went out; from the limit on a second person is asked."""
    return _record(request, Way.OUT)


@requires(Permission.SEE_CASH)
@require_safe
def saved_page(request: VillageRequest, line_no: int) -> HttpResponse:
    """Berhasil: the number of the line, and what can be done next. It opens again later."""
    group, book = group_of(request), steps.book_of(request)
    line = reading.line_of(book, line_no)
    if line is None:
        raise Http404
    row = shown.row(line)
    receipt = of_row(book, row)
    address = reverse("cash:line", args=[request.village.slug, group.pk, line_no])
    link = public_address(request, receipt) if receipt else request.build_absolute_uri(address)
    context = {
        "group": group,
        "row": row,
        "receipt": receipt,
        # Not the balance after this line: one that was dated back stands far up in the book.
        "held_rp": reading.held_now(book, [chart.CASH])[chart.CASH],
        "told": bool(line.resident_id) and telling.was_told(book, line_no),
        "share_url": shown.share_url(row, group=group.name, link=link),
        "may_record": request.acting.may(Permission.RECORD_CASH),
        "again": "cash:record_in" if line.in_rp else "cash:record_out",
    }
    return render(request, "cash/saved.html", context)


def _record(request: VillageRequest, way: Way) -> HttpResponse:
    group, book = group_of(request), steps.book_of(request)
    checked = steps.is_checked(request)
    form = MoneyForm(request.POST or None, book=book, way=way, today=request.today, checked=checked)

    def work(**typed: Any) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        money = replace(form.money(**typed), claimed_at=steps.claimed_at(request))
        told: dict[str, Any] = {"book": book, "money": money, "signed": signed}
        if lines.needs_second(book, money):
            return {"asked": lines.ask(**told, today=request.today).pk}
        return {"line": lines.record(**told, today=request.today).sequence}

    outcome = None
    if checked:
        outcome = form.run(request, kind=way, work=work, about={"group": group})
    if outcome:
        if outcome.repeated:
            messages.info(request, _("This was recorded already. Nothing was written twice."))
        page = "asked" if "asked" in outcome.facts else "saved"
        number = outcome.facts.get("asked") or outcome.facts["line"]
        return redirect(f"cash:{page}", request.village.slug, group.pk, number)
    context: dict[str, Any] = {"form": form, "group": group, "way": way, "came": way == Way.IN}
    if steps.shows_check_page(request, form):
        context |= _checking(form) | {"carried": steps.carried(request, form)}
        return render(request, "cash/check_money.html", context, status=status(form))
    if way == Way.OUT:
        context["free_rp"] = reading.purses_of(request.village, [group.pk])[group.pk].free_rp
    return render(request, "cash/record.html", context, status=status(form))


def _checking(form: MoneyForm) -> dict[str, Any]:
    """What the check page reads back; who is meant is chosen there."""
    typed = form.cleaned_data
    amount = typed["amount_rp"]
    money = lines.Money(form.way, typed["party"], typed["purpose"], amount, typed["on"])
    form.ready_to_check()
    return {
        "amount_rp": amount,
        "purpose": purposes.by_code(typed["purpose"]).label,
        "typed": typed,
        "second": lines.needs_second(form.book, money),
    }
