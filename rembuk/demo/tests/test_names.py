"""Invented people are called what neighbours call people: short forms, not cut-off syllables."""

from __future__ import annotations

from random import Random

import pytest

from rembuk.demo import lives, names
from rembuk.demo.story import SEED

LONG = sorted({name for name in [*names.WOMEN, *names.MEN] if len(name) >= 5})


@pytest.mark.parametrize("first", LONG)
def test_every_long_first_name_has_two_short_forms(first):
    one, other = names.NICKNAMES[first]
    assert one != other
    assert first not in (one, other)
    for called in (one, other):
        assert called.istitle()
        assert 2 <= len(called) <= 7
        assert any(vowel in called.lower() for vowel in "aeiou")


def test_no_short_form_belongs_to_nobody():
    assert set(names.NICKNAMES) == set(LONG)


def test_nicknames_of_the_village_come_from_the_table_and_from_the_seed():
    told = [[(life.name, life.nickname) for home in lives.village(SEED) for life in home.lives]
            for _twice in range(2)]  # fmt: skip
    assert told[0] == told[1]
    called = [(name.split()[0], nickname) for name, nickname in told[0] if nickname]
    assert len(called) > 100
    assert all(nickname in names.NICKNAMES[first] for first, nickname in called)


def test_a_short_name_needs_none():
    assert names.nickname(Random(1), "Sri Rahayu") == ""
