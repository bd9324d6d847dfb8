"""Where a person is signed in, and what kind of device each is, in words she recognises."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.accounts.models import User

# The first word found decides, so the more telling ones come first.
_DEVICES: tuple[tuple[str, Promise], ...] = (
    ("iPhone", gettext_lazy("iPhone")),
    ("iPad", gettext_lazy("iPad")),
    ("Android", gettext_lazy("Android phone")),
    ("Windows", gettext_lazy("Windows computer")),
    ("CrOS", gettext_lazy("Chromebook")),
    ("Macintosh", gettext_lazy("Mac computer")),
    ("Linux", gettext_lazy("Linux computer")),
)
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def signed_in(user: User, *, at: datetime) -> list[UserSession]:
    """The devices whose session still holds, latest seen first, in two queries.

    A session that ended, or was made before the password changed, holds no more.
    """
    rows = list(UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk"))
    sessions = Session.objects.filter(
        session_key__in=[row.session_key for row in rows], expire_date__gt=at
    )
    today = user.get_session_auth_hash()
    held = {s.session_key for s in sessions if s.get_decoded().get(HASH_SESSION_KEY) == today}
    return [row for row in rows if row.session_key in held]


def told(user_agent: str) -> str:
    """Return 'Android phone, Chrome' for what a browser says about itself."""
    device = next((name for word, name in _DEVICES if word in user_agent), None)
    browser = next((name for word, name in _BROWSERS if word in user_agent), None)
    if device is None:
        return _("Unknown device")
    if browser is None:
        return str(device)
    return _("%(device)s, %(browser)s") % {"device": device, "browser": browser}
