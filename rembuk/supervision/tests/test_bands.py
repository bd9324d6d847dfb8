"""Every value falls into one band; a score of four turns round with what is better."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rembuk.supervision.bands import Band, Word, points_of, score_of_four, word_for
from rembuk.supervision.ratios import Ratio, Scale, scored

VALUES = st.fractions(-500, 1500, max_denominator=100)


@given(VALUES, st.sets(st.integers(-400, 1400), min_size=1, max_size=6), st.booleans())
def test_a_value_falls_into_the_band_between_its_limits(value, limits, inclusive):
    rising = sorted(limits)
    bands = [Band(Fraction(limit), inclusive, Fraction(limit)) for limit in rising]
    bands.append(Band(None, False, Fraction(9999)))
    above = [limit for limit in rising if value < limit or (inclusive and value == limit)]
    assert points_of(value, bands) == (min(above) if above else 9999)
    assert points_of(Fraction(99_999), bands[:-1]) is None


@given(VALUES, st.lists(VALUES, min_size=3, max_size=3).map(sorted))
def test_scores_of_four_mirror_each_other(value, cuts):
    higher = score_of_four(value, cuts, higher_is_better=True)
    assert higher + score_of_four(value, cuts, higher_is_better=False) == 5
    assert (higher == 1) == (value < cuts[0])
    assert (higher == 4) == (value >= cuts[2])


@given(VALUES)
def test_a_score_has_the_word_of_the_highest_it_reaches(score):
    words = [Word(Fraction(80), "sehat"), Word(Fraction(66), "cukup"), Word(None, "lain")]
    called = "sehat" if score >= 80 else "cukup" if score >= 66 else "lain"
    assert word_for(score, words) == called
    assert score >= 66 or word_for(score, words[:-1]) is None


@given(VALUES, st.integers(1, 999), st.fractions(0, 9), st.integers(1, 100))
def test_a_scale_has_a_cap_and_no_points_below_nought(numerator, denominator, each, cap):
    scale = Scale(each, Fraction(cap))
    ratio = Ratio("x", numerator, Fraction(denominator), scale=scale, weight=Fraction(5))
    found = scored(ratio)
    assert 0 <= found.points <= cap
    assert found.score == found.points / 20
