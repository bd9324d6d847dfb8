"""Paying each member her part of a surplus: a receipt each, by two people from the limit on.

A payment is a line of the cash, and is taken back like any line; then her part is owed again.
Nobody pays her own part alone: whatever the sum, a second person is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.cash import booking, days, lines, telling
from rembuk.cash.purposes import Way
from rembuk.cash.sums import sum_told
from rembuk.coop import exits, members
from rembuk.coop.models import State as Where
from rembuk.ledger import chart, pending, posting
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book, Entry, Pending
from rembuk.lib.errors import Refused
from rembuk.surplus.models import Booking, Division, DivisionStep, MemberShare, Payout
from rembuk.surplus.models.parts import SHARES
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

_ALONE = Q(entry__isnull=False, entry__taken_back_by__isnull=True)
_BY_TWO = Q(
    asked__resolution__entry__isnull=False, asked__resolution__entry__taken_back_by__isnull=True
)
_WAITS = Q(asked__isnull=False, asked__resolution__isnull=True)


class State(TextChoices):
    """How far one member's part is; read from the book."""

    OWED = "OWED", gettext_lazy("Not paid yet")
    WAITS = "WAITS", gettext_lazy("Waits for the second person")
    PAID = "PAID", gettext_lazy("Paid")


@dataclass(frozen=True)
class Part:
    """One member's part, and the paying out that stands."""

    share: MemberShare
    payout: Payout | None = None

    @property
    def entry(self) -> Entry | None:
        """The line of the cash by which it was paid."""
        if self.payout is None:
            return None
        resolution = getattr(self.payout.asked, "resolution", None)
        return self.payout.entry or (resolution.entry if resolution else None)

    @property
    def state(self) -> State:
        """Owed, asked for, or paid."""
        if self.payout is None:
            return State.OWED
        return State.PAID if self.entry else State.WAITS


@dataclass(frozen=True)
class Progress:
    """How far a year's paying out is, in members and whole rupiah."""

    parts: Sequence[Part]

    @property
    def paid(self) -> int:
        """How many were paid."""
        return sum(one.state == State.PAID for one in self.parts)

    @property
    def paid_rp(self) -> int:
        """What was paid."""
        return sum(one.share.total_rp for one in self.parts if one.state == State.PAID)

    @property
    def all_rp(self) -> int:
        """What all of them get."""
        return sum(one.share.total_rp for one in self.parts)

    @property
    def left_rp(self) -> int:
        """What is owed still."""
        return self.all_rp - self.paid_rp


def standing(village: Village) -> QuerySet[Payout]:
    """Return payouts that are booked or wait; none that was refused or taken back."""
    return Payout.objects.of(village).filter(_ALONE | _BY_TWO | _WAITS)


def paid(village: Village) -> QuerySet[Payout]:
    """Return payouts that are booked and were not taken back."""
    return Payout.objects.of(village).filter(_ALONE | _BY_TWO)


def with_sum(village: Village) -> QuerySet[MemberShare]:
    """Return parts of which there is something to pay."""
    rows = MemberShare.objects.of(village)
    return rows.filter(Q(by_capital_rp__gt=0) | Q(by_use_rp__gt=0))


def progress(division: Division) -> Progress:
    """Return each member's part with what became of it, by number: two queries."""
    shares = with_sum(division.village).filter(division=division)
    return Progress(parts_of(shares.order_by("member__number"), village=division.village))


def parts_of(shares: QuerySet[MemberShare], *, village: Village) -> list[Part]:
    """Return parts with what became of them: two queries."""
    rows = list(shares.select_related("member__resident"))
    found = standing(village).filter(share__in=[one.pk for one in rows])
    told = found.select_related("entry", "asked__resolution__entry").order_by("pk")
    by_share = {one.share_id: one for one in told}
    return [Part(one, by_share.get(one.pk)) for one in rows]


@transaction.atomic
def pay(
    *, book: Book, share: MemberShare, on: date, signed: Signed, today: date
) -> Entry | Pending:
    """Pay one member her part, or her heir; from the limit on, and to oneself, it is asked for.

    Errors: Refused before the decision is booked, once it is paid or asked for, for a closed day;
    and as ledger.posting.post.
    """
    share.division.take_turn()
    _check_owed(share.division, [share])
    days.check_open(book, on)
    pending.expire(book, at=signed.at, today=today)
    plan = _plan(share, to=exits.payee(share.member, on=on), on=on)
    second = takes_two(book, share, by=signed.by)
    made = booking.book_or_ask(book, plan, second=second, signed=signed, today=today)
    if not isinstance(made, Pending):
        _handed_over(book, share, made, on=on, signed=signed)
        return made
    _note(book, share, on=on, signed=signed, asked=made)
    changes = [("amount", None, sum_told(share.total_rp))]
    booking.tell(book, "cash.asked", about=made, by=signed.by, at=signed.at, changes=changes)
    return made


