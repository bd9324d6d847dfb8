"""Business with members and with others: only the first is the members' surplus to share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from rembuk.lib.rounding import rounded
from rembuk.surplus.funds import allocated, refuse_loss, refuse_not_one

Rupiah = Fraction | int


@dataclass(frozen=True)
class Business:
    """A year's surplus apart: what others brought, and what members did (rupiah)."""

    shu: Fraction
    of_others: Fraction
    of_members: Fraction
    funds: Mapping[str, Fraction]


def part_of_others(
    *, members_rp: Rupiah, others_rp: Rupiah, joint_rp: Rupiah, others_cost_rp: Rupiah = 0
) -> Fraction:
    """Return what business with others left, to the rupiah: their income less their costs.

    Income is without costs; those of both sides, `joint_rp`, are set off in proportion to income.
    """
    income = members_rp + others_rp
    joint = Fraction(joint_rp * others_rp) / income if income else Fraction(0)
    return rounded(others_rp - others_cost_rp - joint)


def divided(
    *,
    members_rp: Fraction,
    others_rp: Fraction,
    cost_rp: Fraction,
    percentages: Mapping[str, Fraction],
    others_to: str,
) -> Business:
    """Set costs off in proportion to income; the part of others goes to one fund whole.

    Errors: Wrong `percentages_not_one`, `loss_not_distributed`.
    """
    refuse_not_one(percentages)
    income = members_rp + others_rp
    shu = income - cost_rp
    refuse_loss(shu)
    of_others = part_of_others(members_rp=members_rp, others_rp=others_rp, joint_rp=cost_rp)
    funds = allocated(shu - of_others, percentages, rest_to=others_to)
    funds[others_to] += of_others
    return Business(shu, of_others, shu - of_others, funds)
