"""Where the numbers of a village also stand in writing: articles, letters, reports.

Rooms above keep what is written and say in their apps.py where it is; the pages with numbers
link there.
"""

from __future__ import annotations

from collections.abc import Callable

from rembuk.villages.models import OfficeTerm, Village
from rembuk.villages.permissions import Permission

WrittenAt = Callable[[Village], str]

_told: list[tuple[Permission, WrittenAt]] = []


def tell(permission: Permission, written_at: WrittenAt) -> None:
    """Register who may read what is written, and what gives its address, "" if nothing is."""
    _told.append((permission, written_at))


def address(village: Village, *, acting: OfficeTerm) -> str:
    """The page on which the village's numbers stand with their sources, "" if there is none."""
    may_read = (source(village) for permission, source in _told if acting.may(permission))
    return next((url for url in may_read if url), "")
