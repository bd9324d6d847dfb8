"""What one member got over the years: hers, the chair's and the treasurer's to read.

Her shares, and her wages for what she made: all that the group's cash pays her.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.cash import expected
from rembuk.cash.expected import Settled
from rembuk.enterprise.models import Membership
from rembuk.lib import words
from rembuk.shares import dividing, paying
from rembuk.shares.models import Sharing
from rembuk.shares.paying import Standing
from rembuk.workshop import wages
from rembuk.workshop.wages import Asked


@dataclass(frozen=True)
class Income:
    """One share of one member, and what became of her own sum."""

    sharing: Sharing
    sharer_id: int
    amount_rp: int
    settled: Settled | None  # None until it is agreed
    stage: str  # how far the whole sharing is, where it was asked

    @property
    def told(self) -> str:
        """Say how far her own sum is; how far the sharing is before there is one."""
        return settled_told(self.settled) if self.settled else self.stage


@dataclass(frozen=True)
class History:
    """All shares and wages of one person in a group, the newest first, and what is paid of them."""

    membership: Membership
    rows: list[Income]
    wages: list[Asked]
    paid_rp: int
    by_year: list[tuple[int, int]]


def settled_told(settled: Settled) -> str:
    """Say when a sum was paid and on which receipt, or what it waits for."""
    if not settled.is_booked or settled.booked_on is None:
        return str(settled.state.label)
    day = words.plain_day(settled.booked_on, language=get_language() or "id")
    if settled.receipt_no is None:
        return _("Was paid on %(day)s") % {"day": day}
    return _("Paid on %(day)s, receipt no. %(number)s") % {
        "day": day, "number": settled.receipt_no,
    }  # fmt: skip


def among(
    rows: Iterable[Sharing], standings: Mapping[int, Standing], *,
    settled: Mapping[int, Settled], own: Collection[int],
) -> list[Income]:  # fmt: skip
    """Return one person's shares among sharings whose shares are prefetched."""
    mine = [
        (one, share) for one in rows for share in one.shares.all() if share.membership_id in own
    ]
    return [
        Income(
            one, share.membership_id, share.amount_rp, settled.get(share.money_id or 0),
            str(standings[one.pk].state.label) if one.pk in standings else "",
        )
        for one, share in mine
    ]  # fmt: skip


def history(membership: Membership, *, ids: Collection[int]) -> History:
    """Return what somebody got, by all her memberships of a group."""
    sharings = list(dividing.told_of(membership.group, drafts=False, steps=False))
    rows = list(wages.over_the_years(membership.group, memberships=ids))
    money = [*paying.money_ids(sharings), *(one.expected_id for one in rows)]
    settled = expected.settled(membership.village, money) if money else {}
    shares = among(sharings, {}, settled=settled, own=ids)
    waged = [Asked(one, settled[one.expected_id]) for one in rows]
    sums = [(one.settled, one.amount_rp) for one in shares]
    sums += [(one.settled, one.wage.amount_rp) for one in waged]
    years: dict[int, int] = {}
    for one, amount_rp in sums:
        if one and one.is_booked and one.booked_on:
            year = one.booked_on.year
            years[year] = years.get(year, 0) + amount_rp
    return History(
        membership, shares, waged, sum(years.values()), sorted(years.items(), reverse=True)
    )
