"""Posting with everything on, beside a bare posting that checks nothing, in one run.

One client, the disk out of the way (memory-backed folder), entries of 2.6 legs: seven of ten have
one movement, three have two. Full: command, entry, words, movements, balances, chain, audit line.
Bare: an entry and its legs through the ORM, with the one index that a statement needs, (account,
day, id, amount), and a foreign key to the account. Raw: the same rows and a balance row by hand.
They take turns, a few entries each, and what counts is the middle of the ratios of all turns.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from uuid import UUID

from benchmarks import scene
from benchmarks.table import Line, head, say

ENTRIES = 200
ROUNDS = 15
BARE_RATIO_MIN = 1.5  # SQLite; 1.0 on PostgreSQL
POSTGRES = os.environ.get("REMBUK_BENCH_DATABASE") == "postgresql"
MEMORY = Path("/dev/shm")  # memory, where there is such a folder


def main() -> None:
    """Measure the three ways by turns and print how they compare."""
    if MEMORY.is_dir():
        tempfile.tempdir = str(MEMORY)
    with scene.database():
        ways = {"full": full_posting(), "bare": bare_posting(), "raw": raw_posting()}
        rates: dict[str, list[float]] = {way: [] for way in ways}
        for turn in range(ROUNDS):
            for way, post in ways.items():
                rates[way].append(rate(post, first=turn * ENTRIES))
        tell(rates)


def tell(rates: dict[str, list[float]]) -> None:
    """Print how the full posting compares with the two others."""
    full, bare, raw = rates["full"], rates["bare"], rates["raw"]
    of_bare = median(f / b for f, b in zip(full, bare, strict=True))
    of_raw = median(f / r for f, r in zip(full, raw, strict=True))
    beside = f"bare ORM {median(bare):.0f}/s, raw SQLite with balances {median(raw):.0f}/s"
    print(head())
    say(
        Line(
            "full posting, one client, against a bare ORM posting",
            of_bare, 1.0 if POSTGRES else BARE_RATIO_MIN, "times", beside, at_least=True,
        )
    )  # fmt: skip
    if not POSTGRES:
        what = "full posting, one client, against raw SQL with balances"
        say(Line(what, of_raw, None, "times", "aim 0.33"))
    say(Line("full posting, one client", median(full), None, "entries/s", beside))


def rate(post: Callable[[int], None], *, first: int) -> float:
    """Return how many entries a second, of the clock that fits the database."""
    began = clock()
    for number in range(first, first + ENTRIES):
        post(number)
    return ENTRIES / (clock() - began)


def clock() -> float:
    """Return seconds: of this process on SQLite, where neighbours on the machine do not count."""
    return time.perf_counter() if POSTGRES else time.process_time()


def shapes() -> list[tuple[str, int]]:
    """Sums and how many movements, the same for everybody."""
    rng = Random(scene.SEED)
    return [
        ("two" if rng.random() < 0.3 else "one", rng.randrange(1, 400) * 500)
        for _ in range(ENTRIES * ROUNDS)
    ]


def world() -> Any:
    """Return the world of the stories, made once."""
    from rembuk.villages import tenancy
    from rembuk.villages.tests import stories

    if not _worlds:
        with tenancy.every_village("measuring"):
            _worlds.append(stories.world())
    return _worlds[0]


_worlds: list[Any] = []


def full_posting() -> Callable[[int], None]:
    """Open a book and return what posts into it as a page does."""
    from functools import partial

    from rembuk.ledger import books, chart, posting
    from rembuk.ledger.chain import Move
    from rembuk.ledger.posting import Plan, Signed, Words
    from rembuk.villages import audit, commands, tenancy

    made = world()
    with tenancy.every_village("measuring"):
        book = books.open_book(
            group=made.tailors, chart="GROUP", begins_on=scene.FIRST_DAY, by=made.by_adi,
            at=scene.NOW,
        )  # fmt: skip
    told, keys = shapes(), Random(scene.SEED)

    by = made.by_adi

    def write(number: int, key: UUID) -> dict[str, Any]:
        shape, amount = told[number]
        moves = [Move(chart.CASH, chart.SALES, amount)]
        if shape == "two":
            moves.append(Move(chart.RUNNING_COSTS, chart.CASH, amount // 5 + 1))
        on = scene.TODAY - timedelta(days=number % 300)
        at = scene.NOW + timedelta(milliseconds=number)
        plan = Plan(kind="CASH_IN", on=on, moves=moves, words=Words(memo="Jual", party="Pembeli"))
        signed = Signed(by=by, at=at, request_id=key)
        entry = posting.post(book, plan, signed=signed, today=scene.TODAY)
        audit.record(
            village=made.here, verb="cash.came_in", subject=entry, subject_name="Penjahit",
            by=by, at=at, changes=[("number", None, entry.sequence)],
        )  # fmt: skip
        return {"entry": entry.pk}

    def post(number: int) -> None:
        key = UUID(int=keys.getrandbits(128))
        with tenancy.inside(made.here):
            commands.run(
                request_id=key, kind="cash.in", payload={"number": number}, by=by,
                village=made.here, work=partial(write, number, key),
            )  # fmt: skip

    return post


def bare_posting() -> Callable[[int], None]:
    """Make two tables without a rule and return what writes into them through the ORM."""
    from django.db import connection, models, transaction

    def model(called: str, indexes: Sequence[Any] = (), **fields: Any) -> Any:
        meta = type("Meta", (), {"app_label": "ledger", "indexes": list(indexes)})
        return type(called, (models.Model,), {"__module__": __name__, "Meta": meta, **fields})

    accounts = model("BareAccount", name=models.CharField(max_length=80))
    entries = model("BareEntry", on=models.DateField(), memo=models.CharField(max_length=200))
    legs = model(
        "BareLeg",
        [models.Index(fields=["account", "on", "id", "amount_rp"], name="bareleg_statement")],
        entry=models.ForeignKey(entries, on_delete=models.CASCADE),
        account=models.ForeignKey(accounts, on_delete=models.CASCADE, db_index=False),
        on=models.DateField(),
        amount_rp=models.BigIntegerField(),
    )
    with connection.schema_editor() as editor:
        for one in (accounts, entries, legs):
            editor.create_model(one)
    cash, sales, costs = (
        accounts.objects.create(name=name).pk for name in ("Kas", "Jual", "Biaya")
    )
    told = shapes()

    def post(number: int) -> None:
        shape, amount = told[number]
        on = scene.TODAY - timedelta(days=number % 300)
        with transaction.atomic():
            entry = entries.objects.create(on=on, memo="Jual")
            pairs = [(cash, amount), (sales, -amount)]
            if shape == "two":
                pairs += [(costs, amount // 5 + 1), (cash, -(amount // 5 + 1))]
            for account, amount_rp in pairs:
                legs.objects.create(entry=entry, account_id=account, on=on, amount_rp=amount_rp)

    return post


def raw_posting() -> Callable[[int], None]:
    """Return what writes the same rows and balances with plain statements, into SQLite itself."""
    file = Path(tempfile.mkdtemp()) / "raw.sqlite3"
    database = sqlite3.connect(file, isolation_level=None)
    database.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE e (id INTEGER PRIMARY KEY, day TEXT, memo TEXT);"
        "CREATE TABLE m (id INTEGER PRIMARY KEY, e INTEGER, d INTEGER, c INTEGER, rp INTEGER);"
        "CREATE INDEX m_e ON m (e); CREATE INDEX m_d ON m (d, rp); CREATE INDEX m_c ON m (c, rp);"
        "CREATE TABLE b (a INTEGER PRIMARY KEY, d INTEGER, c INTEGER);"
        "INSERT INTO b VALUES (1, 0, 0), (2, 0, 0), (3, 0, 0);"
    )
    told = shapes()

    def post(number: int) -> None:
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

    return post


if __name__ == "__main__":
    main()
