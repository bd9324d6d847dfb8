"""A rule in sentences that every member can read, and two versions beside each other."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rembuk.cash.sums import said
from rembuk.shares.models import Agreeing, Belonging, Leftover, Rule, ShownTo, Weighing
from rembuk.shares.percents import told


@dataclass(frozen=True)
class Compared:
    """One thing that two versions say, the same or not."""

    label: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        """Whether they say something else."""
        return self.one != self.other


def sentences(rule: Rule) -> list[str]:
    """Return what a version says, in the order in which a sum is divided."""
    return [
        *_first(rule),
        _rest(rule),
        rounding(rule),
        belonging(rule),
        agreeing(rule),
        shown(rule),
    ]


def short(rule: Rule) -> str:
    """Return a version in one line, for a list."""
    parts = [_weighs(rule)]
    if rule.cash_part or rule.reserve_part or rule.cooperative_part:
        first = rule.cash_part + rule.reserve_part + rule.cooperative_part
        of_rest = {"percent": told(first), "rest": parts[0]}
        return _("%(percent)s percent first; of the rest %(rest)s") % of_rest
    return ", ".join(parts)


def compared(one: Rule, other: Rule) -> list[Compared]:
    """Put two versions beside each other, line by line."""
    lines = (
        (_("Group cash"), lambda rule: _percent(rule.cash_part)),
        (_("Reserve"), lambda rule: _percent(rule.reserve_part)),
        (_("Cooperative"), lambda rule: _percent(rule.cooperative_part)),
        (_("The rest is divided"), _weighs),
        (_("Rounded to"), lambda rule: said(rule.unit_rp)),
        (_("What is left after rounding"), lambda rule: str(rule.get_leftover_display())),
        (_("Joined or left meanwhile"), lambda rule: str(rule.get_belonging_display())),
        (_("Who agrees"), lambda rule: str(rule.get_agreeing_display())),
        (_("Who sees every sum"), lambda rule: str(rule.get_shown_to_display())),
    )
    return [Compared(label, tell(one), tell(other)) for label, tell in lines]


def _first(rule: Rule) -> list[str]:
    named = (
        (rule.cash_part, _("First %(percent)s percent of the sum stays in the group's cash.")),
        (rule.reserve_part, _("%(percent)s percent of the sum is kept as reserve.")),
        (rule.cooperative_part, _("%(percent)s percent of the sum goes to the cooperative.")),
    )
    return [sentence % {"percent": told(part)} for part, sentence in named if part]


def _rest(rule: Rule) -> str:
    parts = rule.weighs()
    has_first = rule.cash_part or rule.reserve_part or rule.cooperative_part
    if len(parts) > 1:
        mixed = (
            _("The rest is divided so: %(mix)s.") if has_first
            else _("The sum is divided so: %(mix)s.")
        )  # fmt: skip
        return mixed % {"mix": _weighs(rule)}
    (kind,) = parts
    how = {
        Weighing.EQUAL: _("equally among the members"),
        Weighing.PIECES: _("by work output: twice the work, twice the share"),
        Weighing.DUTY: _("by duty: twice the turns, twice the share"),
        Weighing.CAPITAL: _("by capital: twice the money put in, twice the share"),
    }[kind]
    only = _("The rest is divided %(how)s.") if has_first else _("The sum is divided %(how)s.")
    return only % {"how": how}


def _weighs(rule: Rule) -> str:
    parts = rule.weighs()
    if len(parts) == 1:
        (kind,) = parts
        return str(kind.label).lower()
    return ", ".join(
        _("%(percent)s percent %(how)s") % {"percent": told(part), "how": str(kind.label).lower()}
        for kind, part in parts.items()
    )


def rounding(rule: Rule) -> str:
    """Say how shares are rounded, and where goes what is left."""
    unit = {"unit": said(rule.unit_rp)}
    if rule.leftover == Leftover.CASH:
        return (
            _("Each share goes down to a whole %(unit)s. What is left stays in the group's cash.")
            % unit
        )
    if rule.unit_rp == 1:
        return _("Shares are whole rupiah; the largest fractions have one rupiah more.")
    return (
        _("Shares are whole multiples of %(unit)s. What does not fit stays in the group's cash.")
        % unit
    )


def belonging(rule: Rule) -> str:
    """Say who has a share when somebody joined or left meanwhile."""
    return {
        Belonging.WHOLE: _("Who joined or left meanwhile has a whole share."),
        Belonging.DAYS: _("Who joined or left meanwhile counts by the days she was a member."),
        Belonging.LAST_DAY: _("Only who is a member on the last day has a share."),
    }[Belonging(rule.belonging)]


def agreeing(rule: Rule) -> str:
    """Say who agrees before anything is paid."""
    return {
        Agreeing.TREASURER: _("The chair proposes it, the treasurer agrees and pays."),
        Agreeing.MEETING: _("The chair proposes it, the members agree in a meeting."),
    }[Agreeing(rule.agreeing)]


def shown(rule: Rule) -> str:
    """Say who sees every member's sum."""
    return {
        ShownTo.GROUP: _("Everybody of the group sees all sums. Outside the group nobody does."),
        ShownTo.OWN: _("Each member sees her own sum; the officers of the group see all."),
    }[ShownTo(rule.shown_to)]


def _percent(part: int) -> str:
    return f"{told(part)}%" if part else "–"
