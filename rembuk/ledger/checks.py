"""All promises of the books worked out again from the movements, and compared.

Nothing is taken on trust: balances, month ends, holds, seals and the chain are re-derived. A
finding is one sentence for the person who has to act on it. I1 to I20 are the numbers of
docs/ledger.md.
"""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from django.db import transaction
from django.db.models import Count, Min, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from rembuk.ledger import chain, checkpoints, proven, sealing, walking
from rembuk.ledger.chain import Move
from rembuk.ledger.checkpoints import Mark
from rembuk.ledger.guards import GENESIS
from rembuk.ledger.models import (
    Account,
    Balance,
    Book,
    Entry,
    Movement,
    Pending,
    Period,
    PeriodEvent,
    Resolution,
    Seal,
)
from rembuk.ledger.models.periods import State
from rembuk.ledger.pending import held, is_as_asked, plan_of, taken_by
from rembuk.ledger.proven import Proven
from rembuk.ledger.walking import Moved, Seen, Written
from rembuk.lib.money import MOST_RP

MONTH = len("2026-11")


@dataclass(frozen=True)
class Finding:
    """Something in a book that is not as promised: which promise, and what to look at.

    `waits` says that the book goes on as it is: what is missing comes when its time has come.
    """

    promise: str
    says: str
    waits: bool = False


# What a room looks at: all of a book, or only what counts for days later than the one given.
Check = Callable[[Book, date | None], Iterable[Finding]]
_more: list[Check] = []


def add(check: Check) -> None:
    """Register what a room above keeps about a book and can prove from it (apps.py)."""
    _more.append(check)


class Listener(Protocol):
    """Keeps what a whole check of a book found, and when it was."""

    def __call__(self, book: Book, found: Sequence[Finding], *, at: datetime) -> None:
        """Keep it, also where nothing was found."""


