"""A new rate, or more money, from some row on: what was paid is never written again."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from operator import add

from rembuk.lib.rounding import rounded
from rembuk.lib.wrong_inputs import bad_value
from rembuk.loans.rates import Even
from rembuk.loans.schedule import Method, Money, Plan, Terms, plan


@dataclass(frozen=True, slots=True)
class Change:
    """What changes with row `row`: the rate of a period, and money paid out the due day before."""

    row: int
    rate: Fraction
    topup: Money = 0


def restructure(terms: Terms, change: Change) -> tuple[Plan, Plan]:
    """Return the rows before a change, as first planned, and those from it on.

    A top-up is part of the last balance before. Grace rows that are still to come stay, and so does
    interest put off until then. Errors: Wrong `bad_value`, and those of schedule.plan.
    """
    first = plan(terms)
    kept = change.row - 1
    if not 1 <= kept < len(first.principal):
        raise bad_value("change_from_period", "nomor angsuran dari 2 sampai yang terakhir")
    if terms.method is Method.FLAT and change.topup:
        raise bad_value("topup", "0: pada bunga flat pinjaman tidak ditambah")
    before = _rows(first, slice(0, kept))
    before.balance[-1] += change.topup
    rest = terms._replace(
        principal=before.balance[-1],
        rates=Even.of(change.rate),
        periods=None if terms.periods is None else terms.periods - kept,
        grace=max(0, terms.grace - kept),
        deferred=max(0, terms.deferred - kept),
        carried=_put_off(terms, kept),
    )
    if terms.method is not Method.FLAT:
        return before, plan(rest)
    return before, _flat(first, kept=kept, original=terms.principal, rest=rest)


def _flat(first: Plan, *, kept: int, original: Money, rest: Terms) -> Plan:
    """Keep the principals, and charge the first loan at the new rate in each row."""
    exact = Fraction(original) * Fraction(rest.rates.even or 0, rest.rates.one)
    each = exact if rest.exact else rounded(exact, to=Fraction(rest.quantum), mode=rest.rounding)
    after = _rows(first, slice(kept, None))
    interest: list[Money] = [each] * len(after.principal)
    if rest.deferred or rest.carried:
        interest[rest.deferred] += each * rest.deferred + rest.carried
        interest[: rest.deferred] = [0] * rest.deferred
    return after._replace(interest=interest, instalment=list(map(add, after.principal, interest)))


def _put_off(terms: Terms, kept: int) -> Money:
    """Return the interest of the first rows that is not due before the change."""
    if terms.deferred < kept or not terms.deferred:
        return 0
    return sum(plan(terms._replace(deferred=0)).interest[:kept])


def _rows(whole: Plan, of: slice) -> Plan:
    return Plan(
        whole.principal[of], whole.interest[of], whole.instalment[of], whole.balance[of],
        whole.level,
    )  # fmt: skip
