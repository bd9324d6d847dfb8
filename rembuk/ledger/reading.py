"""What a purse's pages read: the lines of its cash, one line with all about it, what is free.

Rooms above read through this file and never through the tables. The lines run by the day they
count for, then by their number; the newest come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from rembuk.accounts.models import User
from rembuk.ledger import balances, pending
from rembuk.ledger.chart import CASH
from rembuk.ledger.models import Account, Balance, Book, Entry, Movement, Pending
from rembuk.villages.models import Village

__all__ = ["Book", "Entry", "Line", "Moved", "Pending", "Purse"]

SIDES = ("debit", "credit")
NEWEST_FIRST = ("-value_on", "-sequence", "-position")


@dataclass(frozen=True)
class Line:
    """One line of a cash box; `balance_rp` is what it held after it, in whole rupiah."""

    number: int
    kind: str
    on: date
    recorded_at: datetime
    party: str
    memo: str
    resident_id: int | None
    in_rp: int
    out_rp: int
    balance_rp: int
    other_code: str
    other_name: str
    recorded_by: str
    approved_by: str
    head: str
    receipt_no: int | None
    takes_back: int | None
    taken_back_by: int | None

    @property
    def amount_rp(self) -> int:
        """What moved, whichever way."""
        return self.in_rp or self.out_rp


@dataclass(frozen=True)
class Purse:
    """What a cash box holds, and how much of it waits for a second person."""

    own_rp: int
    held_rp: int

    @property
    def free_rp(self) -> int:
        """What may still be spent."""
        return self.own_rp - self.held_rp


@dataclass(frozen=True)
class Moved:
    """What came into an account and went out of it between two days, in whole rupiah."""

    lines: int
    in_rp: int
    out_rp: int


@dataclass(frozen=True)
class Change:
    """What an account held before the first of some days, on its own side, and what moved then."""

    opening_rp: int
    moved: Moved


def lines_of(book: Book, *, first: int = 0, count: int = 20) -> list[Line]:
    """Return `count` lines of a book's cash, the newest first, after leaving out `first`."""
    cash = _cash(book)
    every = _movements(book, cash)
    held = _purse(cash).own_rp - (_net(every[:first], cash) if first else 0)
    lines = []
    for row in _with_words(every)[first : first + count]:
        lines.append(_line(row, cash=cash, balance_rp=held))
        held -= _signed(row, cash)
    return lines


def line_of(book: Book, number: int) -> Line | None:
    """Return the line of a book's cash with this number; None if there is none."""
    cash = _cash(book)
    row = _with_words(_movements(book, cash)).filter(sequence=number).first()
    if row is None:
        return None
    newer = Q(value_on__gt=row.value_on) | Q(value_on=row.value_on, sequence__gt=number)
    newer |= Q(entry=row.entry_id, position__gt=row.position)
    later = _net(_movements(book, cash).filter(newer), cash)
    return _line(row, cash=cash, balance_rp=_purse(cash).own_rp - later)


def together(book: Book, number: int) -> list[Line]:
    """Return the lines that one request wrote, with the line of this number, in their order."""
    cash = _cash(book)
    same = Entry.objects.of(book.village).filter(book=book, sequence=number).values("request_id")
    rows = _with_words(_movements(book, cash)).filter(entry__request_id__in=same)
    lines: list[Line] = []
    for row in rows.order_by("sequence", "position"):
        # They stand one after the other: only what the first left in the box is looked up.
        before = lines[-1].balance_rp if lines else _before(book, row.sequence)
        lines.append(_line(row, cash=cash, balance_rp=before + _signed(row, cash)))
    return lines


def first_together(book: Book, number: int) -> int | None:
    """Return the first number that one request wrote with this one; None if it stands alone."""
    entries = Entry.objects.of(book.village).filter(book=book)
    same = entries.filter(sequence=number).values("request_id")
    few = (
        entries.filter(request_id__in=same).order_by("sequence").values_list("sequence", flat=True)
    )
    numbers = list(few[:2])
    return numbers[0] if len(numbers) > 1 else None


def _before(book: Book, number: int) -> int:
    line = line_of(book, number)
    assert line is not None
    return line.balance_rp - line.in_rp + line.out_rp


def entry_of(book: Book, number: int) -> Entry | None:
    """Return the entry of a book with this number; None if there is none."""
    entries = Entry.objects.of(book.village).filter(book=book, sequence=number)
    return entries.select_related("book__village").first()


def number_of(book: Book, entry_id: int) -> int:
    """Return the number in its book of an entry of this id."""
    rows = Entry.objects.of(book.village).filter(book=book, pk=entry_id)
    return rows.values_list("sequence", flat=True).get()


