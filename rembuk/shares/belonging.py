"""Who belonged to a group during a period, and for how many of its days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rembuk.enterprise import members
from rembuk.enterprise.models import Membership
from rembuk.shares.models import Belonging
from rembuk.villages.models import Group

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Member:
    """One person in a period: her newest membership of it, all of them, and her days."""

    membership: Membership
    ids: frozenset[int]
    days: int

    @property
    def name(self) -> str:
        """What the group calls her."""
        return self.membership.name


def during(group: Group, *, since: date, until: date, rule: Belonging) -> list[Member]:
    """Return who shares in a period under a rule, in the order of their ids; one query.

    Who left and came back is one person. The day of leaving is no day of membership.
    """
    people: dict[object, list[Membership]] = {}
    for one in members.of(group):
        if _days(one, since=since, until=until):
            people.setdefault(one.resident_id or one.name.casefold(), []).append(one)
    found = [_member(rows, since=since, until=until) for rows in people.values()]
    if rule == Belonging.LAST_DAY:
        found = [one for one in found if _days(one.membership, since=until, until=until)]
    return sorted(found, key=lambda one: one.membership.pk)


def _member(rows: list[Membership], *, since: date, until: date) -> Member:
    newest = max(rows, key=lambda one: (one.joined_on, one.pk))
    days = sum(_days(one, since=since, until=until) for one in rows)
    return Member(newest, frozenset(one.pk for one in rows), days)


def _days(one: Membership, *, since: date, until: date) -> int:
    last = min(until, one.left_on - ONE_DAY) if one.left_on else until
    return max(0, (last - max(since, one.joined_on)).days + 1)
