"""Recording money in and out, and taking a line back. Nothing is changed or deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.cash import booking, days, purposes, telling
from rembuk.cash.purposes import Way
from rembuk.cash.sums import sum_told
from rembuk.ledger import chart, pending, posting, reading, writing
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book, Entry, Line, Pending
from rembuk.lib.errors import Refused

LOOKED_BACK = 20  # lines whose median says what is usual for a person, or in a purse
LOOKED_THROUGH = 400  # lines among which those of a person are looked for
FEWEST = 5  # with fewer there is no usual yet
TIMES_USUAL = 10


@dataclass(frozen=True)
class Money:
    """Money that came or went: who, what for, how much in whole rupiah, on which day."""

    way: Way
    party: str
    purpose: str
    amount_rp: int
    on: date
    memo: str = ""
    resident_id: int | None = None
    claimed_at: datetime | None = None  # the device's clock, for information


def needs_second(book: Book, money: Money) -> bool:
    """Say whether money needs a second person: what goes out from the group's limit on."""
    return money.way == Way.OUT and money.amount_rp >= book.limit_rp


def is_unusual(
    book: Book, *, way: Way, amount_rp: int, party: str = "", resident_id: int | None = None
) -> bool:
    """Say whether a sum is typed twice: from the limit on, or ten times what is usual.

    What is usual is the median of this person's own last lines, by the resident or by the same
    name; of the purse's where she has too few. A teacher who always pays much is not asked again.
    """
    if amount_rp >= book.limit_rp:
        return True
    past = reading.last_sums(book, kind=way, count=LOOKED_THROUGH)
    return _is_unusual(past, amount_rp=amount_rp, party=party, resident_id=resident_id)


def any_unusual(book: Book, moneys: Sequence[Money]) -> bool:
    """Say whether one of many sums of money in is unusual, or all of them together: one query."""
    if sum(money.amount_rp for money in moneys) >= book.limit_rp:
        return True
    past = reading.last_sums(book, kind=Way.IN, count=LOOKED_THROUGH)
    return any(
        _is_unusual(past, amount_rp=m.amount_rp, party=m.party, resident_id=m.resident_id)
        for m in moneys
    )


def _is_unusual(
    past: Sequence[reading.Earlier], *, amount_rp: int, party: str, resident_id: int | None
) -> bool:
    own = [one.amount_rp for one in past if _is_of(one, party=party, resident_id=resident_id)]
    usual = own if len(own) >= FEWEST else [one.amount_rp for one in past]
    usual = usual[:LOOKED_BACK]
    return len(usual) >= FEWEST and amount_rp > TIMES_USUAL * median(usual)


def _is_of(past: reading.Earlier, *, party: str, resident_id: int | None) -> bool:
    if resident_id is not None and past.resident_id is not None:
        return past.resident_id == resident_id
    return bool(party) and " ".join(party.split()).casefold() == past.party.casefold()


@transaction.atomic
def record(*, book: Book, money: Money, signed: Signed, today: date) -> Entry:
    """Write money in or out into a group's cash.

    Money out from the limit on needs `signed.checker`; without one it is asked for (ask).
    Errors: Refused for a day that is closed; and as ledger.posting.post.
    """
    assert not needs_second(book, money) or signed.checker
    days.check_open(book, money.on)
    pending.expire(book, at=signed.at, today=today)  # what nobody decided in time is free again
    entry = posting.post(book, plan_of(money), signed=signed, today=today)
    verb = "cash.came_in" if money.way == Way.IN else "cash.went_out"
    tell(book, verb, entry=entry, amount_rp=money.amount_rp, signed=signed)
    telling.tell(entry, by=signed.by, at=signed.at)
    return entry


@transaction.atomic
def ask(*, book: Book, money: Money, signed: Signed, today: date) -> Pending:
    """Ask a second person for money out; until then it is reserved and moves nothing."""
    assert needs_second(book, money)
    days.check_open(book, money.on)
    pending.expire(book, at=signed.at, today=today)
    asked = pending.propose(
        book, plan_of(money), by=signed.by, at=signed.at, request_id=signed.request_id,
        today=today,
    )  # fmt: skip
    changes = [("amount", None, sum_told(money.amount_rp))]
    booking.tell(
        book, "cash.asked", about=asked, by=signed.by, at=signed.at, changes=changes,
        resident_id=money.resident_id,
    )  # fmt: skip
    return asked


