"""A savings-and-loan book of any size, a year unless said: not a measurement, what they measure.

Each member has sixty entries, however large the book is. Entries have 2.6 legs: seven of ten
have one movement, three have two. They come in the order of their days, two of a hundred late.
The rows go in by plain statements with the guards lifted; `rembuk check_books` holds afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from benchmarks import scene

LATE = 0.02
AT_ONCE = 5_000
SAVINGS = "2101"
PRODUCTS = (SAVINGS, "3102", "1301")
MOVES = (  # debit, credit; a letter stands for the member's own account
    ("1101", "2101"), ("1101", "2101"), ("1101", "3102"), ("2101", "1101"), ("1301", "1101"),
    ("1101", "1301"),
)  # fmt: skip
ENTRY = (
    "id village_id book_id sequence kind value_on recorded_at claimed_at receipt_no request_id part"
    " lines maker_id checker_id reverses_id commitment previous_head head format salt memo party"
    " resident_id"
)
MOVEMENT = (
    "id village_id entry_id book_id sequence position value_on debit_id credit_id amount_rp unit"
)


@dataclass(frozen=True)
class Shape:
    """From when to when, and how many entries each member has in it."""

    first: date = date(2025, 1, 1)
    days: int = 365
    a_member: int = 60

    @property
    def last(self) -> date:
        """The last day that an entry may have."""
        return self.first + timedelta(days=self.days - 1)


A_YEAR = Shape()


@dataclass
class Made:
    """The book, and the code of a member's savings in the middle of the list."""

    book: Any
    member: str
    members: int
    entries: int
    movements: int


def number_of(member: int) -> str:
    """Return the member number of the first (0), the second, ... of a book."""
    from rembuk.coop import numbers

    return numbers.number_of(member + 1)


