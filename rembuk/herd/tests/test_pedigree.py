"""Kin: compared with the definition worked out in fractions, and with Wright's own classics."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.herd.pedigree import crossed, kinship
from rembuk.lib.wrong_inputs import Wrong


@st.composite
def pedigrees(draw):
    """Animals 0..n, each with parents among the earlier ones, and the order in which they come."""
    size = draw(st.integers(2, 14))
    parents = [
        tuple(draw(st.none() | st.integers(0, one - 1)) if one else None for _side in "sd")
        for one in range(size)
    ]
    return parents, draw(st.permutations(range(size)))


@given(pedigrees())
def test_kinship_is_what_its_definition_says(made):
    parents, order = made

    @cache
    def akin(one, other):
        if one is None or other is None:
            return Fraction(0)
        if one == other:
            return (1 + akin(*parents[one])) / 2
        younger, older = max(one, other), min(one, other)
        return sum(akin(parent, older) for parent in parents[younger]) / 2

    told = {str(one): tuple(None if p is None else str(p) for p in parents[one]) for one in order}
    pairs = [(one, other) for one in told for other in told]
    found = kinship(told, pairs)
    assert found.inbreeding == {one: akin(*parents[int(one)]) for one in told}
    assert found.expected == {pair: akin(*map(int, pair)) for pair in pairs}
    ones, others = list(told)[::2], list(told)[1:]
    wanted = [[akin(int(one), int(other)) for other in others] for one in ones]
    assert crossed(told, ones=ones, others=others).tolist() == wanted


CLASSICS = [
    ({"sib": ("S", "D"), "sis": ("S", "D")}, ("sib", "sis"), 1 / 4),
    ({"half": ("S", "D"), "other": ("S", None)}, ("half", "other"), 1 / 8),
    ({"child": ("S", "D")}, ("child", "S"), 1 / 4),
    ({"sib": ("S", "D"), "sis": ("S", "D"), "a": ("sib", None), "b": ("sis", None)},
     ("a", "b"), 1 / 16),
]  # fmt: skip


@pytest.mark.parametrize(("young", "pair", "expected"), CLASSICS)
def test_matings_of_kin(young, pair, expected):
    herd = {"S": (None, None), "D": (None, None)} | young
    assert kinship(herd, [pair]).expected[pair] == expected


def test_a_buck_of_generations_ago_costs_no_table_of_everybody():
    """A long line with one mate each: two or three animals matter at a time."""
    line = {"0": (None, None)} | {str(n): (str(n - 1), None) for n in range(1, 5000)}
    assert set(kinship(line).inbreeding.values()) == {0.0}


BROKEN = [
    ({"a": ("b", None)}, [], "unknown_parent", {"id": "b"}),
    ({"a": (None, None)}, [("a", "x")], "unknown_parent", {"id": "x"}),
    ({"a": ("a", None)}, [], "cycle", {"members": ["a"]}),
    ({"a": ("b", None), "b": ("a", None), "c": ("b", None), "d": ("c", "e"), "e": ("d", None)},
     [], "cycle", {"members": ["a", "b", "d", "e"]}),
]  # fmt: skip


@pytest.mark.parametrize(("herd", "matings", "code", "more"), BROKEN)
def test_a_herd_book_that_cannot_be_is_said(herd, matings, code, more):
    with pytest.raises(Wrong) as wrong:
        kinship(herd, matings)
    assert (wrong.value.code, wrong.value.more) == (code, more)
