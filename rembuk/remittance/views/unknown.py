"""Transfers nobody is known for yet: for how long, and whose they turn out to be."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash.views import steps
from rembuk.coop.views.places import coop_of, shown
from rembuk.ledger import reading
from rembuk.remittance import identifying, owners, taking_back
from rembuk.remittance.forms import IdentifyForm, TakeBackForm
from rembuk.remittance.models import Credit
from rembuk.remittance.statements import UNKNOWN
from rembuk.villages.access import VillageRequest, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import address


@requires(Permission.SEE_CASH)
@require_safe
def unknown_page(request: VillageRequest) -> HttpResponse:
    """All of them, the oldest first, beside what the book holds of such money."""
    group, book = coop_of(request), steps.book_of(request)
    found = identifying.waiting(group, today=request.today)
    context = shown(
        request, found=found, listed_rp=sum(one.amount_rp for one in found),
        booked_rp=reading.balance_of(book, UNKNOWN),
        may_record=request.acting.may(Permission.RECORD_CASH),
    )  # fmt: skip
    return render(request, "remittance/unknown.html", context)


@requires(Permission.RECORD_CASH)
def identify(request: VillageRequest, credit_id: int) -> HttpResponse:
    """Say whose a transfer is, by the member number and a reason."""
    group, book = coop_of(request), steps.book_of(request)
    credit = _credit(request, credit_id)
    form = IdentifyForm(request.POST or None)

    def work(*, credit: Credit, number: str, reason: str) -> dict[str, bool]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        made = identifying.identify(
            book=book, credit=credit, number=number, reason=reason, signed=signed,
            today=request.today,
        )  # fmt: skip
        return {"waits": made.asked_id is not None}

    if request.method == "POST":
        kind, about = "remittance.identify", {"credit": credit}
        if done := form.run(request, kind=kind, work=work, about=about):
            messages.success(
                request,
                _("Written down. It is hers once a second person agrees.")
                if done.facts["waits"]
                else _("Booked into her savings."),
            )
            return redirect("remittance:unknown", *address(request))
    waiting = identifying.waiting(group, today=request.today)
    one = next((each for each in waiting if each.credit == credit), None)
    if one is None and request.method != "POST":
        messages.info(request, _("This transfer has its owner already. Open the list again."))
        return redirect("remittance:unknown", *address(request))
    context = shown(request, form=form, credit=credit, one=one)
    return render(request, "remittance/identify.html", context, status=status(form))


@requires(Permission.RECORD_CASH)
def take_back(request: VillageRequest, booked_credit_id: int) -> HttpResponse:
    """Say that a booked transfer is not hers: it goes back to those without an owner."""
    credit, book = _credit(request, booked_credit_id), steps.book_of(request)
    form = TakeBackForm(request.POST or None)

    def work(*, credit: Credit, reason: str) -> dict[str, bool]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        made = taking_back.take_back(
            book=book, credit=credit, reason=reason, signed=signed, today=request.today
        )
        return {"waits": made.asked_id is not None}

    if request.method == "POST":
        kind, about = "remittance.take_back", {"credit": credit}
        if done := form.run(request, kind=kind, work=work, about=about):
            messages.success(
                request,
                _("Written down. It goes back once a second person agrees.")
                if done.facts["waits"]
                else _("Taken back. Find out whose it is."),
            )
            return redirect("remittance:unknown", *address(request))
    match = owners.matches(request.village, [credit]).get(credit.pk)
    if match is None and request.method != "POST":
        messages.info(request, _("This transfer has no owner now. Open the list again."))
        return redirect("remittance:unknown", *address(request))
    waits = taking_back.waiting(match) if match else None
    context = shown(request, form=form, credit=credit, match=match, waits=waits)
    return render(request, "remittance/take_back.html", context, status=status(form))


def _credit(request: VillageRequest, credit_id: int) -> Credit:
    mine = Credit.objects.of(request.village).filter(group=coop_of(request))
    credit = get_object_or_404(mine.select_related("row__statement"), pk=credit_id)
    credit.village = request.village
    return credit
