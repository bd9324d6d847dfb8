"""Signing in by password, code or link, and signing out."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import views as allauth_views
from allauth.mfa.webauthn import views as webauthn_views
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from rembuk.accounts import delivery, examples, links, middleware, signing_in
from rembuk.accounts.forms import RequestCodeForm
from rembuk.accounts.models import User

# Known and unknown numbers are answered after the same time, so that nobody can tell them apart.
ANSWER_SECONDS = 0.4
DEMO_LINK = "demo_link"


class AskCode(allauth_views.RequestLoginCodeView):
    """Ask for a six-digit code, or a link, to be sent to one's phone."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether it leaves for the phone by itself."""
        return {**super().get_context_data(**kwargs), "reaches": delivery.reaches_phones()}

    def form_valid(self, form: RequestCodeForm) -> HttpResponse:
        """Send it if the number is somebody's; answer alike in any case."""
        started = time.monotonic()
        signing_in.choose_shared(self.request.session, shared=form.cleaned_data["shared"])
        if "link" in self.request.POST:
            response = send_link(self.request, form.person)
        else:
            response = super().form_valid(form)
        time.sleep(max(0.0, started + ANSWER_SECONDS - time.monotonic()))
        return response


class ConfirmCode(allauth_views.ConfirmLoginCodeView):
    """Type the code that was sent."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """In the demo, where no phone rings, the page shows the code."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        minutes = allauth_views.app_settings.LOGIN_BY_CODE_TIMEOUT // 60
        demo_code = self._process.code if settings.DEMO else ""
        told = {"minutes": minutes, "demo_code": demo_code, "reaches": delivery.reaches_phones()}
        return {**context, **told}


class PasskeySignIn(webauthn_views.LoginWebAuthnView):
    """Sign in with a passkey alone; a phone with a passkey is somebody's own."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in on a phone that is not shared."""
        signing_in.choose_shared(self.request.session, shared=False)
        return super().form_valid(form)  # type: ignore[no-any-return]  # allauth has no types


def send_link(request: HttpRequest, person: User | None) -> HttpResponse:
    """Issue a link and hand it over; without a person, only look the same."""
    request.session.pop(DEMO_LINK, None)
    if person is not None:
        now = timezone.now()
        token = links.issue(user=person, minutes=links.SELF_SERVICE_MINUTES, by=None, at=now)
        address = request.build_absolute_uri(reverse("accounts:follow_link", args=[token]))
        link = links.find(token, at=now)
        assert link is not None
        assert person.phone is not None
        if settings.DEMO:
            request.session[DEMO_LINK] = address
        if delivery.is_possible():
            delivery.hand_over(
                delivery.Delivery(
                    kind=delivery.Kind.LINK,
                    user=person,
                    phone=person.phone,
                    secret=address,
                    expires_at=link.expires_at,
                )
            )
    return redirect("accounts:link_sent")


def link_sent(request: HttpRequest) -> HttpResponse:
    """Say that a link is on its way, if the number is somebody's."""
    reaches = delivery.reaches_phones()
    context = {"minutes": links.SELF_SERVICE_MINUTES, "demo_link": "", "reaches": reaches}
    if settings.DEMO:
        context["demo_link"] = request.session.get(DEMO_LINK, "")
    return render(request, "accounts/link_sent.html", context)


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class SignIn(allauth_views.LoginView):
    """User name or phone number, and password; the other ways in stand below."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sign-ins of the demo, where this is one, and whether codes reach phones."""
        told = {"examples": examples.shown(), "reaches": delivery.reaches_phones()}
        return {**super().get_context_data(**kwargs), **told}


def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; forms of this person that arrive later are nobody's."""
    person = request.user
    response: HttpResponse = allauth_views.logout(request)
    if isinstance(person, User) and request.method == "POST":
        middleware.unmark_forms(request, response, user=person)
    return response
