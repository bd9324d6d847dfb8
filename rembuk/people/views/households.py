"""Households: who belongs to one, who is away, who does what meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.people import households, listing
from rembuk.people.forms.households import DutyForm, HouseholdForm
from rembuk.people.listing import Wanted
from rembuk.people.models import Household, HouseholdDuty
from rembuk.people.views.lookup import household_of, resident_of
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import press, status
from rembuk.web.undo import offer_undo

A_PAGE = 30
FOUND_SHOWN = 10


@requires(Permission.SEE_PEOPLE)
@require_safe
def households_page(request: VillageRequest) -> HttpResponse:
    """Every household, with how many belong to it and how many are away."""
    found = households.listed(request.village)
    context = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "may_record": request.acting.may(Permission.RECORD_PEOPLE),
    }
    return render(request, "people/households.html", context)


@requires(Permission.RECORD_PEOPLE)
def new_household(request: VillageRequest) -> HttpResponse:
    """Open a household, of a resident or of somebody only named."""
    head_id = request.POST.get("head") or request.GET.get("head") or ""
    head = resident_of(request, int(head_id)) if head_id.isdecimal() else None
    form = HouseholdForm(request.POST or None, head=head)

    def work(**told: Any) -> dict[str, Any]:
        told.pop("head", None)
        home = households.open_household(
            village=request.village, facts=form.facts(told), by=actor_of(request),
            at=timezone.now(),
        )  # fmt: skip
        return {"household": home.pk}

    if request.method == "POST":
        outcome = form.run(request, kind="people.open_household", work=work, about={"head": head})
        if outcome:
            home_id, slug = outcome.facts["household"], request.village.slug
            url = reverse("people:undo_household", args=[slug, home_id])
            offer_undo(request, done=_("The household is recorded."), url=url)
            return redirect("people:household", slug, home_id)
    context = {"form": form, "head": head}
    return render(request, "people/new_household.html", context, status=status(form))


@requires(Permission.RECORD_PEOPLE)
@require_POST
def undo_household(request: VillageRequest, household_id: int) -> HttpResponse:
    """Take back a household that was opened a moment ago."""
    home = household_of(request, household_id)
    work = partial(households.take_back, by=actor_of(request), at=timezone.now())
    told = _("The household is taken back.")
    about = {"household": home}
    if press(request, kind="people.undo_household", work=work, about=about, done=told):
        return redirect("people:households", request.village.slug)
    return redirect("people:household", request.village.slug, household_id)


@requires(Permission.SEE_PEOPLE)
@require_safe
def household_page(request: VillageRequest, household_id: int) -> HttpResponse:
    """One household on this day: members, who is absent, who does what."""
    home = household_of(request, household_id)
    context = {
        "home": home,
        "members": households.members(home),
        "absent": households.absent(home, on=request.today),
        "duties": households.duties_on(home, on=request.today),
        "may_record": request.acting.may(Permission.RECORD_PEOPLE),
    }
    return render(request, "people/household.html", context)


@requires(Permission.RECORD_PEOPLE)
def add_member(request: VillageRequest, household_id: int) -> HttpResponse:
    """Find somebody and let her belong to the household."""
    home = household_of(request, household_id)
    if request.POST.get("resident", "").isdecimal():
        who = resident_of(request, int(request.POST["resident"]))
        about = {"resident": who, "household": home}
        if press(request, kind="people.join_household", work=_joining(request), about=about):
            done = _("%(name)s belongs to the household.") % {"name": who.name}
            url = reverse("people:undo_join", args=[request.village.slug, who.pk])
            offer_undo(request, done=done, url=url)
        return redirect("people:household", request.village.slug, home.pk)
    typed = request.POST.get("q", "")
    people = listing.listed(request.village, Wanted.asked({"q": typed}), on=request.today)
    context = {"home": home, "typed": typed, "people": people[:FOUND_SHOWN] if typed else None}
    return render(request, "people/add_member.html", context)


def _joining(request: VillageRequest) -> Callable[..., None]:
    return partial(households.join, by=actor_of(request), at=timezone.now())


def _leaving(request: VillageRequest) -> Callable[..., None]:
    return partial(households.leave, by=actor_of(request), at=timezone.now(), on=request.today)


@requires(Permission.RECORD_PEOPLE)
@require_POST
def leave_household(request: VillageRequest, resident_id: int) -> HttpResponse:
    """Take somebody out of her household."""
    who = resident_of(request, resident_id)
    home, slug = who.household, request.village.slug
    about = {"resident": who}
    left = press(request, kind="people.leave_household", work=_leaving(request), about=about)
    if left is None or home is None:
        return redirect("people:resident", slug, who.pk)
    done = _("%(name)s no longer belongs to the household.") % {"name": who.name}
    url = reverse("people:undo_leave", args=[slug, home.pk, who.pk])
    offer_undo(request, done=done, url=url)
    return redirect("people:household", slug, home.pk)


@requires(Permission.RECORD_PEOPLE)
@require_POST
def undo_join(request: VillageRequest, resident_id: int) -> HttpResponse:
    """Take somebody out again who was added a moment ago."""
    who = resident_of(request, resident_id)
    home = who.household
    if home is None:
        return redirect("people:resident", request.village.slug, who.pk)
    press(request, kind="people.undo_join", work=_leaving(request), about={"resident": who})
    return redirect("people:household", request.village.slug, home.pk)


@requires(Permission.RECORD_PEOPLE)
@require_POST
def undo_leave(request: VillageRequest, household_id: int, resident_id: int) -> HttpResponse:
    """Put somebody back who was taken out a moment ago."""
    home, who = household_of(request, household_id), resident_of(request, resident_id)
    about = {"resident": who, "household": home}
    press(request, kind="people.undo_leave", work=_joining(request), about=about)
    return redirect("people:household", request.village.slug, home.pk)


@requires(Permission.RECORD_PEOPLE)
def new_duty(request: VillageRequest, household_id: int) -> HttpResponse:
    """Note who receives the money or keeps the children."""
    home = household_of(request, household_id)
    form = DutyForm(request.POST or None, members=households.members(home), today=request.today)

    def work(*, household: Household, **told: Any) -> dict[str, Any]:
        duty = households.give_duty(
            household=household, by=actor_of(request), at=timezone.now(), **told
        )
        return {"duty": duty.pk}

    if request.method == "POST":
        outcome = form.run(request, kind="people.give_duty", work=work, about={"household": home})
        if outcome:
            url = reverse("people:undo_duty", args=[request.village.slug, outcome.facts["duty"]])
            offer_undo(request, done=_("It is noted."), url=url)
            return redirect("people:household", request.village.slug, home.pk)
    context = {"form": form, "home": home}
    return render(request, "people/new_duty.html", context, status=status(form))


def _duty(request: VillageRequest, duty_id: int) -> HouseholdDuty:
    duties = HouseholdDuty.objects.of(request.village).select_related("household", "resident")
    return get_object_or_404(duties, pk=duty_id)


@requires(Permission.RECORD_PEOPLE)
@require_POST
def end_duty(request: VillageRequest, duty_id: int) -> HttpResponse:
    """Note that somebody no longer does something, from today."""
    duty = _duty(request, duty_id)
    work = partial(
        households.end_duty, until=request.today, by=actor_of(request), at=timezone.now()
    )
    if press(request, kind="people.end_duty", work=work, about={"duty": duty}):
        url = reverse("people:resume_duty", args=[request.village.slug, duty.pk])
        offer_undo(request, done=_("It has ended today."), url=url)
    return redirect("people:household", request.village.slug, duty.household_id)


@requires(Permission.RECORD_PEOPLE)
@require_POST
def resume_duty(request: VillageRequest, duty_id: int) -> HttpResponse:
    """Let a duty go on that was ended a moment ago."""
    duty = _duty(request, duty_id)
    work = partial(households.resume_duty, by=actor_of(request), at=timezone.now())
    press(request, kind="people.resume_duty", work=work, about={"duty": duty})
    return redirect("people:household", request.village.slug, duty.household_id)


@requires(Permission.RECORD_PEOPLE)
@require_POST
def undo_duty(request: VillageRequest, duty_id: int) -> HttpResponse:
    """Take back a duty that was noted a moment ago."""
    duty = _duty(request, duty_id)
    work = partial(households.take_back_duty, by=actor_of(request), at=timezone.now())
    press(request, kind="people.undo_duty", work=work, about={"duty": duty})
    return redirect("people:household", request.village.slug, duty.household_id)
