"""Buku saya: a member's own book, here and abroad, and 'this is wrong'. Nobody else's (K19)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.coop import custody, doubts, exits, members, passbook, standing, trusted
from rembuk.coop.forms.doubts import DoubtForm
from rembuk.coop.models import Member
from rembuk.coop.passbook import Opened
from rembuk.ledger.reading import Book
from rembuk.people.models import Resident
from rembuk.people.views.own import about_me
from rembuk.villages.access import SignedInRequest, VillageRequest, requires
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status

A_PAGE = 25


@requires(Permission.SEE_TODAY)
@require_safe
def to_my_book(request: VillageRequest) -> HttpResponse:
    """Go from the village's pages to one's own book."""
    return redirect("books:mine")


@about_me
@require_safe
def my_books(request: SignedInRequest, who: Resident) -> HttpResponse:
    """The books somebody may read, and what stands beside them; a single book opens at once."""
    found, beside = list(passbook.mine(who)), passbook.beside(who)
    if len(found) == 1 and not beside:
        return redirect("books:book", found[0].pk)
    context = {"who": who, "members": found, "beside": beside}
    return render(request, "coop/my_books.html", context)


@about_me
@require_safe
def my_book(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """One book: what it holds, its lines, and what she would get if she left today."""
    today = timezone.localdate()
    member = mine_of(who, member_id, on=today)
    book = passbook.book_of(member)
    own, has_card = member.resident_id == who.pk, is_member(member)
    context: dict[str, Any] = {
        "member": member,
        "home": member.village,
        "own": own,
        "has_card": has_card,
        "state": members.state_told(member).label,
        "custody": custody.mode_of(member.group, today),
        "doubts": doubts.of_member(member)[:5],
        "links": passbook.links(is_member=own and has_card),
        "readers": member.reader,  # type: ignore[attr-defined]  # annotated by mine_of
    }
    if book:
        opened = passbook.read(book, member, on=today)
        context |= _lines(request, book, opened) | _leaving(book, member, today, opened)
    return render(request, "coop/my_book.html", context)


@about_me
def my_doubt(
    request: SignedInRequest, who: Resident, member_id: int, doubted_no: int
) -> HttpResponse:
    """Ini keliru: about one line, in her own words."""
    today = timezone.localdate()
    member = mine_of(who, member_id, on=today)
    book = passbook.book_of(member)
    if book is None or not passbook.has_line(book, member, number=doubted_no, on=today):
        raise Http404
    form = DoubtForm(request.POST or None)

    def work(*, member: Member, line: int, said: str) -> None:
        by = Actor(user=request.user)
        doubts.tell(member=member, line=line, said=said, by=by, at=timezone.now())

    about = {"member": member, "line": doubted_no}
    if request.method == "POST" and form.run(
        request, kind="coop.doubt", work=work, about=about, village=who.village,
        by=Actor(user=request.user),
    ):  # fmt: skip
        return redirect(f"{reverse('books:book', args=[member.pk])}?told=1")
    context = {"member": member, "form": form, "line": doubted_no}
    return render(request, "coop/my_doubt.html", context, status=status(form))


def _leaving(book: Book, member: Member, today: date, opened: Opened) -> dict[str, Any]:
    """Say what she would get, or what was settled when she left and by when it is paid."""
    left_on = members.left_on_told(member)
    settled = exits.of_members(book, [member])[:1] if left_on else []
    figure = exits.figure(book, member, on=today, left_on=left_on, opened=opened)
    return {
        "figure": figure,
        "settled": settled,
        "late": any(one.is_late(today) for one in settled),
        "is_gone": left_on is not None,
    }


def _lines(request: SignedInRequest, book: Book, opened: Opened) -> dict[str, Any]:
    held = passbook.held(opened)
    asked = request.GET.get("account", "")
    chosen = next((one for one in held if one.key == asked), held[-1] if held else None)
    told: dict[str, Any] = {
        "held": held,
        "chosen": chosen,
        "total_rp": sum(one.held_rp for one in held),
    }
    told["told"] = _("Your question is passed on.") if "told" in request.GET else ""
    if chosen is None:
        return told
    found = passbook.lines(book, code=chosen.code, on=timezone.localdate())
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = [(one, passbook.called(one), passbook.proof_of(one)) for one in page]
    return told | {"rows": rows, "page": page, "query": f"account={chosen.key}&"}


def is_member(member: Member) -> bool:
    """Say whether she is a member today; `member` is as mine_of returns her."""
    return members.state_told(member) in standing.MEMBERS


def as_member(who: Resident, member_id: int) -> tuple[Member, Book]:
    """Return somebody as the member she is today, with the cooperative's book, or 404.

    Neither for whom she named, nor for who left: the pages are about the whole cooperative.
    """
    member = mine_of(who, member_id, on=timezone.localdate())
    book = passbook.book_of(member)
    if book is None or member.resident_id != who.pk or not is_member(member):
        raise Http404
    return member, book


def mine_of(who: Resident, member_id: int, *, on: date) -> Member:
    """Return a member whose book somebody may read, as on a day, or 404."""
    rows = members.with_last_step(passbook.mine(who), village=who.village, on=on)
    member = get_object_or_404(trusted.with_reader(rows, who.village), pk=member_id)
    member.village = member.group.village
    return member
