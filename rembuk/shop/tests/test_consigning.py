"""Goods at a stall: every piece is somewhere, and the stall's debt runs on."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.wrong_inputs import Wrong
from rembuk.shop.consigning import Charge, Terms, Visit, settle

PIECES = st.integers(0, 20)


def terms(missing=Charge.NOTHING, damaged=Charge.NOTHING):
    return Terms(Fraction(18_500), Fraction("17.5"), missing, damaged)


@st.composite
def visits(draw):
    stock, made = 0, []
    for _each in range(draw(st.integers(1, 6))):
        delivered = draw(PIECES)
        left = stock + delivered
        parts = []
        for _part in range(4):
            parts.append(draw(st.integers(0, left)))
            left -= parts[-1]
        sold, good, damaged, stock = parts
        made.append(Visit(stock, delivered, sold, good, damaged, draw(st.integers(0, 10**6))))
    return made


@given(visits(), st.sampled_from(Charge), st.sampled_from(Charge))
def test_every_piece_is_somewhere_and_the_debt_is_what_was_not_paid(made, missing, damaged):
    settled = list(settle(terms(missing, damaged), made))
    gone = sum(v.sold + v.returned_good + v.returned_damaged for v in made)
    lost = sum(one.missing for one in settled)
    assert sum(v.delivered for v in made) == gone + lost + settled[-1].stock
    owed = sum(one.net_payable_rp - one.paid_rp for one in settled)
    assert settled[-1].balance_due_rp == owed


@given(visits())
def test_who_charges_more_is_owed_more(made):
    due = [
        list(settle(terms(charge, charge), made))[-1].balance_due_rp
        for charge in (Charge.NOTHING, Charge.NET, Charge.FULL)
    ]
    assert due == sorted(due)


def test_more_cannot_leave_than_was_there():
    made = [Visit(counted=10, delivered=10), Visit(counted=4, sold=5, returned_good=3)]
    with pytest.raises(Wrong) as wrong:
        list(settle(terms(), made))
    assert (wrong.value.code, wrong.value.more) == ("more_leaves_than_was_there", {"over_by": 2})
