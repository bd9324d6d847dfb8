"""My loans: a member asks for one on her own phone, reads who decided, and what she signs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rembuk.cash.views import steps
from rembuk.coop import custody, passbook
from rembuk.coop.models import Member
from rembuk.ledger.reading import Book
from rembuk.loans import applying, contracts, deals, instalments, products, rescheduling, standing
from rembuk.loans.forms.applying import ApplicationForm
from rembuk.loans.progress import Progress
from rembuk.loans.standing import OPEN, State
from rembuk.loans.views.lending import applying_page, paper
from rembuk.loans.views.rescheduling import addendum_paper
from rembuk.people import merging
from rembuk.people.models import Resident
from rembuk.people.views.own import about_me
from rembuk.villages.access import SignedInRequest
from rembuk.villages.actors import Actor


@about_me
@require_safe
def my_loans(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """What she asked for and what she has to pay back, for herself and whom she named."""
    member, book = _mine(who, member_id)
    today = timezone.localdate()
    found = standing.of_members(book, [member]) if book else []
    own = _is_own(who, member)
    progress = _progress(book, found, today) if book else None
    context = _shown(member, today) | {
        "found": [(one, *_real(one)) for one in found],
        "progress": progress,
        "schedules": rescheduling.told_of(progress.proposals) if progress else [],
        "own": own,
        "offered": products.offered(products.of(member.group), on=today),
        "may_ask": own and not any(one.state in OPEN for one in found),
    }
    return render(request, "loans/my_loans.html", context)


@about_me
def apply(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """Ask for a loan: the form, what it would come to, sent."""
    member, book = _mine(who, member_id)
    today = timezone.localdate()
    offered = products.offered(products.of(member.group), on=today)
    if book is None or not _is_own(who, member):
        raise Http404
    checked = steps.is_checked(request)
    form = ApplicationForm(
        request.POST or None, group=member.group, offered=offered, checked=checked
    )
    by = Actor(user=request.user)

    def work(*, member: Member, **typed: Any) -> None:
        applying.apply(
            book=book, member=member, wish=form.wish(**typed), on=today, by=by,
            at=timezone.now(),
        )  # fmt: skip

    if checked and form.run(
        request, kind="loans.apply", work=work, about={"member": member}, village=who.village,
        by=by,
    ):  # fmt: skip
        return redirect("borrowing:loans", member.pk)
    context = _shown(member, today) | {
        "form": form, "offered": offered, "back": reverse("borrowing:loans", args=[member.pk]),
    }  # fmt: skip
    return applying_page(request, form, context, today=today)


@about_me
@require_safe
def my_contract(
    request: SignedInRequest, who: Resident, member_id: int, borrowed_id: int
) -> HttpResponse:
    """The contract of one's own loan as a file."""
    member, book = _mine(who, member_id)
    if book is None:
        raise Http404
    rows = standing.rows(who.village, book.group_id).filter(member=member)
    application = get_object_or_404(rows, pk=borrowed_id)
    return paper(book, application, today=timezone.localdate())


@about_me
@require_safe
def my_addendum(
    request: SignedInRequest, who: Resident, member_id: int, borrowed_id: int
) -> HttpResponse:
    """The new schedule of one's own loan as a file."""
    member, book = _mine(who, member_id)
    found = standing.of_members(book, [member]) if book else []
    stands = next((one for one in found if one.application.pk == borrowed_id), None)
    if book is None or stands is None:
        raise Http404
    return addendum_paper(book, stands, today=timezone.localdate())


def _progress(book: Book, found: list[standing.Standing], today: date) -> Progress | None:
    """Return how far the loan is that she pays back now."""
    stands = next((one for one in found if one.state == State.RUNNING), None)
    return instalments.of_standing(book, stands, on=today) if stands else None


def _real(one: standing.Standing) -> tuple[deals.Worked, str]:
    on = timezone.localdate()
    deal = deals.of_loan(one.loan) if one.loan else deals.asked_for(one.application, on=on)
    worked = deals.worked_out(deal)
    return worked, contracts.percent(worked.yearly * 100)


def _is_own(who: Resident, member: Member) -> bool:
    return member.resident_id in merging.ids_of(who)


def _shown(member: Member, today: date) -> dict[str, Any]:
    return {
        "member": member,
        "group": member.group,
        "home": member.village,
        "custody": custody.mode_of(member.group, today),
    }


def _mine(who: Resident, member_id: int) -> tuple[Member, Book | None]:
    member = get_object_or_404(passbook.mine(who), pk=member_id)
    member.village = member.group.village
    return member, passbook.book_of(member)
