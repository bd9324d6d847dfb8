"""A schedule as `rembuk calc` tells it: figures as text, rounded only where its terms say so."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from rembuk.lib.calculation import Told
from rembuk.lib.rounding import as_exact, as_text, rounded
from rembuk.loans.schedule import UNROUNDED, Method, Money, Plan, Terms

CENTS = 2


def figure(exact: Money) -> str:
    """Write an exact number."""
    return str(exact) if isinstance(exact, int) else as_exact(exact)


class Telling:
    """How the amounts of one loan are written: unrounded ones to the quantum, or to cents."""

    def __init__(self, terms: Terms) -> None:
        level_is_exact = terms.level_rounding == UNROUNDED and terms.fixed is None
        self.unrounded = terms.exact or (level_is_exact and terms.method is not Method.DECLINING)
        self.quantum, self.mode = Fraction(terms.quantum), terms.rounding

    def amount(self, exact: Money) -> str:
        """Write a figure of a row or a total."""
        if self.unrounded:
            return figure(rounded(Fraction(exact), to=self.quantum, mode=self.mode))
        return figure(exact)

    def instalment(self, exact: Money) -> str:
        """Write what is paid at once."""
        return as_text(Fraction(exact), CENTS) if self.unrounded else figure(exact)

    def amounts(self, many: Iterable[Money]) -> list[str]:
        """Write a column."""
        return [self.amount(one) for one in many]

    def rows(self, plan: Plan) -> Told:
        """Write the columns of a schedule."""
        return {
            "principal": self.amounts(plan.principal),
            "interest": self.amounts(plan.interest),
            "instalment": [self.instalment(one) for one in plan.instalment],
            "balance": self.amounts(plan.balance),
        }

    def totals(self, plan: Plan) -> Told:
        """Write what a schedule adds up to."""
        return {
            "total_principal": self.amount(plan.total_principal),
            "total_interest": self.amount(plan.total_interest),
            "total_payable": self.amount(sum(plan.instalment)),
        }
