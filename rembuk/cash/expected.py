"""Money that other rooms expect: an order's down payment, a stall's debt, a member's share.

Whoever takes an order may not write into the purse. She says what is expected; the treasurer books
it with one press, finds the line where it stands already, or says why it is not so. What became of
it is derived from the ledger, so nothing calls itself paid that no line shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.cash import lines
from rembuk.cash.models import ExpectedMoney
from rembuk.cash.purposes import Way
from rembuk.cash.sums import sum_told
from rembuk.ledger import reading
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Book, Entry, Line, Pending
from rembuk.lib.errors import Refused
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village

MATCH_DAYS = 31  # so far apart may be the day of a line and the day it was expected


class State(TextChoices):
    """What became of money that was expected."""

    WAITS = "WAITS", gettext_lazy("Waits for the treasurer")
    ASKED = "ASKED", gettext_lazy("Waits for a second person")
    BOOKED = "BOOKED", gettext_lazy("Recorded in the group's cash")
    TAKEN_BACK = "TAKEN_BACK", gettext_lazy("Recorded, and taken back")
    WITHDRAWN = "WITHDRAWN", gettext_lazy("No longer expected")


@dataclass(frozen=True)
class Settled:
    """What became of one; number, day and receipt of its line where there is one."""

    state: State
    line_no: int | None = None
    booked_on: date | None = None
    receipt_no: int | None = None

    @property
    def is_booked(self) -> bool:
        """Whether the money stands in the group's cash."""
        return self.state == State.BOOKED


@transaction.atomic
def expect(
    *,
    group: Group,
    money: lines.Money,
    source: str,
    by: Actor,
    at: datetime,
    today: date,
) -> ExpectedMoney:
    """Say that money came or is to be paid; `source` is a short code of the room that says it.

    Errors: Refused for a sum of nothing and for a day to come.
    """
    if money.amount_rp <= 0:
        raise Refused(_("Write a sum above Rp0."))
    if money.on > today:
        raise Refused(_("Choose today or an earlier day."))
    one = ExpectedMoney.objects.create(
        village=group.village, group=group, way=money.way, party=money.party,
        purpose=money.purpose, amount_rp=money.amount_rp, on=money.on, memo=money.memo,
        resident_id=money.resident_id, source=source, maker=by.user, made_at=at,
    )  # fmt: skip
    _tell("cash.expected", one, by=by, at=at)
    return one


@transaction.atomic
def book(
    *, one: ExpectedMoney, book: Book, on: date, signed: Signed, today: date
) -> Entry | Pending:
    """Record it in the group's cash, on a day; large money out waits for a second person.

    Errors: Refused if it was settled before; and as cash.lines.record and cash.lines.ask.
    """
    _take_open(one)
    money = replace(_money(one), on=on)
    if lines.needs_second(book, money):
        asked = lines.ask(book=book, money=money, signed=signed, today=today)
        one.asked = asked
        one.save(update_fields=["asked"])
        return asked
    entry = lines.record(book=book, money=money, signed=signed, today=today)
    one.entry = entry
    one.save(update_fields=["entry"])
    return entry


@transaction.atomic
def match(
    *, one: ExpectedMoney, book: Book, line_no: int, by: Actor, at: datetime
) -> ExpectedMoney:
    """Say that a line of the purse is this money: it was recorded before anybody expected it.

    Errors: Refused if it was settled before, or if the line is not among `alike`.
    """
    _take_open(one)
    if line_no not in {line.number for line in alike(one, book)}:
        raise Refused(_("This line is not that money. Choose a line with the same sum."))
    one.entry = reading.entry_of(book, line_no)
    one.save(update_fields=["entry"])
    _tell("cash.expected_found", one, by=by, at=at, number=line_no)
    return one


@transaction.atomic
def withdraw(*, one: ExpectedMoney, why: str, by: Actor, at: datetime) -> ExpectedMoney:
    """Expect it no longer: it never came, the sum is another, nobody buys.

    Errors: Refused without a reason, and if it is booked or waits for a second person.
    """
    _take_open(one)
    if not why.strip():
        raise Refused(_("Write why, so that the other one knows."))
    one.dropped_at, one.dropped_by, one.dropped_why = at, by.user, why.strip()
    one.save(update_fields=["dropped_at", "dropped_by", "dropped_why"])
    _tell("cash.expected_dropped", one, by=by, at=at, reason=one.dropped_why)
    return one


@transaction.atomic
def drop(one: ExpectedMoney, *, why: str, by: Actor, at: datetime) -> None:
    """Expect it no longer, where it waits; where nobody expects it any more, there is no need.

    For what is taken back together with its money. Errors: Refused while it stands in the purse,
    or waits for a second person.
    """
    one.take_turn()
    match settled_one(one).state:
        case State.WAITS:
            withdraw(one=one, why=why, by=by, at=at)
        case State.BOOKED | State.ASKED:
            raise Refused(_("The treasurer has recorded the money. Ask her to take it back first."))


