"""What is set aside for loans that may not come back, and how a loan is written off.

The allowance by class (PPAP), the one by experience (CKPN) and the risk of bad loans are three
figures and are never mixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from rembuk.lib.rounding import rounded
from rembuk.lib.wrong_inputs import Wrong, bad_value

GOOD = "lancar"
ALLOWANCE_TOO_SMALL = "Penyisihan kurang dari pokok yang dihapus. Tambah penyisihan lebih dulu."


def to_set_aside(at_risk: Iterable[tuple[Fraction, Fraction]], *, mode: str) -> list[Fraction]:
    """Return amount x rate of each row, to the whole rupiah; totals are sums of these."""
    return [rounded(amount * rate, mode=mode) for amount, rate in at_risk]


def uncovered(outstanding: Fraction, collateral: Fraction) -> Fraction:
    """Return what collateral does not cover."""
    return max(Fraction(0), outstanding - collateral)


@dataclass(frozen=True, slots=True)
class Risk:
    """The weighted risk of bad loans, beside the plain share that is not paid well."""

    risk: Fraction
    risk_to_loans: Fraction | None
    npl_to_loans: Fraction | None
    allowance_to_risk: Fraction | None


def risk_of_bad_loans(
    outstanding: Mapping[str, Fraction], *, weights: Mapping[str, Fraction], allowance: Fraction
) -> Risk:
    """Weigh what is outstanding in each class; a class without a weight carries no risk."""
    loans = sum(outstanding.values(), Fraction(0))
    risk = sum(
        (amount * weights.get(name, Fraction(0)) for name, amount in outstanding.items()),
        Fraction(0),
    )
    return Risk(
        risk=risk,
        risk_to_loans=_ratio(risk, loans),
        npl_to_loans=_ratio(loans - outstanding[GOOD], loans),
        allowance_to_risk=_ratio(allowance, risk),
    )


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """What stands after a loan was written off; the claim goes on beside the books."""

    allowance_after: Fraction
    interest_reversed: Fraction
    loan_after: Fraction
    claim_after: Fraction
    recovered: Fraction


def write_off(
    *,
    allowance: Fraction,
    loan: Fraction,
    principal: Fraction,
    interest: Fraction,
    recovered: Fraction = Fraction(0),
) -> WrittenOff:
    """Take a loan off the books against the allowance.

    Errors: Wrong `allowance_too_small`; `bad_value` for more than the loan.
    """
    if principal > allowance:
        raise Wrong("allowance_too_small", ALLOWANCE_TOO_SMALL)
    if principal > loan:
        raise bad_value("principal", "paling banyak sisa pokok pinjaman")
    return WrittenOff(
        allowance_after=allowance - principal,
        interest_reversed=interest,
        loan_after=loan - principal,
        claim_after=max(Fraction(0), principal + interest - recovered),
        recovered=recovered,
    )


def _ratio(above: Fraction, below: Fraction) -> Fraction | None:
    return above / below if below else None
