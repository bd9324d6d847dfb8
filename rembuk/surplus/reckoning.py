"""Dividing a year of the book: the funds, and each member's part with what it was weighed by.

Members share what business with members left (K13); what others brought goes to the reserve. A pool
that nothing weighs, such as jasa usaha in a year without loans, goes to the reserve too. Each share
is own / all x pool, whole rupiah, what is left by largest remainder (domain: 11).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rembuk.coop.dues import Due
from rembuk.coop.models import Member
from rembuk.ledger import members as of_members
from rembuk.ledger.reading import Book
from rembuk.surplus import funds, yearly
from rembuk.surplus.members import MemberRounding, pool_shares
from rembuk.surplus.models.parts import BY_CAPITAL, BY_USE, RESERVE, WHOLE
from rembuk.surplus.yearly import Result, Year

OF_MEMBERS = "41"


@dataclass(frozen=True)
class Own:
    """What one member's part is weighed by (rupiah): month ends added up, and what she paid."""

    number: str  # of the member
    months_rp: int
    paid_rp: int


@dataclass(frozen=True)
class Basis:
    """All that the book says of a year's surplus and of those who share it."""

    year: Year
    result: Result
    members: Sequence[Own]

    @property
    def shared_rp(self) -> int:
        """What business with members left, never more than the year did and never below nought."""
        return max(0, min(self.result.members_rp, self.result.shu_rp))


@dataclass(frozen=True)
class Line:
    """One member and her two parts, in whole rupiah."""

    own: Own
    by_capital_rp: int
    by_use_rp: int

    @property
    def total_rp(self) -> int:
        """Both parts."""
        return self.by_capital_rp + self.by_use_rp


@dataclass(frozen=True)
class Reckoned:
    """A year divided: funds by name, and each member."""

    basis: Basis
    funds: Mapping[str, int]
    lines: Sequence[Line]

    @property
    def months_rp(self) -> int:
        """All savings that weigh."""
        return sum(line.own.months_rp for line in self.lines)

    @property
    def paid_rp(self) -> int:
        """All that members paid."""
        return sum(line.own.paid_rp for line in self.lines)


def basis_of(book: Book, year: Year) -> Basis:
    """Read a year's surplus and what weighs from the book: two queries.

    Who paid has savings: nothing is lent to whoever has not paid pokok (K09).
    """
    moved, paid = yearly.moved_in(book, year), defaultdict[int | None, int](int)
    for one in moved:
        if one.code.startswith(OF_MEMBERS):
            paid[one.resident_id] += one.amount_rp
    saved = of_members.month_ends(book, [due.value for due in Due], year=year.year)
    found = [
        Own(number, max(one.months_rp, 0), max(paid[one.resident_id], 0))
        for number, one in sorted(saved.items())
    ]
    weighing = [one for one in found if one.months_rp or one.paid_rp]
    return Basis(year, yearly.result_from(book, moved), weighing)


def people_of(book: Book) -> dict[str, Member]:
    """Return everybody who was ever a member, by number."""
    rows = Member.objects.of(book.village).filter(group=book.group_id)
    return {one.number: one for one in rows.select_related("resident").order_by("pk")}


def divided(basis: Basis, parts: Mapping[str, int]) -> Reckoned:
    """Divide a surplus by parts in hundredths of a percent that make 10,000.

    Errors: Wrong `loss_not_distributed`, `percentages_not_one`.
    """
    funds.refuse_loss(Fraction(basis.result.shu_rp))
    shares = {name: Fraction(part, WHOLE) for name, part in parts.items()}
    told = funds.allocated(Fraction(basis.shared_rp), shares, rest_to=RESERVE)
    pools = {name: int(amount) for name, amount in told.items()}
    pools[RESERVE] += basis.result.shu_rp - basis.shared_rp
    names = [one.number for one in basis.members]
    bases = {
        BY_CAPITAL: [one.months_rp for one in basis.members],
        BY_USE: [one.paid_rp for one in basis.members],
    }
    each: dict[str, list[int]] = {}
    for pool, own in bases.items():
        given = pool_shares(pools[pool], own, names=names, rounding=MemberRounding())
        each[pool] = [int(one) for one in given]
        left = pools[pool] - sum(each[pool])
        pools[RESERVE], pools[pool] = pools[RESERVE] + left, pools[pool] - left
    lines = [
        Line(own, modal, usaha)
        for own, modal, usaha in zip(basis.members, each[BY_CAPITAL], each[BY_USE], strict=True)
    ]
    return Reckoned(basis, pools, lines)