def settled(village: Village, ids: Iterable[int]) -> dict[int, Settled]:
    """Return what became of money that was expected, by its id: one query for a whole page."""
    return {one.pk: _settled(one) for one in _told(village).filter(pk__in=list(ids))}


def booked_on(village: Village, ids: Iterable[int]) -> dict[int, date]:
    """Return the day of each line that stands in a purse, of those that do; one query."""
    told = settled(village, ids)
    return {pk: one.booked_on for pk, one in told.items() if one.is_booked and one.booked_on}


def settled_one(one: ExpectedMoney) -> Settled:
    """Return what became of one."""
    return settled(one.village, [one.pk])[one.pk]


def waiting(village: Village, groups: Iterable[int]) -> list[ExpectedMoney]:
    """Return what waits for the treasurers of groups, the earliest first."""
    found = waiting_rows(village, groups).select_related("group", "maker", "resident")
    return [one for one in found.order_by("on", "pk") if _settled(one).state == State.WAITS]


def waiting_rows(village: Village, groups: Iterable[int]) -> QuerySet[ExpectedMoney]:
    """Return the rows among which those are that wait for the treasurers of groups."""
    rows = _told(village).filter(group__in=list(groups), entry__isnull=True)
    return rows.filter(dropped_at__isnull=True)


def unpaid_rows(village: Village) -> QuerySet[ExpectedMoney]:
    """Return what is expected still and stands in no purse: it waits for one person or two."""
    rows = ExpectedMoney.objects.of(village).filter(entry__isnull=True, dropped_at__isnull=True)
    return rows.filter(asked__resolution__entry__isnull=True)


def alike(one: ExpectedMoney, book: Book) -> list[Line]:
    """Return the lines that may be this money: same way and sum, about that day, nobody else's."""
    near = timedelta(days=MATCH_DAYS)
    there = reading.lines_between(book, since=one.on - near, until=one.on + near)
    taken = _told(one.village).filter(group=one.group_id, entry__isnull=False)
    used = set(taken.values_list("entry__sequence", flat=True))
    used |= set(
        _told(one.village)
        .filter(group=one.group_id, asked__resolution__entry__isnull=False)
        .values_list("asked__resolution__entry__sequence", flat=True)
    )
    return [
        line
        for line in there
        if line.kind == one.way and line.amount_rp == one.amount_rp
        and line.taken_back_by is None and line.number not in used
    ]  # fmt: skip


def _told(village: Village) -> QuerySet[Any]:
    back = Q(entry__taken_back_by__isnull=False)
    back |= Q(asked__resolution__entry__taken_back_by__isnull=False)
    same = ExpectedMoney.objects.of(village).filter(back, pk=OuterRef("pk"))
    rows = ExpectedMoney.objects.of(village).annotate(is_back=Exists(same))
    return rows.select_related("entry", "asked__resolution__entry")


def _settled(one: Any) -> Settled:
    """What became of one of `_told`."""
    if one.dropped_at:
        return Settled(State.WITHDRAWN)
    resolution = getattr(one.asked, "resolution", None)
    entry = one.entry or (resolution.entry if resolution else None)
    if entry:
        return Settled(
            State.TAKEN_BACK if one.is_back else State.BOOKED, entry.sequence, entry.value_on,
            entry.receipt_no,
        )  # fmt: skip
    return Settled(State.ASKED if one.asked and not resolution else State.WAITS)


def _take_open(one: ExpectedMoney) -> None:
    """Take one's turn with it. Errors: Refused if it does not wait for the treasurer any more."""
    one.take_turn()
    match settled_one(one).state:
        case State.BOOKED | State.TAKEN_BACK:
            raise Refused(_("This is recorded already. Nothing more is needed."))
        case State.ASKED:
            raise Refused(_("This waits for the second person already."))
        case State.WITHDRAWN:
            raise Refused(_("This is no longer expected. Nothing more is needed."))


def _money(one: ExpectedMoney) -> lines.Money:
    return lines.Money(
        way=Way(one.way), party=one.party, purpose=one.purpose, amount_rp=one.amount_rp,
        on=one.on, memo=one.memo, resident_id=one.resident_id,
    )  # fmt: skip


def _tell(verb: str, one: ExpectedMoney, *, by: Actor, at: datetime, **more: object) -> None:
    changes = [("amount", None, sum_told(one.amount_rp))]
    changes += [(name, None, str(value)) for name, value in more.items()]
    audit.record(
        village=one.village, verb=verb, subject=one, subject_name=one.group.name, by=by, at=at,
        resident_id=one.resident_id, changes=changes,
    )  # fmt: skip
