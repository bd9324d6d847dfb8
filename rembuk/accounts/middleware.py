"""What accounts do around every page: language, lock, second factor, keeping what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.messages import INFO, WARNING
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from rembuk.accounts import doors, kept, second_factor, signing_in
from rembuk.accounts.models import User
from rembuk.lib.errors import Refused

GetResponse = Callable[[HttpRequest], HttpResponse]
DAY_SECONDS = 24 * 3600
DOORS = ("account_login", "accounts:unlock")
COOKIE_DAYS_MAX = 400  # the most that browsers allow


class Language:
    """The language of the page: what was chosen on this device, else Bahasa Indonesia.

    The browser's own preference is not asked: many phones here speak English by accident. It ends
    with the page: whatever the same thread does next speaks as it is meant to.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            patch_vary_headers(response, ["Cookie"])
            response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response


class KeptForms:
    """Nothing typed is lost when a session has ended or a shared phone has locked.

    A form that was turned away at a door is kept for its owner, and shown to her after she has
    signed in; one that was sent again from there is forgotten once its page has taken it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then look whether a form was turned away or has arrived."""
        response = self.get_response(request)
        turned_away = bool(_door(response)) and not request.path.startswith(_ours())
        if request.method == "POST":
            if turned_away:
                owner, sentence = keep_form(request)
                if sentence:
                    messages.add_message(request, INFO if owner else WARNING, sentence)
                response = to_door(_door(response), back=_way_back(request))
            elif "kept" in request.POST and request.user.is_authenticated and _was_taken(response):
                kept.arrived(request.user, pk=request.POST["kept"])
        if turned_away and _is_part_of_a_page(request):
            return _open_whole(request, response)
        return response


class Presence:
    """Locks a shared phone after five minutes, and notes now and then that a person is here."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on: all happens once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send a locked session to be unlocked, whatever page it asked for."""
        if doors.is_public(view) or not request.user.is_authenticated:
            return None
        now = timezone.now()
        if signing_in.is_locked(request.session, at=now):
            signing_in.lock(request.session)
            if doors.opens_when_locked(view):
                return None
            return to_door("accounts:unlock", back=_way_back(request))
        if signing_in.note_seen(request.session, at=now):
            session_key = request.session.session_key
            UserSession.objects.filter(session_key=session_key).update(last_seen_at=now)
        return None


class SecondFactor:
    """Where it is required, an office that needs a second factor sets it up before all else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on: all happens once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send whoever lacks it to the page where it is set up."""
        if not second_factor.is_required() or doors.is_about_oneself(view) or doors.is_public(view):
            return None
        if not request.user.is_authenticated:
            return None
        if second_factor.missing(request.user, on=timezone.localdate()):
            return HttpResponseRedirect(reverse("mfa_index"))
        return None


def keep_form(request: HttpRequest) -> tuple[User | None, str]:
    """Keep what was typed, if anything was and the form says whose it is.

    Returns the owner of what is kept, or None, and a sentence about it for the person.
    """
    if not kept.has_text([*request.POST, *request.FILES]):
        return None, ""
    token = request.POST.get("csrfmiddlewaretoken", "")
    owner = kept.owner_of(token, cookie=request.COOKIES.get(kept.COOKIE_NAME, ""))
    if owner is None:
        return None, _(
            "What you wrote was not sent, because you were signed out."
            " Sign in, then go back to that page and look whether it is still there."
        )
    try:
        kept.keep(
            owner=owner,
            path=request.get_full_path(),
            fields=[(name, value) for name, values in request.POST.lists() for value in values],
            files=list(request.FILES),
            at=timezone.now(),
        )
    except Refused as reason:
        return None, str(reason)
    return owner, _("What you wrote is kept. Sign in, then send it with one button.")


def mark_forms(request: HttpRequest, response: HttpResponse, *, user: User) -> None:
    """After a sign-in: let this browser remember that the forms it shows from now on are hers."""
    cookie = kept.mark(
        request.COOKIES.get(kept.COOKIE_NAME, ""),
        secret=request.META["CSRF_COOKIE"],
        user=user,
        at=timezone.now(),
    )
    set_cookie(response, name=kept.COOKIE_NAME, value=cookie, days=kept.COOKIE_DAYS)


def unmark_forms(request: HttpRequest, response: HttpResponse, *, user: User) -> None:
    """After signing out on purpose: forget that again."""
    cookie = kept.unmark(request.COOKIES.get(kept.COOKIE_NAME, ""), user=user)
    if cookie:
        set_cookie(response, name=kept.COOKIE_NAME, value=cookie, days=kept.COOKIE_DAYS)
    else:
        response.delete_cookie(kept.COOKIE_NAME, samesite="Lax")


def set_cookie(response: HttpResponse, *, name: str, value: str, days: int) -> None:
    """Set a cookie of ours: for this server only, out of reach of scripts."""
    response.set_cookie(
        name,
        value,
        max_age=days * DAY_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def remember_language(response: HttpResponse, language: str) -> None:
    """Let this device show the language from now on."""
    name = settings.LANGUAGE_COOKIE_NAME
    set_cookie(response, name=name, value=language, days=COOKIE_DAYS_MAX)


def remember_device(response: HttpResponse, *, shared: bool) -> None:
    """Let the next sign-in here offer what this one said about sharing."""
    if shared:
        response.delete_cookie(signing_in.OWN_DEVICE, samesite="Lax")
    else:
        set_cookie(response, name=signing_in.OWN_DEVICE, value="1", days=COOKIE_DAYS_MAX)


def to_door(name: str, *, back: str) -> HttpResponse:
    """Send somebody to a door of ours, and afterwards back to `back`."""
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': back})}")


def onward(name: str, response: HttpResponse) -> HttpResponse:
    """Put a page of ours before where a redirect leads; it goes on from there."""
    response["Location"] = f"{reverse(name)}?{urlencode({'next': response['Location']})}"
    return response


def _ours() -> str:
    return reverse("accounts:me").removesuffix("me/")


def _door(response: HttpResponse) -> str:
    """The name of the door a redirect leads to; empty if it leads elsewhere."""
    if response.status_code != 302:
        return ""
    path = urlsplit(response["Location"]).path
    return next((name for name in DOORS if reverse(name) == path), "")


def _was_taken(response: HttpResponse) -> bool:
    # 409 and 422 show the form with everything in it: from there it goes on.
    return response.status_code < 400 or response.status_code in {409, 422}


def _way_back(request: HttpRequest) -> str:
    if request.method == "GET":
        return request.get_full_path()
    # What a form was sent to may not be a page: go back to the one on which it stood.
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return "/"
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")


def _is_part_of_a_page(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers and "HX-Boosted" not in request.headers


def _open_whole(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    # A door must not appear inside a list that htmx was filling.
    door = urlsplit(response["Location"]).path
    page = urlsplit(request.headers.get("HX-Current-URL", "/")).path or "/"
    whole = HttpResponse(status=204)
    whole["HX-Redirect"] = f"{door}?{urlencode({'next': page})}"
    return whole
