"""Who left and what is owed her: the settlement, the second person, the payment."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash.views import steps
from rembuk.coop import exits, members
from rembuk.coop.forms.exits import PayForm, SettleForm
from rembuk.coop.models import Exit, Member
from rembuk.coop.views.places import member_of, sees_sums, shown
from rembuk.ledger.reading import Pending
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import address


@requires(Permission.SEE_GROUP)
@require_safe
def exits_page(request: VillageRequest) -> HttpResponse:
    """Every settlement, what is still owed, and by when it was promised."""
    book = steps.book_of(request)
    found = exits.standings(book, list(exits.of(request.village, group_of(request).pk)))
    context = shown(
        request,
        exits=[(one, one.is_late(request.today)) for one in found] if sees_sums(request) else [],
        count=len(found),
        owed_rp=sum(one.left_rp for one in found),
        sees_sums=sees_sums(request),
        may_record=request.acting.may(Permission.RECORD_CASH),
    )
    return render(request, "coop/exits.html", context)


@requires(Permission.RECORD_CASH)
def settle(request: VillageRequest, member_id: int) -> HttpResponse:
    """Write down the settlement of who left; it waits for a second person."""
    member, book = member_of(request, member_id), steps.book_of(request)
    form = SettleForm(request.POST or None, today=request.today)

    def work(*, member: Member, on: date, note: str) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        made = exits.propose(
            book=book, member=member, on=on, note=note, signed=signed, today=request.today
        )
        return {"asked": made.asked_id}

    if request.method == "POST":
        outcome = form.run(request, kind="coop.settle", work=work, about={"member": member})
        if outcome:
            messages.success(request, _("The settlement waits for the second person."))
            return redirect("cash:asked", *address(request, outcome.facts["asked"]))
    left_on = members.left_on(members.last_step(member, on=request.today))
    figure = exits.figure(book, member, on=request.today, left_on=left_on)
    context = shown(
        request, form=form, member=member, figure=figure, owed_beside_rp=exits.owed_beside(member)
    )
    return render(request, "coop/settle.html", context, status=status(form))


@requires(Permission.RECORD_CASH)
def pay_exit(request: VillageRequest, exit_id: int) -> HttpResponse:
    """Pay what is owed to who left: a receipt, or a second person from the limit on."""
    book = steps.book_of(request)
    mine = Exit.objects.of(request.village).filter(member__group=group_of(request))
    row = get_object_or_404(mine.select_related("member__resident"), pk=exit_id)
    form = PayForm(request.POST or None, today=request.today)

    def work(*, exit_: Exit, on: date) -> dict[str, Any]:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        made = exits.pay(book=book, exit_=exit_, on=on, signed=signed, today=request.today)
        return {"asked": made.pk} if isinstance(made, Pending) else {"line": made.sequence}

    if request.method == "POST":
        outcome = form.run(request, kind="coop.pay_exit", work=work, about={"exit_": row})
        if outcome:
            page = "asked" if "asked" in outcome.facts else "saved"
            number = outcome.facts.get("asked") or outcome.facts["line"]
            return redirect(f"cash:{page}", *address(request, number))
    (stands,) = (one for one in exits.of_members(book, [row.member]) if one.exit.pk == row.pk)
    to = exits.payee(row.member, on=request.today)
    context = shown(request, form=form, stands=stands, to=to)
    return render(request, "coop/pay_exit.html", context, status=status(form))
