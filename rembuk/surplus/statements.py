"""Statements from plain figures: a trial balance, a cash flow, what counts as own capital."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rembuk.lib.wrong_inputs import Wrong

ASSETS, LIABILITIES, EQUITY, INCOME, COSTS, MEMO = "123459"
GROUPS = ASSETS + LIABILITIES + EQUITY + INCOME + COSTS + MEMO
# UU 25/1992, article 41: own capital. What members may take back any day is debt.
OWN_CAPITAL = ("simpanan_pokok", "simpanan_wajib", "dana_cadangan", "hibah")


@dataclass(frozen=True)
class Line:
    """One account of a trial balance: the first digit of its code says what it is."""

    code: str
    debit: Fraction
    credit: Fraction


@dataclass(frozen=True)
class Closing:
    """The year's statements in seven sums (rupiah)."""

    debit: Fraction
    credit: Fraction
    income: Fraction
    costs: Fraction
    assets: Fraction
    liabilities: Fraction
    equity_before: Fraction

    @property
    def shu(self) -> Fraction:
        """The surplus of the year."""
        return self.income - self.costs

    @property
    def equity(self) -> Fraction:
        """Equity, the surplus of the year in it."""
        return self.equity_before + self.shu

    @property
    def balanced(self) -> bool:
        """Debit is credit, and what is owned is what is owed and own."""
        return self.debit == self.credit and self.assets == self.liabilities + self.equity


def closed(lines: Sequence[Line]) -> Closing:
    """Close a trial balance; memo accounts count in debit and credit alone."""
    nets = dict.fromkeys(GROUPS, Fraction(0))
    for line in lines:
        nets[line.code[0]] += line.debit - line.credit
    return Closing(
        debit=sum((line.debit for line in lines), Fraction(0)),
        credit=sum((line.credit for line in lines), Fraction(0)),
        income=-nets[INCOME],
        costs=nets[COSTS],
        assets=nets[ASSETS],
        liabilities=-nets[LIABILITIES],
        equity_before=-nets[EQUITY],
    )


def refuse_not_own(names: Iterable[str]) -> None:
    """Refuse what is no own capital. Errors: Wrong `not_own_capital`, with the `field`."""
    for name in names:
        if name not in OWN_CAPITAL:
            raise Wrong(
                "not_own_capital",
                f"Tulis {name} di modal_pinjaman: modal sendiri hanya {', '.join(OWN_CAPITAL)}.",
                field=name,
            )


def total(parts: Mapping[str, Fraction]) -> Fraction:
    """Add up named sums."""
    return sum(parts.values(), Fraction(0))
