"""A worker's own transfers: their receipts, and who of her family hears of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.coop import custody, passbook
from rembuk.coop.models import Member
from rembuk.coop.views.own import mine_of
from rembuk.people.models import Resident
from rembuk.people.views.own import about_me
from rembuk.remittance import family, receipts
from rembuk.remittance.forms.family import FamilyForm
from rembuk.remittance.receipts import Receipt
from rembuk.villages.access import SignedInRequest
from rembuk.villages.actors import Actor
from rembuk.web.forms import CommandForm, key, status
from rembuk.web.views import as_paper

A_PAGE = 20


@about_me
@require_safe
def my_transfers(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """Every transfer with its receipt; for herself also who else hears of them."""
    member = mine_of(who, member_id, on=timezone.localdate())
    own = member.resident_id == who.pk
    context = {
        "member": member,
        "own": own,
        "custody": custody.mode_of(member.group, timezone.localdate()),
        "hears": family.now(member) if own else None,
        "page": Paginator(receipts.of(member), A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "remittance/my_transfers.html", context)


@about_me
@require_safe
def receipt_page(
    request: SignedInRequest, who: Resident, member_id: int, booked_no: int
) -> HttpResponse:
    """One transfer: when it came, how much, and into which accounts it was divided."""
    receipt = _receipt(who, member_id, booked_no)
    context = {
        "member": receipt.member,
        "receipt": receipt,
        "remark": receipts.remark(family=False),
    }
    return render(request, "remittance/receipt.html", context)


@about_me
@require_safe
def receipt_paper(
    request: SignedInRequest, who: Resident, member_id: int, booked_no: int
) -> HttpResponse:
    """The same on paper."""
    receipt = _receipt(who, member_id, booked_no)
    return as_paper(receipts.on_paper(receipt), name=f"kiriman-{receipt.number}")


def _receipt(who: Resident, member_id: int, booked_no: int) -> Receipt:
    today = timezone.localdate()
    return one_of(mine_of(who, member_id, on=today), booked_no, on=today)


def one_of(member: Member, booked_no: int, *, on: date, since: Any = None) -> Receipt:
    """Return the receipt of a member's transfer by the number of its entry, or 404.

    `since` leaves out what was booked before that moment.
    """
    book = passbook.book_of(member)
    rows = receipts.of(member).filter(sequence=booked_no)
    if since is not None:
        rows = rows.filter(recorded_at__gte=since)
    entry = get_object_or_404(rows.select_related("book__village"))
    assert book is not None
    return receipts.read(book, entry, member=member, on=on)


@about_me
def my_family(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """Say who of the family hears of her transfers, and what she sees."""
    today = timezone.localdate()
    member = _her_own(who, member_id, on=today)
    people, by = family.may_hear(member, on=today), Actor(user=request.user)
    form = FamilyForm(request.POST or None, people=people)

    def work(*, member: Member, resident: int, shows: str) -> None:
        family.let_hear(
            member=member, resident=form.people[resident], shows=shows, by=by, at=timezone.now(),
            today=today,
        )  # fmt: skip

    if request.method == "POST" and form.run(
        request, kind="remittance.let_hear", work=work, about={"member": member},
        village=member.village, by=by,
    ):  # fmt: skip
        messages.success(request, _("Written down. It holds for transfers from now on."))
        return redirect("transfers:mine", member.pk)
    context = {
        "member": member, "form": form, "people": people, "key": key(),
        "hears": family.now(member), "said": family.of(member)[:A_PAGE],
    }  # fmt: skip
    return render(request, "remittance/my_family.html", context, status=status(form))


@about_me
@require_POST
def take_back_family(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """Let nobody hear of them any more."""
    member = _her_own(who, member_id, on=timezone.localdate())
    by, form = Actor(user=request.user), CommandForm(request.POST)

    def work(*, member: Member) -> None:
        family.take_back(member=member, by=by, at=timezone.now())

    if form.run(
        request, kind="remittance.family_back", work=work, about={"member": member},
        village=member.village, by=by,
    ):  # fmt: skip
        messages.success(request, _("Taken back. Nobody hears of your transfers any more."))
    else:
        messages.info(request, str(form.refused or _("Open the page again and press once more.")))
    return redirect("transfers:mine", member.pk)


def _her_own(who: Resident, member_id: int, *, on: date) -> Member:
    member = mine_of(who, member_id, on=on)
    if member.resident_id != who.pk:
        raise Http404
    return member
