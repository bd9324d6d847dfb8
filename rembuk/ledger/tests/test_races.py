"""Many at one book at the same moment, and some of them killed: nothing lost, nothing by halves."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection

from rembuk.ledger import balances, checks, months, pending, posting
from rembuk.ledger.models import Account, Book, Entry, Movement, Period
from rembuk.ledger.tests import scenes
from rembuk.ledger.tests.scenes import by_adi, by_rina, purchase, sale, signed
from rembuk.lib.errors import Refused
from rembuk.villages import tenancy
from rembuk.villages.tests import races, stories
from rembuk.villages.tests.stories import NOW, TODAY

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OCTOBER = date(2026, 10, 1)
WRITER = Path(__file__).parent / "writer.py"


@pytest.fixture
def world(transactional_db):
    return stories.world()


def inside(world, work):
    """Do it as a request does: inside the village; a refusal is an answer like any other."""
    try:
        with tenancy.inside(world.here):
            return work()
    except Refused as refusal:
        return refusal


def count_book(world) -> tuple[list, int, int]:
    with tenancy.inside(world.here):
        book = Book.objects.get()
        cash = balances.balance(Account.objects.get(book=book, code="1101"))
        return checks.check_book(book), cash, Entry.objects.filter(book=book).count()


def done(outcomes) -> int:
    """Count what was done; anything but a refusal is a fault ("locked", a lost update, a gap)."""
    faults = [one for one in outcomes if isinstance(one, Exception) and type(one) is not Refused]
    assert faults == []
    return sum(not isinstance(one, Refused) for one in outcomes)


@pytest.mark.parametrize("writers", [4, 16])
def test_writers_at_one_drawer_lose_nothing(world, book, tmp_path, writers):
    each = 6

    def write(_number):
        return [
            inside(world, partial(scenes.posted, world, book, sale(1_000 + n))) for n in range(each)
        ]

    with races.shared_by_threads(tmp_path):
        outcomes = [one for many in races.at_once(write, times=writers) for one in many]
        assert done(outcomes) == writers * each
        assert races.alone(partial(count_book, world)) == (
            [], writers * sum(1_000 + n for n in range(each)), writers * each,
        )  # fmt: skip


def test_a_drawer_never_pays_out_more_than_it_holds(world, book, tmp_path):
    scenes.posted(world, book, sale(100_000))

    def spend(number):
        if number % 3 == 0:
            ask = partial(
                pending.propose, book, purchase(30_000), by=by_rina(world), at=NOW,
                request_id=uuid4(), today=TODAY,
            )  # fmt: skip
            return inside(world, ask)
        return inside(world, partial(scenes.posted, world, book, purchase(30_000)))

    with races.shared_by_threads(tmp_path):
        assert done(races.at_once(spend, times=9)) == 3
        findings, cash, _entries = races.alone(partial(count_book, world))
        assert findings == []
        assert cash >= 10_000


def test_one_thing_is_taken_back_and_approved_once(world, book, tmp_path):
    entry = scenes.posted(world, book, sale(100_000))
    asked = pending.propose(
        book, purchase(40_000), by=by_rina(world), at=NOW, request_id=uuid4(), today=TODAY
    )
    approve = partial(pending.approve, asked_hash=asked.asked_hash, by=by_adi(world), at=NOW)

    def decide(number):
        if number % 2:
            return inside(world, lambda: approve(fresh(asked), today=TODAY))
        if number % 4:
            return inside(
                world, partial(pending.refuse, fresh(asked), reason="No", by=by_adi(world), at=NOW)
            )
        late = TODAY + timedelta(days=1)
        return inside(world, partial(pending.expire, book, at=NOW, today=late))

    def take_back(_number):
        work = partial(posting.reverse, entry, reason="Salah", today=TODAY)
        return inside(world, lambda: work(signed=signed(world)))

    with races.shared_by_threads(tmp_path):
        outcomes = races.at_once(decide, times=8)
        assert done([one for one in outcomes if one != 0]) == 1
        assert done(races.at_once(take_back, times=6)) <= 1
        assert races.alone(partial(count_book, world))[0] == []


def fresh(row):
    return row.__class__(**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields})


def test_nothing_lands_in_a_month_while_it_is_closed(world, book, tmp_path):
    period = months.begin_closing(
        book=book, first=OCTOBER, by=by_rina(world), at=NOW, today=TODAY
    )  # fmt: skip

    def work(number):
        if number == 3:
            return inside(world, partial(months.close, period=period, by=by_rina(world), at=NOW))
        plan = sale(1_000, on=OCTOBER)
        return [inside(world, partial(scenes.posted, world, book, plan)) for _ in range(4)]

    with races.shared_by_threads(tmp_path):
        outcomes = races.at_once(work, times=8)
        assert isinstance(outcomes.pop(3), Period)
        written = done([one for many in outcomes for one in many])
        assert races.alone(partial(count_book, world)) == ([], written * 1_000, written)


def test_two_who_close_a_month_at_once_close_it_once(world, book, tmp_path):
    scenes.posted(world, book, sale(1_000, on=OCTOBER))
    period = months.begin_closing(
        book=book, first=OCTOBER, by=by_rina(world), at=NOW, today=TODAY
    )  # fmt: skip

    def close(_number):
        return inside(world, partial(months.close, period=fresh(period), by=by_adi(world), at=NOW))

    def steps():
        with tenancy.inside(world.here):
            return list(period.events.order_by("pk").values_list("state", flat=True))

    with races.shared_by_threads(tmp_path):
        assert done(races.at_once(close, times=6)) == 1
        assert races.alone(steps) == ["CLOSING", "CLOSED"]
        assert races.alone(partial(count_book, world)) == ([], 1_000, 1)


# --- several processes, some of them killed ------------------------------------------------------


def writer(world, file: Path, acknowledged: Path, *, times: int) -> subprocess.Popen[bytes]:
    """Start a process of its own that posts and notes down what it was told was done."""
    name = str(connection.settings_dict["NAME"])
    words = [str(file) if connection.vendor == "sqlite" else name, world.here.slug]
    return subprocess.Popen(
        [sys.executable, "-m", "rembuk.ledger.tests.writer", *words, str(acknowledged), str(times)],
        cwd=Path(__file__).parents[3],
    )


def acknowledged_are_there(world, file: Path) -> int:
    """Every request of which the writer was told is there, whole; returns how many there are."""
    told = [UUID(line) for line in file.read_text().split("\n") if len(line) == 36]
    with tenancy.inside(world.here):
        entries = Entry.objects.filter(request_id__in=told)
        assert entries.count() == len(told) == len(set(told))
        ids = list(Entry.objects.values_list("pk", flat=True))
        assert Movement.objects.filter(entry__in=ids).count() == len(ids)
    return len(told)


def test_several_processes_write_one_book(world, book, tmp_path):
    with races.shared_by_threads(tmp_path):
        files = [tmp_path / f"told{n}" for n in range(4)]
        running = [
            writer(world, tmp_path / "race.sqlite3", file, times=25) for file in files
        ]  # fmt: skip
        assert [process.wait(120) for process in running] == [0] * 4
        for file in files:
            assert races.alone(partial(acknowledged_are_there, world, file)) == 25
        assert races.alone(partial(count_book, world)) == ([], 4 * 25 * 1_000, 100)


def test_cut_off_at_any_moment_the_book_holds_what_was_acknowledged(world, book, tmp_path, proof):
    """SQLite: the process is killed (-9). PostgreSQL: the server ends its connection."""
    chance = random.Random(20261122)
    with races.shared_by_threads(tmp_path):
        total = 0
        for number in range(6 * proof):
            told = tmp_path / f"told{number}"
            process = writer(world, tmp_path / "race.sqlite3", told, times=100_000)
            wait_for(told, process)
            time.sleep(chance.uniform(0, 0.25))
            cut_off(process, told)
            total += races.alone(partial(acknowledged_are_there, world, told))
            findings, cash, entries = races.alone(partial(count_book, world))
            assert findings == []
            assert cash == entries * 1_000
            assert total <= entries <= total + number + 1, "one unacknowledged each time, at most"
        assert races.alone(is_whole)


def cut_off(process: subprocess.Popen[bytes], told: Path) -> None:
    if connection.vendor == "sqlite":
        process.send_signal(signal.SIGKILL)
        assert process.wait(20) == -signal.SIGKILL
        return
    with connection.cursor() as cursor:
        # Only in this database: tests run side by side on one server, and call their writers alike.
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = %s",
            [f"writer {told.name}"],
        )
        assert cursor.rowcount == 1
    assert process.wait(30) == 3, "the writer saw its connection end"


def is_whole() -> bool:
    """Say whether SQLite finds its own file in order."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return cursor.fetchone() == ("ok",)


def wait_for(told: Path, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while not (told.exists() and told.stat().st_size):
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)


def test_the_file_is_written_through_to_the_disk():
    """FULL, not NORMAL: what was acknowledged is there after the power goes."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone() == (2,)
