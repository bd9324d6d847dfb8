"""Who is paid of a year's surplus and who is not, and paying one member."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from rembuk.cash.views import steps
from rembuk.coop import exits
from rembuk.coop.forms.exits import PayForm
from rembuk.coop.views.places import coop_of, sees_sums, shown
from rembuk.ledger.reading import Pending
from rembuk.surplus import dividing, paying, slips
from rembuk.surplus.models import MemberShare
from rembuk.surplus.views.places import book_of, shu_address
from rembuk.villages.access import VillageRequest, requires
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
