"""A bank's statement: taken in, looked at, booked. Each sum of a bank is booked once.

Only what a licensed bank credited is recorded; nothing is sent, changed or held in foreign notes
(K16). A row is known again by its fingerprint (reading.py), whichever file it comes in. Money in
the bank follows the months of the books, not the days of the cash box: a statement comes later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.coop import custody, members
from rembuk.coop.models import Licence, Member
from rembuk.ledger import chart, months, posting, writing
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book
from rembuk.lib.errors import Refused
from rembuk.remittance import dividing, matching, owners, reading, sharing, telling
from rembuk.remittance.models import Credit, Statement, StatementBooked, StatementRow
from rembuk.remittance.sharing import Hers
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group

CAME, UNKNOWN = "REMITTANCE", "2106"  # kind of the entry; account of what nobody is known for
NAME_LETTERS, REFERENCE_FEWEST = 120, 6


class State(TextChoices):
    """What becomes of a row, or became of it."""

    NEW = "NEW", gettext_lazy("New")
    BOOKED = "BOOKED", gettext_lazy("Booked")
    KNOWN = "KNOWN", gettext_lazy("Booked before")
    CHANGED = "CHANGED", gettext_lazy("Changed since it was booked")
    EARLY = "EARLY", gettext_lazy("Before the books or the licence")
    UNREADABLE = "UNREADABLE", gettext_lazy("To be looked at")
    OTHER = "OTHER", gettext_lazy("No money that came in")
    ABOVE = "ABOVE", gettext_lazy("Heading or total")


@dataclass(frozen=True)
class Line:
    """A row of a statement as it stands now; `before` is what it was when it was booked.

    A booked row has its `credit`; whom it names is whose it is now.
    """

    row: StatementRow
    state: State
    found: matching.Found | None = None
    before: StatementRow | None = None
    credit: Credit | None = None

    @property
    def leads_on(self) -> bool:
        """Whether a page says more of it: how it would be divided, or how it is taken back."""
        return self.state == State.NEW or self.credit is not None

    @property
    def why(self) -> str:
        """Why nobody is known for it, in words."""
        return str(Credit.Why(self.found.why).label) if self.found and self.found.why else ""

    @property
    def amount_rp(self) -> int:
        """The sum of money that came in."""
        assert self.row.amount_rp is not None
        return self.row.amount_rp


@dataclass(frozen=True)
class Judged:
    """Every row of a statement as it stands now."""

    lines: list[Line]

    def of(self, *states: State) -> list[Line]:
        """Return the rows in these states, in the order of the file."""
        return [one for one in self.lines if one.state in states]

    @property
    def matched(self) -> int:
        """How many new sums name a member."""
        return sum(bool(one.found and one.found.member) for one in self.of(State.NEW))

    @property
    def unmatched(self) -> int:
        """How many new sums name nobody we know."""
        return len(self.of(State.NEW)) - self.matched

    @property
    def new_rp(self) -> int:
        """What would be booked now."""
        return sum(one.amount_rp for one in self.of(State.NEW))


def of(group: Group) -> QuerySet[Statement]:
    """Return the statements of a cooperative, the newest first."""
    rows = Statement.objects.of(group.village).filter(group=group)
    return rows.select_related("by", "booked__by").order_by("-at", "-pk")


@transaction.atomic
def take_in(
    *, group: Group, name: str, data: bytes, by: Actor, at: datetime, today: date
) -> Statement:
    """Keep what a bank's file says; nothing is booked. A file that came before is found again.

    Errors: Refused without a licence that holds, and as reading.read.
    """
    custody.require_holding(group, today)
    found = reading.read(data, today=today)
    before = Statement.objects.of(group.village).filter(group=group, digest=found.digest).first()
    if before is not None:
        return before
    assert by.user is not None, "a person brings it"
    made = Statement.objects.create(
        village=group.village, group=group, name=name[-NAME_LETTERS:], digest=found.digest,
        format=found.format, by=by.user, at=at,
    )  # fmt: skip
    StatementRow.objects.bulk_create(
        StatementRow(
            village=group.village, statement=made, number=one.number, kind=one.kind, why=one.why,
            on=one.on, amount_rp=one.amount_rp, text=one.text, reference=one.reference,
            fingerprint=mark,
        )
        for one, mark in reading.numbered(found.rows)
    )  # fmt: skip
    _tell("remittance.statement_taken_in", made, by=by, at=at)
    return made


def judge(book: Book, statement: Statement, *, on: date) -> Judged:
    """Say of every row what it is now: five queries, however many rows there are."""
    rows = list(
        StatementRow.objects.of(book.village).filter(statement=statement).order_by("number")
    )
    booked = {one.row_id: one for one in _of_its_days(book.group, rows)}
    by_mark = {one.fingerprint: one for one in booked.values()}
    changed = _changed(rows, by_mark)
    licence = custody.mode_of(book.group, on).licence
    people = {one.number: one for one in members.of(book.group, on=on)}
    by_id = {one.pk: one for one in people.values()}

    def told(row: StatementRow) -> Line:
        if row.kind != row.Kind.CREDIT:
            return Line(row, State(row.kind))
        if own := booked.get(row.pk):
            owner = by_id.get(own.owner)  # type: ignore[attr-defined]  # annotated
            found = matching.Found(owner, "" if owner else own.why)
            return Line(row, State.BOOKED, found, credit=own)
        if other := by_mark.get(row.fingerprint):
            return Line(row, State.KNOWN, before=other.row)
        if row.pk in changed:
            return Line(row, State.CHANGED, before=changed[row.pk])
        if not _may_hold(book, licence, row):
            return Line(row, State.EARLY)
        return Line(row, State.NEW, matching.whose(f"{row.text} {row.reference}", people))

    return Judged([told(row) for row in rows])


def credits_of(group: Group) -> QuerySet[Credit]:
    """Return all that was booked from statements of a cooperative, the oldest first."""
    rows = Credit.objects.of(group.village).filter(group=group)
    return rows.select_related("row", "member__resident").order_by("row__on", "pk")


def _of_its_days(group: Group, rows: Sequence[StatementRow]) -> QuerySet[Credit]:
    days = [row.on for row in rows if row.on]
    found = owners.with_owner(credits_of(group), group.village)
    return found.filter(row__on__range=(min(days), max(days))) if days else found.none()


@transaction.atomic
def book(*, book: Book, statement: Statement, signed: Signed, today: date) -> StatementBooked:
    """Book what is new of a statement: into the member's savings, or to who is not known yet.

    A sum of a month that is closed counts for today. Errors: Refused without a licence that holds,
    for a statement that was booked already or has nothing new, and as posting.post_many.
    """
    writing.lock(book)
    statement.take_turn()
    custody.require_holding(book.group, today)
    if StatementBooked.objects.of(book.village).filter(statement=statement).exists():
        raise Refused(_("This statement is booked already. Nothing was booked twice."))
    new = judge(book, statement, on=today).of(State.NEW)
    if not new:
        raise Refused(_("Nothing in this statement is new. Nothing was booked."))
    given: dict[str, int] = {}
    placed = [_placed(book, one, today=today, given=given) for one in new]
    plans = [plan for _line, _hers, plan in placed]
    entries = posting.post_many(book, plans, signed=signed, today=today)
    for (line, hers, _plan), entry in zip(placed, entries, strict=True):
        Credit.objects.create(
            village=book.village, group=book.group, row=line.row, entry=entry, why=hers.why,
            fingerprint=line.row.fingerprint, member=None if hers.why else hers.member,
        )  # fmt: skip
        if hers.member is not None:
            telling.tell(entry, member=hers.member, by=signed.by, at=signed.at)
    assert signed.by.user is not None, "a person looked at it"
    made = StatementBooked.objects.create(
        village=book.village, statement=statement, by=signed.by.user, at=signed.at
    )
    _tell("remittance.statement_booked", statement, by=signed.by, at=signed.at)
    return made


def _booked_on(book: Book, line: Line, *, today: date) -> date:
    assert line.row.on is not None
    return line.row.on if months.state_of(book, line.row.on).takes_entries else today


def _hers(book: Book, line: Line, *, on: date, given: dict[str, int]) -> Hers:
    """Share the sum of a row out for whom it names. `given` is what rows before it give."""
    row, found = line.row, line.found
    assert row.on is not None
    assert found is not None
    if found.member is None:
        return Hers(None, found.why)
    divided = dividing.parts_on(dividing.of(found.member), on=row.on)
    return sharing.of_member(
        book, found.member, amount_rp=line.amount_rp, on=on, before=given, divided=divided
    )


def _count(hers: Hers, given: dict[str, int]) -> None:
    for part in hers.parts:
        given[part.code] = given.get(part.code, 0) + part.amount_rp


def _placed(
    book: Book, line: Line, *, today: date, given: dict[str, int]
) -> tuple[Line, Hers, Plan]:
    """Say where a sum goes. `given` is what rows before it give to accounts; it grows."""
    on = _booked_on(book, line, today=today)
    hers = _hers(book, line, on=on, given=given)
    if hers.why:
        words = Words(memo=_("Transfer of somebody not known yet"))
        move = Move(chart.BANK, UNKNOWN, line.amount_rp)
        return line, hers, Plan(kind=CAME, on=on, moves=[move], words=words, receipt=False)
    assert hers.member is not None
    sharing.open_dues(book, hers.member, parts=hers.parts)
    _count(hers, given)
    moves = [Move(chart.BANK, part.code, part.amount_rp) for part in hers.parts]
    return line, hers, Plan(kind=CAME, on=on, moves=moves, words=words_for(hers.member))


def words_for(member: Member | None) -> Words:
    """Say in the book whose transfer it is; the bank's own words stay with the statement."""
    assert member is not None
    return Words(memo=_("Transfer from abroad"), party=member.name, resident_id=member.resident_id)


