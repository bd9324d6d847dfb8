"""How transfers of a member are divided: her own page wherever she is, and the treasurer's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash.views import steps
from rembuk.coop import custody, members, passbook, standing
from rembuk.coop.models import Member
from rembuk.coop.views.own import mine_of
from rembuk.coop.views.places import coop_of, member_of, shown
from rembuk.ledger.reading import Book
from rembuk.people.models import Resident
from rembuk.people.views.own import about_me
from rembuk.remittance import dividing, sharing
from rembuk.remittance.forms.divisions import DivideForHerForm, DivideForm, NextForm
from rembuk.villages.access import SignedInRequest, VillageRequest, actor_of, requires
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import address

EXAMPLE_RP = 3_000_000
A_PAGE, SHOWN = 50, 5


@about_me
@require_safe
def my_division(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """What happens with her next transfer, and how it is divided since when."""
    today = timezone.localdate()
    known = mine_of(who, member_id, on=today)
    member = get_object_or_404(members.of(known.group, on=today), pk=known.pk)
    member.group, member.village = known.group, known.village
    book = passbook.book_of(member)
    context = {
        "member": member,
        "own": member.resident_id == who.pk,
        "custody": custody.mode_of(member.group, today),
        **_next(request, book, member),
    }
    return render(request, "remittance/my_division.html", context)


@about_me
def divide(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """Set it herself; whom she trusts reads it, and changes nothing."""
    today = timezone.localdate()
    member = mine_of(who, member_id, on=today)
    if member.resident_id != who.pk:
        raise Http404
    form = DivideForm(request.POST or None, **_asked(member))

    def work(*, member: Member, **typed: Any) -> None:
        dividing.divide(
            member=member, wishes=form.wishes(typed), by=Actor(user=request.user),
            at=timezone.now(), today=today,
        )  # fmt: skip

    if request.method == "POST" and form.run(
        request, kind="remittance.divide", work=work, about={"member": member},
        village=member.village, by=Actor(user=request.user),
    ):  # fmt: skip
        messages.success(request, _("Written down. It holds for money that comes from today on."))
        return redirect("transfers:division", member.pk)
    context = {"member": member, "form": form, "custody": custody.mode_of(member.group, today)}
    return render(request, "remittance/my_divide.html", context, status=status(form))


@requires(Permission.RECORD_CASH)
@require_safe
def divisions_page(request: VillageRequest) -> HttpResponse:
    """Members, to look up how one wants her transfers divided."""
    found = members.of(coop_of(request), on=request.today)
    text = request.GET.get("q", "").strip()
    rows = members.find(found, text) if text else members.in_states(found, tuple(standing.MEMBERS))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "remittance/divisions.html", shown(request, page=page, text=text))


@requires(Permission.RECORD_CASH)
@require_safe
def division_page(request: VillageRequest, member_id: int) -> HttpResponse:
    """What happens with the next transfer of a member."""
    group, book = coop_of(request), steps.book_of(request)
    member = get_object_or_404(members.of(group, on=request.today), pk=member_id)
    member.group, member.village = group, request.village
    context = shown(request, member=member, **_next(request, book, member))
    return render(request, "remittance/division.html", context)


@requires(Permission.RECORD_CASH)
def divide_for_her(request: VillageRequest, member_id: int) -> HttpResponse:
    """Write down how a member wants it, and how she told."""
    member = member_of(request, member_id)
    form = DivideForHerForm(request.POST or None, **_asked(member))

    def work(*, member: Member, told: str, **typed: Any) -> None:
        dividing.divide(
            member=member, wishes=form.wishes(typed), by=actor_of(request), at=timezone.now(),
            today=request.today, told=told,
        )  # fmt: skip

    if request.method == "POST" and form.run(
        request, kind="remittance.divide_for_her", work=work, about={"member": member}
    ):
        messages.success(request, _("Written down. It holds for money that comes from today on."))
        return redirect("remittance:division", *address(request, member.pk))
    context = shown(request, form=form, member=member)
    return render(request, "remittance/divide.html", context, status=status(form))


def _asked(member: Member) -> dict[str, Any]:
    """Return what a form needs to know of a member: where parts may go, and how it is now."""
    today = timezone.localdate()
    return {
        "places": dividing.places(member, on=today),
        "now": dividing.parts_on(dividing.of(member), on=today),
    }


def _next(request: HttpRequest, book: Book | None, member: Member) -> dict[str, Any]:
    """Say what would happen with a transfer of today: of 3.000.000, or of a sum somebody types."""
    form = NextForm(request.GET or None)
    typed = form.cleaned_data.get("sum") if form.is_valid() else None
    sum_rp: int = typed or EXAMPLE_RP
    today = timezone.localdate()
    versions = dividing.of(member)
    now = dividing.parts_on(versions, on=today)
    hers = (
        sharing.of_known(book, member, amount_rp=sum_rp, on=today, wanted=now, before={})
        if book
        else None
    )
    return {"sum_form": form, "sum_rp": sum_rp, "hers": hers, "versions": versions[:SHOWN]}
