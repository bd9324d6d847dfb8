"""A schedule worked out the slow way, row by row with fractions, as somebody would on paper.

It shares nothing with the engine but the words of docs/calc.md; the tests put both side by side.
"""

from __future__ import annotations

from fractions import Fraction

from rembuk.lib.rounding import rounded


def rows(
    *, principal, rates, method, quantum, mode, exact, multiple, level_mode, grace, deferred, fixed
):
    """Return [(principal, interest, balance)], or None where an instalment is too small."""
    n, left = len(rates), principal
    level = None if method == "declining_equal_principal" else fixed
    if level is None and method != "declining_equal_principal":
        level = _level(principal, rates[grace:], method)
        if level_mode != "none":
            level = rounded(level, to=multiple, mode=level_mode)
    told, flat_before, owed = [], Fraction(0), Fraction(0)
    for k, rate in enumerate(rates, start=1):
        charged = principal if method == "flat" else left
        interest = charged * rate if exact else rounded(charged * rate, to=quantum, mode=mode)
        if method == "flat" and k == n:
            whole = principal * rate * n
            interest = (whole if exact else rounded(whole, to=quantum, mode=mode)) - flat_before
        flat_before += interest
        paid = Fraction(0) if k <= grace else left
        if grace < k < n:
            equal = rounded(principal / (n - grace), to=quantum, mode=mode)
            paid = min(left, equal if level is None else level - interest)
            if level is not None and paid <= 0:
                return None
        left -= paid
        if k <= deferred:
            owed, interest = owed + interest, Fraction(0)
        elif k == deferred + 1:
            interest += owed
        told.append((paid, interest, left))
        if left == 0:
            break
    return told


def _level(principal, rates, method):
    m = len(rates)
    if method == "flat":
        return principal / m + principal * rates[0]
    worth, factor = Fraction(0), Fraction(1)
    for rate in rates:
        factor *= 1 + rate
        worth += 1 / factor
    return principal / worth
