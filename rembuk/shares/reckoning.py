"""What each member gets, with every step of the calculation, so that she can do it on paper.

The same two functions as `rembuk calc` (sharing.py): parts first, then the rest by weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.lib.rounding import HUNDRED
from rembuk.shares import sharing
from rembuk.shares.belonging import Member
from rembuk.shares.models import Belonging, Leftover, Rule, Weighing
from rembuk.shares.models.rules import WHOLE
from rembuk.shares.weighing import Weights

NOUGHT = Fraction(0)


@dataclass(frozen=True)
class Factor:
    """One weighing of one member: her weight of all weights, of a pot in rupiah."""

    kind: Weighing
    weight: Fraction
    all_weights: Fraction
    pot_rp: Fraction

    @property
    def exact_rp(self) -> Fraction:
        """What it brings her, before rounding."""
        return self.pot_rp * self.weight / self.all_weights


@dataclass(frozen=True)
class Line:
    """One member: what each weighing brings her, down to a whole unit, and maybe one more."""

    member: Member
    factors: list[Factor]
    share_rp: int
    unit_rp: int

    @property
    def exact_rp(self) -> Fraction:
        """Her part before rounding: exact, in rupiah."""
        return sum((one.exact_rp for one in self.factors), NOUGHT)

    @property
    def down_rp(self) -> int:
        """Her part down to a whole unit."""
        return int(self.exact_rp // self.unit_rp) * self.unit_rp

    @property
    def has_one_more(self) -> bool:
        """Whether she has one of the units that were left over."""
        return self.share_rp > self.down_rp


@dataclass(frozen=True)
class Reckoned:
    """A whole sum: three parts, the members' lines, and what stays because it fits no unit."""

    amount_rp: int
    rule: Rule
    cash_rp: int
    reserve_rp: int
    cooperative_rp: int
    lines: list[Line]
    left_rp: int

    @property
    def rest_rp(self) -> int:
        """What is divided among the members, with what does not fit."""
        return self.amount_rp - self.cash_rp - self.reserve_rp - self.cooperative_rp

    @property
    def members_rp(self) -> int:
        """What the members get together."""
        return sum(line.share_rp for line in self.lines)

    @property
    def spreads(self) -> bool:
        """Whether the largest fractions have the units that are left; else the cash has all."""
        return self.rule.leftover == Leftover.SPREAD

    @property
    def spread_rp(self) -> int:
        """The sum that the fractions are of: whole units only, where the last ones are spread."""
        return self.rest_rp - self.left_rp if self.spreads else self.rest_rp

    @property
    def extra_units(self) -> int:
        """How many whole units were left after every part went down."""
        return (self.spread_rp - sum(line.down_rp for line in self.lines)) // self.rule.unit_rp


def reckon(amount_rp: int, *, rule: Rule, people: Sequence[Member], weights: Weights) -> Reckoned:
    """Divide a sum under a rule among the people of its period.

    Errors: Refused for a sum below one rupiah, for a period without members, and for a weighing
    of the rule of which everybody has nought.
    """
    if amount_rp < 0:
        raise Refused(_("A loss is not divided. Talk in a meeting about what covers it."))
    if amount_rp == 0:
        raise Refused(_("There is nothing to divide. Choose other days, or write a sum."))
    if not people:
        raise Refused(_("Nobody was a member on these days. Record the members first."))
    shown = _shown(rule, people, weights)
    percents = [
        Fraction(part, HUNDRED)
        for part in (rule.cash_part, rule.reserve_part, rule.cooperative_part)
    ]
    first = sharing.parts_first(amount_rp, percents)
    rest_rp = amount_rp - sum(first)
    spreads = rule.leftover == Leftover.SPREAD
    share = sharing.share_out if spreads else sharing.share_down
    found = share(rest_rp, combined(rule, shown), unit_rp=rule.unit_rp)
    spread_rp = rest_rp - found.group_cash if spreads else rest_rp
    pots = {kind: Fraction(spread_rp * part, WHOLE) for kind, part in rule.weighs().items()}
    lines = [
        Line(
            one,
            [
                Factor(kind, shown[kind][place], sum(shown[kind], NOUGHT), pot)
                for kind, pot in pots.items()
            ],
            found.each[place],
            rule.unit_rp,
        )
        for place, one in enumerate(people)
    ]
    cash_rp, reserve_rp, cooperative_rp = first
    return Reckoned(amount_rp, rule, cash_rp, reserve_rp, cooperative_rp, lines, found.group_cash)


def combined(rule: Rule, shown: dict[Weighing, list[Fraction]]) -> list[Fraction]:
    """Return one weight for each person out of all weighings of a rule, in the order given."""
    parts = rule.weighs()
    totals = {kind: sum(shown[kind], NOUGHT) for kind in parts}
    people = len(next(iter(shown.values())))
    return [
        sum(
            (Fraction(part) * shown[kind][place] / totals[kind] for kind, part in parts.items()),
            NOUGHT,
        )
        for place in range(people)
    ]


def _shown(
    rule: Rule, people: Sequence[Member], weights: Weights
) -> dict[Weighing, list[Fraction]]:
    """Return each person's weight by each weighing of the rule, in the order of the people."""
    found: dict[Weighing, list[Fraction]] = {}
    for kind in rule.weighs():
        if kind == Weighing.EQUAL:
            by_days = rule.belonging == Belonging.DAYS
            found[kind] = [Fraction(one.days if by_days else 1) for one in people]
            continue
        told = weights.get(kind, {})
        found[kind] = [told.get(one.membership.pk, NOUGHT) for one in people]
        if not any(found[kind]):
            raise Refused(NOTHING_COUNTED[kind]())
    return found


NOTHING_COUNTED = {
    Weighing.PIECES: lambda: _(
        "No work output of these days is recorded. Record it, or write it for each member."
    ),
    Weighing.DUTY: lambda: _(
        "No duty of these days is recorded. Record it, or write it for each member."
    ),
    Weighing.CAPITAL: lambda: _(
        "No capital of the members is recorded. Write first who put in how much."
    ),
}
