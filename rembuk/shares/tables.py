"""The statement of a sharing as rows: for the page and for paper, the same words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rembuk.cash.sums import said
from rembuk.shares import steps
from rembuk.shares.models import Belonging, Weighing
from rembuk.shares.percents import number
from rembuk.shares.reckoning import Line, Reckoned


@dataclass(frozen=True)
class Row:
    """One member: her name, her weights, her exact part and her share, as texts."""

    membership_id: int
    values: list[str]


def heads(told: Reckoned) -> list[str]:
    """Return the columns of a statement."""
    weighings = [_weight_head(kind) for kind in _weighed(told)]
    return [_("Name"), *weighings, _("Before rounding"), _("Share")]


def rows(told: Reckoned, *, only: Collection[int] | None = None) -> list[Row]:
    """Return the members' rows by name; `only` those memberships, where others are not shown."""
    lines = [one for one in told.lines if only is None or one.member.membership.pk in only]
    found = sorted(lines, key=lambda one: (one.member.name.casefold(), one.member.membership.pk))
    return [Row(one.member.membership.pk, _values(told, one)) for one in found]


def foot(told: Reckoned) -> list[str]:
    """Return the sums below the statement."""
    weighings = [
        number(next(f.all_weights for f in told.lines[0].factors if f.kind == kind))
        for kind in _weighed(told)
    ]
    return [_("Together"), *weighings, said(told.spread_rp), said(told.members_rp)]


def _values(told: Reckoned, line: Line) -> list[str]:
    weights = {one.kind: number(one.weight) for one in line.factors}
    kinds = _weighed(told)
    return [
        line.member.name, *(weights[kind] for kind in kinds), steps.exact(line.exact_rp),
        said(line.share_rp),
    ]  # fmt: skip


def _weighed(told: Reckoned) -> list[Weighing]:
    """Return the weighings worth a column: everybody's equal one is none."""
    by_days = told.rule.belonging == Belonging.DAYS
    return [kind for kind in told.rule.weighs() if kind != Weighing.EQUAL or by_days]


def _weight_head(kind: Weighing) -> str:
    return {
        Weighing.EQUAL: _("Days as a member"),
        Weighing.PIECES: _("Work output"),
        Weighing.DUTY: _("Turns"),
        Weighing.CAPITAL: _("Capital"),
    }[kind]
