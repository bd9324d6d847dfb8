"""Many entries at once: a meeting's sheet as one request, and years that were kept elsewhere.

Raw: the same entries into a table of entries and one of legs with an index, by SQLite's own
`executemany`, nothing checked. The past comes in with every rule and every guard on, chained, its
balances built. Sizes are the numbers on the command line, 100,000 and 1,000,000 if there are none.
"""

from __future__ import annotations

import math
import os
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

from benchmarks import scene
from benchmarks.table import Line, head, say

MEMBERS, PRODUCTS = 60, 3
SIZES = (100_000, 1_000_000)
OF_RAW_MIN, EXPONENT_MAX, SHEET_MS_MAX = 0.25, 1.1, 300
A_MEMBER = 60  # entries in a year
POSTGRES = os.environ.get("REMBUK_BENCH_DATABASE") == "postgresql"


def main(sizes: list[int]) -> None:
    """Measure the sheet, then each size beside raw SQLite."""
    with scene.database():
        from rembuk.villages import tenancy
        from rembuk.villages.tests import stories

        with tenancy.every_village("measuring"):
            world = stories.world()
        print(head())
        _sheet(world)
        took = [_history(world, size) for size in sizes]
        if len(took) > 1:
            grown = math.log(took[-1] / took[-2]) / math.log(sizes[-1] / sizes[-2])
            what = f"history, growth from {sizes[-2]} to {sizes[-1]} entries"
            say(Line(what, grown, EXPONENT_MAX, "exponent"))


def clock() -> float:
    """Return seconds: of this process on SQLite, where neighbours on the machine do not count."""
    return time.perf_counter() if POSTGRES else time.process_time()


def _book(world: Any, *, members: int, name: str) -> Any:
    """Open the books of a cooperative with so many savers, three accounts each."""
    from rembuk.ledger import books
    from rembuk.ledger.models import Account, Balance
    from rembuk.villages import tenancy
    from rembuk.villages.models import Group

    with tenancy.every_village("measuring"):
        group = Group.objects.create(village=world.here, kind="COOPERATIVE", name=name)
        book = books.open_book(
            group=group, chart="COOPERATIVE", begins_on=scene.FIRST_DAY, by=world.by_adi,
            at=scene.NOW,
        )  # fmt: skip
        own = Account.objects.of(book.village).filter(book=book)
        parents = list(own.filter(is_control=True, normal="C").order_by("code")[:PRODUCTS])
        rows = [
            Account(village=book.village, book=book, code=f"{one.code}-{number:06d}", name=one.name,
                    kind=one.kind, normal=one.normal, parent=one, resident_id=number, floor_rp=0)
            for number in range(members) for one in parents
        ]  # fmt: skip
        Account.objects.bulk_create(rows, batch_size=500)
        Balance.objects.bulk_create(
            [Balance(village=book.village, account=row, floor_rp=0) for row in rows], batch_size=500
        )
    return book, [one.code for one in parents]


def _sheet(world: Any) -> None:
    """Sixty members save in three products: one request, sixty papers, 180 movements."""
    from functools import partial

    from rembuk.ledger import chart, posting
    from rembuk.ledger.chain import Move
    from rembuk.ledger.posting import Plan, Signed, Words
    from rembuk.villages import commands, tenancy

    book, products = _book(world, members=MEMBERS, name="Rapat")
    sheet = [
        Plan("SAVED", scene.TODAY, [Move(chart.CASH, f"{one}-{number:06d}", 5_000)
             for one in products], Words(party=f"Anggota {number}"))
        for number in range(MEMBERS)
    ]  # fmt: skip

    def write(signed: Signed) -> dict[str, Any]:
        told = posting.post_many(book, sheet, signed=signed, today=scene.TODAY)
        return {"entries": [one.pk for one in told]}

    took = []
    for _ in range(9):
        signed = Signed(by=world.by_adi, at=scene.NOW, request_id=uuid4())
        began = time.perf_counter()
        with tenancy.inside(world.here):
            commands.run(
                request_id=signed.request_id, kind="sheet", payload={}, by=world.by_adi,
                village=world.here, work=partial(write, signed),
            )  # fmt: skip
        took.append((time.perf_counter() - began) * 1000)
    what = f"a meeting's sheet, {MEMBERS} members x {PRODUCTS}, one request"
    say(Line(what, sorted(took)[len(took) // 2], SHEET_MS_MAX, "ms", "aim 100"))


def _past(count: int, products: list[str]) -> Iterator[tuple[int, list[tuple[str, str, int]]]]:
    """The days and the movements of so many entries: 2.6 legs each."""
    from rembuk.ledger import chart

    chance = Random(scene.SEED)
    members = max(1, count // A_MEMBER)
    for number in range(count):
        day = number * 365 // count
        whose, amount = chance.randrange(members), chance.randrange(1, 400) * 500
        moves = [(chart.CASH, f"{chance.choice(products)}-{whose:06d}", amount)]
        if chance.random() < 0.3:
            moves.append((chart.CASH, f"{products[0]}-{whose:06d}", amount // 5 + 1))
        yield day, moves


def _history(world: Any, count: int) -> float:
    from rembuk.ledger import history
    from rembuk.ledger.chain import Move
    from rembuk.ledger.posting import Plan, Signed, Words

    book, products = _book(world, members=max(1, count // A_MEMBER), name=f"Lama {count}")
    words = Words(memo="Setoran", party="Anggota")
    plans = (
        Plan("SAVED", scene.FIRST_DAY + timedelta(days=day), [Move(*move) for move in moves], words)
        for day, moves in _past(count, products)
    )
    raw = _raw(count, products)
    signed = Signed(by=world.by_adi, at=scene.NOW, request_id=uuid4())
    began = clock()
    told = history.bring_in(book, plans, signed=signed, today=scene.TODAY)
    took = clock() - began
    assert told.written == count, told.refused[:3]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    beside = f"raw executemany {count / raw:.0f}/s, ours {count / took:.0f}/s, {memory:.0f} MB held"
    what = f"history, {count} entries, against raw SQLite"
    say(Line(what, raw / took, None if POSTGRES else OF_RAW_MIN, "times", beside, at_least=True))
    return took


def _raw(count: int, products: list[str]) -> float:
    """Return the seconds in which SQLite takes the same entries, unchecked, in blocks."""
    file = Path(tempfile.mkdtemp()) / "raw.sqlite3"
    database = sqlite3.connect(file, isolation_level=None)
    database.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE e (id INTEGER PRIMARY KEY, day INTEGER, memo TEXT);"
        "CREATE TABLE l (id INTEGER PRIMARY KEY, e INTEGER, a TEXT, day INTEGER, rp INTEGER);"
        "CREATE INDEX l_a ON l (a, day, id, rp);"
    )
    began = clock()
    lines = enumerate(_past(count, products))
    for _block in range(0, count, 2_000):
        entries, legs = [], []
        for number, (day, moves) in (next(lines) for _ in range(min(2_000, count - _block))):
            entries.append((number, day, "Setoran"))
            for debit, credit, rp in moves:
                legs += [(number, debit, day, rp), (number, credit, day, -rp)]
        database.execute("BEGIN IMMEDIATE")
        database.executemany("INSERT INTO e VALUES (?, ?, ?)", entries)
        database.executemany("INSERT INTO l (e, a, day, rp) VALUES (?, ?, ?, ?)", legs)
        database.execute("COMMIT")
    took = clock() - began
    database.close()
    file.unlink()
    return took


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or list(SIZES))
