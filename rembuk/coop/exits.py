"""Leaving: what she would get today, the settlement two people sign, the money until it is paid.

Rooms above say what else is hers and what she owes (savings, loans). Sums are whole rupiah; what
is hers less what she owes is never less than nothing (leaving.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, TextChoices, Value
from django.db.models.functions import Concat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.cash import booking, days, lines, telling
from rembuk.cash.purposes import Way
from rembuk.cash.sums import sum_told
from rembuk.coop import dues, leaving, members, passbook, standing, trusted
from rembuk.coop.models import Exit, Member, Trusted
from rembuk.coop.models import State as Where
from rembuk.coop.passbook import Opened
from rembuk.ledger import books, chart, pending, reading
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book, Entry, Pending, Purse
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.models import Village

KIND = "MEMBER_EXIT"
OWED = "2111"  # savings of who left, until they are paid


@dataclass(frozen=True)
class Part:
    """One sum that is hers, or that she owes, and the account it stands on."""

    label: Promise | str
    account: str
    amount_rp: int


@dataclass(frozen=True)
class Source:
    """A room above that holds something of members: a control account, and whose it is.

    What stands on it is hers where `is_hers`; else she owes it.
    """

    control: str
    label: Promise | str
    is_hers: bool


@dataclass(frozen=True)
class Figure:
    """What somebody who left on a day would get: parts, and by when it is paid.

    `besides` is hers too, and paid to her apart from the settlement, whether she leaves or not.
    """

    has: Sequence[Part]
    owes: Sequence[Part]
    pay_by: date | None
    besides: Sequence[Part] = ()

    @property
    def _settled(self) -> leaving.Settlement:
        return leaving.settled(
            has=(Fraction(one.amount_rp) for one in self.has),
            owes=(Fraction(one.amount_rp) for one in self.owes),
        )

    @property
    def gross_rp(self) -> int:
        """All that is hers."""
        return int(self._settled.gross)

    @property
    def deducted_rp(self) -> int:
        """What is taken off, no more than there is."""
        return self.gross_rp - self.refund_rp

    @property
    def refund_rp(self) -> int:
        """What she takes home."""
        return int(self._settled.refund)

    @property
    def still_owed_rp(self) -> int:
        """What she owes beyond what is hers."""
        return int(self._settled.still_owed)


class State(TextChoices):
    """How far a settlement is; read from the book, never typed."""

    WAITS = "WAITS", gettext_lazy("Waits for the second person")
    OWED = "OWED", gettext_lazy("Not paid yet")
    PAYING = "PAYING", gettext_lazy("The payment waits for the second person")
    PAID = "PAID", gettext_lazy("Paid")
    DROPPED = "DROPPED", gettext_lazy("Not agreed")


@dataclass(frozen=True)
class Standing:
    """A settlement with its state and what is left to be paid."""

    exit: Exit
    state: State
    left_rp: int

    def is_late(self, on: date) -> bool:
        """Whether the promised day is over."""
        by = self.exit.pay_by
        return self.state in UNPAID and by is not None and by < on


UNPAID = frozenset({State.OWED, State.PAYING})
_sources: list[Source] = []
_beside: list[Callable[[Member], int]] = []


def add(source: Source) -> None:
    """Register what a room above holds of members (its apps.py)."""
    _sources.append(source)
    passbook.also_read(source.control)


def add_beside(source: Callable[[Member], int]) -> None:
    """Register what members owe beside the books, in rupiah (apps.py of a room above)."""
    _beside.append(source)


def owed_beside(member: Member) -> int:
    """Return what she owes that no account holds, such as a loan off the books, in rupiah.

    It is told, not taken off: who settles agrees with her how it is paid.
    """
    return sum(source(member) for source in _beside)


def figure(
    book: Book, member: Member, *, on: date, left_on: date | None = None,
    opened: Opened | None = None,
) -> Figure:  # fmt: skip
    """Return what a member would get if she left on a day: 'kalau saya keluar hari ini'.

    It is promised so many days after she left, which is `on` unless she left earlier. `opened` is
    her book, where somebody has read it just now.
    """
    left_on = left_on or on
    opened = opened or passbook.read(book, member, on=on)
    own = [
        Part(kind.label, kind.code, kind.leaves(opened.purses[kind.code]))
        for kind in opened.kinds
        if kind.code in opened.purses
    ]
    has = [*own, *_of_rooms(member, opened, is_hers=True)]
    owes = _of_rooms(member, opened, is_hers=False)
    besides = [
        Part(kind.label, kind.code, opened.purses[kind.code].own_rp)
        for kind in opened.kinds
        if kind.apart and kind.code in opened.purses
    ]
    rule = dues.rule_on(dues.rules_of(book.group), left_on)
    within = rule.exit_days if rule else None
    return Figure(
        [one for one in has if one.amount_rp], [one for one in owes if one.amount_rp],
        left_on + timedelta(days=within) if within else None,
        [one for one in besides if one.amount_rp],
    )  # fmt: skip


def _of_rooms(member: Member, opened: Opened, *, is_hers: bool) -> list[Part]:
    found = [(one, member.account(one.control)) for one in _sources if one.is_hers == is_hers]
    return [
        Part(one.label, code, opened.purses[code].own_rp)
        for one, code in found
        if code in opened.purses
    ]


@transaction.atomic
def propose(
    *, book: Book, member: Member, on: date, note: str = "", signed: Signed, today: date
) -> Exit:
    """Write down the settlement of who left; it is booked once a second person agreed.

    Errors: Refused for who is a member still, for a settlement that waits or stands, where nothing
    is hers, for a closed day; and as ledger.pending.propose.
    """
    member.take_turn()
    if any(members.state_of(member, on=day) not in standing.GONE for day in (on, today)):
        raise Refused(_("Record first that %(name)s left, on her page.") % {"name": member.name})
    if any(one.state in {State.WAITS, *UNPAID} for one in of_members(book, [member])):
        raise Refused(_("Her settlement is written down already. Look at the list."))
    left_on = members.left_on(members.last_step(member, on=on))
    assert left_on is not None, "she is gone by that day"
    told = figure(book, member, on=on, left_on=left_on)
    if not told.gross_rp:
        raise Refused(_("Nothing of hers is in the cooperative: there is nothing to settle."))
    days.check_open(book, on)
    pending.expire(book, at=signed.at, today=today)
    owed = member.account(OWED)
    if owed not in reading.held_now(book, [owed]):
        books.open_member_account(
            book=book, control=OWED, resident_id=member.resident_id, number=member.number
        )
    # Neither name nor resident: who reads the book later must not read it from this line.
    words = Words(memo=clean_text(note)[0], party=member.number)
    plan = Plan(kind=KIND, on=on, moves=list(_moves(told, owed)), words=words, receipt=False)
    asked = pending.propose(
        book, plan, by=signed.by, at=signed.at, request_id=signed.request_id, today=today
    )
    made = Exit.objects.create(
        village=book.village, member=member, asked=asked, left_on=left_on, on=on,
        gross_rp=told.gross_rp, deducted_rp=told.deducted_rp, refund_rp=told.refund_rp,
        pay_by=told.pay_by, at=signed.at, by=signed.by.user,
    )  # fmt: skip
    audit.record(
        village=book.village,
        verb="coop.exit_proposed",
        subject=made,
        subject_name=member.name,
        resident_id=member.resident_id,
        by=signed.by,
        at=signed.at,
    )  # fmt: skip -- without the sum: more offices read the trail than her book
    return made


def _moves(told: Figure, owed: str) -> Iterator[Move]:
    """Bring what is hers to what is owed her, and what she owes off it, as far as it goes."""
    for part in told.has:
        yield Move(part.account, owed, part.amount_rp)
    left_rp = told.gross_rp
    for part in told.owes:
        taken_rp = min(part.amount_rp, left_rp)
        left_rp -= taken_rp
        if taken_rp:
            yield Move(owed, part.account, taken_rp)


@transaction.atomic
def pay(*, book: Book, exit_: Exit, on: date, signed: Signed, today: date) -> Entry | Pending:
    """Pay what is owed her, to her or to her heir; from the group's limit on it is asked for.

    Errors: Refused where nothing is owed, and for a closed day; and as ledger.posting.post.
    """
    exit_.take_turn()
    member = exit_.member
    (stands,) = (one for one in of_members(book, [member]) if one.exit.pk == exit_.pk)
    if stands.state == State.PAYING:
        raise Refused(_("The payment waits for the second person. It is asked for already."))
    if stands.state != State.OWED:
        raise Refused(_("Nothing is owed of this settlement now. Open the list again."))
    days.check_open(book, on)
    pending.expire(book, at=signed.at, today=today)
    to = payee(member, on=on)
    words = Words(
        memo=_("Settlement of member %(number)s") % {"number": member.number}, party=to,
        resident_id=member.resident_id if to == member.name else None,
    )  # fmt: skip
    move = Move(member.account(OWED), chart.CASH, stands.left_rp)
    plan = Plan(kind=Way.OUT, on=on, moves=[move], words=words)
    made = booking.book_or_ask(
        book, plan, second=stands.left_rp >= book.limit_rp, signed=signed, today=today
    )
    if isinstance(made, Pending):
        changes = [("amount", None, sum_told(stands.left_rp))]
        booking.tell(book, "cash.asked", about=made, by=signed.by, at=signed.at, changes=changes)
        return made
    lines.tell(book, "cash.went_out", entry=made, amount_rp=stands.left_rp, signed=signed)
    telling.tell(made, by=signed.by, at=signed.at)
    return made


def payee(member: Member, *, on: date) -> str:
    """Return who takes the money: the member, or the heir of who died."""
    if members.state_of(member, on=on) != Where.DECEASED:
        return member.name
    heir = trusted.now(member).filter(role=Trusted.Role.HEIR).first()
    return heir.name if heir else _("Heirs of %(name)s") % {"name": member.name}


def of(village: Village, group_id: int) -> QuerySet[Exit]:
    """Return the settlements of a cooperative, the newest first."""
    rows = Exit.objects.of(village).filter(member__group=group_id)
    told = rows.select_related("member__resident", "asked__resolution", "by")
    return told.order_by("-at", "-pk")


def open_of(village: Village, group_id: int) -> QuerySet[Exit]:
    """Return the settlements of whom the cooperative still owes something."""
    owed = reading.holding(village, group_id, control=OWED)
    hers = owed.filter(code=Concat(Value(f"{OWED}-"), OuterRef("member__number")))
    return of(village, group_id).filter(Exists(hers))


def of_members(book: Book, people: Sequence[Member]) -> list[Standing]:
    """Return the settlements of these members with their states, the newest first."""
    rows = of(book.village, book.group_id).filter(member__in=people)
    return standings(book, list(rows))


def standings(book: Book, exits: Sequence[Exit]) -> list[Standing]:
    """Return settlements with their states: one query for what is left."""
    purses = reading.purses_now(book, {one.member.account(OWED) for one in exits})
    newest: set[int] = set()
    found = []
    for one in exits:
        booked = _is_booked(one)
        # What an account holds belongs to the last settlement; earlier ones are paid.
        purse = purses.get(one.member.account(OWED)) if one.member_id not in newest else None
        if booked:
            newest.add(one.member_id)
        found.append(_standing(one, booked=booked, purse=purse))
    return found


def _is_booked(one: Exit) -> bool:
    resolution = getattr(one.asked, "resolution", None)
    return resolution is not None and resolution.entry_id is not None


def _standing(one: Exit, *, booked: bool, purse: Purse | None) -> Standing:
    if not booked:
        waits = getattr(one.asked, "resolution", None) is None
        return Standing(one, State.WAITS if waits else State.DROPPED, 0)
    if purse is None or not purse.own_rp:
        return Standing(one, State.PAID, 0)
    return Standing(one, State.PAYING if purse.held_rp else State.OWED, purse.own_rp)
