"""What a group wrote elsewhere about how it meets: rooms above tell it (their apps.py).

A cooperative answers questions to write AD/ART; its first rule of meetings begins with the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rembuk.villages.models import Group

Teller = Callable[[Group], Mapping[str, str | int]]
_tellers: list[Teller] = []


def tell(teller: Teller) -> None:
    """Register what tells answers by the names of rules.Terms; only what was answered."""
    _tellers.append(teller)


def promised(group: Group) -> dict[str, str | int]:
    """Return what the group wrote elsewhere; nothing where it wrote nothing."""
    return {name: value for teller in _tellers for name, value in teller(group).items()}
