"""The one function that writes an entry, and the one that takes an entry back.

Everything happens under the lock of the book: limits are looked at after it is taken, and the
database looks again (guards.py, and the floor of each balance). Nothing written is ever changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.ledger import chain, writing
from rembuk.ledger.chain import Facts, Move
from rembuk.ledger.models import Book, Entry
from rembuk.ledger.months import state_of
from rembuk.ledger.writing import Held, Ready, Turn, lock, whole
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.lib.money import MOST_RP
from rembuk.villages.actors import Actor

REVERSAL = "REVERSAL"


@dataclass(frozen=True)
class Words:
    """What an entry says besides its sums; kept beside the chain, so that it can be erased."""

    memo: str = ""
    party: str = ""
    resident_id: int | None = None

    def __post_init__(self) -> None:
        """Write each on one line: the commitment tells them apart by line feeds."""
        object.__setattr__(self, "memo", " ".join(self.memo.split()))
        object.__setattr__(self, "party", " ".join(self.party.split()))


@dataclass(frozen=True)
class Plan:
    """An entry before it is written.

    `on` is the day it counts for, in the village's time; `receipt` says whether it gets a number
    of the receipt series; `reverses` is the number of the entry that it takes back.
    """

    kind: str
    on: date
    moves: Sequence[Move]
    words: Words = Words()
    receipt: bool = True
    claimed_at: datetime | None = None
    reverses: int | None = None


@dataclass(frozen=True)
class Signed:
    """Who makes an entry, who else stands for it, when, and under which key of the device."""

    by: Actor
    at: datetime
    request_id: UUID
    part: int = 0
    checker: Actor | None = None


class RefusedLine(Refused):
    """One of several entries is refused: `number` is its place, from 0, `reason` the sentence."""

    def __init__(self, number: int, reason: Refused) -> None:
        said = _("Line %(number)s: %(reason)s") % {"number": number + 1, "reason": reason}
        super().__init__(said)
        self.number, self.reason = number, reason


def post(book: Book, plan: Plan, *, signed: Signed, today: date) -> Entry:
    """Write one entry into a book and return it.

    Errors: Refused for a sum that is no whole positive rupiah, an account that is not in the book
    or is closed, a day before the book or after `today`, a closed month, or money that is not
    there. An earlier entry of the same request and part is a mistake of the caller.
    """
    assert plan.reverses is None, "reverse takes an entry back"
    with whole():
        turn = check(book, plan, today=today)
        return writing.write(turn, [_ready(turn, plan, signed=signed, part=signed.part)])[0]


def post_many(book: Book, plans: Sequence[Plan], *, signed: Signed, today: date) -> list[Entry]:
    """Write many entries of one request, all or none, and return them.

    Each is judged as if those before it were written; they are parts `signed.part` and up of the
    request. Errors: RefusedLine, with what post refuses of the first that cannot be.
    """
    with whole():
        turn = begin(book, plans)
        for number, plan in enumerate(plans):
            try:
                admit(turn, plan, today=today)
            except Refused as reason:
                raise RefusedLine(number, reason) from reason
        return write(turn, plans, signed=signed)


def check(book: Book, plan: Plan, *, today: date) -> Turn:
    """Take the book's lock and refuse what may not be posted; nothing is written."""
    turn = begin(book, [plan])
    admit(turn, plan, today=today)
    return turn


def begin(book: Book, plans: Sequence[Plan]) -> Turn:
    """Take the book's lock and read all that judging these entries needs."""
    codes = {code for plan in plans for move in plan.moves for code in (move.debit, move.credit)}
    return writing.begin(book, codes)


def write(turn: Turn, plans: Sequence[Plan], *, signed: Signed) -> list[Entry]:
    """Write entries that were admitted in this turn, as parts `signed.part` and up."""
    return writing.write(turn, ready(turn, plans, signed=signed))


def ready(turn: Turn, plans: Sequence[Plan], *, signed: Signed) -> list[Ready]:
    """Give entries that were admitted in this turn their numbers and their heads, in order."""
    return [
        _ready(turn, plan, signed=signed, part=signed.part + number)
        for number, plan in enumerate(plans)
    ]


def reverse(
    entry: Entry, *, reason: str, signed: Signed, today: date, on: date | None = None
) -> Entry:
    """Take an entry back with one that moves the same sums the other way; both stay.

    Errors: as reversal_of tells, and Refused if the money is no longer there.
    """
    with whole():
        plan = reversal_of(entry, reason=reason, today=today, on=on)
        turn = check(entry.book, plan, today=today)
        back = _ready(turn, plan, signed=signed, part=signed.part, reverses=entry)
        return writing.write(turn, [back])[0]


def reversal_of(entry: Entry, *, reason: str, today: date, on: date | None = None) -> Plan:
    """Take the book's lock and return the entry that takes another one back, unwritten.

    It counts for `on`, for the day of the entry itself unless said otherwise, and for today where
    that month is closed. Errors: Refused if the entry was taken back before, or takes another back
    itself.
    """
    book = entry.book
    lock(book)
    if entry.reverses_id is not None:
        raise Refused(_("This line takes another one back. Record anew what should stand instead."))
    if Entry.objects.of(book.village).filter(reverses=entry).exists():
        raise Refused(_("This line was taken back before. Nothing more is needed."))
    day = on or entry.value_on
    if not state_of(book, day).takes_entries:
        day = today
    moves = [
        Move(move.credit.code, move.debit.code, move.amount_rp, move.unit)
        for move in entry.movements.select_related("debit", "credit").order_by("position")
    ]
    told = Words(memo=reason, party=entry.party, resident_id=entry.resident_id)
    return Plan(kind=REVERSAL, on=day, moves=moves, words=told, reverses=entry.sequence)


