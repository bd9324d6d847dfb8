"""The one function that writes an entry, and the one that takes an entry back.

Everything happens under the lock of the book: limits are looked at after it is taken, and the
database looks again (guards.py, and the floor of each balance). Nothing written is ever changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.ledger import chain
from rembuk.ledger.chain import Facts, Move
from rembuk.ledger.guards import GENESIS
from rembuk.ledger.models import Account, Balance, Book, Entry, Movement, Note
from rembuk.ledger.models.entries import MOST_RP
from rembuk.ledger.months import state_of
from rembuk.lib import words
from rembuk.lib.errors import Refused
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
    of the receipt series.
    """

    kind: str
    on: date
    moves: Sequence[Move]
    words: Words = Words()
    receipt: bool = True
    claimed_at: datetime | None = None


@dataclass(frozen=True)
class Signed:
    """Who makes an entry, who else stands for it, when, and under which key of the device."""

    by: Actor
    at: datetime
    request_id: UUID
    part: int = 0
    checker: Actor | None = None


class Held(Mapping[str, Account]):
    """The accounts an entry moves, by code, with their balances locked."""

    def __init__(self, book: Book, codes: set[str]) -> None:
        rows = Account.objects.of(book.village).filter(book=book, code__in=codes)
        self._by_code = {account.code: account for account in rows}
        ids = sorted(account.pk for account in self._by_code.values())
        locked = Balance.objects.of(book.village).filter(account__in=ids).order_by("account")
        self.balances = {row.account_id: row for row in locked}

    def __getitem__(self, code: str) -> Account:
        return self._by_code[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_code)

    def __len__(self) -> int:
        return len(self._by_code)


@transaction.atomic
def post(book: Book, plan: Plan, *, signed: Signed, today: date) -> Entry:
    """Write one entry into a book and return it.

    Errors: Refused for a sum that is no whole positive rupiah, an account that is not in the book
    or is closed, a day before the book or after `today`, a closed month, or money that is not
    there. An earlier entry of the same request and part is a mistake of the caller.
    """
    accounts = check(book, plan, today=today)
    Balance.objects.bulk_update(accounts.balances.values(), ["debit_rp", "credit_rp", "own_rp"])
    return _write(book, plan, signed=signed, accounts=accounts, reverses=None)


def check(book: Book, plan: Plan, *, today: date) -> Held:
    """Take the book's lock and refuse what may not be posted; nothing is written.

    Returns the accounts with the balances they would have.
    """
    assert plan.moves
    _check_sums(plan)
    lock(book)
    _check_day(book, plan.on, today=today)
    accounts = Held(book, {code for move in plan.moves for code in (move.debit, move.credit)})
    _check_accounts(plan, accounts)
    _move(plan.moves, accounts)
    return accounts


