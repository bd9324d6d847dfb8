"""All promises of the books worked out again from the movements, and compared.

Nothing is taken from a cache: balances, holds, seals and the chain are re-derived. A finding is
one sentence for the person who has to act on it. I1 to I20 are the numbers of docs/ledger.md.
"""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from rembuk.ledger import chain, export, sealing
from rembuk.ledger.chain import Move
from rembuk.ledger.guards import GENESIS
from rembuk.ledger.models import (
    Account,
    Balance,
    Book,
    Entry,
    Hold,
    Movement,
    Note,
    Pending,
    Period,
    Resolution,
    Seal,
)
from rembuk.ledger.models.entries import MOST_RP
from rembuk.ledger.models.periods import State
from rembuk.ledger.pending import is_as_asked, plan_of, taken_by


@dataclass(frozen=True)
class Finding:
    """Something in a book that is not as promised: which promise, and what to look at."""

    promise: str
    says: str


def check_book(book: Book) -> list[Finding]:
    """Return everything that is wrong with a book; an empty list for one that is as promised."""
    walk = _Walk(book)
    return [
        *walk.findings(),
        *_balances(book, walk),
        *_control_accounts(book, walk),
        *_pending(book),
        *_seals(book),
    ]


class _Walk:
    """One walk through all entries in order, adding up what they move."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.debits: dict[int, int] = defaultdict(int)
        self.credits: dict[int, int] = defaultdict(int)
        self.moved = 0

    def findings(self) -> list[Finding]:
        return list(self._go())

    def _go(self) -> Iterator[Finding]:
        expected, previous, receipt = 1, GENESIS, 0
        closed = _closed_months(self.book)
        for entry, movements in export.entries_of(self.book):
            name = {"number": entry.sequence}
            if entry.sequence != expected:
                yield Finding("I3", _("Entry %(number)s is missing.") % {"number": expected})
            if entry.previous_head != previous:
                yield Finding(
                    "I17", _("Entry %(number)s does not follow the one before it.") % name
                )
            if not hmac.compare_digest(chain.head(export.facts_of(entry, movements)), entry.head):
                yield Finding("I17", _("Entry %(number)s is not as it was written.") % name)
            if entry.receipt_no is not None:
                receipt += 1
                if entry.receipt_no != receipt:
                    yield Finding(
                        "I3", _("Receipt number %(number)s is missing.") % {"number": receipt}
                    )
                    receipt = entry.receipt_no
            last_allowed = closed.get(entry.value_on.replace(day=1), entry.sequence)
            if entry.value_on < self.book.begins_on or entry.sequence > last_allowed:
                yield Finding("I10", _("Entry %(number)s lies in a month that was closed.") % name)
            yield from self._movements(entry, movements)
            yield from self._words(entry)
            yield from self._reversal(entry, movements)
            expected, previous = entry.sequence + 1, entry.head
        if Movement.objects.of(self.book.village).filter(book=self.book).count() != self.moved:
            yield Finding("I3", _("There are movements without an entry."))

    def _movements(self, entry: Entry, movements: list[Movement]) -> Iterator[Finding]:
        name = {"number": entry.sequence}
        self.moved += len(movements)
        if len(movements) != entry.lines or any(m.entry_id != entry.pk for m in movements):
            yield Finding("I3", _("Entry %(number)s has lost or gained a movement.") % name)
        for m in movements:
            ours = m.debit.book_id == m.credit.book_id == m.book_id == self.book.pk
            if not (1 <= m.amount_rp <= MOST_RP and m.debit_id != m.credit_id and ours):
                yield Finding("I1", _("Entry %(number)s has a movement that cannot be.") % name)
            if (m.value_on, m.village_id) != (entry.value_on, self.book.village_id):
                yield Finding("I20", _("Entry %(number)s has a movement that cannot be.") % name)
            self.debits[m.debit_id] += m.amount_rp
            self.credits[m.credit_id] += m.amount_rp
        if entry.maker_id is not None and entry.maker_id == entry.checker_id:
            yield Finding("I9", _("Entry %(number)s was made and approved by one person.") % name)

    def _words(self, entry: Entry) -> Iterator[Finding]:
        note: Note | None = getattr(entry, "note", None)
        if note is None:
            yield Finding(
                "I3", _("Entry %(number)s has lost its words.") % {"number": entry.sequence}
            )
        if note is None or not note.salt:
            return  # erased on request: only the commitment stays
        told = chain.commitment(
            salt=note.salt, memo=note.memo, party=note.party, resident_id=note.resident_id
        )
        if not hmac.compare_digest(told, entry.commitment):
            yield Finding(
                "I17",
                _("The words of entry %(number)s were changed.") % {"number": entry.sequence},
            )

    def _reversal(self, entry: Entry, movements: list[Movement]) -> Iterator[Finding]:
        target = entry.reverses
        if target is None:
            return
        theirs = Movement.objects.of(self.book.village).filter(entry=target).order_by("position")
        back = [(m.credit_id, m.debit_id, m.amount_rp, m.unit) for m in movements]
        if back != [(m.debit_id, m.credit_id, m.amount_rp, m.unit) for m in theirs]:
            yield Finding(
                "I5",
                _("Entry %(number)s does not take back all of the one it reverses.")
                % {"number": entry.sequence},
            )


def _closed_months(book: Book) -> dict[date, int]:
    """Return for each sealed month the last sequence that may lie in it."""
    periods = _periods(book).filter(seal__isnull=False)
    return {one.first: one.seal.sequence for one in periods}


def _balances(book: Book, walk: _Walk) -> Iterator[Finding]:
    if sum(walk.debits.values()) != sum(walk.credits.values()):
        yield Finding("I2", _("Debits and credits are not equal."))
    held = _held(book)
    kept = {b.account_id: b for b in Balance.objects.of(book.village).filter(account__book=book)}
    for account in Account.objects.of(book.village).filter(book=book).order_by("code"):
        debit, credit = walk.debits[account.pk], walk.credits[account.pk]
        own = debit - credit if account.normal == Account.Side.DEBIT else credit - debit
        name = {"account": account.code}
        if account.floor_rp is not None and own - held.get(account.pk, 0) < account.floor_rp:
            yield Finding("I8", _("Account %(account)s is below what it may hold.") % name)
        if account.is_control:
            continue
        cached = kept.get(account.pk)
        if cached is None or (cached.debit_rp, cached.credit_rp, cached.own_rp) != (
            debit,
            credit,
            own,
        ):
            yield Finding("I7", _("The kept balance of account %(account)s is wrong.") % name)
        if cached and (cached.held_rp, cached.floor_rp) != (
            held.get(account.pk, 0),
            account.floor_rp,
        ):
            yield Finding("I8", _("What is reserved of account %(account)s is wrong.") % name)


def _held(book: Book) -> dict[int, int]:
    holds = Hold.objects.of(book.village).filter(
        pending__book=book, pending__resolution__isnull=True
    )
    return dict(holds.order_by().values_list("account").annotate(sum=Sum("amount_rp")))


def _control_accounts(book: Book, walk: _Walk) -> Iterator[Finding]:
    """A control account has no movements of its own: its balance is that of its members'."""
    for account in Account.objects.of(book.village).filter(book=book, is_control=True):
        if walk.debits[account.pk] or walk.credits[account.pk]:
            yield Finding(
                "I6",
                _("Account %(account)s moved past its members' accounts.")
                % {"account": account.code},
            )