# --- checked -------------------------------------------------------------------------------------


def admit(turn: Turn, plan: Plan, *, today: date) -> None:
    """Judge an entry as the next of this turn, and count its money as moved.

    Errors: Refused, as post tells; then nothing of it is counted.
    """
    assert plan.moves
    if not chain.KIND.fullmatch(plan.kind):
        raise Refused(
            _("Write the kind of the line in capitals, as one word: CASH_IN, at most 24 letters.")
        )
    for move in plan.moves:
        whole_sum = type(move.amount_rp) is int  # a half or True compares well, and books badly
        if not (whole_sum and 1 <= move.amount_rp <= MOST_RP):
            raise Refused(_("Write a sum of whole rupiah, from Rp1 to Rp1,000,000,000,000,000."))
        assert move.debit != move.credit
        if move.unit and not chain.UNIT.fullmatch(move.unit):
            raise Refused(_("Write the unit as one word of at most 12 letters and digits."))
    _check_day(turn, plan.on, today=today)
    _check_accounts(turn, plan)
    _move(turn, plan.moves)


def _check_day(turn: Turn, on: date, *, today: date) -> None:
    if on > today:
        raise Refused(_("That day has not come yet. Write today or an earlier day."))
    if on < turn.book.begins_on:
        day = words.plain_day(turn.book.begins_on, language=get_language() or "id")
        raise Refused(
            _("These books begin on %(day)s. Write that day or a later one.") % {"day": day}
        )
    if turn.is_closed(on):
        month = words.month_of_year(on, language=get_language() or "id")
        raise Refused(
            _("The books of %(month)s are closed. Write a day of a month that is open.")
            % {"month": month}
        )


def _check_accounts(turn: Turn, plan: Plan) -> None:
    for code in sorted({code for move in plan.moves for code in (move.debit, move.credit)}):
        account = turn.accounts.get(code)
        if account is None or account.is_control:
            raise Refused(_("Account %(code)s is not in these books.") % {"code": code})
        if account.closed_on and account.closed_on < plan.on.isoformat():
            raise Refused(
                _("Account %(code)s is closed. Choose an account that is open.") % {"code": code}
            )
        if not account.is_kept:
            raise Refused(
                _(
                    "The balance of account %(code)s has to be worked out anew. Ask the operator"
                    " to run: rembuk check_books --mend"
                )
                % {"code": code}
            )


def _move(turn: Turn, moves: Sequence[Move]) -> None:
    """Add the movements to the balances, and refuse where money is not there."""
    debited: dict[str, int] = defaultdict(int)
    credited: dict[str, int] = defaultdict(int)
    for move in moves:
        debited[move.debit] += move.amount_rp
        credited[move.credit] += move.amount_rp
    grown = {}
    for code in sorted(debited.keys() | credited.keys()):
        account = turn.accounts[code]
        grows = debited[code] - credited[code]
        grown[code] = own = grows if account.normal == "D" else -grows
        fell = own < 0
        if fell and account.floor_rp is not None:
            _check_floor(account, account.own_rp + own)
    for code, own in grown.items():
        turn.add(code, debit_rp=debited[code], credit_rp=credited[code], own_rp=own)


def _check_floor(account: Held, would_hold_rp: int) -> None:
    assert account.floor_rp is not None
    if would_hold_rp - account.held_rp >= account.floor_rp:
        return
    free = account.own_rp - account.held_rp - account.floor_rp
    there = words.grouped(max(free, 0), language=get_language() or "id")
    raise Refused(
        _("There is only Rp%(sum)s in %(account)s. Write less, or record first what came in.")
        % {"sum": there, "account": account.name}
    )


# --- written -------------------------------------------------------------------------------------


def _ready(
    turn: Turn, plan: Plan, *, signed: Signed, part: int, reverses: Entry | None = None
) -> Ready:
    """Give an admitted entry its numbers and link it to the one before."""
    salt = chain.new_salt()
    told = plan.words
    facts = Facts(
        book=turn.book.pk,
        sequence=turn.sequence + 1,
        kind=plan.kind,
        value_on=plan.on,
        recorded_at=signed.at,
        claimed_at=plan.claimed_at,
        receipt_no=_next_receipt(turn) if plan.receipt else None,
        request_id=signed.request_id,
        part=part,
        maker=signed.by.user.pk if signed.by.user else None,
        checker=signed.checker.user.pk if signed.checker and signed.checker.user else None,
        reverses=reverses.sequence if reverses else None,
        commitment=chain.commitment(
            salt=salt, memo=told.memo, party=told.party, resident_id=told.resident_id
        ),
        previous_head=turn.head,
        moves=plan.moves,
    )
    turn.sequence, turn.head = facts.sequence, chain.head(facts)
    return Ready(
        facts=facts, head=turn.head, reverses=reverses, salt=salt, memo=told.memo,
        party=told.party, resident_id=told.resident_id,
    )  # fmt: skip


def _next_receipt(turn: Turn) -> int:
    turn.receipt_no += 1
    return turn.receipt_no
