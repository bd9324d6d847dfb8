"""A member's share step by step, in words and sums she can do again with paper and pencil."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from rembuk.cash.sums import said
from rembuk.shares.models import Belonging, Weighing
from rembuk.shares.percents import number, told
from rembuk.shares.reckoning import Factor, Line, Reckoned


@dataclass(frozen=True)
class Written:
    """One step: what is done, and what comes out."""

    what: str
    sum: str


def exact(amount: Fraction) -> str:
    """Write a sum with its fraction: Rp33.333 1/3."""
    whole, rest = divmod(amount, 1)
    return f"{said(int(whole))} {rest}" if rest else said(int(whole))


def whole_sum(told_: Reckoned) -> list[Written]:
    """Return the steps that are the same for every member: parts first, and what is divided."""
    rule = told_.rule
    steps = [Written(_("To divide"), said(told_.amount_rp))]
    parts = (
        (_("%(percent)s percent stays in the group's cash"), rule.cash_part, told_.cash_rp),
        (_("%(percent)s percent is kept as reserve"), rule.reserve_part, told_.reserve_rp),
        (
            _("%(percent)s percent goes to the cooperative"),
            rule.cooperative_part,
            told_.cooperative_rp,
        ),
    )  # fmt: skip
    steps += [
        Written(what % {"percent": told(part)}, said(part_rp))
        for what, part, part_rp in parts
        if part
    ]
    if len(steps) > 1:
        steps.append(Written(_("Left for the members"), said(told_.rest_rp)))
    if told_.left_rp and told_.spreads:
        fits = _("Does not fit a whole %(unit)s: stays in the group's cash")
        steps.append(Written(fits % {"unit": said(rule.unit_rp)}, said(told_.left_rp)))
        steps.append(Written(_("Divided among the members"), said(told_.spread_rp)))
    return steps


def left_over(told_: Reckoned) -> list[Written]:
    """Return what stays because every share went down; told below the members' shares."""
    if told_.spreads or not told_.left_rp:
        return []
    stays = _("What is left after rounding down stays in the group's cash")
    return [
        Written(_("All shares together"), said(told_.members_rp)),
        Written(stays, said(told_.left_rp)),
    ]


def own(told_: Reckoned, line: Line) -> list[Written]:
    """Return the steps of one member: what each weighing brings her, and the rounding."""
    mixed = len(line.factors) > 1
    steps = []
    for factor in line.factors:
        if mixed:
            part = told_.rule.weighs()[factor.kind]
            pot = _("%(percent)s percent of it %(how)s") % {
                "percent": told(part),
                "how": str(factor.kind.label).lower(),
            }
            steps.append(Written(pot, exact(factor.pot_rp)))
        steps.append(Written(_factor(told_, factor), exact(factor.exact_rp)))
    if mixed:
        steps.append(Written(_("Together, before rounding"), exact(line.exact_rp)))
    if line.exact_rp != line.share_rp:
        down = _("Down to a whole %(unit)s") % {"unit": said(line.unit_rp)}
        steps.append(Written(down, said(line.down_rp)))
        if told_.spreads:
            steps.append(Written(_extra(told_, line), said(line.share_rp - line.down_rp)))
    return steps


def _factor(told_: Reckoned, factor: Factor) -> str:
    values = {
        "sum": exact(factor.pot_rp), "weight": number(factor.weight),
        "all": number(factor.all_weights),
    }  # fmt: skip
    if factor.kind == Weighing.EQUAL and told_.rule.belonging != Belonging.DAYS:
        return _("%(sum)s divided by %(all)s members") % values
    sentence = {
        Weighing.EQUAL: _("%(sum)s × %(weight)s of %(all)s days of membership"),
        Weighing.PIECES: _("%(sum)s × %(weight)s of %(all)s of the work output"),
        Weighing.DUTY: _("%(sum)s × %(weight)s of %(all)s turns"),
        Weighing.CAPITAL: _("%(sum)s × %(weight)s of %(all)s rupiah of capital"),
    }[factor.kind]
    return sentence % values


def _extra(told_: Reckoned, line: Line) -> str:
    values = {"count": told_.extra_units, "unit": said(line.unit_rp)}
    if line.has_one_more:
        return (
            _("%(count)s × %(unit)s were left; the largest fractions have them, also this one")
            % values
        )
    return _("%(count)s × %(unit)s were left; larger fractions have them") % values