def summed(village: Village) -> QuerySet[Entry]:
    """Return entries with `amount_rp`, the sum of their movements, the newest first."""
    rows = Entry.objects.of(village).annotate(amount_rp=Sum("movements__amount_rp"))
    return rows.order_by("-value_on", "-pk")


def is_taken_back(entry: Entry) -> bool:
    """Say whether a later entry takes this one back."""
    return Entry.objects.of(entry.village).filter(reverses=entry).exists()


def holding(village: Village, group_id: int, *, control: str) -> QuerySet[Account]:
    """Return the members' accounts under a control account that something is in."""
    rows = Account.objects.of(village).filter(book__group=group_id, parent__code=control)
    return rows.filter(balance__own_rp__gt=0)


def given_as(village: Village, receipt_no: int) -> list[Entry]:
    """Return the entries of a village that gave a receipt of this number: one a book at most."""
    entries = Entry.objects.of(village).filter(receipt_no=receipt_no)
    return list(entries.select_related("book__village", "book__group").order_by("pk"))


def totals(book: Book) -> tuple[int, int, int]:
    """Return how many lines a book's cash has, and all that came in and went out."""
    cash = _cash(book)
    told = _movements(book, cash).aggregate(
        lines=Count("pk"),
        came=Sum("amount_rp", filter=Q(debit=cash)),
        went=Sum("amount_rp", filter=Q(credit=cash)),
    )
    return told["lines"], told["came"] or 0, told["went"] or 0


class Earlier(NamedTuple):
    """What one earlier entry moved, in whole rupiah, and whom it names."""

    amount_rp: int
    party: str
    resident_id: int | None


def last_sums(book: Book, *, kind: str, count: int) -> list[Earlier]:
    """Return the sums of the last entries of a kind, the newest first."""
    rows = Movement.objects.of(book.village).filter(book=book, entry__kind=kind)
    told = rows.order_by("-sequence", "-position").values_list(
        "amount_rp", "entry__party", "entry__resident_id"
    )
    return [Earlier(*row) for row in told[:count]]


def last_other_code(book: Book, *, kind: str) -> str:
    """Return the account on the other side of the last entry of a kind; "" if there is none."""
    rows = Movement.objects.of(book.village).filter(book=book, entry__kind=kind)
    last = rows.select_related("debit", "credit").order_by("-sequence", "-position").first()
    if last is None:
        return ""
    return last.credit.code if last.debit.code == CASH else last.debit.code


def purses_of(village: Village, groups: Iterable[int]) -> dict[int, Purse]:
    """Return what the cash boxes of groups hold, by the group's id: one query."""
    boxes = Account.objects.of(village).filter(code=CASH, book__group__in=list(groups))
    told = boxes.select_related("balance", "book__village").order_by("pk")
    return {box.book.group_id: _purse(box) for box in told}


def _purse(box: Account) -> Purse:
    """Return what is kept of a cash box; where that was lost, what its movements say."""
    kept: Balance | None = getattr(box, "balance", None)
    if kept is None:
        return Purse(balances.balance(box), pending.held(box.book).get(box.pk, 0))
    return Purse(kept.own_rp, kept.held_rp)


def waiting_in(village: Village, groups: Sequence[int]) -> list[Pending]:
    """Return what waits for a second person in the books of groups, the earliest first."""
    rows = waiting_rows(village, groups).select_related("book__group", "maker")
    return list(rows.order_by("made_at", "pk"))


def waiting_rows(village: Village, groups: Sequence[int]) -> QuerySet[Pending]:
    """Return the rows of what waits for a second person in the books of groups."""
    return Pending.objects.of(village).filter(book__group__in=groups, resolution__isnull=True)


def refused_to(
    village: Village, groups: Sequence[int], *, maker: User, since: date
) -> list[Pending]:
    """Return what somebody asked for in groups and another refused since a day, newest first."""
    rows = refused_rows(village, groups, maker=maker, since=since)
    found = rows.select_related("maker", "book__group", "resolution__by")
    return list(found.order_by("-resolution__at", "-pk"))


def refused_rows(
    village: Village, groups: Sequence[int], *, maker: User, since: date
) -> QuerySet[Pending]:
    """Return the rows of what somebody asked for in groups and another refused since a day."""
    return Pending.objects.of(village).filter(
        book__group__in=groups, maker=maker, resolution__outcome="REFUSED",
        resolution__at__gte=datetime.combine(since, time(), tzinfo=village.zone),
    )  # fmt: skip


def pending_of(book: Book, pk: int) -> Pending | None:
    """Return what was asked in a book under this id, decided or not; None if there is none."""
    rows = Pending.objects.of(book.village).filter(book=book, pk=pk)
    return rows.select_related("book__village", "maker", "resolution__by").first()


