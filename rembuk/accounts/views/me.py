"""'My account': who I am here, how I sign in, and where I am signed in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import PasswordSetView
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rembuk.accounts import devices, kept, links, middleware, returning, second_factor
from rembuk.accounts.duties import duties_of
from rembuk.accounts.models import User

LINKS_SHOWN = 5


def me(request: HttpRequest) -> HttpResponse:
    """Show the account with all that can be changed about it."""
    person, now = request.user, timezone.now()
    assert isinstance(person, User)
    duties = duties_of(person, on=timezone.localdate())
    has_factor = second_factor.has(person)
    context = {
        "person": person,
        "duties": duties,
        "has_factor": has_factor,
        "no_way_back": returning.lacks_way_back(person),
        "factor_asked": not has_factor and any(duty.asks_second_factor for duty in duties),
        "kept_count": kept.waiting(person, at=now).count(),
        "device_count": len(devices.signed_in(person, at=now)),
        "links_given": links.given_to(person)[:LINKS_SHOWN],
        "languages": settings.LANGUAGES,
    }
    return render(request, "accounts/me.html", context)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language, on this device and, when signed in, for the person."""
    chosen = request.POST.get("language", "")
    wanted = request.POST.get("next", "")
    response = redirect(wanted if wanted and get_adapter().is_safe_url(wanted) else "web:door")
    if chosen in dict(settings.LANGUAGES):
        middleware.remember_language(response, chosen)
        if isinstance(request.user, User):
            User.objects.filter(pk=request.user.pk).update(language=chosen)
    return response


class SetPassword(PasswordSetView):
    """Choose the first password; who came by a link may do it later."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where she was going, if she was going anywhere of ours."""
        return {**super().get_context_data(**kwargs), "going_to": self.get_next_url()}


class Devices(ListUserSessionsView):
    """Where this person is signed in; one or all others can be signed out from here."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say each device in words, this one first, then the latest seen."""
        person = self.request.user
        assert isinstance(person, User)
        rows = [
            {"row": row, "name": devices.told(row.user_agent), "current": row.is_current()}
            for row in devices.signed_in(person, at=timezone.now())
        ]
        rows.sort(key=lambda row: not row["current"])
        # Not allauth's own list: it asks the database three times for each device.
        context: dict[str, Any] = super(ListUserSessionsView, self).get_context_data(**kwargs)
        return {**context, "devices": rows}


@require_POST
def end_device(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign one device out, wherever it is."""
    row = get_object_or_404(UserSession, user=request.user, pk=session_id)
    name, current = devices.told(row.user_agent), row.is_current()
    end_sessions(request, [row])
    if current:
        return redirect("web:door")
    messages.success(request, _("%(device)s is signed out.") % {"device": name})
    return redirect("usersessions_list")
