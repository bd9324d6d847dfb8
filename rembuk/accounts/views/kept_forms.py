"""'Your notes are still here': what was typed before the session ended."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rembuk.accounts import kept, middleware
from rembuk.accounts.models import KeptForm, User


def kept_forms(request: HttpRequest) -> HttpResponse:
    """Show what is waiting, each with one button that sends it as it was."""
    person = _person(request)
    dropped = request.GET.get("dropped", "")
    context = {
        "kept_forms": [_shown(form) for form in kept.waiting(person, at=timezone.now())],
        "dropped": kept.dropped(person, pk=dropped) if dropped else None,
    }
    return render(request, "accounts/kept.html", context)


@require_POST
def drop_kept(request: HttpRequest, form_id: int) -> HttpResponse:
    """Put one aside."""
    form = get_object_or_404(KeptForm, owner=_person(request), pk=form_id)
    kept.drop(form, at=timezone.now())
    return redirect(f"{reverse('accounts:kept')}?dropped={form.pk}")


@require_POST
def take_back_kept(request: HttpRequest, form_id: int) -> HttpResponse:
    """Undo that."""
    kept.take_back(get_object_or_404(KeptForm, owner=_person(request), pk=form_id))
    return redirect("accounts:kept")


def after_csrf_failure(request: HttpRequest) -> HttpResponse | None:
    """Keep the form of a stale page, if it came from one of ours; returns where to go on, or None.

    For web's page about it: a token is stale when somebody signed in again in another tab. Only a
    form that this browser got in its owner's sign-in, sent from this very server, is kept.
    """
    if request.method != "POST" or not _is_from_here(request):
        return None
    owner, _told = middleware.keep_form(request)
    if owner is None or (request.user.is_authenticated and request.user != owner):
        return None
    return redirect("accounts:kept")


def _is_from_here(request: HttpRequest) -> bool:
    return request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"


def _shown(form: KeptForm) -> dict[str, Any]:
    typed = kept.typed_in(form)
    secrets = [(name, kept.label_of(name) or _known_secret(name)) for name in typed.left_out]
    return {
        "row": form,
        "lines": kept.told(typed),
        "hidden": [field for field in typed.fields if field[0] != "request_id"],
        "request_id": str(form.request_id or ""),
        "secrets": secrets,
        "files": [(name, kept.label_of(name) or _("File")) for name in typed.files],
    }


def _known_secret(name: str) -> str:
    if "password" in name:
        return _("Password")
    if "card" in name:
        return _("Family card number")
    return _("NIK") if "nik" in name or "national_id" in name else _("What was not kept")


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user