def _may_hold(book: Book, licence: Licence | None, row: StatementRow) -> bool:
    assert row.on is not None
    return row.on >= book.begins_on and (licence is None or row.on >= licence.issued_on)


# --- what a bank changed ------------------------------------------------------------------------


def _changed(rows: Sequence[StatementRow], booked: dict[str, Credit]) -> dict[int, StatementRow]:
    """Return rows that say otherwise what was booked before, with what it was then.

    Whatever was booked of the days of this file stands in it again; what is missing was changed.
    Each booked row explains one row of the file: first by reference, then by day and sum, day and
    words, sum and words.
    """
    money = [row for row in rows if row.kind == row.Kind.CREDIT]
    marks = {row.fingerprint for row in money}
    fresh = [row for row in money if row.fingerprint not in booked]
    gone = [one.row for mark, one in booked.items() if mark not in marks]
    found: dict[int, StatementRow] = {}
    for key in (_by_reference, _by_day_and_sum, _by_day_and_words, _by_sum_and_words):
        explained = {row.pk for row in found.values()}
        found |= _paired(
            [row for row in fresh if row.pk not in found],
            [row for row in gone if row.pk not in explained],
            key,
        )
    return found


def _paired(
    fresh: Iterable[StatementRow], left: Iterable[StatementRow],
    key: Callable[[StatementRow], object],
) -> dict[int, StatementRow]:  # fmt: skip
    waiting: dict[object, list[StatementRow]] = {}
    for row in left:
        if (mark := key(row)) is not None:
            waiting.setdefault(mark, []).append(row)
    found = {}
    for row in fresh:
        mark = key(row)
        if mark is not None and waiting.get(mark):
            found[row.pk] = waiting[mark].pop(0)
    return found


def _by_reference(row: StatementRow) -> object:
    return row.reference.casefold() if len(row.reference) >= REFERENCE_FEWEST else None


def _by_day_and_sum(row: StatementRow) -> object:
    return (row.on, row.amount_rp)


def _by_day_and_words(row: StatementRow) -> object:
    return (row.on, reading.words_of(row.text)) if row.text else None


def _by_sum_and_words(row: StatementRow) -> object:
    return (row.amount_rp, reading.words_of(row.text)) if row.text else None


def _tell(verb: str, statement: Statement, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=statement.village, verb=verb, subject=statement,
        subject_name=statement.group.name, by=by, at=at, changes=[],
    )  # fmt: skip
