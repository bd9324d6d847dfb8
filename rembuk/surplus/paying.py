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
from rembuk.coop import exits
from rembuk.ledger import chart, pending
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
    division, member = share.division, share.member
    division.take_turn()
    _check_owed(share)
    days.check_open(book, on)
    pending.expire(book, at=signed.at, today=today)
    to = exits.payee(member, on=on)
    memo = _("SHU of %(year)s, member %(number)s") % {
        "year": division.year, "number": member.number,
    }  # fmt: skip
    her_own = member.resident_id if to == member.name else None
    plan = Plan(
        kind=Way.OUT, on=on, moves=[Move(member.account(SHARES), chart.CASH, share.total_rp)],
        words=Words(memo=memo, party=to, resident_id=her_own),
    )  # fmt: skip
    second = share.total_rp >= book.limit_rp or _is_of(share, signed.by)
    made = booking.book_or_ask(book, plan, second=second, signed=signed, today=today)
    asked = made if isinstance(made, Pending) else None
    Payout.objects.create(
        village=book.village, share=share, on=on, asked=asked, at=signed.at, by=signed.by.user,
        entry=None if isinstance(made, Pending) else made,
    )  # fmt: skip
    if asked:
        changes = [("amount", None, sum_told(share.total_rp))]
        booking.tell(book, "cash.asked", about=asked, by=signed.by, at=signed.at, changes=changes)
        return asked
    assert not isinstance(made, Pending)
    lines.tell(book, "cash.went_out", entry=made, amount_rp=share.total_rp, signed=signed)
    telling.tell(made, by=signed.by, at=signed.at)
    return made


def _check_owed(share: MemberShare) -> None:
    village, division = share.village, share.division
    ended = DivisionStep.objects.of(village).filter(division=division, kind="ENDED").exists()
    if ended or not Booking.objects.of(village).filter(division=division).exists():
        raise Refused(_("Nothing is paid before the members' decision is booked."))
    if standing(village).filter(share=share).exists():
        raise Refused(
            _("This part is paid, or waits for the second person already. Look at the list.")
        )
    if not share.total_rp:
        raise Refused(_("There is nothing to pay of this part."))


def _is_of(share: MemberShare, by: Actor) -> bool:
    return by.user is not None and share.member.resident.user_id == by.user.pk


def check_second(asked: Pending, by: Actor) -> None:
    """Refuse a member as the second person of her own part (cash/approving)."""
    found = Payout.objects.of(asked.book.village).filter(asked=asked)
    payout = found.select_related("share__member__resident").first()
    if payout is not None and _is_of(payout.share, by):
        raise Refused(_("This is your own part. Another officer agrees to it."))