# What rooms above refuse of taking a line back, such as an instalment others were built upon.
_keepers: list[Callable[[Book, Entry], None]] = []


def keep(check: Callable[[Book, Entry], None]) -> None:
    """Register who may refuse that a line is taken back; it raises Refused (apps.py)."""
    _keepers.append(check)


def is_large_out(book: Book, line: Line) -> bool:
    """Say whether money out was so large that only who runs the group says it came back."""
    return line.out_rp >= book.limit_rp


def is_large_in(book: Book, line: Line) -> bool:
    """Say whether taking a line back is money out that needs a second person."""
    return line.in_rp >= book.limit_rp


@transaction.atomic
def take_back(
    *, book: Book, number: int, reason: str, signed: Signed, today: date
) -> Entry | Pending:
    """Take a line back with a reason; both lines stay visible.

    It counts for the day of the line itself, and for today where that day is closed. Taking back
    a large sum that came in is money out: it waits for a second person.
    Errors: Refused without a reason; for large money out if the one who recorded it takes it
    back; where a room above stands on it (`keep`); and as ledger.posting.reverse and
    ledger.pending.propose.
    """
    entry, line = reading.entry_of(book, number), reading.line_of(book, number)
    assert entry is not None
    assert line is not None
    if not reason.strip():
        raise Refused(_("Write why this line is taken back."))
    own = signed.by.user is not None and signed.by.user.pk == entry.maker_id
    if own and is_large_out(book, line):
        raise Refused(_("You recorded this yourself, and it is a large sum. Ask another officer."))
    for check in _keepers:
        check(book, entry)
    writing.lock(book)
    on = entry.value_on if days.is_open(book, entry.value_on) else today
    days.check_open(book, on)
    if is_large_in(book, line):
        return _ask_back(book, entry, line, reason=reason, on=on, signed=signed, today=today)
    opposite = posting.reverse(entry, reason=reason.strip(), signed=signed, today=today, on=on)
    tell(book, "cash.taken_back", entry=opposite, amount_rp=line.amount_rp, signed=signed)
    telling.tell(opposite, by=signed.by, at=signed.at)
    return opposite


def _ask_back(
    book: Book, entry: Entry, line: Line, *, reason: str, on: date, signed: Signed, today: date
) -> Pending:
    pending.expire(book, at=signed.at, today=today)
    plan = posting.reversal_of(entry, reason=reason.strip(), today=today, on=on)
    asked = pending.propose(
        book, plan, by=signed.by, at=signed.at, request_id=signed.request_id, today=today
    )
    changes = [("amount", None, sum_told(line.amount_rp)), ("number", None, line.number)]
    booking.tell(
        book, "cash.take_back_asked", about=asked, by=signed.by, at=signed.at, changes=changes,
        resident_id=entry.resident_id,
    )  # fmt: skip
    return asked


def plan_of(money: Money) -> Plan:
    """Turn who, what for and how much into the entry it is in the ledger."""
    other = purposes.by_code(money.purpose).account
    came = money.way == Way.IN
    move = Move(chart.CASH, other, money.amount_rp)
    moves = [move if came else Move(other, chart.CASH, money.amount_rp)]
    told = Words(memo=money.memo, party=money.party, resident_id=money.resident_id)
    return Plan(kind=money.way, on=money.on, moves=moves, words=told, claimed_at=money.claimed_at)


def tell(book: Book, verb: str, *, entry: Entry, amount_rp: int, signed: Signed) -> None:
    """Write a line into the village's trail that an entry was recorded, or taken back."""
    changes = [("amount", None, sum_told(amount_rp)), ("number", None, entry.sequence)]
    booking.tell(
        book, verb, about=entry, by=signed.by, at=signed.at, changes=changes,
        resident_id=entry.resident_id,
    )  # fmt: skip
