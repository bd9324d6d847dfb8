"""The strip that is the same for every member: turns given, swapped, done, covered, missed.

Ordered by name, never by number; each number is the list of its turns, and the numbers add up to
the log: a turn somebody has is done by her, done by another, not done, not marked or to come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.duty import records
from rembuk.duty.models import Roster
from rembuk.duty.records import Kept
from rembuk.enterprise.models import Membership


class What(models.TextChoices):
    """One number of the strip; the value stands in the address."""

    HELD = "held", _("Turns")
    DONE = "done", _("Done")
    COVERED = "covered", _("Done by another")
    MISSED = "missed", _("Not done")
    UNMARKED = "unmarked", _("Not marked")
    TO_COME = "to-come", _("To come")
    HELPED = "helped", _("Done for others")
    SWAPPED = "swapped", _("Swapped")


# A turn that somebody has is exactly one of these.
PARTS = (What.DONE, What.COVERED, What.MISSED, What.UNMARKED, What.TO_COME)


def counts_as(one: Kept, what: What, *, member_id: int, today: date) -> bool:
    """Is a turn one of those that a number of a member counts?"""
    turn = one.turn
    holds = turn.holder_id == member_id
    doer_id = one.mark.doer_id if one.mark else None
    of: dict[What, Callable[[], bool]] = {
        What.HELD: lambda: holds,
        What.DONE: lambda: holds and one.is_done and not one.is_covered,
        What.COVERED: lambda: holds and one.is_covered,
        What.MISSED: lambda: holds and one.is_missed,
        What.UNMARKED: lambda: holds and one.mark is None and turn.on <= today,
        What.TO_COME: lambda: holds and one.mark is None and turn.on > today,
        What.HELPED: lambda: not holds and doer_id == member_id,
        What.SWAPPED: lambda: one.is_swapped and member_id in (turn.member_id, turn.holder_id),
    }
    return of[what]()


@dataclass(frozen=True)
class Strip:
    """What one member's turns of a roster came to; `brought` is in halves, below 0 is owed."""

    member: Membership
    numbers: dict[What, int]
    brought: int

    @property
    def held(self) -> int:
        """How many turns she has in this roster."""
        return self.numbers[What.HELD]


def strips(
    roster: Roster, turns: Iterable[Kept], *, people: Iterable[Membership], today: date
) -> list[Strip]:
    """Return the strip of everybody who took part or helped, by name."""
    every = list(turns)
    took_part = {int(pk) for pk in roster.carried}
    took_part |= {one.mark.doer_id for one in every if one.mark and one.mark.doer_id}
    members = [one for one in people if one.pk in took_part]
    return [
        Strip(
            member,
            {
                what: sum(counts_as(one, what, member_id=member.pk, today=today) for one in every)
                for what in What
            },
            roster.carried.get(str(member.pk), 0),
        )
        for member in sorted(members, key=lambda one: (one.name, one.pk))
    ]


@dataclass(frozen=True)
class Spread:
    """The fewest and the most turns anybody has in a roster."""

    least: int
    most: int

    @property
    def is_even(self) -> bool:
        """Has nobody more than one turn more than another?"""
        return self.most - self.least <= 1


def spread(told: Iterable[Strip]) -> Spread:
    """Return the fewest and the most turns of the strips."""
    held = [strip.held for strip in told] or [0]
    return Spread(min(held), max(held))


def turns_of_roster(roster: Roster) -> list[Kept]:
    """Return the turns of a roster in force with what became of them; two queries."""
    return records.kept(records.turns_of(roster.group).filter(roster=roster))
