"""A herd by its books: any order of late and corrected events, and what cannot have been."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.herd import stock
from rembuk.herd.stock import Event
from rembuk.lib.wrong_inputs import Wrong

SEX = st.sampled_from(stock.SEXES)
NUMBER = st.integers(0, 5)
EVENTS = st.lists(
    st.builds(Event, st.sampled_from(stock.COMING + stock.LEAVING), NUMBER, SEX,
              reversal=st.booleans())
    | st.builds(Event, st.just(stock.SEX_CORRECTION), NUMBER, SEX, SEX, st.booleans())
    | st.builds(Event, st.just(stock.STILLBIRTH), NUMBER),
    max_size=12,
)  # fmt: skip
MANY = {"F": 200, "M": 200, "U": 200}


@given(EVENTS, st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_written_does_not_matter(events, chance):
    other = chance.sample(events, len(events))
    assert stock.stock(MANY, events) == stock.stock(MANY, other)


@given(EVENTS)
def test_what_is_taken_back_never_happened(events):
    back = [Event(one.type, one.n, one.sex, one.to, not one.reversal) for one in events]
    assert stock.stock(MANY, [*events, *back]).closing == MANY


@given(EVENTS)
def test_the_books_agree_with_themselves(events):
    moved = stock.stock(MANY, [one for one in events if one.type != stock.SEX_CORRECTION])
    found = stock.reconcile(opening=MANY, recorded=moved.movements, counted=moved.closing)
    assert found.balanced
    assert found.likely_cause is None


def test_a_buck_counted_as_a_doe_is_told_from_one_that_is_gone():
    mixed_up = stock.reconcile(opening={"F": 5, "M": 2}, recorded={}, counted={"F": 6, "M": 1})
    assert (mixed_up.balanced, mixed_up.total_balanced) == (False, True)
    assert mixed_up.likely_cause == "sex_misrecorded"
    gone = stock.reconcile(opening={"F": 5, "M": 2}, recorded={}, counted={"F": 4, "M": 2})
    assert gone.missing == {"F": 1, "M": 0}
    assert gone.likely_cause is None


def day(number):
    return date(2025, 3, number)


DIED = Event("deaths", 1, "F", on=day(5), animal="B1")
AFTER = [
    ([DIED, Event("sales", 1, "F", on=day(6), animal="B1")], True),
    ([Event("sales", 1, "F", on=day(6), animal="B1"), DIED], True),  # written the other way round
    ([DIED, Event("births", 2, "U", on=day(9), dam="B1")], True),
    ([DIED, Event("births", 2, "U", on=day(5), dam="B1")], False),  # died at kidding
    ([DIED, Event("births", 2, "U", on=day(1), dam="B1")], False),  # written late
    ([DIED, Event("deaths", 1, "F", reversal=True, on=day(7), animal="B1"),
      Event("sales", 1, "F", on=day(8), animal="B1")], False),
    ([DIED, Event("sales", 1, "F", reversal=True, on=day(7), animal="B1")], True),
    ([Event("lost", 1, "F", animal="B1"), Event("births", 1, "F", dam="B1")], True),
    ([Event("births", 1, "F", dam="B1"), Event("lost", 1, "F", animal="B1")], False),
]  # fmt: skip


@pytest.mark.parametrize(("events", "refused"), AFTER)
def test_nothing_happens_to_an_animal_that_is_gone(events, refused):
    if not refused:
        stock.stock({"F": 9}, events)
        return
    with pytest.raises(Wrong) as wrong:
        stock.stock({"F": 9}, events)
    dated = events[0].on is not None
    assert wrong.value.more == {"animal": "B1", "exit_date": "2025-03-05" if dated else None}


def test_more_cannot_leave_than_there_are():
    with pytest.raises(Wrong) as wrong:
        stock.stock({"F": 1}, [Event("sales", 2, "F")])
    assert wrong.value.more == {"sex": "F"}