_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Register who is told what each whole check of a book found (apps.py)."""
    _listeners.append(listener)


def tell(book: Book, found: Sequence[Finding], *, at: datetime) -> None:
    """Tell all who listen what a check found, also where it is nothing."""
    for listener in _listeners:
        listener(book, found, at=at)


def check_book(book: Book) -> list[Finding]:
    """Return everything that is wrong with a book; an empty list for one that is as promised.

    Others may go on writing: only what they wrote meanwhile, the balances and what waits are
    looked at under the book's lock, which is short.
    """
    return _check(book, None)


def check_since_closing(book: Book) -> list[Finding]:
    """Return what is wrong with all that came after the last closed month, and with its end.

    Worked out again from the movements: every entry that counts for a later day or was written
    after that closing, its hash, words, place and number; the balances of all accounts, begun at
    the sums of that month end; what waits, and what was decided since; later month ends, counts
    and closed days. Not walked through again is what that closing proved itself: its hash says
    that its sums and the head of its last entry are still the same (proven.py). Without one, or
    where they are not, the whole book is checked, as it is every night.
    """
    return _check(book, proven.last(book))


def _check(book: Book, since: Proven | None) -> list[Finding]:
    until = since.until if since else None
    walk = _Walk(book, None)
    found = [] if since else list(walk.go())
    with transaction.atomic():
        book.take_turn()
        if since:  # what is new is short: it is walked through under the lock at once
            walk = _Walk(book, since)
        found += [*walk.go(), *walk.end(), *_balances(book, walk), *_control_accounts(walk)]
        found += _pending(book, walk)
    marks = checkpoints.wrong(book, proven=since.mark if since else None)
    wrong = [_forgotten(mark) for mark in marks]
    found += [finding for check in _more for finding in check(book, until)]
    return [*found, *wrong, *_ends(book, after=until, kept=not wrong)]


def _forgotten(mark: Mark) -> Finding:
    return Finding(
        "I7",
        _("What is kept of the end of %(month)s is wrong.") % {"month": f"{mark.until:%Y-%m}"},
    )


class _Walk:
    """One walk through entries in order, adding up what they move; it can be taken further.

    It begins at the first entry, or at the first that counts for a day after a proven month end.
    """

    def __init__(self, book: Book, since: Proven | None = None) -> None:
        self.book, self.since = book, since
        self.debits: dict[int, int] = defaultdict(int)
        self.credits: dict[int, int] = defaultdict(int)
        self.moved = self.sequence = self.receipt = 0
        self.head = GENESIS
        self.begins_on = book.begins_on.isoformat()
        self.accounts: list[Account] = []
        self.codes: dict[int, str] = {}
        self.closed: dict[str, int] = {}
        self.there: int | None = None
        self.begun = 0
        if since:
            self._begin_at(since)

    def _begin_at(self, since: Proven) -> None:
        """Take over what was proven, and go on where something counts for a later day."""
        for account, (debit, credit) in since.sums.items():
            self.debits[account], self.credits[account] = debit, credit
        rows = self._movements_after(since.until)
        there = rows.aggregate(first=Min("sequence"), lines=Count("pk"))
        later, self.there = there["first"], there["lines"]
        self.sequence = min(since.sequence, later - 1) if later else since.sequence
        entries = Entry.objects.of(self.book.village).filter(book=self.book)
        before = entries.filter(sequence__lte=self.sequence).order_by("-sequence")
        told = before.values_list("head", "receipt_no")
        self.begun = self.sequence
        self.head, receipt = told.first() or (GENESIS, None)
        if receipt is None:  # it gave no paper: the last one that did tells the number
            receipt = (told.filter(receipt_no__isnull=False).first() or ("", 0))[1]
        self.receipt = receipt or 0

    def _movements_after(self, day: date | None) -> QuerySet[Movement]:
        rows = Movement.objects.of(self.book.village).filter(book=self.book)
        return rows.filter(value_on__gt=day) if day else rows

    @property
    def after(self) -> date | None:
        """The last day whose movements are added up already; None where none are."""
        return self.since.until if self.since else None

    def go(self) -> Iterator[Finding]:
        """Go on from where the last walk ended."""
        rows = Account.objects.of(self.book.village).filter(book=self.book)
        self.accounts = list(rows.order_by("code"))
        self.codes = {account.pk: account.code for account in self.accounts}
        self.closed = self._closed_months()
        for page in walking.pages(self.book, after=self.sequence):
            self._add_up(first=page[0].sequence, last=page[-1].sequence)
            for seen in page:
                if walking.looks_sound(seen) and self._is_in_place(seen):
                    self.receipt += seen.receipt_no is not None
                else:
                    yield from self._look(seen.sequence)
                self.sequence, self.head = seen.sequence, seen.head

    def end(self) -> Iterator[Finding]:
        """Look for what no entry speaks of."""
        there = self._movements_after(None).count() if self.there is None else self.there
        if there != self.moved:
            yield Finding("I3", _("There are movements without an entry."))
        for code in self.codes.values():
            if not chain.CODE.fullmatch(str(code)):  # SQLite may hold bytes there
                name = {"account": " ".join(str(code).split())}
                yield Finding("I17", _("The code of account %(account)s is not one word.") % name)

    def _add_up(self, *, first: int, last: int) -> None:
        for debit, credit, amount_rp, count in walking.moved(
            self.book, first=first, last=last, after=self.after
        ):
            self.debits[debit] += amount_rp
            self.credits[credit] += amount_rp
            self.moved += count

    def _is_in_place(self, seen: Seen) -> bool:
        """Say whether an entry follows the one before it, on a day that it may lie on."""
        return (
            seen.village_id == self.book.village_id
            and seen.sequence == self.sequence + 1
            and seen.previous_head == self.head
            and (seen.receipt_no is None or seen.receipt_no == self.receipt + 1)
            and self.begins_on <= seen.value_on
            and seen.sequence <= self._last_in(seen.value_on[:MONTH], seen.sequence)
            and seen.reverses_id is None
            and chain.KIND.fullmatch(seen.kind) is not None
        )

    def _look(self, sequence: int) -> Iterator[Finding]:
        """Look closely at an entry that did not look sound, or takes another one back."""
        entry, moves = walking.entry(self.book, sequence)
        yield from self._place(entry, moves)
        yield from self._movements(entry, moves)
        yield from self._words(entry)
        yield from self._reversal(entry, moves)

    def _place(self, entry: Written, moves: list[Moved]) -> Iterator[Finding]:
        name = {"number": entry.sequence}
        if entry.village_id != self.book.village_id:
            yield Finding("I20", _("Entry %(number)s lies in another village.") % name)
        if entry.sequence != self.sequence + 1:
            yield Finding("I3", _("Entry %(number)s is missing.") % {"number": self.sequence + 1})
        if entry.previous_head != self.head:
            yield Finding("I17", _("Entry %(number)s does not follow the one before it.") % name)
        told = walking.head(entry, moves, book=self.book, codes=self.codes)
        words = chain.KIND.fullmatch(entry.kind) and all(
            not move.unit or chain.UNIT.fullmatch(move.unit) for move in moves
        )
        if not words or not hmac.compare_digest(told, entry.head):
            yield Finding("I17", _("Entry %(number)s is not as it was written.") % name)
        if entry.receipt_no is not None:
            self.receipt += 1
            if entry.receipt_no != self.receipt:
                yield Finding(
                    "I3", _("Receipt number %(number)s is missing.") % {"number": self.receipt}
                )
                self.receipt = entry.receipt_no
        if entry.value_on < self.begins_on or self._lies_in_a_closed_month(entry):
            yield Finding("I10", _("Entry %(number)s lies in a month that was closed.") % name)

    def _closed_months(self) -> dict[str, int]:
        """Return what _closed_months says: after the last closed one there is none."""
        return {} if self.since else _closed_months(self.book)

    def _last_in(self, month: str, number: int) -> int:
        """Return the last number that may lie in a month, such as 2026-11; `number` if any may."""
        if self.since and month <= f"{self.since.until:%Y-%m}":
            return self.since.sequence
        return self.closed.get(month, number)

    def _lies_in_a_closed_month(self, entry: Written) -> bool:
        month = entry.value_on[:MONTH]
        if entry.sequence <= self._last_in(month, entry.sequence):
            return False
        self.closed = self._closed_months()  # somebody may have opened it meanwhile
        return entry.sequence > self._last_in(month, entry.sequence)

    def _movements(self, entry: Written, moves: list[Moved]) -> Iterator[Finding]:
        name = {"number": entry.sequence}
        if len(moves) != entry.lines or any(m.sequence != entry.sequence for m in moves):
            yield Finding("I3", _("Entry %(number)s has lost or gained a movement.") % name)
        for m in moves:
            ours = m.book_id == self.book.pk and m.debit_id in self.codes
            if not (
                (type(m.amount_rp) is int and 1 <= m.amount_rp <= MOST_RP)
                and m.debit_id != m.credit_id
                and (ours and m.credit_id in self.codes)
            ):
                yield Finding("I1", _("Entry %(number)s has a movement that cannot be.") % name)
            if m.value_on != entry.value_on or m.village_id != self.book.village_id:
                yield Finding("I20", _("Entry %(number)s has a movement that cannot be.") % name)
        if entry.maker_id is not None and entry.maker_id == entry.checker_id:
            yield Finding("I9", _("Entry %(number)s was made and approved by one person.") % name)

    def _words(self, entry: Written) -> Iterator[Finding]:
        name = {"number": entry.sequence}
        told = chain.commitment(
            salt=entry.salt, memo=entry.memo, party=entry.party, resident_id=entry.resident_id
        )
        # Erased on request, an entry has neither words nor salt: only the commitment stays.
        erased = not (entry.salt or entry.memo or entry.party)
        if not erased and not hmac.compare_digest(told, entry.commitment):
            yield Finding("I17", _("The words of entry %(number)s were changed.") % name)

    def _reversal(self, entry: Written, moves: list[Moved]) -> Iterator[Finding]:
        if entry.reverses_id is None:
            return
        theirs = walking.movements_of(self.book, entry.reverses_id)
        back = [(m.credit_id, m.debit_id, m.amount_rp, m.unit) for m in moves]
        if back != theirs:
            yield Finding(
                "I5",
                _("Entry %(number)s does not take back all of the one it reverses.")
                % {"number": entry.sequence},
            )


def _closed_months(book: Book) -> dict[str, int]:
    """Return for each closed month, as 2026-11, the last sequence that may lie in it.

    It is closed from its last closing on; the seal tells of one closed before that was kept.
    """
    ended = [State.CLOSED, State.SEALED]
    seals = Seal.objects.of(book.village).filter(period__book=book, period__state__in=ended)
    told = {f"{seal.period.first:%Y-%m}": seal.sequence for seal in seals.select_related("period")}
    closings = PeriodEvent.objects.of(book.village).filter(
        period__book=book, period__state__in=ended, state=State.CLOSED, sequence__isnull=False
    )
    # The last one of each month stands.
    for first, sequence in closings.order_by("pk").values_list("period__first", "sequence"):
        told[f"{first:%Y-%m}"] = int(sequence or 0)
    return told


def _balances(book: Book, walk: _Walk) -> Iterator[Finding]:
    if sum(walk.debits.values()) != sum(walk.credits.values()):
        yield Finding("I2", _("Debits and credits are not equal."))
    reserved = held(book)
    rows = Balance.objects.of(book.village).filter(account__book=book)
    columns = ("account", "debit_rp", "credit_rp", "own_rp", "held_rp", "floor_rp")
    kept = {row[0]: row[1:] for row in rows.order_by("account").values_list(*columns)}
    floors = {account.pk: account.floor_rp for account in walk.accounts}
    for account in walk.accounts:
        debit, credit = walk.debits[account.pk], walk.credits[account.pk]
        own = debit - credit if account.normal == Account.Side.DEBIT else credit - debit
        name = {"account": account.code}
        if account.floor_rp is not None and own - reserved.get(account.pk, 0) < account.floor_rp:
            yield Finding("I8", _("Account %(account)s is below what it may hold.") % name)
        above = floors.get(account.parent_id) if account.parent_id else None
        if account.floor_rp is None and above is not None:
            yield _without_floor(name, is_below=own - reserved.get(account.pk, 0) < above)
        if account.is_control:
            continue
        cached = kept.get(account.pk)
        if cached is None or cached[:3] != (debit, credit, own):
            yield Finding("I7", _("The kept balance of account %(account)s is wrong.") % name)
        if cached and cached[3:] != (reserved.get(account.pk, 0), account.floor_rp):
            yield Finding("I8", _("What is reserved of account %(account)s is wrong.") % name)


def _without_floor(name: dict[str, str], *, is_below: bool) -> Finding:
    if not is_below:
        says = _("Account %(account)s has no floor yet. Run check_books --mend: it gets one.")
    else:
        says = _(
            "Account %(account)s is below what it may hold, and has no floor yet. Once it is no"
            " longer below, check_books --mend gives it one."
        )
    return Finding("I8", says % name, waits=True)


def _control_accounts(walk: _Walk) -> Iterator[Finding]:
    """A control account has no movements of its own: its balance is that of its members'."""
    for account in walk.accounts:
        moved = walk.debits[account.pk] or walk.credits[account.pk]
        if account.is_control and moved:
            yield Finding(
                "I6",
                _("Account %(account)s moved past its members' accounts.")
                % {"account": account.code},
            )