@transaction.atomic
def reverse(
    entry: Entry, *, reason: str, signed: Signed, today: date, on: date | None = None
) -> Entry:
    """Take an entry back with one that moves the same sums the other way; both stay.

    It counts for `on`, for the day of the entry itself unless said otherwise, and for today where
    that month is closed. Errors: Refused if the entry was taken back before, takes another back
    itself, or the money is no longer there.
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
    note = entry.note
    told = Words(memo=reason, party=note.party, resident_id=note.resident_id)
    plan = Plan(kind=REVERSAL, on=day, moves=moves, words=told)
    accounts = check(book, plan, today=today)
    Balance.objects.bulk_update(accounts.balances.values(), ["debit_rp", "credit_rp", "own_rp"])
    return _write(book, plan, signed=signed, accounts=accounts, reverses=entry)


# --- checked -------------------------------------------------------------------------------------


def _check_sums(plan: Plan) -> None:
    for move in plan.moves:
        whole = type(move.amount_rp) is int  # a half rupiah or True compares well, and books badly
        if not (whole and 1 <= move.amount_rp <= MOST_RP):
            raise Refused(_("Write a sum of whole rupiah, from Rp1 to Rp1,000,000,000,000,000."))
        assert move.debit != move.credit


def _check_day(book: Book, on: date, *, today: date) -> None:
    language = get_language() or "id"
    if on > today:
        raise Refused(_("That day has not come yet. Write today or an earlier day."))
    if on < book.begins_on:
        day = words.plain_day(book.begins_on, language=language)
        raise Refused(
            _("These books begin on %(day)s. Write that day or a later one.") % {"day": day}
        )
    if not state_of(book, on).takes_entries:
        month = words.month_of_year(on, language=language)
        raise Refused(
            _("The books of %(month)s are closed. Write a day of a month that is open.")
            % {"month": month}
        )


def _check_accounts(plan: Plan, accounts: Held) -> None:
    for code in sorted({code for move in plan.moves for code in (move.debit, move.credit)}):
        account = accounts.get(code)
        if account is None or account.is_control:
            raise Refused(_("Account %(code)s is not in these books.") % {"code": code})
        if account.closed_on and account.closed_on < plan.on:
            raise Refused(
                _("Account %(code)s is closed. Choose an account that is open.") % {"code": code}
            )


def _move(moves: Sequence[Move], accounts: Held) -> None:
    """Add the movements to the balances, and refuse where money is not there."""
    debited: dict[str, int] = defaultdict(int)
    credited: dict[str, int] = defaultdict(int)
    for move in moves:
        debited[move.debit] += move.amount_rp
        credited[move.credit] += move.amount_rp
    for code in sorted(debited.keys() | credited.keys()):
        account = accounts[code]
        balance = accounts.balances[account.pk]
        balance.debit_rp += debited[code]
        balance.credit_rp += credited[code]
        grown = balance.debit_rp - balance.credit_rp
        before, balance.own_rp = balance.own_rp, grown if account.normal == "D" else -grown
        fell = balance.own_rp < before
        if fell and account.floor_rp is not None:
            _check_floor(account, balance, before)


def _check_floor(account: Account, balance: Balance, before: int) -> None:
    assert account.floor_rp is not None
    free = before - balance.held_rp - account.floor_rp
    if balance.own_rp - balance.held_rp >= account.floor_rp:
        return
    language = get_language() or "id"
    there = words.grouped(max(free, 0), language=language)
    raise Refused(
        _("There is only Rp%(sum)s in %(account)s. Write less, or record first what came in.")
        % {"sum": there, "account": account.name}
    )


# --- written -------------------------------------------------------------------------------------


def lock(book: Book) -> None:
    """Let one writer at a time into a book. SQLite's transactions queue for the whole file."""
    if connection.features.has_select_for_update:
        Book.objects.of(book.village).select_for_update().get(pk=book.pk)


def _write(
    book: Book, plan: Plan, *, signed: Signed, accounts: Held, reverses: Entry | None
) -> Entry:
    last = Entry.objects.of(book.village).filter(book=book).order_by("-sequence").first()
    salt = chain.new_salt()
    told = plan.words
    facts = Facts(
        book=book.pk,
        sequence=last.sequence + 1 if last else 1,
        kind=plan.kind,
        value_on=plan.on,
        recorded_at=signed.at,
        claimed_at=plan.claimed_at,
        receipt_no=_next_receipt(book) if plan.receipt else None,
        request_id=signed.request_id,
        part=signed.part,
        maker=signed.by.user.pk if signed.by.user else None,
        checker=signed.checker.user.pk if signed.checker and signed.checker.user else None,
        reverses=reverses.sequence if reverses else None,
        commitment=chain.commitment(
            salt=salt, memo=told.memo, party=told.party, resident_id=told.resident_id
        ),
        previous_head=last.head if last else GENESIS,
        moves=plan.moves,
    )
    entry = Entry.objects.create(
        village=book.village, book=book, sequence=facts.sequence, kind=plan.kind, value_on=plan.on,
        recorded_at=signed.at, claimed_at=plan.claimed_at, receipt_no=facts.receipt_no,
        request_id=signed.request_id, part=signed.part, lines=len(plan.moves),
        maker_id=facts.maker, checker_id=facts.checker, reverses=reverses,
        commitment=facts.commitment, previous_head=facts.previous_head, head=chain.head(facts),
        format=chain.FORMAT,
    )  # fmt: skip
    Note.objects.create(
        village=book.village, entry=entry, salt=salt, memo=told.memo, party=told.party,
        resident_id=told.resident_id,
    )  # fmt: skip
    Movement.objects.bulk_create(
        Movement(
            village=book.village, entry=entry, book=book, sequence=entry.sequence,
            position=position, value_on=plan.on, debit=accounts[move.debit],
            credit=accounts[move.credit], amount_rp=move.amount_rp, unit=move.unit,
        )
        for position, move in enumerate(plan.moves)
    )  # fmt: skip
    return entry


def _next_receipt(book: Book) -> int:
    given = Entry.objects.of(book.village).filter(book=book, receipt_no__isnull=False)
    last = given.order_by("-receipt_no").values_list("receipt_no", flat=True).first()
    return (last or 0) + 1