def make(world: Any, *, entries: int, name: str, shape: Shape = A_YEAR) -> Made:
    """Open a book of a cooperative in the world of the stories and fill it."""
    from django.db import transaction

    from rembuk.ledger import books
    from rembuk.villages import guards, tenancy
    from rembuk.villages.models import Group

    members = max(1, entries // shape.a_member)
    with tenancy.every_village("measuring"):
        group = Group.objects.create(village=world.here, kind="COOPERATIVE", name=name)
        book = books.open_book(
            group=group, chart="COOPERATIVE", begins_on=shape.first, by=world.by_adi, at=scene.NOW
        )
        guards.lift()
        with transaction.atomic():
            ids = _accounts(book, members)
            sums = _write(book, ids, entries=entries, members=members, shape=shape)
            _balances(book, sums)
        guards.restore()
    return Made(book, f"2101-{number_of(members // 2)}", members, entries, sums["movements", ""])


def _accounts(book: Any, members: int) -> dict[str, int]:
    from rembuk.ledger.models import Account, Balance

    own = Account.objects.of(book.village).filter(book=book)
    parents = {one.code: one for one in own.filter(code__in=PRODUCTS)}
    rows = [
        Account(
            village=book.village, book=book, code=f"{code}-{number_of(number)}", name=parent.name,
            kind=parent.kind, normal=parent.normal, parent=parent, resident_id=number + 1,
            floor_rp=parent.floor_rp,
        )
        for number in range(members)
        for code, parent in parents.items()
    ]  # fmt: skip
    Account.objects.bulk_create(rows, batch_size=2000)
    Balance.objects.bulk_create(
        [Balance(village=book.village, account=row, floor_rp=row.floor_rp) for row in rows],
        batch_size=2000,
    )
    return {row.code: row.pk for row in own}


def _write(
    book: Any, ids: dict[str, int], *, entries: int, members: int, shape: Shape
) -> dict[Any, int]:
    sums: dict[Any, int] = defaultdict(int)
    waiting: list[tuple[list[Any], list[list[Any]]]] = []
    for row in _rows(book, ids, entries=entries, members=members, shape=shape, sums=sums):
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            _insert(waiting)
            waiting.clear()
    _insert(waiting)
    return sums


def _rows(
    book: Any,
    ids: dict[str, int],
    *,
    entries: int,
    members: int,
    shape: Shape,
    sums: dict[Any, int],
) -> Iterator[tuple[list[Any], list[list[Any]]]]:
    from rembuk.ledger import chain
    from rembuk.ledger.guards import GENESIS
    from rembuk.lib.ids import new_id

    rng, head, maker = Random(scene.SEED), GENESIS, None
    saved: dict[int, int] = defaultdict(int)
    for number in range(entries):
        on = shape.first + timedelta(days=number * shape.days // entries)
        at = datetime(on.year, on.month, on.day, 3, tzinfo=UTC) + timedelta(minutes=number % 400)
        if rng.random() < LATE:
            on = max(shape.first, on - timedelta(days=rng.randrange(1, 45)))
        salt, pk, party = f"{number:032x}", new_id(), f"Anggota {number % members}"
        moves = _moves(rng, member=number % members, turn=number // members, saved=saved)
        facts = chain.Facts(
            book=book.pk, sequence=number + 1, kind="SAVING", value_on=on, recorded_at=at,
            claimed_at=None, receipt_no=number + 1, request_id=UUID(int=book.pk << 64 | number),
            part=0, maker=maker, checker=None, reverses=None,
            commitment=chain.commitment(salt=salt, memo="Setor", party=party, resident_id=None),
            previous_head=head, moves=moves,
        )  # fmt: skip
        head = chain.head(facts)
        village, day = book.village_id, on.isoformat()
        for move in moves:
            sums[ids[move.debit], "debit"] += move.amount_rp
            sums[ids[move.credit], "credit"] += move.amount_rp
        sums["movements", ""] += len(moves)
        yield (
            [pk, village, book.pk, number + 1, facts.kind, day, at.strftime("%Y-%m-%d %H:%M:%S"),
             None, number + 1, facts.request_id.hex, 0, len(moves), maker, None, None,
             facts.commitment, facts.previous_head, head, 1, salt, "Setor", party, None],
            [
                [new_id(), village, pk, book.pk, number + 1, place, day, ids[move.debit],
                 ids[move.credit], move.amount_rp, ""]
                for place, move in enumerate(moves)
            ],
        )  # fmt: skip


def _moves(rng: Random, *, member: int, turn: int, saved: dict[int, int]) -> list[Any]:
    from rembuk.ledger.chain import Move

    amount = rng.randrange(1, 400) * 500
    told = MOVES[turn % len(MOVES)]
    if told[0] == SAVINGS:  # nobody takes out more than is there
        amount = min(amount, saved[member])
        saved[member] -= amount
    elif told[1] == SAVINGS:
        saved[member] += amount
    debit, credit = (f"{code}-{number_of(member)}" if code in PRODUCTS else code for code in told)
    moves = [Move(debit, credit, amount)]
    if rng.random() < 0.3:
        moves.append(Move("1101", "4102", amount // 5 + 1))
    return moves


def _insert(rows: list[tuple[list[Any], list[list[Any]]]]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table, columns, values in (
            ("ledger_entry", ENTRY, [entry for entry, _moves in rows]),
            (
                "ledger_movement",
                MOVEMENT,
                [move for _entry, moves in rows for move in moves],
            ),
        ):
            named = columns.split()
            places = ", ".join(["%s"] * len(named))
            cursor.executemany(
                f"INSERT INTO {table} ({', '.join(named)}) VALUES ({places})", values
            )


def _balances(book: Any, sums: dict[Any, int]) -> None:
    from rembuk.ledger.models import Balance

    rows = list(
        Balance.objects.of(book.village).filter(account__book=book).select_related("account")
    )
    for row in rows:
        row.debit_rp = sums[row.account_id, "debit"]
        row.credit_rp = sums[row.account_id, "credit"]
        grown = row.debit_rp - row.credit_rp
        row.own_rp = grown if row.account.normal == "D" else -grown
    Balance.objects.bulk_update(rows, ["debit_rp", "credit_rp", "own_rp"], batch_size=500)
