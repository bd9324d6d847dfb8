"""What a sign-in leaves in the session: how long it lasts, and when a shared phone locks.

The session is the person's own; nothing here knows HTTP.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase

from rembuk.accounts import returning

SHARED = "shared_phone"
LOCK_SECONDS = "lock_seconds"
LOCKED = "locked"
SEEN_AT = "seen_at"
OWN_DEVICE = "own_device"  # a cookie: the last sign-in here said that nobody else uses it

LOCK_AFTER_SECONDS = 300
SHARED_SESSION_SECONDS = 12 * 3600
OWN_SESSION_SECONDS = 30 * 24 * 3600
# Writing 'seen' at every page would write to the database at every page.
SEEN_STEP_SECONDS = 300
SEEN_STEP_SHARED_SECONDS = 15


def choose_shared(session: SessionBase, *, shared: bool) -> None:
    """Remember, before the sign-in is complete, whether others use this phone too."""
    session[SHARED] = shared
    returning.took_link(session)  # one whose second step never came is over


def settle(session: SessionBase, *, at: datetime) -> None:
    """Give a fresh sign-in its length: 30 days, or 12 hours with a lock on a shared phone."""
    set_length(session)
    session[SEEN_AT] = int(at.timestamp())
    if session.pop(SHARED, False):
        session[LOCK_SECONDS] = LOCK_AFTER_SECONDS


def set_length(session: SessionBase) -> None:
    """Set how long the session lasts; allauth's own form sets another length after signing in."""
    shared = session.get(SHARED) or LOCK_SECONDS in session
    session.set_expiry(SHARED_SESSION_SECONDS if shared else OWN_SESSION_SECONDS)


def lock(session: SessionBase) -> None:
    """Close the session until the person proves again who she is."""
    session[LOCKED] = True


def unlock(session: SessionBase, *, at: datetime) -> None:
    """Open a locked session again."""
    session.pop(LOCKED, None)
    session[SEEN_AT] = int(at.timestamp())


def is_locked(session: SessionBase, *, at: datetime) -> bool:
    """Is it locked, by hand or because nobody touched it for as long as its lock allows?"""
    if session.get(LOCKED):
        return True
    allowed, seen = session.get(LOCK_SECONDS), session.get(SEEN_AT)
    if allowed is None or seen is None:
        return False
    return int(at.timestamp()) - int(seen) >= int(allowed)


def note_seen(session: SessionBase, *, at: datetime) -> bool:
    """Note that the person is here, now and then. Returns whether it is time to tell 'Devices'."""
    seen = session.get(SEEN_AT)
    if seen is None:  # not signed in through our door (a test, a script)
        return False
    now = int(at.timestamp())
    step = SEEN_STEP_SHARED_SECONDS if LOCK_SECONDS in session else SEEN_STEP_SECONDS
    if now - seen < step:
        return False
    session[SEEN_AT] = now
    return now // SEEN_STEP_SECONDS != int(seen) // SEEN_STEP_SECONDS
