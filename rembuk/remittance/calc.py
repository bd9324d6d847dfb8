"""Money from abroad: in rupiah, beside the quote, and split among goals."""

from __future__ import annotations

from fractions import Fraction

from rembuk.lib.calculation import Formula, Inputs, Told
from rembuk.lib.figures import above_nought, amount, listed, or_none, rounding_mode, share, text
from rembuk.lib.rounding import HUNDRED, as_exact, as_text, rounded
from rembuk.lib.wrong_inputs import bad_value
from rembuk.remittance.goals import refuse_not_one, split, split_with_caps
from rembuk.remittance.rupiah import Quote, converted

ONE = Fraction(1)


def fx_conversion(inputs: Inputs) -> Told:
    """Change an amount into rupiah, and split it among goals."""
    inputs.get("currency", text)
    sent, quote = inputs.get("amount", above_nought(amount)), _quote(inputs, "rate")
    fee_foreign = inputs.get("fee_foreign", amount, Fraction(0))
    fee_rp = inputs.get("fee_idr", amount, Fraction(0))
    mode = inputs.get("rounding", rounding_mode, "half_up")
    splits = inputs.given.get("goals") is not None
    parts = [_part(one) for one in inputs.get("goals", listed(Inputs), [])]
    if splits:
        refuse_not_one(parts)
    found = converted(sent, quote, fee_foreign=fee_foreign, fee_rp=fee_rp, mode=mode)
    if found.net_rp < 0:
        raise bad_value("fee_idr", "biaya yang tidak lebih besar dari uang yang dikirim")
    told = {
        "converted_foreign": as_exact(found.foreign),
        "unrounded": as_exact(found.exact_rp),
        "gross": as_exact(found.gross_rp),
        "net": as_exact(found.net_rp),
        "effective_rate": as_text(found.net_rp / sent, 4),
    }
    return {**told, "goals": _told(split(found.net_rp, parts))} if splits else told


def fx_difference(inputs: Inputs) -> Told:
    """Compare what a quote promised with what the bank credited."""
    inputs.get("currency", text)
    sent, quote = inputs.get("amount", above_nought(amount)), _quote(inputs, "quoted_rate")
    credited = inputs.get("bank_credited_idr", amount)
    expected = rounded(quote.of(sent))
    return {
        "expected_idr": as_exact(expected),
        "posted_to_savings": as_exact(credited),
        "difference": as_exact(credited - expected),
        "implied_rate": as_text(quote.implied_by(credited, amount=sent), 4),
    }


def goal_allocation(inputs: Inputs) -> Told:
    """Split a sum among goals that may need less."""
    net, goals = inputs.get("net_idr", amount), inputs.get("goals", listed(Inputs))
    parts, needs = [], []
    for one in goals:
        one.get("name", text)
        parts.append(one.get("pct", amount) / HUNDRED)
        needs.append(one.get("remaining_need", or_none(amount)))
    found = split_with_caps(net, parts, needs=needs)
    return {"goals": _told(found.goals), "overflow": as_exact(found.overflow)}


def _quote(inputs: Inputs, field: str) -> Quote:
    return Quote(inputs.get(field, amount), inputs.get("rate_unit", above_nought(amount), ONE))


def _part(goal: Inputs) -> Fraction:
    goal.get("name", text)
    if "share" in goal and "pct" not in goal:
        return goal.get("share", share)
    return goal.get("pct", amount) / HUNDRED


def _told(sums: list[int] | list[Fraction]) -> list[str]:
    return [as_exact(one) for one in sums]


KINDS: dict[str, Formula] = {
    "fx_conversion": fx_conversion,
    "fx_difference": fx_difference,
    "goal_allocation": goal_allocation,
}
