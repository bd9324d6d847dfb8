"""What it takes to settle a loan early, inside a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rembuk.lib.rounding import rounded
from rembuk.lib.wrong_inputs import Wrong, bad_value
from rembuk.loans.duedates import Calendar
from rembuk.loans.schedule import Money, Plan, Terms

OVERDUE = "Ada angsuran yang sudah jatuh tempo. Catat dulu angsuran itu, lalu hitung pelunasan."


@dataclass(frozen=True, slots=True)
class Payoff:
    """What is left of the loan and what it has cost since the last instalment, in rupiah."""

    balance: Money
    accrued: Money

    @property
    def amount(self) -> Money:
        """What settles the loan."""
        return self.balance + self.accrued


def pay_off(
    plan: Plan, *, terms: Terms, calendar: Calendar, rate: Fraction, paid_rows: int, on: date
) -> Payoff:
    """Return what settles a loan whose first rows were paid on their days.

    `rate` is that of a full period; of it, the days since the last due day count.
    Errors: Wrong `bad_value` before that day, `overdue_instalments` after the next.
    """
    if paid_rows > len(plan.principal):
        raise bad_value("instalments_paid", "jumlah angsuran yang ada di jadwal")
    balance = plan.balance[paid_rows - 1] if paid_rows else terms.principal
    since = calendar.due(paid_rows)
    if on < since:
        raise bad_value("payoff_date", "tanggal sesudah angsuran terakhir dibayar")
    if not balance:
        return Payoff(0, 0)
    until = calendar.due(paid_rows + 1)
    if on > until:
        raise Wrong("overdue_instalments", OVERDUE)
    exact = balance * rate * Fraction((on - since).days, (until - since).days)
    accrued = rounded(exact, to=Fraction(terms.quantum), mode=terms.rounding)
    return Payoff(balance, accrued)
