"""A cooperative keeps loans, a shop and goats in one book, each with a balance of its own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rembuk.ledger import balances, ends, statements
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan
from rembuk.ledger.statements import Period
from rembuk.ledger.tests.scenes import BEGINS, posted
from rembuk.villages.tests.stories import TODAY

UNITS = ["SP", "toko", "ternak", ""]
YESTERDAY = TODAY - timedelta(days=1)
ALWAYS = Period(BEGINS, TODAY)


def moved(world, book, *moves: tuple[str, str, int, str], on: date = TODAY):
    return posted(world, book, Plan(kind="X", on=on, moves=[Move(*move) for move in moves]))


def told(book, unit=None, **when) -> dict[str, int]:
    return {one.code: one.own_rp for one in balances.trial_balance(book, unit=unit, **when)}


@pytest.fixture
def used(world, book):
    """Sales of the shop and of goats, and what belongs to no unit."""
    moved(world, book, ("1101", "3109", 900_000, ""), on=YESTERDAY)
    moved(world, book, ("1101", "4201", 50_000, "toko"), ("5104", "1101", 20_000, "toko"))
    moved(world, book, ("1101", "4201", 700_000, "ternak"))
    return book


def test_each_unit_has_a_trial_balance_and_together_they_are_the_book(used):
    assert statements.units_of(used) == ["ternak", "toko"]
    assert told(used, "toko") == {"1101": 30_000, "4201": 50_000, "5104": 20_000}
    assert told(used, "ternak") == {"1101": 700_000, "4201": 700_000}
    assert told(used, "") == {"1101": 900_000, "3109": 900_000}
    assert told(used, "SP") == {}
    assert told(used, "toko", on=YESTERDAY) == {}
    assert told(used)["1101"] == 1_630_000


def test_as_known_then_it_holds_what_was_recorded_by_then(world, used):
    known = ends.last(used).sequence
    moved(world, used, ("1101", "4201", 9_000, "toko"), on=YESTERDAY)
    assert told(used, "toko", on=YESTERDAY) == {"1101": 9_000, "4201": 9_000}
    assert told(used, "toko", known=known)["4201"] == 50_000


def test_the_card_of_an_account_is_told_of_one_unit_alone(used):
    card = statements.statement(used, ALWAYS, code="1101", unit="toko")
    assert card is not None
    assert (card.debit_rp, card.credit_rp, card.closing_rp) == (50_000, 20_000, 30_000)
    assert [leg.balance_rp for leg in card.lines] == [50_000, 30_000]
    second = statements.statement(used, ALWAYS, code="1101", unit="toko", skip=1, most=1)
    assert second is not None
    assert (second.count, second.before_rp) == (2, 50_000)
    later = statements.statement(used, Period(TODAY, TODAY), code="1101", unit="")
    assert later is not None
    assert (later.opening_rp, later.count, later.closing_rp) == (900_000, 0, 900_000)


def test_a_book_without_units_has_none(world, book):
    moved(world, book, ("1101", "4201", 5_000, ""))
    assert statements.units_of(book) == []


LINES = st.lists(
    st.tuples(
        st.sampled_from([("1101", "4201"), ("5104", "2107"), ("1102", "3109")]),
        st.integers(1, 10**9),
        st.sampled_from(UNITS),
        st.booleans(),
    ),
    max_size=12,
)


@given(lines=LINES)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_moved_the_units_add_up_to_the_whole(world, book, lines):
    for (debit, credit), amount_rp, unit, is_old in lines:
        on = YESTERDAY if is_old else TODAY
        moved(world, book, (debit, credit, amount_rp, unit), on=on)
    for on in (YESTERDAY, TODAY):
        added: dict[str, list[int]] = {}
        for unit in UNITS:
            found = balances.trial_balance(book, on=on, unit=unit)
            assert sum(one.debit_rp for one in found) == sum(one.credit_rp for one in found)
            for one in found:
                sums = added.setdefault(one.code, [0, 0])
                sums[0] += one.debit_rp
                sums[1] += one.credit_rp
        whole = balances.trial_balance(book, on=on, kept=False)
        assert added == {one.code: [one.debit_rp, one.credit_rp] for one in whole}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a small table whole")
def test_which_units_there_are_is_found_along_an_index(used):
    least = "SELECT min(unit) FROM ledger_movement WHERE book_id = %s AND unit > ''"
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {least}", [used.pk])
        assert "ledger_movement_units" in str(cursor.fetchall())
