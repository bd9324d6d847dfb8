"""Reading a book: a trial balance of long ago, a member's statement, and every promise worked out.

One year of a savings-and-loan book, from ten thousand to a million entries (REMBUK_BENCH_ENTRIES
for another size), in a memory-backed folder, beside what the database needs for the same rows.
"""

from __future__ import annotations

import math
import os
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from benchmarks import big_book, scene
from benchmarks.table import Line, head, say

SIZES = (10_000, 1_000_000)
MEMORY = Path("/dev/shm")  # memory, where there is such a folder
DAYS_ASKED = 12
STATEMENTS = 200
RAW_RATIO_MAX = 0.6  # of a scan of the covering index
STATEMENT_MS_MAX, EXPONENT_MAX = 2.0, 0.2
CHECK_SECONDS_MAX = 60.0


def main() -> None:
    """Make the books, then ask each of them by turns."""
    from django.db import connection

    if MEMORY.is_dir():
        tempfile.tempdir = str(MEMORY)
    largest = int(os.environ.get("REMBUK_BENCH_ENTRIES", SIZES[-1]))
    with scene.database():
        from rembuk.villages import tenancy
        from rembuk.villages.tests import stories

        with tenancy.every_village("measuring"):
            world = stories.world()
        made = [
            big_book.make(world, entries=size, name=f"Koperasi {size}")
            for size in sorted({min(SIZES[0], largest), largest})
        ]
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(head())
        with tenancy.every_village("measuring"):
            for one in made:
                keep(one)
            trial_balances(made[-1])
            statements(made)
            check(made[-1])


def keep(made: big_book.Made) -> None:
    """Keep the month ends, as the night does."""
    from rembuk.ledger import checkpoints

    began = time.perf_counter()
    months = checkpoints.take_due(made.book, today=big_book.A_YEAR.last + timedelta(days=1))
    told = f"{months} months of {made.entries} entries"
    say(Line("keeping a month end", (time.perf_counter() - began) / months, None, "s", told))


def trial_balances(made: big_book.Made) -> None:
    """Ask for days of the whole year, each beside a scan that adds up the same rows."""
    from rembuk.ledger import balances, statements

    rng = Random(scene.SEED)
    days = [
        big_book.A_YEAR.first + timedelta(days=rng.randrange(365)) for _each in range(DAYS_ASKED)
    ]
    scans, ours, rolled = [], [], []
    for on in days:
        scans.append(seconds(lambda on=on: scanned(on)))  # type: ignore[misc]  # the loop's own day
        ours.append(seconds(lambda on=on: balances.trial_balance(made.book, on=on)))  # type: ignore[misc]  # as above
        rolled.append(
            seconds(lambda on=on: balances.trial_balance(made.book, on=on, under=""))  # type: ignore[misc]  # as above
        )
    machine = f"covering scan {median(scans) * 1000:.0f} ms, {made.movements} movements"
    what = f"trial balance, any past day, {made.entries} entries"
    say(Line(what, median(ours) / median(scans), RAW_RATIO_MAX, "times", machine))
    say(Line(what, median(ours) * 1000, None, "ms", "every account"))
    say(Line(what, median(rolled) * 1000, None, "ms", "members under their control account"))
    period = statements.Period(date(2025, 6, 1), date(2025, 6, 30))
    first = seconds(lambda: statements.cash_book(made.book, period, most=50))
    say(Line("cash book of a month, first page", first * 1000, None, "ms", "the busiest account"))


def scanned(on: date) -> int:
    """Add up both sides of every account along the two covering indexes: the machine's own work."""
    from django.db import connection

    one = "SELECT {0}, sum(amount_rp) FROM ledger_movement WHERE value_on <= %s GROUP BY {0}"
    with connection.cursor() as cursor:
        cursor.execute(f"{one.format('debit_id')} UNION ALL {one.format('credit_id')}", [on, on])
        return len(cursor.fetchall())


def statements(made: list[big_book.Made]) -> None:
    """Ask for a member's year in each book; the exponent says how it grows with the book."""
    took = []
    for one in made:
        ask = statement_of(one)
        ask()
        took.append(median(seconds(ask) for _each in range(STATEMENTS)) * 1000)
    largest = made[-1].entries
    say(
        Line(f"a member's year, {largest} entries", took[-1], STATEMENT_MS_MAX, "ms",
             f"{took[0]:.2f} ms at {made[0].entries}; the same rows, read and no more:"
             f" {bare(made[-1]):.2f} ms")
    )  # fmt: skip
    if len(made) > 1:
        grown = math.log(took[-1] / took[0]) / math.log(largest / made[0].entries)
        say(Line("a member's year, exponent of growth", grown, EXPONENT_MAX, ""))


def statement_of(made: big_book.Made) -> Callable[[], Any]:
    """Return what asks for a member's year; it begins within the book, so there is an opening."""
    from rembuk.ledger import statements

    first = big_book.A_YEAR.first + timedelta(days=31)
    period = statements.Period(first, first + timedelta(days=365))
    return lambda: statements.statement(made.book, period, code=made.member)


def bare(made: big_book.Made) -> float:
    """Return the milliseconds in which the database hands out the same movements."""
    from django.db import connection

    from rembuk.ledger.models import Account

    account = Account.objects.get(book=made.book, code=made.member).pk

    def read() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT value_on, sequence, amount_rp FROM ledger_movement WHERE debit_id = %s"
                " UNION ALL SELECT value_on, sequence, -amount_rp FROM ledger_movement"
                " WHERE credit_id = %s ORDER BY 1, 2",
                [account, account],
            )
            cursor.fetchall()

    read()
    return median(seconds(read) for _each in range(STATEMENTS)) * 1000


def check(made: big_book.Made) -> None:
    """Work every promise of the largest book out again."""
    from rembuk.ledger import checks

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found: list[Any] = []
    took = seconds(lambda: found.extend(checks.check_book(made.book)))
    assert found == [], found[:3]
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    told = f"{grown:.0f} MB more than before"
    say(Line(f"check_books, {made.entries} entries", took, CHECK_SECONDS_MAX, "s", told))


def seconds(work: Callable[[], Any]) -> float:
    """Return how long something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
