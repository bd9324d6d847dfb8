"""Member cards: to print, and the page that a card leads to."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rembuk.coop import membercards, members
from rembuk.coop.membercards import Address
from rembuk.coop.models import Member
from rembuk.coop.standing import MEMBERS
from rembuk.coop.views.members import found_page
from rembuk.coop.views.own import mine_of
from rembuk.coop.views.places import coop_of, member_of
from rembuk.people.models import Resident
from rembuk.people.views.own import about_me
from rembuk.villages.access import SignedInRequest, VillageRequest, public, requires
from rembuk.villages.models import Group, Village
from rembuk.villages.permissions import Permission
from rembuk.web.views import as_paper


@requires(Permission.RECORD_MEMBERS)
@require_safe
def cards_file(request: VillageRequest) -> HttpResponse:
    """The cards of those whom the page of the members shows."""
    group = coop_of(request)
    people = membercards.have_cards(list(found_page(request, group)))
    return _paper(request, group, people)


@requires(Permission.RECORD_MEMBERS)
@require_safe
def card_file(request: VillageRequest, member_id: int) -> HttpResponse:
    """One member's card."""
    member = member_of(request, member_id)
    return _card_of(request, member)


@about_me
@require_safe
def my_card(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """Her own card."""
    return _card_of(request, mine_of(who, member_id, on=timezone.localdate()))


@public
@require_safe
def card_page(request: HttpRequest, member_id: int, card_code: str) -> HttpResponse:
    """What a card says to who scans it: no name, and whether its number is a member's today."""
    village: Village = request.village  # type: ignore[attr-defined]  # VillageRequest declares it
    today = timezone.localdate()
    found = membercards.find(village, member_id=member_id, code=card_code, on=today)
    if found is None:
        raise Http404
    member, state = found
    context = {"member": member, "holds": state in MEMBERS}
    return render(request, "coop/card.html", context)


def _card_of(request: HttpRequest, member: Member) -> HttpResponse:
    listed = members.of(member.group, on=timezone.localdate()).filter(pk=member.pk)
    people = membercards.have_cards(list(listed))
    return _paper(request, member.group, people)


def _paper(request: HttpRequest, group: Group, people: list[Member]) -> HttpResponse:
    if not people:
        raise Http404  # who is no member any more has no card
    made = membercards.printed(group, people, address=_address(request), at=timezone.now())
    return as_paper(made, name="kartu-anggota")


def _address(request: HttpRequest) -> Address:
    def address(member: Member) -> str:
        values = [member.group.village.slug, member.pk, membercards.code_of(member)]
        return request.build_absolute_uri(reverse("coop:card", args=values))

    return address
