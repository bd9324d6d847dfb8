"""The group's QRIS: proposing it, agreeing to it, and bills that carry it."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.cash import expected, lines
from rembuk.cash.models import ExpectedMoney
from rembuk.cash.purposes import Way
from rembuk.shop import limits, own_qris, qris
from rembuk.shop.forms.qris import BillForm, OwnQrisForm
from rembuk.shop.models import OwnQris
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import press, status
from rembuk.web.views import address

SOURCE = "shop.qris"
PICTURE_SCALE = 10  # dots for each dark or light square: sharp on any phone


@requires(Permission.SEE_WORK)
@require_safe
def qris_page(request: VillageRequest) -> HttpResponse:
    """Whose account is paid, who agreed to it, and what waits."""
    group, acting = group_of(request), request.acting
    waits = own_qris.waiting(group)
    context = {
        "group": group,
        "in_use": own_qris.in_use(group),
        "waits": waits,
        "may_run": acting.may(Permission.RUN_GROUP) and not group.ended_on,
        "may_bill": acting.may(Permission.RECORD_WORK) and not group.ended_on,
        "may_agree": acting.may(Permission.RECORD_CASH)
        and waits is not None
        and waits.proposed_by_id != request.user.pk,
    }
    return render(request, "shop/qris.html", context)


@requires(Permission.RUN_GROUP)
def propose_qris(request: VillageRequest) -> HttpResponse:
    """Propose the group's QRIS."""
    form = OwnQrisForm(request.POST or None)

    def work(*, group: Group, text: str) -> dict[str, Any]:
        one = own_qris.propose(group=group, text=text, by=actor_of(request), at=timezone.now())
        return {"name": one.merchant_name}

    if request.method == "POST":
        about = {"group": group_of(request)}
        outcome = form.run(request, kind="shop.propose_qris", work=work, about=about)
        if outcome:
            told = _("%(name)s waits for the treasurer, who compares the name.")
            messages.success(request, told % {"name": outcome.facts["name"]})
            return redirect("shop:qris", *address(request))
    context = {"group": group_of(request), "form": form}
    return render(request, "shop/propose_qris.html", context, status=status(form))


@requires(Permission.RECORD_CASH)
@require_POST
def agree_to_qris(request: VillageRequest, qris_id: int) -> HttpResponse:
    """Agree that this QRIS is the group's."""

    def work(*, one: OwnQris) -> None:
        own_qris.agree(one=one, by=actor_of(request), at=timezone.now())

    told = _("The QRIS is in use. Bills carry it from now on.")
    about = {"one": _qris(request, qris_id)}
    press(request, kind="shop.agree_to_qris", work=work, about=about, done=told)
    return redirect("shop:qris", *address(request))


@requires(Permission.RECORD_CASH)
@require_POST
def turn_down_qris(request: VillageRequest, qris_id: int) -> HttpResponse:
    """Say that this QRIS is not the group's."""

    def work(*, one: OwnQris) -> None:
        own_qris.turn_down(one=one, by=actor_of(request), at=timezone.now())

    told = _("The QRIS is not used. Tell the chair why.")
    about = {"one": _qris(request, qris_id)}
    press(request, kind="shop.turn_down_qris", work=work, about=about, done=told)
    return redirect("shop:qris", *address(request))


@requires(Permission.RUN_GROUP)
@require_POST
def stop_qris(request: VillageRequest, qris_id: int) -> HttpResponse:
    """Use this QRIS no longer."""

    def work(*, one: OwnQris) -> None:
        own_qris.stop(one=one, by=actor_of(request), at=timezone.now())

    told = _("The QRIS is no longer used.")
    about = {"one": _qris(request, qris_id)}
    press(request, kind="shop.stop_qris", work=work, about=about, done=told)
    return redirect("shop:qris", *address(request))


@requires(Permission.RECORD_WORK)
def new_bill(request: VillageRequest) -> HttpResponse:
    """Ask for a sum with the group's QRIS; the treasurer expects it from then on."""
    group = group_of(request)
    in_use = own_qris.in_use(group)
    if in_use is None:
        return redirect("shop:qris", *address(request))
    limit = limits.on(request.village, request.today)
    form = BillForm(request.POST or None)

    def work(*, group: Group, amount_rp: int, party: str, memo: str) -> dict[str, Any]:
        qris.read(in_use.text).with_amount(amount_rp, most_rp=limit.most_rp)
        money = lines.Money(
            way=Way.IN, party=party, purpose="sale", amount_rp=amount_rp, on=request.today,
            memo=memo,
        )  # fmt: skip
        one = expected.expect(
            group=group, money=money, source=SOURCE, by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip
        return {"expected": one.pk}

    if request.method == "POST" and (
        outcome := form.run(request, kind="shop.bill", work=work, about={"group": group})
    ):
        return redirect("shop:bill", *address(request, outcome.facts["expected"]))
    waits = _payable(expected.waiting(request.village, [group.pk]), limit)
    context = {"group": group, "in_use": in_use, "form": form, "waits": waits, "limit": limit}
    return render(request, "shop/new_bill.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
@require_safe
def bill(request: VillageRequest, expected_id: int) -> HttpResponse:
    """The QR of one sum that is expected: to be scanned, shared or printed."""
    one = _bill(request, expected_id)
    context = {
        "group": group_of(request),
        "one": one,
        "settled": expected.settled_one(one),
        "in_use": own_qris.in_use(group_of(request)),
        "text": _text(request, one),
    }
    return render(request, "shop/bill.html", context)


@requires(Permission.RECORD_WORK)
@require_safe
def bill_picture(request: VillageRequest, expected_id: int) -> HttpResponse:
    """The QR of a bill as a picture that can be sent."""
    text = _text(request, _bill(request, expected_id))
    if not text:
        raise Http404
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=PICTURE_SCALE, border=4)
    return HttpResponse(out.getvalue(), content_type="image/png")


def _text(request: VillageRequest, one: ExpectedMoney) -> str:
    """Return what the QR of a bill says; nothing where it cannot be paid with one."""
    in_use = own_qris.in_use(one.group)
    waits = expected.settled_one(one).state == expected.State.WAITS
    if in_use is None or not waits:
        return ""
    limit = limits.on(request.village, request.today)
    if not _payable([one], limit):
        return ""
    return qris.read(in_use.text).with_amount(one.amount_rp, most_rp=limit.most_rp)


def _bill(request: VillageRequest, expected_id: int) -> ExpectedMoney:
    mine = ExpectedMoney.objects.of(request.village).filter(group=request.group, way=Way.IN)
    return get_object_or_404(mine.select_related("group__village"), pk=expected_id)


def _payable(there: list[ExpectedMoney], limit: limits.Limit) -> list[ExpectedMoney]:
    return [one for one in there if one.way == Way.IN and one.amount_rp <= limit.most_rp]


def _qris(request: VillageRequest, qris_id: int) -> OwnQris:
    mine = OwnQris.objects.of(request.village).filter(group=request.group)
    return get_object_or_404(mine.select_related("group"), pk=qris_id)
