"""The lock of shared phones."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from rembuk.accounts import kept, middleware, signing_in
from rembuk.accounts.forms import UnlockForm
from rembuk.accounts.models import User


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock now: the page saw nobody for five minutes, or somebody pressed the button."""
    signing_in.lock(request.session)
    return middleware.to_door("accounts:unlock", back=_next(request))


@sensitive_post_parameters("password")
def unlock(request: HttpRequest) -> HttpResponse:
    """Ask for the password or passkey again, then go back to the page."""
    person = request.user
    assert isinstance(person, User)
    if not signing_in.is_locked(request.session, at=timezone.now()):
        return redirect(_next(request))
    form = _form(request, person)
    if request.method == "POST" and form.is_valid():
        if isinstance(form, ReauthenticateWebAuthnForm):
            form.save()
        now = timezone.now()
        signing_in.unlock(request.session, at=now)
        notes_wait = kept.waiting(person, at=now).exists()
        return redirect("accounts:kept" if notes_wait else _next(request))
    context = {
        "form": form,
        "person": person,
        "next": _next(request),
        "has_password": person.has_usable_password(),
        "lock_seconds": None,  # this page is the lock
        **_passkey(person),
    }
    return render(request, "accounts/unlock.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, person: User) -> UnlockForm | ReauthenticateWebAuthnForm:
    if request.method == "POST" and "credential" in request.POST:
        return ReauthenticateWebAuthnForm(request.POST, user=person)
    return UnlockForm(request.POST or None, user=person)


def _passkey(person: User) -> dict[str, Any]:
    if not Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).exists():
        return {}
    return {"js_data": {"request_options": webauthn.begin_authentication(person)}}


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if wanted and get_adapter(request).is_safe_url(wanted) else reverse("web:home")
