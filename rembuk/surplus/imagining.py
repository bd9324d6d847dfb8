"""A surplus somebody thinks about: its funds, its members, and each step by hand.

The page divides by the very inputs that it prints for `rembuk calc`, so that the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from rembuk.lib.calculation import Inputs
from rembuk.lib.rounding import HUNDRED, as_text
from rembuk.surplus import calc
from rembuk.surplus.calc import BY_CAPITAL, BY_USE, PAID, RESERVE, SAVINGS

NEEDED = (RESERVE, BY_CAPITAL, BY_USE)


@dataclass(frozen=True)
class Somebody:
    """A member: what she put in and what she paid for loans in the year (rupiah)."""

    name: str
    savings_rp: int
    paid_rp: int


@dataclass(frozen=True)
class Idea:
    """A surplus, percents that make 100, members, and the smallest sum that is paid (rupiah)."""

    shu_rp: int
    percents: Mapping[str, Fraction]
    members: Sequence[Somebody]
    multiple_rp: int = 1

    def inputs(self) -> dict[str, Any]:
        """Write it as `rembuk calc shu_distribution` reads it; members are known by their line."""
        parts = {
            fund: as_text(percent / HUNDRED)
            for fund, percent in self.percents.items()
            if percent or fund in NEEDED
        }
        members = [
            {"no": f"{line:02}", SAVINGS: str(one.savings_rp), PAID: str(one.paid_rp)}
            for line, one in enumerate(self.members, start=1)
        ]
        told: dict[str, Any] = {
            "shu": str(self.shu_rp), "percentages": parts, "members": members
        }  # fmt: skip
        if self.multiple_rp > 1:
            told["member_rounding"] = {"multiple": str(self.multiple_rp)}
        return told


@dataclass(frozen=True)
class Step:
    """One product by hand: own / all x pool, exactly, and what is paid of it.

    The pool is what whole units of it make: what is less than a unit nobody can get.
    """

    own_rp: int
    pool_rp: int
    exact_rp: Fraction
    paid_rp: int

    def has_one_more(self, multiple_rp: int) -> bool:
        """Say whether one of the units left went here."""
        return self.paid_rp > self.exact_rp // multiple_rp * multiple_rp


@dataclass(frozen=True)
class Line:
    """One member, and how each of her two sums came about."""

    no: str
    member: Somebody
    by_savings: Step
    by_use: Step

    @property
    def total_rp(self) -> int:
        """Both sums."""
        return self.by_savings.paid_rp + self.by_use.paid_rp


@dataclass(frozen=True)
class Imagined:
    """What comes of it."""

    idea: Idea
    funds: dict[str, int]
    lines: list[Line]
    to_reserve_rp: int
    savings_rp: int
    used_rp: int

    @property
    def members_rp(self) -> int:
        """What all members get."""
        return sum(line.total_rp for line in self.lines)


def divide(idea: Idea) -> Imagined:
    """Divide a surplus. Errors: Wrong, as `rembuk calc` says it."""
    told = calc.shu_distribution(Inputs(idea.inputs()))
    funds = {fund: int(amount) for fund, amount in told["funds"].items()}
    savings = sum(one.savings_rp for one in idea.members)
    used = sum(one.paid_rp for one in idea.members)
    unit = idea.multiple_rp
    pools = {fund: funds[fund] // unit * unit for fund in (BY_CAPITAL, BY_USE)}
    lines = [
        Line(
            paid["no"],
            one,
            _step(one.savings_rp, savings, pool_rp=pools[BY_CAPITAL], paid=paid[BY_CAPITAL]),
            _step(one.paid_rp, used, pool_rp=pools[BY_USE], paid=paid[BY_USE]),
        )
        for one, paid in zip(idea.members, told["members"], strict=True)
    ]
    return Imagined(idea, funds, lines, int(told["to_dana_cadangan"]), savings, used)


def _step(own_rp: int, of_all: int, *, pool_rp: int, paid: str) -> Step:
    exact = Fraction(pool_rp) * own_rp / of_all if of_all else Fraction(0)
    return Step(own_rp, pool_rp, exact, int(paid))