def lines_between(book: Book, *, since: date, until: date, code: str = CASH) -> list[Line]:
    """Return the lines of an account on the days from `since` to `until`, the newest first."""
    account = _account(book, code)
    held = balance_of(book, code, on=until)
    lines = []
    rows = _movements(book, account).filter(value_on__gte=since, value_on__lte=until)
    for row in _with_words(rows):
        lines.append(_line(row, cash=account, balance_rp=held))
        held -= _signed(row, account)
    return lines


def moved_between(book: Book, *, since: date, until: date, code: str = CASH) -> Moved:
    """Add up what an account received and gave on the days from `since` to `until`."""
    return changes_of(book, [code], since=since, until=until)[code].moved


def changes_of(book: Book, codes: Sequence[str], *, since: date, until: date) -> dict[str, Change]:
    """Return what accounts held before `since` and what moved up to `until`: one query."""
    sums = [
        f"(SELECT {what} FROM ledger_movement m WHERE m.{side}_id = a.id AND {when})"  # noqa: S608 -- our own words
        for side in ("debit", "credit")
        for what, when in (
            ("coalesce(sum(m.amount_rp), 0)", "m.value_on < %s"),
            ("coalesce(sum(m.amount_rp), 0)", "m.value_on BETWEEN %s AND %s"),
            ("count(*)", "m.value_on BETWEEN %s AND %s"),
        )
    ]
    days = [since, since, until, since, until]
    marks = ", ".join(["%s"] * len(codes))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT a.code, a.normal, {', '.join(sums)} FROM ledger_account a"  # noqa: S608 -- as above
            f" WHERE a.village_id = %s AND a.book_id = %s AND a.code IN ({marks})",
            [*days, *days, book.village_id, book.pk, *codes],
        )
        return {code: _change(normal, *told) for code, normal, *told in cursor.fetchall()}


def _change(normal: str, *told: Any) -> Change:
    debited, came, ins, credited, went, outs = (int(one) for one in told)
    opening = debited - credited if normal == "D" else credited - debited
    return Change(opening, Moved(ins + outs, came, went))


def balance_of(book: Book, code: str, *, on: date = balances.EVER, known: int | None = None) -> int:
    """Return what an account held at the end of a day, as known at an entry, on its own side."""
    return balances_of(book, [code], on=on, known=known)[code]


def balances_of(
    book: Book, codes: Sequence[str], *, on: date, known: int | None = None
) -> dict[str, int]:
    """Return what accounts held at the end of a day, as known at an entry: one query.

    Each is one walk along each of the account's two indexes, as in balances.balance.
    """
    until = "" if known is None else " AND m.sequence <= %s"
    values: list[Any] = [on] if known is None else [on, known]
    debit, credit = (
        f"(SELECT coalesce(sum(m.amount_rp), 0) FROM ledger_movement m"  # noqa: S608 -- our own words
        f" WHERE m.{side}_id = a.id AND m.value_on <= %s{until})"
        for side in ("debit", "credit")
    )
    marks = ", ".join(["%s"] * len(codes))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT a.code, a.normal, {debit}, {credit} FROM ledger_account a"  # noqa: S608 -- as above
            f" WHERE a.village_id = %s AND a.book_id = %s AND a.code IN ({marks})",
            [*values, *values, book.village_id, book.pk, *codes],
        )
        return {
            code: int(debited - credited) if normal == "D" else int(credited - debited)
            for code, normal, debited, credited in cursor.fetchall()
        }


def held_on(book: Book, code: str, *, on: date, known: int | None = None) -> int:
    """Return the same as balance_of, from the nearest month end on where there is much."""
    return balances.balance(_account(book, code), on=on, known=known)


def days_of(book: Book, code: str, *, after: date | None = None) -> list[tuple[date, int, int]]:
    """Return (day, in, out) of an account in rupiah for its days later than `after`, in order."""
    (pk,) = (
        Account.objects.of(book.village).filter(book=book, code=code).values_list("pk", flat=True)
    )
    rows = Movement.objects.of(book.village).filter(Q(debit=pk) | Q(credit=pk))
    rows = rows.filter(value_on__gt=after) if after else rows
    came, went = (Coalesce(Sum("amount_rp", filter=Q(**{s: pk})), 0) for s in SIDES)
    return list(rows.order_by("value_on").values_list("value_on").annotate(came=came, went=went))


def held_now(book: Book, codes: Iterable[str]) -> dict[str, int]:
    """Return what accounts hold now, on their own sides, by their codes: one query."""
    return {code: purse.own_rp for code, purse in purses_now(book, codes).items()}


def held_under(book: Book, codes: Iterable[str]) -> dict[str, int]:
    """Return what accounts hold now, the members' summed up under theirs: one query."""
    wanted = list(codes)
    rows = Account.objects.of(book.village).filter(
        Q(code__in=wanted) | Q(parent__code__in=wanted), book=book, is_control=False
    )
    top = Coalesce("parent__code", "code")
    sums = rows.order_by().values_list(top).annotate(held=Sum("balance__own_rp"))
    return {code: held or 0 for code, held in sums}


