"""What waits for a second person: the money is reserved, and it is resolved exactly once.

The two-person rule and a reservation are one thing. The other person approves the hash of what
was asked, so nothing approved can be changed on the way.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from rembuk.ledger import books, chain, posting, writing
from rembuk.ledger.chain import Move
from rembuk.ledger.models import Account, Balance, Book, Entry, Hold, Pending, Resolution
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.lib.errors import Refused
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

WAITS_DAYS = 14
Outcome = Resolution.Outcome


@transaction.atomic
def propose(
    book: Book, plan: Plan, *, by: Actor, at: datetime, request_id: UUID, today: date
) -> Pending:
    """Write down an entry that another person has to approve, and reserve its money.

    It waits WAITS_DAYS. Errors: as posting.post; Refused too if what is left after other
    reservations is not enough, and for an entry whose taking back waits already.
    """
    assert by.user is not None, "a person asks, not Rembuk"
    if plan.reverses is not None and asked_back(book, plan.reverses):
        raise Refused(_("Taking this line back waits for the chair already."))
    posting.check(book, plan, today=today)
    salt = chain.new_salt()
    asked = _asked(plan)
    words = plan.words
    pending = Pending.objects.create(
        village=book.village, book=book, request_id=request_id, kind=plan.kind, asked=asked,
        asked_hash=_hash(asked, salt=salt, words=words), salt=salt, memo=words.memo,
        party=words.party, resident_id=words.resident_id, maker=by.user, made_at=at,
        expires_on=today + timedelta(days=WAITS_DAYS),
    )  # fmt: skip
    _hold(pending, plan)
    return pending


@transaction.atomic
def approve(pending: Pending, *, asked_hash: str, by: Actor, at: datetime, today: date) -> Entry:
    """Approve what was shown under `asked_hash`: it is booked, signed by both.

    Errors: Refused if the person who asked approves, if it is resolved or expired, if what was
    shown is not what is there, and whatever posting.post refuses on this day.
    """
    _lock(pending)
    if by.user is None or by.user.pk == pending.maker_id:
        raise Refused(_("The person who asked for it cannot approve it. Ask another officer."))
    if today > pending.expires_on:
        raise Refused(_("This has waited too long. Record it anew."))
    if asked_hash != pending.asked_hash or not is_as_asked(pending):
        raise Refused(_("What you saw is not what is kept here. Open it again and read it."))
    _release(pending)
    maker = Actor(user=pending.maker)
    signed = Signed(by=maker, at=at, request_id=pending.request_id, checker=by)
    entry = _book(pending, signed=signed, today=today)
    _resolve(pending, Outcome.APPROVED, by=by, at=at, entry=entry)
    return entry


@transaction.atomic
def refuse(pending: Pending, *, reason: str, by: Actor, at: datetime) -> Resolution:
    """Refuse it, or withdraw it if it is one's own; the reserved money is free again.

    Errors: Refused without a reason, and if it is resolved already.
    """
    _lock(pending)
    if not reason.strip():
        raise Refused(_("Write why, so that the other one knows."))
    own = by.user is not None and by.user.pk == pending.maker_id
    _release(pending)
    outcome = Outcome.WITHDRAWN if own else Outcome.REFUSED
    return _resolve(pending, outcome, by=by, at=at, reason=reason.strip())


@transaction.atomic
def expire(book: Book, *, at: datetime, today: date) -> int:
    """Let go of what has waited too long. Returns how many there were."""
    writing.lock(book)
    old = Pending.objects.of(book.village).filter(
        book=book, resolution__isnull=True, expires_on__lt=today
    )
    count = 0
    for pending in old.order_by("pk"):
        _lock(pending)
        _release(pending)
        _resolve(pending, Outcome.EXPIRED, by=Actor(user=None), at=at)
        count += 1
    return count


def let_go(village: Village, at: datetime) -> int:
    """Let go of what has waited too long in any book of a village. Returns how many there were."""
    today = at.astimezone(village.zone).date()
    return sum(expire(book, at=at, today=today) for book in books.books_of(village))


def plan_of(pending: Pending) -> Plan:
    """Return the entry that waits, as it would be posted."""
    asked = pending.asked
    return Plan(
        kind=asked["kind"],
        on=date.fromisoformat(asked["on"]),
        moves=[Move(*move) for move in asked["moves"]],
        words=Words(memo=pending.memo, party=pending.party, resident_id=pending.resident_id),
        receipt=asked["receipt"],
        reverses=asked.get("reverses"),
    )


def waiting(book: Book) -> list[Pending]:
    """Return what waits for a second person, the earliest first."""
    open_ones = Pending.objects.of(book.village).filter(book=book, resolution__isnull=True)
    return list(open_ones.select_related("maker").order_by("made_at", "pk"))


def asked_back(book: Book, number: int) -> Pending | None:
    """Return what waits to take the entry of this number back; None if nothing does."""
    rows = Pending.objects.of(book.village).filter(book=book, resolution__isnull=True)
    return rows.filter(kind=posting.REVERSAL, asked__reverses=number).first()


def taken_by(
    book: Book, plan: Plan, *, accounts: Iterable[Account] | None = None
) -> dict[int, int]:
    """Return what an entry takes out of each account that may not fall below a floor, by its id.

    Who looks at many entries hands the `accounts` of the book over.
    """
    taken: dict[str, int] = defaultdict(int)
    for move in plan.moves:
        taken[move.debit] -= move.amount_rp
        taken[move.credit] += move.amount_rp
    found: dict[int, int] = {}
    if accounts is None:
        accounts = Account.objects.of(book.village).filter(book=book, code__in=list(taken))
    for account in accounts:
        if account.code not in taken:
            continue
        sign = 1 if account.normal == Account.Side.DEBIT else -1
        amount = taken[account.code] * sign
        if account.floor_rp is not None and amount > 0:
            found[account.pk] = amount
    return found


def held(book: Book) -> dict[int, int]:
    """Return what is reserved of accounts by all that waits, by their ids."""
    holds = Hold.objects.of(book.village).filter(
        pending__book=book, pending__resolution__isnull=True
    )
    return dict(holds.order_by().values_list("account").annotate(sum=Sum("amount_rp")))


def is_as_asked(pending: Pending) -> bool:
    """Say whether what waits, or waited, is still what its maker asked for.

    Once the words were erased, only the sums can be compared with what was booked.
    """
    if not pending.salt:
        return not (pending.memo or pending.party)
    return _recomputed(pending) == pending.asked_hash


def _book(pending: Pending, *, signed: Signed, today: date) -> Entry:
    """Write the entry that waited, just as it was asked for."""
    book, plan = pending.book, plan_of(pending)
    if plan.reverses is None:
        return posting.post(book, plan, signed=signed, today=today)
    posting.check(book, plan, today=today)  # its day is still open: it lands on no other
    entry = Entry.objects.of(book.village).select_related("book__village").get(
        book=book, sequence=plan.reverses
    )  # fmt: skip
    return posting.reverse(
        entry, reason=plan.words.memo, signed=signed, today=today, on=plan.on
    )  # fmt: skip


def _asked(plan: Plan) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "kind": plan.kind,
        "on": plan.on.isoformat(),
        "receipt": plan.receipt,
        "moves": [[move.debit, move.credit, move.amount_rp, move.unit] for move in plan.moves],
    }
    return asked if plan.reverses is None else asked | {"reverses": plan.reverses}


def _hash(asked: dict[str, Any], *, salt: str, words: Words) -> str:
    told = chain.commitment(
        salt=salt, memo=words.memo, party=words.party, resident_id=words.resident_id
    )
    text = json.dumps([asked, told], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _recomputed(pending: Pending) -> str:
    words = Words(memo=pending.memo, party=pending.party, resident_id=pending.resident_id)
    return _hash(pending.asked, salt=pending.salt, words=words)


def _lock(pending: Pending) -> None:
    writing.lock(pending.book)
    if Resolution.objects.of(pending.village).filter(pending=pending).exists():
        raise Refused(_("This was decided before. Nothing more is needed."))


def _hold(pending: Pending, plan: Plan) -> None:
    """Reserve what the entry takes out of accounts that may not fall below a floor."""
    book = pending.book
    for account, amount in sorted(taken_by(book, plan).items()):
        Hold.objects.create(
            village=book.village, pending=pending, account_id=account, amount_rp=amount
        )
        Balance.objects.of(book.village).filter(account=account).update(
            held_rp=F("held_rp") + amount
        )


def _release(pending: Pending) -> None:
    for hold in pending.holds.order_by("account_id"):
        Balance.objects.of(pending.village).filter(account=hold.account_id).update(
            held_rp=F("held_rp") - hold.amount_rp
        )


def _resolve(
    pending: Pending,
    outcome: Outcome,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    entry: Entry | None = None,
) -> Resolution:
    return Resolution.objects.create(
        village=pending.village, pending=pending, outcome=outcome, maker_id=pending.maker_id,
        by=by.user, at=at, reason=reason, entry=entry,
    )  # fmt: skip
