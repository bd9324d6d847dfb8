"""What stands in the books of other rooms about a member who leaves: told beside her settlement.

Each is paid where it was recorded. Typing it once more would pay it twice, so the settlement shows
these sums and takes none of them over. Rooms above register what they know (`add`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from rembuk.enterprise.models import Membership


@dataclass(frozen=True)
class Owed:
    """A sum in whole rupiah, in words, and the page where it is paid."""

    told: str
    amount_rp: int
    url: str


Tell = Callable[[Membership, date], Iterable[Owed]]
_tells: list[Tell] = []


def add(tell: Tell) -> None:
    """Register what a room knows that a group still has of a member (its apps.py)."""
    _tells.append(tell)


def of(membership: Membership, *, today: date) -> list[Owed]:
    """Return every sum that is on record already, room by room."""
    return [one for tell in _tells for one in tell(membership, today) if one.amount_rp]