def _pending(book: Book) -> Iterator[Finding]:
    for pending in (
        Pending.objects.of(book.village)
        .filter(book=book)
        .select_related("book__village", "resolution__entry")
    ):
        done: Resolution | None = getattr(pending, "resolution", None)
        if not (is_as_asked(pending) and _reserved(pending) and _booked_as_asked(pending, done)):
            yield Finding("I9", _("Something that waited for a second person was changed."))
        if done and done.entry and done.entry.checker_id == pending.maker_id:
            yield Finding("I9", _("Something was asked for and approved by one person."))


def _reserved(pending: Pending) -> bool:
    held = dict(pending.holds.order_by().values_list("account", "amount_rp"))
    return held == taken_by(pending.book, plan_of(pending))


def _booked_as_asked(pending: Pending, done: Resolution | None) -> bool:
    if done is None or done.entry is None:
        return True
    entry, plan = done.entry, plan_of(pending)
    rows = entry.movements.select_related("debit", "credit").order_by("position")
    moves = [Move(m.debit.code, m.credit.code, m.amount_rp, m.unit) for m in rows]
    return (entry.kind, entry.value_on, moves) == (plan.kind, plan.on, list(plan.moves))


def _seals(book: Book) -> Iterator[Finding]:
    entries = Entry.objects.of(book.village).filter(book=book)
    for period in _periods(book):
        seal: Seal | None = getattr(period, "seal", None)
        if (period.state == State.SEALED) != (seal is not None):
            yield _unsealed(period)
        last = period.events.order_by("pk").last()
        if last is None or last.state != period.state:
            yield Finding(
                "I10",
                _("Nobody is on record for how %(month)s stands.")
                % {"month": f"{period.first:%Y-%m}"},
            )
        if seal is None:
            continue
        known = entries.filter(sequence=seal.sequence).values_list("head", flat=True).first()
        now = sealing.derive(period, sequence=seal.sequence, head=known or GENESIS)
        if (now, known or GENESIS) != (seal.digest, seal.head):
            yield _unsealed(period)


def _periods(book: Book) -> QuerySet[Period]:
    found = Period.objects.of(book.village).filter(book=book)
    return found.select_related("seal", "book__village").order_by("first")


def _unsealed(period: Period) -> Finding:
    return Finding(
        "I10",
        _("The sealed month %(month)s is not what it was.") % {"month": f"{period.first:%Y-%m}"},
    )