@transaction.atomic
def pay_all(
    *, book: Book, shares: Sequence[MemberShare], on: date, signed: Signed, today: date
) -> list[Entry]:
    """Pay several members of one division in one go, all or nothing; each gets her receipt.

    Errors: as pay, and Refused where one of them takes a second person: she is paid by herself.
    """
    division = shares[0].division
    assert all(one.division_id == division.pk for one in shares)
    division.take_turn()
    _check_owed(division, shares)
    for share in shares:
        if takes_two(book, share, by=signed.by):
            raise Refused(
                _("%(name)s's part takes a second person: pay her by herself.")
                % {"name": share.member.name}
            )
    days.check_open(book, on)
    pending.expire(book, at=signed.at, today=today)
    to = _payees(shares, on=on)
    plans = [_plan(one, to=to[one.member_id], on=on) for one in shares]
    entries = posting.post_many(book, plans, signed=signed, today=today)
    for share, entry in zip(shares, entries, strict=True):
        _handed_over(book, share, entry, on=on, signed=signed)
    return entries


def payable(parts: Sequence[Part], *, book: Book, by: Actor) -> list[MemberShare]:
    """Return the parts that may be paid in one go by one person."""
    owed = [one.share for one in parts if one.state == State.OWED]
    return [one for one in owed if not takes_two(book, one, by=by)]


def takes_two(book: Book, share: MemberShare, *, by: Actor) -> bool:
    """Say whether paying a part takes a second person: a large sum, or one's own."""
    return share.total_rp >= book.limit_rp or _is_of(share, by)


def _payees(shares: Sequence[MemberShare], *, on: date) -> dict[int, str]:
    """Return who takes each member's money: herself, or the heir of who died."""
    wanted = [one.member_id for one in shares]
    people = members.of(shares[0].division.group, on=on).filter(pk__in=wanted)
    return {
        one.pk: exits.payee(one, on=on) if members.state_told(one) == Where.DECEASED else one.name
        for one in people
    }


def _plan(share: MemberShare, *, to: str, on: date) -> Plan:
    member = share.member
    memo = _("SHU of %(year)s, member %(number)s") % {
        "year": share.division.year, "number": member.number,
    }  # fmt: skip
    her_own = member.resident_id if to == member.name else None
    return Plan(
        kind=Way.OUT, on=on, moves=[Move(member.account(SHARES), chart.CASH, share.total_rp)],
        words=Words(memo=memo, party=to, resident_id=her_own),
    )  # fmt: skip


def _handed_over(
    book: Book, share: MemberShare, entry: Entry, *, on: date, signed: Signed
) -> None:  # fmt: skip
    _note(book, share, on=on, signed=signed, entry=entry)
    lines.tell(book, "cash.went_out", entry=entry, amount_rp=share.total_rp, signed=signed)
    telling.tell(entry, by=signed.by, at=signed.at)


def _note(
    book: Book, share: MemberShare, *, on: date, signed: Signed, entry: Entry | None = None,
    asked: Pending | None = None,
) -> None:  # fmt: skip
    Payout.objects.create(
        village=book.village, share=share, on=on, asked=asked, entry=entry, at=signed.at,
        by=signed.by.user,
    )  # fmt: skip


def _check_owed(division: Division, shares: Sequence[MemberShare]) -> None:
    village = shares[0].village
    ended = DivisionStep.objects.of(village).filter(division=division, kind="ENDED").exists()
    if ended or not Booking.objects.of(village).filter(division=division).exists():
        raise Refused(_("Nothing is paid before the members' decision is booked."))
    if standing(village).filter(share__in=shares).exists():
        raise Refused(
            _("This part is paid, or waits for the second person already. Look at the list.")
        )
    if not all(one.total_rp for one in shares):
        raise Refused(_("There is nothing to pay of this part."))


def _is_of(share: MemberShare, by: Actor) -> bool:
    return by.user is not None and share.member.resident.user_id == by.user.pk


def check_second(asked: Pending, by: Actor) -> None:
    """Refuse a member as the second person of her own part (cash/approving)."""
    found = Payout.objects.of(asked.book.village).filter(asked=asked)
    payout = found.select_related("share__member__resident").first()
    if payout is not None and _is_of(payout.share, by):
        raise Refused(_("This is your own part. Another officer agrees to it."))
