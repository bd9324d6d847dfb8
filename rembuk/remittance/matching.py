"""Whose money it is: by the member number that stands in the bank's words, and never by guessing.

A number with one wrong digit is nobody's (coop/numbers.py); whose it may have been is suggested to
the treasurer, who asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rembuk.coop import numbers
from rembuk.coop.models import Member
from rembuk.remittance.models import Credit

Why = Credit.Why
# Six digits that are no part of a longer number, also with the check digit set apart: 00017-4.
_NUMBERS = re.compile(r"(?<!\d)(\d{6}|\d{5}[-. ]\d)(?!\d)", re.ASCII)
SUGGESTED_MOST = 5


@dataclass(frozen=True)
class Found:
    """Whose a sum is; or why nobody's, and who may be meant."""

    member: Member | None
    why: str = ""
    perhaps: tuple[Member, ...] = ()


def whose(text: str, members: Mapping[str, Member]) -> Found:
    """Find the one member whose number stands in a text. `members` are all, by their numbers."""
    written = dict.fromkeys(numbers.plain(one) for one in _NUMBERS.findall(text))
    mine = [members[one] for one in written if one in members]
    if len(mine) == 1:
        return Found(mine[0])
    if mine:
        return Found(None, Why.SEVERAL, tuple(mine[:SUGGESTED_MOST]))
    near = [members[one] for typed in written for one in _near(typed) if one in members]
    perhaps = tuple(dict.fromkeys(near))[:SUGGESTED_MOST]
    if perhaps:
        return Found(None, Why.SLIP, perhaps)
    if any(numbers.is_right(one) for one in written):
        return Found(None, Why.NOBODY)
    return Found(None, Why.NO_NUMBER)


def _near(number: str) -> list[str]:
    """Return the right numbers one wrong digit or one swap of neighbours away."""
    digits = [
        number[:at] + other + number[at + 1 :]
        for at in range(len(number))
        for other in "0123456789"
    ]
    swaps = [
        number[:at] + number[at + 1] + number[at] + number[at + 2 :]
        for at in range(len(number) - 1)
    ]
    return [one for one in dict.fromkeys([*digits, *swaps]) if numbers.is_right(one)]
