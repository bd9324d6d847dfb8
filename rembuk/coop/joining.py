"""Who joins if everybody joins only when at least so many do: the largest group that agrees.

Pure. Each person names a least number, herself among it. A set is content when each of its people's
numbers is at most its size. Content sets can be joined into a content set, so there is a largest
one: everybody whose number is at most k, for the largest k with at least k such people.
"""

from __future__ import annotations

from collections.abc import Iterable


def largest(leasts: Iterable[int]) -> int:
    """Return how many people the largest content set has; its people are those with least <= it."""
    found = 0
    for place, least in enumerate(sorted(leasts), start=1):
        assert least >= 1
        if least <= place:
            found = place
    return found
