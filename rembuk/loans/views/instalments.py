"""Instalments: who pays back, what is due, one sum in; paying all of it back; who is behind."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash.views import steps
from rembuk.coop.views.places import shown
from rembuk.lib.errors import Refused
from rembuk.loans import arrears, instalments, progress
from rembuk.loans.forms.instalments import InstalmentForm
from rembuk.loans.instalments import Sharing
from rembuk.loans.models import Loan
from rembuk.loans.progress import Progress
from rembuk.loans.views.lending import book_of, hers_of
from rembuk.villages import groups
from rembuk.villages.access import VillageRequest, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import address


@requires(Permission.RECORD_CASH)
@require_safe
def begin_payments(request: VillageRequest) -> HttpResponse:
    """Go from '+ Catat' to who pays back in the treasurer's own cooperative."""
    group = next(
        (one for one in groups.seen_by(request.acting, request.village)
         if one.kind == Group.Kind.COOPERATIVE), None,
    )  # fmt: skip
    if group is None:
        raise Http404
    return redirect("loans:payments", request.village.slug, group.pk)


@requires(Permission.SEE_LOANS)
@require_safe
def payments_page(request: VillageRequest) -> HttpResponse:
    """Everybody who pays back, by name, with what is due next."""
    book = book_of(request)
    context = shown(
        request, lines=arrears.running(book, on=request.today),
        may_record=request.acting.may(Permission.RECORD_CASH),
    )  # fmt: skip
    return render(request, "loans/payments.html", context)


@requires(Permission.SEE_LOANS)
@require_safe
def arrears_page(request: VillageRequest) -> HttpResponse:
    """Who is behind, by name, with words to send that say no sum."""
    book = book_of(request)
    every = arrears.running(book, on=request.today)
    late = arrears.behind(every)
    told = {"officer": request.user.name, "group": book.group.name}
    context = shown(
        request, lines=[(one, arrears.whatsapp(one, **told)) for one in late], of=len(every),
        late_rp=sum(one.progress.overdue_rp for one in late),
        may_record=request.acting.may(Permission.RECORD_CASH),
    )  # fmt: skip
    return render(request, "loans/arrears.html", context)


@requires(Permission.RECORD_CASH)
def pay_in(request: VillageRequest, application_id: int) -> HttpResponse:
    """Take in an instalment: what is due, the check page, saved with a receipt."""
    return _take_in(request, application_id, settles=False)


@requires(Permission.RECORD_CASH)
def settle_loan(request: VillageRequest, application_id: int) -> HttpResponse:
    """Take in what pays all of it back today."""
    return _take_in(request, application_id, settles=True)


def _take_in(request: VillageRequest, application_id: int, *, settles: bool) -> HttpResponse:
    book, _hers, stands = hers_of(request, application_id)
    if stands.loan is None:
        raise Http404
    loan, checked = stands.loan, steps.is_checked(request)
    found = instalments.of_standing(book, stands, on=request.today)
    payoff = progress.pay_off(found) if found.left_rp else None
    asked_rp = payoff.amount_rp if settles and payoff else found.asked_rp
    form = InstalmentForm(
        request.POST or None, book=book, asked_rp=asked_rp, today=request.today, checked=checked
    )

    def work(*, loan: Loan, on: date, amount_rp: int, **_typed: Any) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        made = instalments.pay(
            book=book, loan=loan, amount_rp=amount_rp, on=on, signed=signed,
            today=request.today, settles=settles,
        )  # fmt: skip
        return {"line": made.entry.sequence}

    if checked:
        kind = "loans.settle" if settles else "loans.pay_in"
        outcome = form.run(request, kind=kind, work=work, about={"loan": loan})
        if outcome:
            return recorded(request, outcome)
    context = shown(request, form=form, one=stands, progress=found, payoff=payoff, settles=settles)
    return _page(request, form, context)


def _page(request: VillageRequest, form: InstalmentForm, context: dict[str, Any]) -> HttpResponse:
    if steps.shows_check_page(request, form):
        form.fields["again_rp"].required = True
        typed = form.cleaned_data
        on = typed.get("on", request.today)
        try:
            sharing = _shared(request, context, amount_rp=typed["amount_rp"], on=on)
        except Refused as reason:
            form.add_error("amount_rp", str(reason))
        else:
            context |= {"carried": steps.carried(request, form), "on": on, "sharing": sharing}
            return render(request, "loans/check_payment.html", context, status=status(form))
    return render(request, "loans/pay_in.html", context, status=status(form))


def _shared(
    request: VillageRequest, context: dict[str, Any], *, amount_rp: int, on: date
) -> Sharing:
    found: Progress = context["progress"]
    if on != request.today:
        found = instalments.of_loan(book_of(request), found.loan, on=on)
    lay_out = instalments.settled if context["settles"] else instalments.shared
    return lay_out(found, amount_rp)


def recorded(request: VillageRequest, outcome: Any) -> HttpResponse:
    """Go on to the page of the line that was written."""
    if outcome.repeated:
        messages.info(request, _("This was recorded already. Nothing was written twice."))
    return redirect("cash:saved", *address(request, outcome.facts["line"]))