def _pending(book: Book, walk: _Walk) -> Iterator[Finding]:
    """Look at what waited: all of it, or what waits still or was decided since a month ended."""
    rows = Pending.objects.of(book.village).filter(book=book)
    if walk.after:
        since = datetime.combine(walk.after + timedelta(days=1), time(), tzinfo=book.village.zone)
        later = Q(resolution__entry__sequence__gt=walk.begun)  # whatever the clock said
        rows = rows.filter(Q(resolution__isnull=True) | Q(resolution__at__gte=since) | later)
    moves = Movement.objects.select_related("debit", "credit").order_by("position")
    booked = Prefetch("resolution__entry__movements", queryset=moves)
    for pending in (
        rows.select_related("resolution__entry")
        .prefetch_related("holds", booked)
        .order_by("pk")
        .iterator(chunk_size=walking.A_PAGE)
    ):
        done: Resolution | None = getattr(pending, "resolution", None)
        reserved = {hold.account_id: hold.amount_rp for hold in pending.holds.all()}
        as_asked = is_as_asked(pending) and _booked_as_asked(pending, done)
        if not as_asked or reserved != taken_by(book, plan_of(pending), accounts=walk.accounts):
            yield Finding("I9", _("Something that waited for a second person was changed."))
        if done and done.entry and done.entry.checker_id == pending.maker_id:
            yield Finding("I9", _("Something was asked for and approved by one person."))