def purses_now(book: Book, codes: Iterable[str]) -> dict[str, Purse]:
    """Return the same, and how much of it waits for a second person: one query."""
    rows = Account.objects.of(book.village).filter(book=book, code__in=codes, is_control=False)
    found = rows.select_related("balance", "book__village").order_by("code")
    return {account.code: _purse(account) for account in found}


def free_and_moved(
    book: Book, codes: Iterable[str], *, but: str
) -> dict[str, tuple[Purse, date | None]]:
    """Return the same with the last day something moved, but for a kind of entry: one query."""
    rows = Account.objects.of(book.village).filter(book=book, code__in=codes, is_control=False)
    last = [
        Movement.objects.filter(**{side: OuterRef("pk")})
        .exclude(entry__kind=but)
        .order_by("-value_on")
        .values("value_on")[:1]
        for side in SIDES
    ]
    found = rows.select_related("balance").annotate(debited=last[0], credited=last[1])
    told = {}
    for one in found.order_by("code"):
        days = [day for day in (one.debited, one.credited) if day]
        told[one.code] = (_purse(one), max(days, default=None))
    return told


def moved_by(
    book: Book, *, kind: str, spans: Sequence[tuple[int, int]], debits: Sequence[str]
) -> int:
    """Add up what entries of a kind between numbers, both counted, took from these accounts."""
    wanted = Q(pk__in=[])
    for first, last in spans:
        wanted |= Q(sequence__gte=first, sequence__lte=last)
    rows = Movement.objects.of(book.village).filter(wanted, book=book, entry__kind=kind)
    told = rows.filter(debit__code__in=debits).aggregate(sum=Sum("amount_rp"))
    return told["sum"] or 0


def days_moved(
    book: Book, *, since: date, after: date | None, before: date
) -> tuple[date | None, date | None]:
    """Return the first day with lines from `since` on, and the last one later than `after`.

    Both are earlier than `before`; None where there is none. One walk along the book's days, from
    the earlier of the two on.
    """
    rows = Movement.objects.of(book.village).filter(book=book, value_on__lt=before)
    rows = rows.filter(value_on__gte=min(since, after)) if after else rows
    told = rows.aggregate(
        first=Min("value_on", filter=Q(value_on__gte=since)),
        last=Max("value_on", filter=Q(value_on__gt=after) if after else None),
    )
    return told["first"], told["last"]


def _cash(book: Book) -> Account:
    return _account(book, CASH)


def _account(book: Book, code: str) -> Account:
    accounts = Account.objects.of(book.village).select_related("balance", "book__village")
    return accounts.get(book=book, code=code)


def _movements(book: Book, cash: Account) -> QuerySet[Movement]:
    rows = Movement.objects.of(book.village).filter(Q(debit=cash) | Q(credit=cash))
    return rows.order_by(*NEWEST_FIRST)


def _with_words(rows: QuerySet[Movement]) -> QuerySet[Movement]:
    back = Entry.objects.filter(reverses=OuterRef("entry"))
    return rows.select_related(
        "entry__maker", "entry__checker", "entry__reverses", "debit", "credit"
    ).annotate(taken_back_by=back.values("sequence")[:1])


def _net(rows: QuerySet[Movement], cash: Account) -> int:
    """Return what came less what went, added up by the database."""
    told = rows.aggregate(
        came=Sum("amount_rp", filter=Q(debit=cash)), went=Sum("amount_rp", filter=Q(credit=cash))
    )
    return (told["came"] or 0) - (told["went"] or 0)


def _signed(row: Movement, cash: Account) -> int:
    return row.amount_rp if row.debit_id == cash.pk else -row.amount_rp


def _line(row: Movement, *, cash: Account, balance_rp: int) -> Line:
    entry = row.entry
    came = row.debit_id == cash.pk
    other = row.credit if came else row.debit
    return Line(
        number=entry.sequence,
        kind=entry.kind,
        on=entry.value_on,
        recorded_at=entry.recorded_at,
        party=entry.party if entry.salt else _("Erased on request"),
        memo=entry.memo,
        resident_id=entry.resident_id,
        in_rp=row.amount_rp if came else 0,
        out_rp=0 if came else row.amount_rp,
        balance_rp=balance_rp,
        other_code=other.code,
        other_name=other.name,
        recorded_by=entry.maker.name if entry.maker else "",
        approved_by=entry.checker.name if entry.checker else "",
        head=entry.head,
        receipt_no=entry.receipt_no,
        takes_back=entry.reverses.sequence if entry.reverses else None,
        taken_back_by=row.taken_back_by,  # type: ignore[attr-defined]  # annotated
    )
