"""The village computer's clock is set back, or its battery is empty: the order of the book stays.

What happened in which order is told by numbers and never by moments; a moment is what a clock said.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command

from rembuk.ledger import ends, months, pending, posting, sealing, verify
from rembuk.ledger.tests import oracles
from rembuk.ledger.tests.scenes import by_adi, by_rina, posted, purchase, sale, signed
from rembuk.lib import ids
from rembuk.lib.errors import Refused
from rembuk.villages.tests.stories import NOW, TODAY

OCTOBER = date(2026, 10, 1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BATTERY_EMPTY = NOW - datetime(2000, 1, 1, tzinfo=UTC)
BACK = [HOUR, DAY, BATTERY_EMPTY]


@pytest.fixture(params=BACK, ids=["an hour", "a day", "to 2000"])
def back(request):
    return request.param


def at(world, book, plan, moment):
    return posting.post(book, plan, signed=signed(world, at=moment), today=TODAY)


def numbers(entries):
    return [entry.sequence for entry in entries]


def test_entries_stay_in_order_and_the_chain_holds(world, book, tmp_path, back):
    first = posted(world, book, sale(70_000))
    # As by a process that was started after it: its ids are smaller than all that are there.
    with ids.counted_from(1):
        second = at(world, book, purchase(30_000), NOW - back)
    third = posted(world, book, sale(5_000), minutes=1)
    fourth = posting.reverse(
        second, reason="Salah", signed=signed(world, at=NOW - back - DAY), today=TODAY
    )
    assert numbers([first, second, third, fourth]) == [1, 2, 3, 4]
    assert [one.receipt_no for one in (first, second, third)] == [1, 2, 3]
    proven = verify.verify(str(oracles.written(book, tmp_path / "book.jsonl")), None)
    assert proven.findings == []
    assert len(proven.heads) == 4


def test_what_was_known_at_a_moment_stays_what_it_was(world, book, back):
    """Two lines on Monday, one on Tuesday; then the clock goes back, and two more are written."""
    monday, tuesday = NOW - 2 * DAY, NOW - DAY
    for moment in (monday, monday + HOUR, tuesday):
        at(world, book, sale(10_000), moment)
    asked = [monday - HOUR, monday, monday + HOUR, tuesday - HOUR]
    before = [ends.known_at(book, moment, now=NOW) for moment in asked]
    assert before == [0, 1, 2, 2]
    for n in range(2):
        at(world, book, sale(1_000), tuesday - back + n * HOUR)
        assert [ends.known_at(book, moment, now=NOW) for moment in asked] == before
    at(world, book, sale(500), NOW)
    assert [ends.known_at(book, moment, now=NOW) for moment in asked] == before
    assert ends.known_at(book, NOW, now=NOW) == ends.last(book).sequence == 6


def test_a_clock_that_was_ahead_hides_nothing_that_came_after(world, book):
    """One line says 2030; the clock is put right, and the next ones are known when they came."""
    posted(world, book, sale(10_000))
    at(world, book, sale(20_000), datetime(2030, 1, 1, tzinfo=UTC))
    at(world, book, sale(30_000), NOW + HOUR)
    assert ends.known_at(book, NOW, now=NOW + DAY) == 2
    assert ends.known_at(book, NOW + HOUR, now=NOW + DAY) == 3


def test_a_month_is_what_was_done_to_it_last(world, book, back):
    """Closed, opened again, closed and sealed, each step at an earlier moment than the last."""
    posted(world, book, sale(50_000, on=OCTOBER))
    by, moments = by_rina(world), [NOW - n * back for n in range(1, 7)]
    with ids.counted_from(10**9):
        period = months.begin_closing(
            book=book, first=OCTOBER, by=by, at=moments[0], today=TODAY
        )  # fmt: skip
        months.close(period=period, by=by, at=moments[1])
    with ids.counted_from(1):
        months.open_again(period=period, reason="Nota tertinggal", by=by, at=moments[2])
        posted(world, book, sale(1_000, on=OCTOBER))
        months.begin_closing(book=book, first=OCTOBER, by=by_adi(world), at=moments[3], today=TODAY)
        months.close(period=period, by=by, at=moments[4])
        sealing.seal(period=period, by=by, at=moments[5])
    told = months.standings(book)[OCTOBER]
    assert [step.state for step in told.steps] == [
        "CLOSING", "CLOSED", "OPEN", "CLOSING", "CLOSED", "SEALED",
    ]  # fmt: skip
    assert told.begun_by_id == world.adi.pk
    assert [event.sequence for event in period.events.order_by("pk")] == [1, 1, 1, 2, 2, 2]


def test_today_that_went_back_is_refused_where_a_month_is_closed(world, book):
    posted(world, book, sale(50_000, on=OCTOBER))
    period = months.begin_closing(book=book, first=OCTOBER, by=by_rina(world), at=NOW, today=TODAY)
    months.close(period=period, by=by_rina(world), at=NOW)
    early = date(2026, 10, 31)
    for on, reason in (
        (early, "Oktober 2026"), (TODAY, "belum tiba"), (date(2025, 12, 31), "mulai"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=reason):
            posting.post(book, sale(1_000, on=on), signed=signed(world), today=early)
    with pytest.raises(Refused, match="belum selesai"):
        months.begin_closing(book=book, first=OCTOBER, by=by_rina(world), at=NOW, today=early)


def test_what_waits_is_approved_by_an_earlier_clock_and_not_after_its_time(world, book, back):
    posted(world, book, sale(500_000))
    asked = [
        pending.propose(
            book, purchase(100_000 + n), by=by_rina(world), at=NOW, request_id=uuid4(), today=TODAY
        )
        for n in range(2)
    ]
    moment = NOW - back
    entry = pending.approve(
        asked[0], asked_hash=asked[0].asked_hash, by=by_adi(world), at=moment, today=TODAY
    )
    assert entry.recorded_at == moment
    late = TODAY + timedelta(days=pending.WAITS_DAYS + 1)
    assert pending.expire(book, at=NOW, today=late) == 1
    with pytest.raises(Refused, match="diputuskan"):
        pending.approve(
            asked[1], asked_hash=asked[1].asked_hash, by=by_adi(world), at=moment, today=TODAY
        )


def test_the_check_says_that_the_clock_went_back_and_finds_nothing_wrong(world, book, capsys):
    posted(world, book, sale(10_000), minutes=2)
    posted(world, book, sale(10_000))  # two people at once: a page may have waited a little
    call_command("check_books")
    assert "jam" not in capsys.readouterr().out
    at(world, book, sale(10_000), NOW - HOUR)
    at(world, book, sale(10_000), NOW - DAY)
    posted(world, book, sale(10_000))
    call_command("check_books")
    told = capsys.readouterr().out
    assert "Catatan 4" in told
    assert "jam komputer" in told
    assert "Semua buku cocok" in told


def test_ids_follow_each_other_whatever_the_clock_says(monkeypatch):
    """A process that starts at a wrong time still tells its rows apart, and follows others' ids."""
    ours = ids.new_id()
    monkeypatch.setattr(ids, "_last", 0)
    monkeypatch.setattr(ids.time, "time_ns", lambda: 946_684_800 * 10**9)  # the year 2000
    lost = [ids.new_id() for _ in range(3)]
    assert lost == sorted(set(lost))
    assert 0 < lost[0] <= lost[-1] < 2**63
    assert ids.id_after(ours) > ours
    monkeypatch.setattr(ids, "_last", 0)
    assert ids.new_id() not in lost, "another process of the same wrong time"
    assert ids.new_id() < ours
