"""Coming back: who came in by a link chooses a password, so that she needs no other link.

The session remembers, until the sign-in is complete, that a link began it.
"""

from __future__ import annotations

from enum import StrEnum

from allauth.mfa.models import Authenticator
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase

from rembuk.accounts.models import User

BY_LINK = "came_by_link"


class Came(StrEnum):
    """By which link: one she asked for or the first, or one an office made for her anew."""

    BY_LINK = "link"
    ANEW = "anew"


def note_link(session: SessionBase, *, came: Came) -> None:
    """Remember that a link begins this sign-in; a second step may still come."""
    session[BY_LINK] = came


def took_link(session: SessionBase) -> Came | None:
    """Which link began the sign-in that is now complete, if one did? Forgets it."""
    came = session.pop(BY_LINK, None)
    return Came(came) if came else None


def start_anew(user: User, session: SessionBase) -> None:
    """End her password, and with it every other device: a new link opened the account.

    If it was not she who came in, she finds her password ended and asks who made the link.
    """
    user.set_unusable_password()
    user.save(update_fields=["password"])
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()  # this device stays


def lacks_way_back(user: User) -> bool:
    """Has she neither a password nor a passkey to come in with by herself?"""
    if user.has_usable_password():
        return False
    passkeys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    return not passkeys.exists()
