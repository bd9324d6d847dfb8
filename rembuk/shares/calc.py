"""What each member gets of a sum."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from rembuk.lib.calculation import Formula, Inputs, Told
from rembuk.lib.figures import above_nought, amount, listed, one_of, share, text, whole
from rembuk.lib.rounding import HUNDRED
from rembuk.lib.wrong_inputs import bad_value
from rembuk.shares import sharing

# Where the units go that are left when every share went down: to the largest fractions, or nowhere.
LEFTOVER: dict[str, Callable[..., sharing.Shares]] = {
    "spread": sharing.share_out,
    "cash": sharing.share_down,
}


def profit_share(inputs: Inputs) -> Told:
    """Share a sum by weight."""
    members, weights = _members(inputs)
    found = _share(inputs)(inputs.get("amount", whole), weights, unit_rp=_unit(inputs))
    return {
        "shares": dict(zip(members, found.each, strict=True)),
        "group_cash": found.group_cash,
        "sum": found.sum,
    }


def profit_share_tiered(inputs: Inputs) -> Told:
    """Take parts of the whole sum first, then share the rest by weight."""
    amount_rp = inputs.get("amount", whole)
    parts = inputs.get("first", listed(Inputs))
    names = _once([one.get("name", text) for one in parts], "name")
    percents = [one.get("percent", amount) for one in parts]
    if sum(percents) > HUNDRED:
        raise bad_value("percent", "bagian yang jumlahnya paling banyak 100")
    members, weights = _members(inputs)
    first = sharing.parts_first(amount_rp, percents)
    found = _share(inputs)(amount_rp - sum(first), weights, unit_rp=_unit(inputs))
    return {
        "first": dict(zip(names, first, strict=True)),
        "members": dict(zip(members, found.each, strict=True)),
        "group_cash": found.group_cash,
        "sum": sum(first) + found.sum,
    }


def _members(inputs: Inputs) -> tuple[list[str], list[Fraction]]:
    members = _once(inputs.get("members", listed(text)), "members")
    weights = inputs.get("weights", listed(share))
    if len(weights) != len(members):
        raise bad_value("weights", "satu bobot untuk setiap anggota")
    return members, weights


def _once(names: list[str], field: str) -> list[str]:
    if len(set(names)) < len(names):
        raise bad_value(field, "nama yang berbeda-beda")
    return names


def _share(inputs: Inputs) -> Callable[..., sharing.Shares]:
    return LEFTOVER[inputs.get("leftover", one_of(*LEFTOVER), "spread")]


def _unit(inputs: Inputs) -> int:
    return inputs.get("unit", above_nought(whole), 1)


KINDS: dict[str, Formula] = {
    "profit_share": profit_share,
    "profit_share_tiered": profit_share_tiered,
}
