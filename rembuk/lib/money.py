"""Whole rupiah: read as people type them, shared out without losing one.

A sum is an int of whole rupiah. No float comes near it: a typed sum is read as text, a share is
an exact fraction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import NewType, cast

Rupiah = NewType("Rupiah", int)

MOST_RP = 10**15  # typed, and moved at once, at most: beyond any purse, and well within a bigint
LONGEST = 40  # letters of a typed sum; a pasted page is none
WORDS = {
    "rb": 1000, "ribu": 1000, "k": 1000,
    "jt": 10**6, "juta": 10**6,
    "m": 10**9, "miliar": 10**9, "milyar": 10**9,
}  # fmt: skip
SIGN = re.compile(r"^(rp\.?|idr)\s*", re.IGNORECASE)
END = re.compile(r"(,-|,00|\.00)$")
GROUPED = re.compile(r"\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+|\d{1,3}( \d{3})+", re.ASCII)
# 50.00 and 1.250.00: a part of a rupiah, or a nought was forgotten. The mark that groups decides:
# in 1,250.00 and 1.250,00 it is another one, and 1250000.00 has no groups.
CUT_SHORT = re.compile(r"(?=.*[1-9])(?:\d{1,3}(?:\.\d{3})*\.00|\d{1,3}(?:,\d{3})+,00)", re.ASCII)
WITH_WORD = re.compile(r"(\d+)(?:([.,])(\d+))?\s*([a-z]+)", re.ASCII)
DOUBTFUL = re.compile(r"(\d+)[.,](\d{1,2})", re.ASCII)


class Doubtful(ValueError):
    """A sum that can be read in two ways; `readings` are both, in whole rupiah."""

    def __init__(self, *readings: int) -> None:
        super().__init__(*readings)
        self.readings = readings


class Unreadable(ValueError):
    """Text that is no sum of whole rupiah."""


def read_rupiah(typed: str) -> Rupiah:
    """Read a sum as people type it: 1250000, 1.250.000, Rp 1.250.000,00, 1,25jt, 50rb, 50 ribu.

    Errors: Doubtful for what may mean two sums (1.25 is 1 or 1,250,000; 1.250.00 is 1,250 or
    1,250,000), Unreadable for the rest, a fraction of a rupiah among them. Nothing is rounded and
    nothing is guessed.
    """
    if len(typed) > LONGEST:
        raise Unreadable(typed[:LONGEST])
    text = SIGN.sub("", " ".join(typed.split()).lower())
    if found := WITH_WORD.fullmatch(text):
        return _with_word(*found.groups())
    if CUT_SHORT.fullmatch(text):
        amount = int(re.sub(r"[.,]", "", text[:-3]))
        raise Doubtful(amount, _within(amount * 1000))
    whole = END.sub("", text)
    if whole.isdecimal() and whole.isascii():
        return _within(int(whole))
    if GROUPED.fullmatch(whole):
        return _within(int(re.sub(r"[., ]", "", whole)))
    if found := DOUBTFUL.fullmatch(text):
        units, part = found.groups()
        millions = int(units) * 10**6 + int(part) * 10 ** (6 - len(part))
        raise Doubtful(int(units), _within(millions))
    raise Unreadable(typed)


def _with_word(units: str, mark: str | None, part: str | None, word: str) -> Rupiah:
    if word not in WORDS:
        raise Unreadable(word)
    size = WORDS[word]
    exact = Fraction(f"{units}.{part}" if part else units) * size
    if exact.denominator != 1:
        raise Unreadable(word)
    if mark == "." and part and len(part) == 3 and len(units) <= 3:
        # 1.250 juta: a point before three digits groups thousands here.
        raise Doubtful(_within(int(exact)), _within(int(units + part) * size))
    return _within(int(exact))


def _within(amount: int) -> Rupiah:
    if amount > MOST_RP:
        raise Unreadable(str(amount))
    return Rupiah(amount)


def split_evenly(amount_rp: int, people: int) -> tuple[Rupiah, Rupiah]:
    """Return each one's equal share and the remainder, which stays in its named home.

    >>> split_evenly(10_000, 3)
    (3333, 1)
    """
    assert people > 0
    share, rest = divmod(amount_rp, people)
    return Rupiah(share), Rupiah(rest)


def split_by_weight(
    amount_rp: int, weights: Sequence[int | Fraction], *, names: Sequence[str] | None = None
) -> list[Rupiah]:
    """Share a sum by weight, each within one rupiah of its exact part, all of it given out.

    The largest fractions get the odd rupiah (Hare-Niemeyer); of equal ones the earlier, or the
    lower of `names`. Without names the order of `weights` must be one that nobody chose, such as
    the members' ids.
    """
    assert amount_rp >= 0
    assert min(weights, default=0) >= 0
    parts = whole_parts(weights)
    total = sum(parts)
    assert total > 0
    shares = [amount_rp * part // total for part in parts]
    left = amount_rp - sum(shares)
    if left:
        rests = [amount_rp * part % total for part in parts]
        for place in _largest(rests, left, names=names):
            shares[place] += 1
    return cast(list[Rupiah], shares)


def whole_parts(weights: Sequence[int | Fraction]) -> list[int]:
    """Return weights as whole numbers in the same proportion: these count ten times as fast."""
    common = lcm(*{weight.denominator for weight in weights})
    if common == 1:
        return [weight.numerator for weight in weights]
    return [weight.numerator * (common // weight.denominator) for weight in weights]


def _largest(rests: list[int], count: int, *, names: Sequence[str] | None) -> list[int]:
    """Return the places of the `count` largest; only those that tie for the last are sorted."""
    least = sorted(rests)[-count]
    above = [place for place, rest in enumerate(rests) if rest > least]
    ties = [place for place, rest in enumerate(rests) if rest == least]
    if names is not None:
        ties.sort(key=names.__getitem__)
    return above + ties[: count - len(above)]
