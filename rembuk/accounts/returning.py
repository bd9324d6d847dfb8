"""Coming back: who came in by a link chooses a password, so that she needs no other link.

The session remembers, until the sign-in is complete, that a link began it.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase

from rembuk.accounts.models import User

BY_LINK = "came_by_link"


def note_link(session: SessionBase) -> None:
    """Remember that a link begins this sign-in; a second step may still come."""
    session[BY_LINK] = True


def took_link(session: SessionBase) -> bool:
    """Did a link begin the sign-in that is now complete? Forgets it."""
    return bool(session.pop(BY_LINK, False))


def lacks_way_back(user: User) -> bool:
    """Has she neither a password nor a passkey to come in with by herself?"""
    if user.has_usable_password():
        return False
    passkeys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    return not passkeys.exists()
