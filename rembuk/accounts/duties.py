"""What the rooms above know of a person's offices, for 'My account' and the second factor.

Accounts does not know villages: project/apps.py registers one function here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from rembuk.accounts.models import User


@dataclass(frozen=True)
class Duty:
    """One office a person holds: what it is called, and whether it asks for a second factor."""

    label: str
    since: date
    asks_second_factor: bool


Ask = Callable[[User, date], Sequence[Duty]]
_asked: list[Ask] = []


def ask_with(ask: Ask) -> None:
    """Register the function that knows a person's offices on a day."""
    _asked[:] = [ask]


def duties_of(user: User, *, on: date) -> Sequence[Duty]:
    """The offices a person holds on a day; none where no room knows of offices."""
    return [duty for ask in _asked for duty in ask(user, on)]
