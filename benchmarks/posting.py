"""Posting with everything on, beside a bare posting that checks nothing, in one run.

One client, the disk out of the way (memory-backed folder), entries of 2.6 legs: seven of ten have
one movement, three have two. Full: command, entry, words, movements, balances, chain, audit line.
Bare: an entry and its legs through the ORM. Raw: the same rows and a balance row by hand.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from benchmarks import scene
from benchmarks.table import Line, head, say

ENTRIES = 1500
ROUNDS = 3
BARE_RATIO_MIN = 1.5  # SQLite; 1.0 on PostgreSQL
MEMORY = Path("/dev/shm")  # memory, where there is such a folder


def main() -> None:
    """Measure the three ways by turns and print how they compare."""
    if MEMORY.is_dir():
        tempfile.tempdir = str(MEMORY)
    postgres = os.environ.get("REMBUK_BENCH_DATABASE") == "postgresql"
    with scene.database():
        full, bare = full_posting(), bare_posting()
        rates: dict[str, list[float]] = {"full": [], "bare": []}
        for turn in range(ROUNDS):
            rates["bare"].append(rate(bare, first=turn * ENTRIES))
            rates["full"].append(rate(full, first=turn * ENTRIES))
        print(head())
        best = {what: max(found) for what, found in rates.items()}
        told = f"bare ORM {best['bare']:.0f}/s"
        if not postgres:
            raw = raw_posting()
            told += f", raw SQL with balances {raw:.0f}/s ({best['full'] / raw:.2f} of it)"
        floor = 1.0 if postgres else BARE_RATIO_MIN
        say(
            Line(
                "full posting, one client, against a bare ORM posting",
                best["full"] / best["bare"], floor, "times", told, at_least=True,
            )
        )  # fmt: skip
        say(Line("full posting, one client", best["full"], None, "entries/s", told))


def rate(post: Callable[[int], None], *, first: int) -> float:
    """Return how many entries a second."""
    began = time.perf_counter()
    for number in range(first, first + ENTRIES):
        post(number)
    return ENTRIES / (time.perf_counter() - began)


def shapes() -> list[tuple[str, int]]:
    """Sums and how many movements, the same for everybody."""
    rng = Random(scene.SEED)
    return [
        ("two" if rng.random() < 0.3 else "one", rng.randrange(1, 400) * 500)
        for _ in range(ENTRIES * ROUNDS)
    ]


def full_posting() -> Callable[[int], None]:
    """Open a book and return what posts into it as a page does."""
    from functools import partial

    from rembuk.ledger import books, chart, posting
    from rembuk.ledger.chain import Move
    from rembuk.ledger.posting import Plan, Signed, Words
    from rembuk.villages import commands, tenancy
    from rembuk.villages.tests import stories

    with tenancy.every_village("measuring"):
        world = stories.world()
        book = books.open_book(
            group=world.tailors, chart="GROUP", begins_on=scene.FIRST_DAY, by=world.by_adi,
            at=scene.NOW,
        )  # fmt: skip
    told = shapes()

    def write(number: int, key: UUID) -> dict[str, Any]:
        shape, amount = told[number]
        moves = [Move(chart.CASH, chart.SALES, amount)]
        if shape == "two":
            moves.append(Move(chart.RUNNING_COSTS, chart.CASH, amount // 5 + 1))
        on = scene.TODAY - timedelta(days=number % 300)
        plan = Plan(kind="CASH_IN", on=on, moves=moves, words=Words(memo="Jual", party="Pembeli"))
        signed = Signed(by=world.by_adi, at=scene.NOW, request_id=key)
        entry = posting.post(book, plan, signed=signed, today=scene.TODAY)
        return {"entry": entry.pk}

    def post(number: int) -> None:
        key = UUID(int=number + 1)
        with tenancy.inside(world.here):
            commands.run(
                request_id=key, kind="cash.in", payload={"number": number}, by=world.by_adi,
                village=world.here, work=partial(write, number, key),
            )  # fmt: skip

    return post


def bare_posting() -> Callable[[int], None]:
    """Make two tables without a rule and return what writes into them through the ORM."""
    from django.db import connection, models, transaction

    def model(name: str, **fields: Any) -> Any:
        meta = type("Meta", (), {"app_label": "ledger"})
        return type(name, (models.Model,), {"__module__": __name__, "Meta": meta, **fields})

    entries = model("BareEntry", on=models.DateField(), memo=models.CharField(max_length=200))
    legs = model(
        "BareLeg",
        entry=models.ForeignKey(entries, on_delete=models.CASCADE),
        account=models.IntegerField(),
        amount_rp=models.BigIntegerField(),
    )
    with connection.schema_editor() as editor:
        editor.create_model(entries)
        editor.create_model(legs)
    told = shapes()

    def post(number: int) -> None:
        shape, amount = told[number]
        with transaction.atomic():
            entry = entries.objects.create(
                on=scene.TODAY - timedelta(days=number % 300), memo="Jual"
            )
            pairs = [(1, amount), (2, -amount)]
            if shape == "two":
                pairs += [(3, amount // 5 + 1), (1, -(amount // 5 + 1))]
            for account, amount_rp in pairs:
                legs.objects.create(entry=entry, account=account, amount_rp=amount_rp)

    return post


def raw_posting() -> float:
    """Write the same rows and balances with plain statements: what SQLite itself can do."""
    file = Path(tempfile.mkdtemp()) / "raw.sqlite3"
    database = sqlite3.connect(file, isolation_level=None)
    database.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE e (id INTEGER PRIMARY KEY, day TEXT, memo TEXT);"
        "CREATE TABLE m (id INTEGER PRIMARY KEY, e INTEGER, d INTEGER, c INTEGER, rp INTEGER);"
        "CREATE TABLE b (a INTEGER PRIMARY KEY, d INTEGER, c INTEGER);"
        "INSERT INTO b VALUES (1, 0, 0), (2, 0, 0), (3, 0, 0);"
    )
    told = shapes()
    began = time.perf_counter()
    for number in range(ENTRIES):
        shape, amount = told[number]
        moves = [(1, 2, amount)] + ([(3, 1, amount // 5 + 1)] if shape == "two" else [])
        database.execute("BEGIN IMMEDIATE")
        day = date.fromordinal(scene.TODAY.toordinal() - number % 300).isoformat()
        entry = database.execute("INSERT INTO e (day, memo) VALUES (?, 'Jual')", (day,)).lastrowid
        for debit, credit, rp in moves:
            database.execute("INSERT INTO m (e, d, c, rp) VALUES (?, ?, ?, ?)",
                             (entry, debit, credit, rp))  # fmt: skip
            database.execute("UPDATE b SET d = d + ? WHERE a = ?", (rp, debit))
            database.execute("UPDATE b SET c = c + ? WHERE a = ?", (rp, credit))
        database.execute("COMMIT")
    seconds = time.perf_counter() - began
    database.close()
    return ENTRIES / seconds


if __name__ == "__main__":
    main()
