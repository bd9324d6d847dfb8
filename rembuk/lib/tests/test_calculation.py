"""Figures as `rembuk calc` reads, rounds and tells them."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib import calculation, rounding
from rembuk.lib import figures as c
from rembuk.lib.calculation import Inputs
from rembuk.lib.wrong_inputs import Wrong

MODES = {
    "half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "floor": ROUND_FLOOR,
    "ceil": ROUND_CEILING,
}  # fmt: skip


@given(st.decimals(-(10**9), 10**9, places=4), st.sampled_from(sorted(MODES)))
def test_rounding_is_that_of_decimal_arithmetic(exact, mode):
    rounded = rounding.rounded(Fraction(exact), to=Fraction(1, 100), mode=mode)
    assert rounded == Fraction(exact.quantize(Decimal("0.01"), MODES[mode]))


@given(st.decimals(-(10**9), 10**9, places=6))
def test_a_number_is_told_without_exponent_or_trailing_noughts(exact):
    told = rounding.as_text(Fraction(exact))
    assert Fraction(told) == Fraction(exact)
    assert "e" not in told.lower()
    assert "." not in told or not told.endswith(("0", "."))


TOLD = [
    (Fraction(1, 3), 4, "0.3333"),
    (Fraction(-1, 8), 2, "-0.13"),
    (Fraction(-1, 1000), 2, "0"),
    (Fraction(5, 2), 0, "3"),
    (Fraction(10**30), None, "1" + "0" * 30),
]


@pytest.mark.parametrize(("exact", "places", "told"), TOLD)
def test_a_number_is_told_with_so_many_decimals(exact, places, told):
    assert rounding.as_text(exact, places) == told


def test_a_number_without_end_is_told_as_a_fraction():
    wanted = {Fraction(2, 3): "2/3", Fraction(-7, 6): "-7/6", Fraction(3, 8): "0.375"}
    assert {one: rounding.as_exact(one) for one in wanted} == wanted
    with pytest.raises(AssertionError):
        rounding.as_text(Fraction(1, 3))


READ = [
    (c.or_none(c.day), None, None),
    (c.decimal, "12.50", Fraction(25, 2)),
    (c.decimal, -7, Fraction(-7)),
    (c.fraction, "7/3", Fraction(7, 3)),
    (c.fraction, "-1/4", Fraction(-1, 4)),
    (c.measure, Decimal("29.5"), Fraction(59, 2)),
    (c.measure, Decimal("1E-3"), Fraction(1, 1000)),
    (c.whole, "0012", 12),
    (c.text, "007", "007"),
]


@pytest.mark.parametrize(("read", "given_", "means"), READ)
def test_what_can_be_read(read, given_, means):
    assert read(given_, "x") == means


UNREADABLE = [
    (c.decimal, Decimal("0.5")),  # a JSON fraction may have lost digits on its way
    (c.decimal, "1e3"),
    (c.decimal, "1,5"),
    (c.decimal, " 5"),
    (c.decimal, "٣"),
    (c.decimal, ""),
    (c.decimal, "."),
    (c.decimal, None),
    (c.decimal, True),
    (c.decimal, "9" * 500),
    (c.fraction, "1/0"),
    (c.fraction, "1/-2"),
    (c.measure, Decimal("1E+999999")),
    (c.whole, "1.5"),
    (c.amount, -1),
    (c.above_nought(c.whole), 0),
    (c.day, "2026-02-30"),
    (c.day, "20261122"),
    (c.day, 20261122),
    (c.flag, 1),
    (c.text, 7),
    (c.listed(c.text), "Ira"),
    (c.named(c.amount), []),
    (c.one_of("meta"), ["meta"]),
]


@pytest.mark.parametrize(("read", "value"), UNREADABLE)
def test_what_cannot_be_read_names_its_field_and_says_what_belongs_there(read, value):
    with pytest.raises(Wrong) as wrong:
        read(value, "harga")
    told = wrong.value.told()
    assert (told["error"], told["field"]) == ("bad_value", "harga")
    assert told["message"].startswith("Periksa harga: tulis ")


@pytest.mark.parametrize(
    "text", ["", "{", "NaN", '{"a": Infinity}', "[" * 99_999, "'a'", "1" * 9999]
)
def test_what_is_no_json_is_said(text):
    with pytest.raises(Wrong) as wrong:
        calculation.from_json(text)
    assert wrong.value.code == "bad_json"


def test_what_is_missing_is_named_and_null_is_the_default():
    inputs = Inputs({"cap": None, "name": None})
    assert inputs.get("cap", c.amount, 5) == 5
    for name, code in (("price", "missing_field"), ("name", "bad_value")):
        with pytest.raises(Wrong) as wrong:
            inputs.get(name, c.text)
        assert (wrong.value.code, wrong.value.more["field"]) == (code, name)


def test_variants_change_some_inputs_each():
    def doubled(inputs):
        return {"doubled": 2 * inputs.get("n", c.whole) + inputs.get("more", c.whole, 0)}

    asked = {"n": 1, "variants": {"same": {}, "other": {"n": 5}, "more": {"more": 1}}}
    assert calculation.answer(doubled, asked) == {
        "same": {"doubled": 2}, "other": {"doubled": 10}, "more": {"doubled": 3}
    }  # fmt: skip
    with pytest.raises(Wrong):
        calculation.answer(doubled, {"n": 1, "variants": [{}]})
