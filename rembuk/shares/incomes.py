"""What one member got over the years: hers, the chair's and the treasurer's to read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from rembuk.enterprise.models import Membership
from rembuk.shares import dividing, paying
from rembuk.shares.models import Sharing
from rembuk.shares.paying import Standing, State


@dataclass(frozen=True)
class Income:
    """One share of one member, and whether its line stands in the cash."""

    sharing: Sharing
    sharer_id: int
    amount_rp: int
    money_id: int | None
    state: State | None  # of the whole sharing, where it was asked


@dataclass(frozen=True)
class History:
    """All shares of one person in a group, the newest first, and what of them is paid."""

    membership: Membership
    rows: list[Income]
    paid_rp: int
    by_year: list[tuple[int, int]]


def among(
    rows: Iterable[Sharing], standings: Mapping[int, Standing], *, own: Collection[int]
) -> list[Income]:
    """Return one person's shares among sharings whose shares are prefetched."""
    return [
        Income(one, share.membership_id, share.amount_rp, share.money_id, _state(one, standings))
        for one in rows
        for share in one.shares.all()
        if share.membership_id in own
    ]


def _state(sharing: Sharing, standings: Mapping[int, Standing]) -> State | None:
    found = standings.get(sharing.pk)
    return found.state if found else None


def history(membership: Membership, *, ids: Collection[int]) -> History:
    """Return what somebody got, by all her memberships of a group."""
    village = membership.village
    rows = among(dividing.told_of(membership.group, drafts=False), {}, own=ids)
    money = [one.money_id for one in rows if one.money_id is not None]
    booked = paying.booked(village, money)
    paid = [one for one in rows if one.money_id in booked]
    years: dict[int, int] = {}
    for one in paid:
        year = booked[one.money_id or 0].year
        years[year] = years.get(year, 0) + one.amount_rp
    total = sum(one.amount_rp for one in paid)
    return History(membership, rows, total, sorted(years.items(), reverse=True))
