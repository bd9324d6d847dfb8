"""Into which accounts of a member a sum goes: as she divided it, the rest into sukarela.

Percentages are of the whole sum, rounded once by largest remainder (goals.py). What a part does
not need any more goes to no other part but into her sukarela account, where she may take it out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from rembuk.coop import dues, members, paying, standing
from rembuk.coop.dues import Due
from rembuk.coop.models import Member
from rembuk.ledger import reading
from rembuk.ledger.reading import Book
from rembuk.remittance import dividing
from rembuk.remittance.dividing import Part
from rembuk.remittance.goals import split_with_caps
from rembuk.remittance.models import Credit
from rembuk.remittance.models.divisions import WHOLE_BP
from rembuk.savings.models import SavingsAccount

Why = Credit.Why


@dataclass(frozen=True)
class Share:
    """One account with its part of a sum, in whole rupiah; `due` for pokok and wajib."""

    code: str
    label: str
    amount_rp: int
    due: str = ""


@dataclass(frozen=True)
class Hers:
    """A member's accounts with what each gets, whole rupiah; or why none of hers can take it."""

    member: Member | None
    why: str = ""
    parts: list[Share] = field(default_factory=list)


def of_member(
    book: Book, member: Member, *, amount_rp: int, on: date, divided: Sequence[Part] | None = None,
    before: Mapping[str, int] | None = None,
) -> Hers:  # fmt: skip
    """Share a sum out among a member's accounts as they are on a day.

    `divided` are the parts that hold, where they are known already or those of another day, the
    bank's. `before` is what the same request already gives to accounts, by their codes.
    """
    found = members.of(book.group, on=on).filter(pk=member.pk).first()
    if found is None:
        return Hers(None, Why.NO_MEMBER)
    if divided is None:
        divided = dividing.parts_on(dividing.of(member), on=on)
    return of_known(book, found, amount_rp=amount_rp, on=on, wanted=divided, before=before or {})


def of_known(
    book: Book, member: Member, *, amount_rp: int, on: date, wanted: Sequence[Part],
    before: Mapping[str, int],
) -> Hers:  # fmt: skip
    """Share a sum out for a member of members.of, by the parts that hold."""
    assert member.group_id == book.group_id
    if members.state_told(member) not in standing.MEMBERS:
        return Hers(None, Why.NO_MEMBER)
    member.group, member.village = book.group, book.village
    open_ones = dividing.open_accounts(member, on=on)
    free = dividing.takes_rest(open_ones)
    if free is None:
        return Hers(None, Why.NO_ACCOUNT)
    needs = _needs(book, member, wanted, open_ones=open_ones, on=on, before=before)
    rest_bp = WHOLE_BP - sum(one.share_bp for one in wanted)
    cut = split_with_caps(
        Fraction(amount_rp),
        [Fraction(bp, WHOLE_BP) for bp in (*(one.share_bp for one in wanted), rest_bp)],
        needs=[*needs, None],
    )
    sums = [int(one) for one in cut.goals]
    return Hers(member, "", _shares(wanted, sums, free=free, overflow_rp=int(cut.overflow)))


def _shares(
    wanted: Sequence[Part], sums: Sequence[int], *, free: SavingsAccount, overflow_rp: int
) -> list[Share]:
    """Put the sums beside their accounts: what no part needed lies with the rest in sukarela."""
    told = {
        one.code: Share(one.code, one.label, rp, one.due)
        for one, rp in zip(wanted, sums[:-1], strict=True)
    }
    own_rp = told[free.code].amount_rp if free.code in told else 0
    rest_rp = own_rp + sums[-1] + overflow_rp
    told[free.code] = Share(free.code, free.product.name, rest_rp)
    return [one for one in told.values() if one.amount_rp]


def _needs(
    book: Book, member: Member, wanted: Sequence[Part], *, open_ones: Sequence[SavingsAccount],
    on: date, before: Mapping[str, int],
) -> list[Fraction | None]:  # fmt: skip
    """Say what each part takes at most: its own limit, and what its account still needs."""
    if not wanted:
        return []
    missing = _missing(book, member, wanted, open_ones=open_ones, on=on)
    found: list[Fraction | None] = []
    for one in wanted:
        need = missing[one.code]
        left = None if need is None else max(need - before.get(one.code, 0), 0)
        limits = [rp for rp in (left, one.most_rp) if rp is not None]
        found.append(Fraction(min(limits)) if limits else None)
    return found


def _missing(
    book: Book, member: Member, wanted: Sequence[Part], *, open_ones: Sequence[SavingsAccount],
    on: date,
) -> dict[str, int | None]:  # fmt: skip
    """Return what each account still needs: a goal its aim, pokok and wajib what is due by a day.

    A closed account needs nothing; a sukarela account has no end (None).
    """
    dues_codes = [member.account(due) for due in Due]
    held = reading.held_now(book, [*dues_codes, *(one.code for one in open_ones)])
    told: dict[str, int | None] = {one.code: 0 for one in wanted}
    for account in open_ones:
        target_rp = dividing.target_of(account)
        missing_rp = None if target_rp is None else target_rp - held.get(account.code, 0)
        told[account.code] = None if missing_rp is None else max(missing_rp, 0)
    if any(one.due for one in wanted):
        owed = _owed(book, member, on=on)
        told |= {code: max(owed[code] - held.get(code, 0), 0) for code in dues_codes}
    return told


def _owed(book: Book, member: Member, *, on: date) -> dict[str, int]:
    """Return what a member of members.of has to have brought of pokok and wajib by a day."""
    rules = dues.rules_of(book.group)
    rule = dues.rule_on(rules, on)
    since: date = member.since  # type: ignore[attr-defined]  # annotated by members.of
    wajib_rp, _months = dues.wajib_until(rules, since=since, until=on)
    pokok_rp = rule.pokok_rp if rule else 0
    return {member.account(Due.POKOK): pokok_rp, member.account(Due.WAJIB): wajib_rp}


def open_dues(book: Book, member: Member, *, parts: Sequence[Share]) -> None:
    """Open her pokok or wajib account in the book where a part goes into it for the first time."""
    owed = [paying.Payment(member, Due(one.due), one.amount_rp) for one in parts if one.due]
    if owed:
        paying.open_accounts(book, owed)
