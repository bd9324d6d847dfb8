"""A month is closed on what is new since the last one: what is found, and how little is asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rembuk.ledger import checkpoints, checks, months, pending, proven, sealing
from rembuk.ledger.models import Balance, Checkpoint, Entry, Movement, Pending, Period, PeriodEvent
from rembuk.ledger.tests.scenes import by_adi, by_rina, posted, purchase, sale, signed
from rembuk.ledger.tests.test_tampering import no_guards
from rembuk.lib.dates import month_end, next_month
from rembuk.villages.tests.stories import NOW, TODAY

JANUARY, AUGUST, SEPTEMBER, OCTOBER = (date(2026, month, 1) for month in (1, 8, 9, 10))


def closed(world, book, first, *, is_proven=True) -> Period:
    """Close a month as the cash of a group does: proven under the same lock."""
    by = by_rina(world)
    period = months.begin_closing(book=book, first=first, by=by, at=NOW, today=TODAY)
    assert checks.check_since_closing(book) == []
    return months.close(period=period, by=by, at=NOW, is_proven=is_proven)


def closed_up_to(world, book, last) -> None:
    """Close every month from the first one on."""
    first = JANUARY
    while first <= last:
        closed(world, book, first)
        first = next_month(first)


def asked(world, book, amount_rp) -> Pending:
    return pending.propose(
        book, purchase(amount_rp), by=by_rina(world), at=NOW, today=TODAY,
        request_id=signed(world).request_id,
    )  # fmt: skip


@pytest.fixture
def told(world, book):
    """A sale a month; closed up to August. Of September one was written before August closed."""
    for month in range(1, 9):
        posted(world, book, sale(100_000 * month, on=date(2026, month, 5)))
    posted(world, book, sale(90_000, on=SEPTEMBER))
    closed_up_to(world, book, AUGUST)
    posted(world, book, sale(50_000, on=SEPTEMBER + timedelta(days=9)))
    posted(world, book, sale(60_000, on=OCTOBER))
    by = by_rina(world)
    months.begin_closing(book=book, first=SEPTEMBER, by=by, at=NOW, today=TODAY)
    one = asked(world, book, 150_000)
    pending.approve(one, asked_hash=one.asked_hash, by=by_adi(world), at=NOW, today=TODAY)
    asked(world, book, 200_000)
    assert checks.check_since_closing(book) == []
    return book


def changed(model, /, *, where, **to) -> None:
    assert model.objects.filter(**where).update(**to)


# What somebody changes behind everybody's back -> the promise that the next closing names.
TAMPERED = [
    (Movement, {"sequence": 10}, {"amount_rp": 51_000}, "I17"),  # since the closing
    (Movement, {"sequence": 9}, {"amount_rp": 91_000}, "I17"),  # before it, for a later day
    (Entry, {"sequence": 9}, {"party": "Orang lain"}, "I17"),
    (Entry, {"sequence": 8}, {"head": "e" * 64}, "I17"),
    (Balance, {"account__code": "1101"}, {"held_rp": 1}, "I8"),
    (Balance, {"account__code": "4201"}, {"debit_rp": 1, "credit_rp": 0, "own_rp": 1}, "I7"),
    (Checkpoint, {"until": date(2026, 8, 31), "account__code": "1101"}, {"debit_rp": 7}, "I7"),
    (Pending, {"resolution__isnull": True}, {"memo": "Lain"}, "I9"),
    (Pending, {"resolution__outcome": "APPROVED"}, {"memo": "Lain"}, "I9"),
    (Period, {"first": SEPTEMBER}, {"state": "OPEN"}, "I10"),
]  # fmt: skip


@pytest.mark.tampers
@pytest.mark.parametrize(("model", "where", "to", "promise"), TAMPERED)
def test_a_closing_finds_what_was_changed_since(told, model, where, to, promise):
    with no_guards():
        changed(model, where=where, **to)
    assert promise in {one.promise for one in checks.check_since_closing(told)}


@pytest.mark.tampers
def test_a_line_forced_into_a_closed_month_is_found(world, told):
    with no_guards():
        Period.objects.filter(first=AUGUST).update(state="OPEN")
        posted(world, told, sale(20_000, on=AUGUST))
        Period.objects.filter(first=AUGUST).update(state="CLOSED")
    assert "I10" in {one.promise for one in checks.check_since_closing(told)}


@pytest.mark.tampers
def test_what_a_closing_proved_before_is_looked_at_each_night(told):
    """A sum of March is changed, and so is the sum that was kept of it: the hash still tells."""
    with no_guards():
        changed(Movement, where={"sequence": 3}, amount_rp=299_000)
    assert checks.check_since_closing(told) == []
    assert {"I7", "I10", "I17"} <= {one.promise for one in checks.check_book(told)}
    with no_guards():
        for row in Checkpoint.objects.filter(until=date(2026, 8, 31)):
            side = "debit_rp" if row.debit_rp else "credit_rp"
            changed(Checkpoint, where={"pk": row.pk}, **{side: getattr(row, side) - 1_000})
    assert "I17" in {one.promise for one in checks.check_since_closing(told)}


def test_a_closing_asks_as_little_of_a_long_book_as_of_a_short_one(world, book):
    """And it begins to read where the last one ended, or where something counts for later."""
    costs, begun = [], []
    for month in range(1, 10):
        posted(world, book, sale(1_000, on=date(2026, month, 3)))
        posted(world, book, sale(2_000, on=date(2026, month, 4)))
        with CaptureQueriesContext(
            connection,
        ) as asked_for:
            closed(world, book, date(2026, month, 1))
        costs.append(len(asked_for))
        told = [one["sql"] for one in asked_for if "rembuk-entry 1" in one["sql"]]
        begun.append(int(told[0].split("e.sequence > ")[1].split()[0]))
    assert len(set(costs[1:])) == 1
    assert begun == [2 * month for month in range(9)]
    since = proven.last(book)
    assert since is not None
    assert (since.until, since.sequence) == (date(2026, 9, 30), 18)


def test_a_closing_begins_at_none_that_was_not_proven(world, book):
    posted(world, book, sale(40_000, on=AUGUST))
    closed(world, book, AUGUST, is_proven=False)
    assert proven.last(book) is None
    closed(world, book, SEPTEMBER)  # January to July are open still: an entry may come there
    assert proven.last(book) is None
    posted(world, book, sale(1_000, on=JANUARY))
    assert checks.check_since_closing(book) == []


def test_opened_again_the_next_closing_begins_at_the_month_before(world, book):
    posted(world, book, sale(40_000, on=JANUARY))
    closed_up_to(world, book, SEPTEMBER)
    september = Period.objects.get(first=SEPTEMBER)
    sealing.seal(period=Period.objects.get(first=JANUARY), by=by_adi(world), at=NOW)
    months.open_again(period=september, reason="Nota tertinggal", by=by_adi(world), at=NOW)
    since = proven.last(book)
    assert since is not None
    assert since.until == month_end(AUGUST)
    posted(world, book, sale(2_000, on=SEPTEMBER))
    closed(world, book, SEPTEMBER)
    assert PeriodEvent.objects.filter(period=september).exclude(proof="").count() == 2


def test_month_ends_that_were_forgotten_are_worked_out_anew(world, book):
    """Then nothing says what was proven, and the whole book is: nothing is lost but time."""
    posted(world, book, sale(40_000, on=JANUARY))
    closed_up_to(world, book, AUGUST)
    checkpoints.drop(book)
    assert proven.last(book) is None
    posted(world, book, sale(2_000, on=SEPTEMBER))
    closed(world, book, SEPTEMBER)
    assert proven.last(book) is not None


@pytest.mark.tampers
def test_a_closed_month_whose_movements_changed_is_named(world, book):
    """No seal, the chain hashed anew, what is kept dropped: its closing still tells."""
    posted(world, book, sale(40_000, on=JANUARY))
    closed(world, book, JANUARY)
    with no_guards():
        changed(PeriodEvent, where={"state": "CLOSED"}, proof="a" * 64)
    assert [one.promise for one in checks.check_book(book)] == ["I10"]
    (finding,) = checks.check_book(book)
    assert "2026-01" in finding.says
