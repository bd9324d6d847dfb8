"""Handing a code or a link to the person, without knowing how messages travel.

Accounts is a low room; messaging, above it, says in its apps.py who delivers. The secret goes to
that function and nowhere else: not to a log, not into an error report.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from rembuk.accounts.models import User
from rembuk.lib.errors import Refused


class Kind(StrEnum):
    """What is handed over."""

    CODE = "code"
    LINK = "link"


@dataclass(frozen=True)
class Delivery:
    """One code or link for one person.

    `phone` is in the form +62...; `secret` is the code or the whole address, usable until
    `expires_at`. Its repr leaves the secret out.
    """

    kind: Kind
    user: User
    phone: str
    secret: str = field(repr=False)
    expires_at: datetime


Deliver = Callable[[Delivery], None]
Empty = Callable[[User, Kind], None]
Reaches = Callable[[], bool]


@dataclass
class _Post:
    deliver: Deliver | None = None
    empty: Empty | None = None
    reaches: Reaches | None = None


_post = _Post()


def deliver_with(
    deliver: Deliver, *, empty: Empty | None = None, reaches: Reaches | None = None
) -> None:
    """Register the function that queues the message.

    `empty(user, kind)` is called when a code or link of that kind was used: whatever text still
    holds one may be emptied. `reaches()` says whether what is queued leaves for a phone by itself;
    where it does not, the pages say who can read it, and who must ask at the village office.
    """
    _post.deliver, _post.empty, _post.reaches = deliver, empty, reaches


def is_possible() -> bool:
    """Is there anybody who delivers?"""
    return _post.deliver is not None


def reaches_phones() -> bool:
    """Does a code or link leave for the phone by itself, without anybody being signed in?"""
    return is_possible() and (_post.reaches is None or _post.reaches())


def hand_over(delivery: Delivery) -> None:
    """Queue the message. Errors: Refused when nobody delivers from here."""
    if _post.deliver is None:
        raise Refused(not_from_here())
    _post.deliver(delivery)


def used(*, user: User, kind: Kind) -> None:
    """Say that the person used a code or link, so that the message can be emptied."""
    if _post.empty is not None:
        _post.empty(user, kind)


def not_from_here() -> str:
    """What to do where no message can be sent."""
    return _(
        "Codes and links cannot be sent from here yet."
        " Sign in with your password, or ask the village office for a link."
    )
