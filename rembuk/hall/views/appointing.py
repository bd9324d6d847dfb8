"""Appointing, step by step: who, and to what. The same steps in a village and above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.accounts.models import User
from rembuk.hall import forms, posts
from rembuk.lib.names import clean_text
from rembuk.villages import newcomers, offices
from rembuk.villages.access import actor_of
from rembuk.villages.newcomers import Newcomer
from rembuk.web.forms import status

FOUND_LETTERS_MAX = 60


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Where somebody is appointed: what there is to choose, and the addresses of the steps."""

    title: str
    choices: posts.Choices
    known: Iterable[User]
    url_name: str  # the first step; `_new` and `_known` follow it
    args: tuple[Any, ...]
    back: str
    done: Callable[[int], str]  # the page of the new term, by its id

    def url(self, step: str = "", *more: Any) -> str:
        """The address of a step."""
        return reverse(f"{self.url_name}{step}", args=[*self.args, *more])


def ask_who(request: Any, scene: Scene) -> HttpResponse:
    """First step: somebody known, somebody found by user name or phone number, or a newcomer.

    What was typed comes in a POST, so that no phone number stands in an address.
    """
    typed = str(request.POST.get("q", ""))
    found = newcomers.find_account(clean_text(typed[:FOUND_LETTERS_MAX])[0])
    if found is not None:
        return redirect(scene.url("_known", posts.sign(found)))
    known = [(person, scene.url("_known", posts.sign(person))) for person in scene.known]
    context = {
        "scene": scene,
        "known": known,
        "new_url": scene.url("_new"),
        "typed": typed,
        "not_found": bool(typed.strip()),
    }
    return render(request, "hall/appoint_who.html", context, status=422 if typed.strip() else 200)


def appoint_known(request: Any, scene: Scene, token: str, *, today: date) -> HttpResponse:
    """Second step for somebody with an account."""
    person = posts.person_of(token)
    if person is None:
        raise Http404
    form = forms.AppointForm(
        request.POST or None, choices=scene.choices, today=today, known=request.GET.get("known", "")
    )
    return _appoint(request, scene, form, lambda _typed: person, about={"person": person.pk})


def appoint_newcomer(request: Any, scene: Scene, *, today: date) -> HttpResponse:
    """Second step for somebody without: the account is made with the office."""
    form = forms.AppointNewcomerForm(
        request.POST or None, choices=scene.choices, today=today, known=request.GET.get("known", "")
    )

    def newcomer(typed: dict[str, Any]) -> Newcomer:
        name, phone = typed.pop("name"), typed.pop("phone")
        return Newcomer(name=name, username=newcomers.free_username(name), phone=phone)

    return _appoint(request, scene, form, newcomer)


def _appoint(
    request: Any,
    scene: Scene,
    form: forms.AppointForm,
    who: Callable[[dict[str, Any]], User | Newcomer],
    about: dict[str, Any] | None = None,
) -> HttpResponse:
    def work(**typed: Any) -> dict[str, Any]:
        typed.pop("person", None)
        post = posts.chosen(scene.choices, typed.pop("post"))
        user = who(typed)
        term = offices.appoint(
            user=user, office=post.office, over=post.over,
            by=actor_of(request), at=timezone.now(), **typed,
        )  # fmt: skip
        return {"term": term.pk, "name": term.user.name}

    if request.method == "POST":
        outcome = form.run(request, kind="office.appoint", work=work, about=about)
        if outcome:
            messages.success(request, _("%(name)s is appointed.") % {"name": outcome.facts["name"]})
            return redirect(scene.done(outcome.facts["term"]))
    context = {"scene": scene, "form": form, "person": who({}) if about else None}
    return render(request, "hall/appoint.html", context, status=status(form))
