"""What a sewing group can make, and what pieces pay."""

from __future__ import annotations

from fractions import Fraction

from rembuk.lib.calculation import Formula, Inputs, Told
from rembuk.lib.figures import above_nought, amount, count, listed, named, text, whole
from rembuk.lib.rounding import as_number, as_text, rounded
from rembuk.workshop import sewing


def capacity(inputs: Inputs) -> Told:
    """Say how much can be made in some days, or how many days an order takes."""
    crew = sewing.Crew(
        members=inputs.get("members", above_nought(whole)),
        hours_per_day=inputs.get("hours_per_day", above_nought(amount)),
        efficiency_percent=inputs.get("efficiency_percent", above_nought(amount)),
    )
    if "order" in inputs:
        return _how_long(inputs, crew)
    days = inputs.get("days", count)
    smv = inputs.get("smv_minutes", above_nought(amount))
    return {
        "available_minutes": as_text(crew.minutes_a_day * days),
        "effective_minutes": int(rounded(sewing.effective_minutes(crew, days), mode="floor")),
        "pieces": sewing.pieces(crew, days, standard_minutes=smv),
    }


def _how_long(inputs: Inputs, crew: sewing.Crew) -> Told:
    minutes = sum(
        (
            one.get("qty", count) * one.get("smv", amount)
            for one in inputs.get("order", listed(Inputs))
        ),
        start=Fraction(0),
    )
    return {
        "required_smv_minutes": as_text(minutes),
        "required_real_minutes": int(rounded(sewing.real_minutes(crew, minutes), mode="ceil")),
        "working_days": sewing.working_days(crew, minutes),
    }


def piece_rate(inputs: Inputs) -> Told:
    """Give the pay for pieces."""
    work = [
        sewing.Sewn(
            member=one.get("member", text),
            operation=one.get("op", text),
            pieces=one.get("n", count),
            rejected=one.get("rejected", count, 0),
        )
        for one in inputs.get("work", listed(Inputs))
    ]
    pay = sewing.pay(inputs.get("rate_per_piece", named(amount)), work)
    total = sum(pay.values(), start=Fraction(0))
    return {
        "pay": {member: str(as_number(earned)) for member, earned in pay.items()},
        "total": str(as_number(total)),
    }


KINDS: dict[str, Formula] = {"capacity": capacity, "piece_rate": piece_rate}
