"""A member's own pages: goals over her own money, and where her interest comes from.

Of what a goal stands for the cooperative holds nothing, and every page of it says so.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.coop import passbook
from rembuk.coop.models import Member
from rembuk.people.models import Resident
from rembuk.people.views.own import about_me
from rembuk.savings import goals, proof, slips
from rembuk.savings.forms.goals import NotedGoalForm, NoteForm
from rembuk.savings.models import Goal
from rembuk.villages.access import SignedInRequest
from rembuk.villages.actors import Actor
from rembuk.web.forms import CommandForm, status
from rembuk.web.views import as_paper

A_PAGE = 24  # two years


@about_me
@require_safe
def my_goals(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """What she saves for elsewhere, how far each is, and what to put aside each month."""
    member = _mine(who, member_id)
    noted = goals.of(member).filter(account__isnull=True)
    context = {
        "member": member,
        "own": member.resident_id == who.pk,
        "goals": goals.progress(list(noted), on=timezone.localdate()),
    }
    return render(request, "savings/my_goals.html", context)


@about_me
@require_safe
def my_interest(
    request: SignedInRequest, who: Resident, member_id: int, booked_no: int
) -> HttpResponse:
    """Dari mana angka ini? Her interest of a month, step by step, from her own book."""
    member = _mine(who, member_id)
    book = passbook.book_of(member)
    found = proof.of_entry(book, member, number=booked_no) if book else None
    if found is None:
        raise Http404
    context = {
        "member": member, "own": member.resident_id == who.pk, "proof": found, "run": found.run,
        "number": booked_no,
    }  # fmt: skip
    return render(request, "savings/my_interest.html", context)


@about_me
@require_safe
def my_slips(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """Her slips of the tax on her interest, the newest month first; also those of 0."""
    member = _mine(who, member_id)
    page = Paginator(slips.of_member(member), A_PAGE).get_page(request.GET.get("page"))
    context = {"member": member, "slips": page, "page": page}
    return render(request, "savings/my_slips.html", context)


@about_me
@require_safe
def my_slip(
    request: SignedInRequest, who: Resident, member_id: int, own_slip_id: int
) -> HttpResponse:
    """One of them as a file."""
    member = _mine(who, member_id)
    slip = get_object_or_404(slips.of_member(member), pk=own_slip_id)
    slip.village = member.village
    return as_paper(slips.on_paper(slip, member=member), name=slip.number.lower())


@about_me
def new_goal(request: SignedInRequest, who: Resident, member_id: int) -> HttpResponse:
    """Begin a goal over her own money."""
    member = _her_own(who, member_id)
    form = NotedGoalForm(request.POST or None)

    def work(*, member: Member, where: str, **typed: Any) -> None:
        goals.set_goal(
            member=member, wanted=form.wanted(**typed), by=Actor(user=request.user),
            at=timezone.now(), today=timezone.localdate(), where=where,
        )  # fmt: skip

    asked = _("What do I save for?"), _("The goal is noted.")
    return _ask(request, form, member, asked=asked, kind="savings.new_goal", work=work,
                about={"member": member})  # fmt: skip


@about_me
def note_goal(
    request: SignedInRequest, who: Resident, member_id: int, goal_id: int
) -> HttpResponse:
    """Note how much is put aside by a day."""
    member = _her_own(who, member_id)
    goal = _goal(member, goal_id)
    form = NoteForm(request.POST or None, today=timezone.localdate())

    def work(*, goal: Goal, saved_rp: int, on: date) -> None:
        goals.note(
            goal=goal, saved_rp=saved_rp, on=on, by=Actor(user=request.user), at=timezone.now(),
            today=timezone.localdate(),
        )  # fmt: skip

    asked = _("How much is put aside?"), _("It is noted.")
    return _ask(request, form, member, asked=asked, kind="savings.note_goal", work=work,
                about={"goal": goal})  # fmt: skip


@about_me
def end_goal(request: SignedInRequest, who: Resident, member_id: int, goal_id: int) -> HttpResponse:
    """Save for it no longer."""
    member = _her_own(who, member_id)
    goal = _goal(member, goal_id)

    def work(*, goal: Goal) -> None:
        by = Actor(user=request.user)
        goals.end(goal=goal, by=by, at=timezone.now(), today=timezone.localdate())

    asked = _("Do I save for it no longer?"), _("The goal is ended.")
    return _ask(request, CommandForm(request.POST or None), member, asked=asked,
                kind="savings.end_goal", work=work, about={"goal": goal})  # fmt: skip


def _ask(
    request: SignedInRequest, form: CommandForm, member: Member, *, asked: tuple[str, str],
    kind: str, work: Callable[..., None], about: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    """Show one question of her own pages; once it is answered, go back to her goals."""
    title, told = asked
    if request.method == "POST" and form.run(
        request, kind=kind, work=work, about=about, village=member.village,
        by=Actor(user=request.user),
    ):  # fmt: skip
        messages.success(request, told)
        return redirect("goals:mine", member.pk)
    context = {"member": member, "form": form, "title": title}
    return render(request, "savings/my_goal.html", context, status=status(form))


def _mine(who: Resident, member_id: int) -> Member:
    return get_object_or_404(passbook.mine(who), pk=member_id)


def _her_own(who: Resident, member_id: int) -> Member:
    """Return her own membership: whoever may read the book for her notes nothing in it."""
    member = _mine(who, member_id)
    if member.resident_id != who.pk:
        raise Http404
    return member


def _goal(member: Member, goal_id: int) -> Goal:
    mine = Goal.objects.of(member.village).filter(member=member, account__isnull=True)
    goal = get_object_or_404(mine, pk=goal_id)
    goal.member = member
    return goal
