"""Who is paid of a year's surplus and who is not, and paying one member."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from rembuk.cash.views import steps
from rembuk.coop import exits
from rembuk.coop.forms.exits import PayForm
from rembuk.coop.views.places import coop_of, sees_sums, shown
from rembuk.ledger.reading import Pending
from rembuk.surplus import dividing, paying, slips
from rembuk.surplus.forms.paying import RoundForm
from rembuk.surplus.models import MemberShare
from rembuk.surplus.views.places import book_of, shu_address
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import address


@requires(Permission.SEE_GROUP)
@require_safe
def payments_page(request: VillageRequest, division_id: int) -> HttpResponse:
    """How far paying out is; each member for who keeps or oversees their money."""
    division = get_object_or_404(dividing.of(coop_of(request)), pk=division_id)
    division.village = request.village
    told = paying.progress(division)
    context = shown(
        request, division=division, back=shu_address(request, division.year), progress=told,
        total=len(told.parts),
        rows=[(one, slips.became(one)) for one in told.parts] if sees_sums(request) else [],
        sees_sums=sees_sums(request), is_booked=hasattr(division, "booking"),
        may_record=request.acting.may(Permission.RECORD_CASH),
    )  # fmt: skip
    return render(request, "surplus/payments.html", context)


@requires(Permission.RECORD_CASH)
def pay_round(request: VillageRequest, division_id: int) -> HttpResponse:
    """Pay all who came: tick them, read the total back, one receipt each."""
    book = book_of(request)
    found = dividing.of(coop_of(request)).select_related("group")
    division = get_object_or_404(found, pk=division_id)
    division.village = request.village
    parts = paying.progress(division).parts
    checked, sent = steps.is_checked(request), _is_sent(request)
    form = RoundForm(
        request.POST or None, book=book, today=request.today, checked=checked,
        parts=[one.share for one in parts],
        payable=paying.payable(parts, book=book, by=actor_of(request)),
    )  # fmt: skip

    def work(*, on: date, **_typed: Any) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        made = paying.pay_all(
            book=book, shares=form.ticked(), on=on, signed=signed, today=request.today
        )
        return {"paid": len(made)}

    about = {"division": division}
    if (
        sent
        and checked
        and (outcome := form.run(request, kind="surplus.pay_all", work=work, about=about))
    ):
        _say_paid(request, outcome.facts["paid"])
        return redirect("surplus:payments", *address(request, division.pk))
    context = shown(request, division=division, form=form)
    if sent and (form.is_valid() or form.only_check_page_is_wrong):
        form.fields["again_rp"].required = form.unusual
        context |= {"carried": steps.carried(request, form), "total_rp": form.typed_rp}
        return render(request, "surplus/check_round.html", context, status=status(form))
    return render(request, "surplus/pay_round.html", context, status=status(form))


def _is_sent(request: VillageRequest) -> bool:
    return request.method == "POST" and steps.CHANGE not in request.POST


def _say_paid(request: VillageRequest, paid: int) -> None:
    told = ngettext("%(n)s member is paid.", "%(n)s members are paid.", paid)
    messages.success(request, told % {"n": paid})


@requires(Permission.RECORD_CASH)
def pay_share(request: VillageRequest, share_id: int) -> HttpResponse:
    """Pay one member her part: a receipt, or a second person."""
    book = book_of(request)
    mine = MemberShare.objects.of(request.village).filter(division__group=coop_of(request))
    rows = mine.select_related("division__group", "member__resident", "member__group")
    share = get_object_or_404(rows, pk=share_id)
    share.village = share.division.village = share.member.village = request.village
    form = PayForm(request.POST or None, today=request.today)

    def work(*, share: MemberShare, on: date) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        made = paying.pay(book=book, share=share, on=on, signed=signed, today=request.today)
        return {"asked": made.pk} if isinstance(made, Pending) else {"line": made.sequence}

    if request.method == "POST":
        outcome = form.run(request, kind="surplus.pay", work=work, about={"share": share})
        if outcome:
            page = "asked" if "asked" in outcome.facts else "saved"
            number = outcome.facts.get("asked") or outcome.facts["line"]
            return redirect(f"cash:{page}", *address(request, number))
    (part,) = paying.parts_of(mine.filter(pk=share.pk), village=request.village)
    to = exits.payee(share.member, on=request.today)
    context = shown(request, form=form, share=share, part=part, to=to)
    return render(request, "surplus/pay_share.html", context, status=status(form))
