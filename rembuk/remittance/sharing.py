"""Into which accounts of a member a sum goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from rembuk.coop import members, standing
from rembuk.coop.models import Member
from rembuk.ledger.reading import Book
from rembuk.remittance.models import Credit
from rembuk.savings import accounts
from rembuk.savings.models import SavingsAccount
from rembuk.savings.models.products import Control

Why = Credit.Why


@dataclass(frozen=True)
class Hers:
    """A member's accounts with what each gets, whole rupiah; or why none of hers can take it."""

    member: Member | None
    why: str = ""
    parts: list[tuple[SavingsAccount, int]] = field(default_factory=list)


def of_member(book: Book, member: Member, *, amount_rp: int, on: date) -> Hers:
    """Share a sum out among a member's accounts as they are on a day."""
    assert member.group_id == book.group_id
    if members.state_of(member, on=on) not in standing.MEMBERS:
        return Hers(None, Why.NO_MEMBER)
    member.group, member.village = book.group, book.village
    open_ones = [
        one for one in accounts.of_member(member)
        if accounts.closed_on(one) is None and one.opened_on <= on
    ]  # fmt: skip
    free = next((one for one in open_ones if one.product.control == Control.VOLUNTARY), None)
    if free is None:
        return Hers(None, Why.NO_ACCOUNT)
    return Hers(member, "", [(free, amount_rp)])
