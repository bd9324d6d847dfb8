"""Which rule to give up where no roster keeps them all: each is tried without, one by one.

Nothing is given up here: people read what would help, and decide.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from rembuk.duty import roster
from rembuk.duty.wanted import AtMost, Pair, Wanted, unfillable

TRY_SECONDS_MAX = 5.0


class Rule(StrEnum):
    """What a roster keeps."""

    PRESENCE = "PRESENCE"  # enough people are there on each day
    AT_MOST = "AT_MOST"
    APART = "APART"
    TOGETHER = "TOGETHER"
    NEEDED = "NEEDED"  # so many people a day
    SEVERAL = "SEVERAL"  # no single one: more than one must give


@dataclass(frozen=True)
class WayOut:
    """One rule that, given up or eased, lets a roster be made; what it is about beside it.

    `days` are counted from 0. `at_most` is how far the limit has to go up.
    """

    rule: Rule
    days: tuple[int, ...] = ()
    pair: Pair | None = None
    at_most: AtMost | None = None


@dataclass(frozen=True)
class Stuck:
    """No roster fits: the first day at which it stops, and each rule that would help alone."""

    day: int
    ways_out: tuple[WayOut, ...]


def why_not(wanted: Wanted) -> Stuck:
    """Say where a roster stops and which rule, given up alone, would let it go on.

    The first days fit by themselves until `day`; each way out is proved to work. Only for rosters
    that do not fit.
    """
    short = unfillable(wanted)
    if short:
        fewer = WayOut(Rule.NEEDED, tuple(short))
        return Stuck(short[0], (WayOut(Rule.PRESENCE, tuple(short)), fewer))
    ways = tuple(way for way, eased in _eased(wanted) if _fits(eased))
    return Stuck(_first_day(wanted), ways or (WayOut(Rule.SEVERAL),))


def _eased(wanted: Wanted) -> Iterator[tuple[WayOut, Wanted]]:
    """Yield each rule and the same roster without it."""
    if wanted.at_most:
        higher = _higher_limit(wanted)
        if higher:
            yield WayOut(Rule.AT_MOST, at_most=higher), replace(wanted, at_most=higher)
    for pair in wanted.apart:
        rest = [one for one in wanted.apart if one != pair]
        yield WayOut(Rule.APART, pair=pair), replace(wanted, apart=rest)
    for pair in wanted.together:
        rest = [one for one in wanted.together if one != pair]
        yield WayOut(Rule.TOGETHER, pair=pair), replace(wanted, together=rest)
    if any(wanted.absent.values()):
        yield WayOut(Rule.PRESENCE), replace(wanted, absent={})
    if max(wanted.needed) > 1:
        fewer = [max(1, people - 1) if people else 0 for people in wanted.needed]
        yield WayOut(Rule.NEEDED), replace(wanted, needed=fewer)


def _higher_limit(wanted: Wanted) -> AtMost | None:
    """Return the smallest higher limit with which it fits; None if no limit helps."""
    assert wanted.at_most
    days = wanted.at_most.days
    for duties in range(wanted.at_most.duties + 1, days + 1):
        higher = AtMost(duties, days)
        if _fits(replace(wanted, at_most=higher)):
            return higher
    return None


def _first_day(wanted: Wanted) -> int:
    """Return the first day that no roster of the days until then can fill."""
    lengths = range(1, len(wanted.needed) + 1)
    return bisect_left(lengths, True, key=lambda days: not _fits(_until(wanted, days)))


def _until(wanted: Wanted, days: int) -> Wanted:
    weights = wanted.weights[:days] if wanted.weights else ()
    return replace(wanted, needed=wanted.needed[:days], weights=weights)


def _fits(wanted: Wanted) -> bool:
    return roster.fits(wanted, seconds_max=TRY_SECONDS_MAX)