def _booked_as_asked(pending: Pending, done: Resolution | None) -> bool:
    if done is None or done.entry is None:
        return True
    entry, plan = done.entry, plan_of(pending)
    rows = entry.movements.all()
    moves = [Move(m.debit.code, m.credit.code, m.amount_rp, m.unit) for m in rows]
    return (entry.kind, entry.value_on, moves) == (plan.kind, plan.on, list(plan.moves))


def _ends(book: Book, *, after: date | None, kept: bool) -> Iterator[Finding]:
    """Look at how months ended: who closed and sealed them, and whether they are what they were.

    `kept` says that what is kept of month ends was proven and may shorten the way; only months
    later than the day `after` are looked at, where one is given.
    """
    for period in _periods(book, after=after):
        period.book = book
        seal: Seal | None = getattr(period, "seal", None)
        events = list(period.events.all())
        if (period.state == State.SEALED) != (seal is not None):
            yield _not_as_it_was(period, sealed=True)
        if not events or events[-1].state != period.state:
            yield Finding(
                "I10",
                _("Nobody is on record for how %(month)s stands.")
                % {"month": f"{period.first:%Y-%m}"},
            )
        closing = next((one for one in reversed(events) if one.state == State.CLOSED), None)
        is_closed = period.state in {State.CLOSED, State.SEALED}
        if seal and not _is_still(period, seal, kept=kept):
            yield _not_as_it_was(period, sealed=True)
        elif is_closed and closing and closing.proof and not _is_still(period, closing, kept=kept):
            yield _not_as_it_was(period, sealed=False)


def _is_still(period: Period, told: Seal | PeriodEvent, *, kept: bool) -> bool:
    """Say whether a month end is still what its seal, or its closing, says of it."""
    sequence = told.sequence or 0
    head = proven.head_of(period.book, sequence)
    now = sealing.derive(period, sequence=sequence, head=head, kept=kept)
    if isinstance(told, Seal):
        return (now, head) == (told.digest, told.head)
    return now == told.proof


def _periods(book: Book, *, after: date | None) -> QuerySet[Period]:
    found = Period.objects.of(book.village).filter(book=book)
    if after:
        found = found.filter(first__gt=after)
    events = Prefetch("events", queryset=PeriodEvent.objects.order_by("pk"))
    return found.select_related("seal").prefetch_related(events).order_by("first")


def _not_as_it_was(period: Period, *, sealed: bool) -> Finding:
    told = _("The closed month %(month)s is not what it was.")
    if sealed:
        told = _("The sealed month %(month)s is not what it was.")
    return Finding("I10", told % {"month": f"{period.first:%Y-%m}"})
