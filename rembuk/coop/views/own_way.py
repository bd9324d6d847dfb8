"""The way to a cooperative for everybody of the village who can sign in, here and abroad."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rembuk.coop import bylaws, objections, path, pledges
from rembuk.coop.forms.voices import NAMED, OwnObjectionForm, PledgeForm
from rembuk.coop.objections import Voice
from rembuk.people.models import Resident
from rembuk.people.views.own import about_me
from rembuk.villages import groups
from rembuk.villages.access import SignedInRequest
from rembuk.villages.actors import REMBUK, Actor
from rembuk.villages.models import Group
from rembuk.web.forms import CommandForm, status

SHOWN = 40
TOLD = ("pledged", "taken-back", "heard")


@about_me
@require_safe
def ideas(request: SignedInRequest, who: Resident) -> HttpResponse:
    """The cooperatives of one's village; a single one opens at once."""
    found = list(_of(who))
    if len(found) == 1:
        return redirect("books:idea", found[0].pk)
    return render(request, "coop/ideas.html", {"groups": found})


@about_me
@require_safe
def idea(request: SignedInRequest, who: Resident, idea_id: int) -> HttpResponse:
    """How far one's village is with one of them, and one's own promise."""
    group = _mine(who, idea_id)
    told, found = request.GET.get("told", ""), path.read(group, on=timezone.localdate())
    context = {
        "group": group, "path": found, "mine": pledges.mine(found.promises, who),
        "may_record": False, "told": told if told in TOLD else "",
    }  # fmt: skip
    return render(request, "coop/idea.html", context)


@about_me
@require_safe
def voices(request: SignedInRequest, who: Resident, idea_id: int) -> HttpResponse:
    """What people object, and what was answered."""
    group = _mine(who, idea_id)
    context = {
        "group": group, "counted": objections.counted(group), "may_answer": False,
        "objections": objections.of(group)[:SHOWN],
    }  # fmt: skip
    return render(request, "coop/idea_voices.html", context)


@about_me
@require_safe
def rules(request: SignedInRequest, who: Resident, idea_id: int) -> HttpResponse:
    """The rules as far as they are answered."""
    group = _mine(who, idea_id)
    context = {"group": group, "parts": bylaws.read(bylaws.now(group)), "may_record": False}
    return render(request, "coop/idea_bylaws.html", context)


@about_me
def pledge(request: SignedInRequest, who: Resident, idea_id: int) -> HttpResponse:
    """Promise to join if at least so many do."""
    group, by = _mine(who, idea_id), Actor(user=request.user)
    form = PledgeForm(request.POST or None)

    def work(*, group: Group, resident: Resident, least: int, may_invite: bool) -> None:
        pledges.pledge(
            group=group, resident=resident, least=least, may_invite=may_invite, by=by,
            at=timezone.now(),
        )  # fmt: skip

    return _ask(
        request, form, kind="coop.pledge", work=work, by=by, told="pledged",
        about={"group": group, "resident": who},
    )  # fmt: skip


@about_me
def take_back_pledge(request: SignedInRequest, who: Resident, idea_id: int) -> HttpResponse:
    """Take one's promise back."""
    group, by = _mine(who, idea_id), Actor(user=request.user)

    def work(*, group: Group, resident: Resident) -> None:
        pledges.take_back(group=group, resident=resident, at=timezone.now())

    return _ask(
        request, CommandForm(request.POST or None), kind="coop.take_back_pledge", work=work, by=by,
        told="taken-back", about={"group": group, "resident": who},
    )  # fmt: skip


@about_me
def object_to(request: SignedInRequest, who: Resident, idea_id: int) -> HttpResponse:
    """Say what speaks against it; without her name, nothing keeps who sent the form."""
    group = _mine(who, idea_id)
    form = OwnObjectionForm(request.POST or None)
    named = form.data.get("voice") == NAMED
    by = Actor(user=request.user) if named else None

    def work(*, group: Group, kind: str, said: str, voice: str) -> None:
        told = Voice(kind, said, resident=who if voice == NAMED else None)
        objections.tell(group=group, voice=told, by=by, at=timezone.now(), on=timezone.localdate())

    return _ask(
        request, form, kind="coop.object", work=work, by=by or REMBUK, told="heard",
        about={"group": group},
    )  # fmt: skip


def _ask(
    request: SignedInRequest, form: CommandForm, *, kind: str, work: Any, by: Actor, told: str,
    about: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    """Show one question about a group of one's own village; done, go back and say so."""
    group: Group = about["group"]
    if request.method == "POST" and form.run(
        request, kind=kind, work=work, about=about, village=group.village, by=by
    ):
        return redirect(f"{reverse('books:idea', args=[group.pk])}?told={told}")
    context = {"group": group, "form": form, "asks": kind.partition(".")[2]}
    return render(request, "coop/idea_question.html", context, status=status(form))


def _of(who: Resident) -> QuerySet[Group]:
    running = groups.running(who.village, on=timezone.localdate())
    return running.filter(kind=Group.Kind.COOPERATIVE)


def _mine(who: Resident, idea_id: int) -> Group:
    group = get_object_or_404(_of(who), pk=idea_id)
    group.village = who.village
    return group
