"""What a group shares out: exact to the rupiah, and what does not fit stays in its cash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from rembuk.lib.rounding import HUNDRED, by_largest_remainder, rounded
from rembuk.lib.wrong_inputs import Wrong

NO_WEIGHTS = "Belum ada bobot: tulis paling sedikit satu anggota di atas 0."


@dataclass(frozen=True)
class Shares:
    """What each gets, in the order of the weights, and what stays in the group's cash (rupiah)."""

    each: list[int]
    group_cash: int

    @property
    def sum(self) -> int:
        """All of it: what was to be shared out."""
        return sum(self.each) + self.group_cash


def share_out(amount_rp: int, weights: Sequence[Fraction], *, unit_rp: int = 1) -> Shares:
    """Share a sum by weight in whole units; the units left go to the largest fractions.

    Of equal fractions the earlier in the list comes first. Errors: Wrong `loss_not_distributed`
    for a sum below 0, `no_weights` where nobody has a weight.
    """
    _refuse_loss(amount_rp)
    if not any(weights):
        raise Wrong("no_weights", NO_WEIGHTS)
    each = by_largest_remainder(amount_rp, weights, unit=unit_rp)
    return Shares(each, amount_rp - sum(each))


def share_down(amount_rp: int, weights: Sequence[Fraction], *, unit_rp: int = 1) -> Shares:
    """Share a sum by weight, each share down to whole units; all that is left stays in the cash.

    Who has the same weight has the same share. Errors: as share_out.
    """
    _refuse_loss(amount_rp)
    total = sum(weights, Fraction(0))
    if not total:
        raise Wrong("no_weights", NO_WEIGHTS)
    each = [int(amount_rp * weight / total // unit_rp) * unit_rp for weight in weights]
    return Shares(each, amount_rp - sum(each))


def parts_first(amount_rp: int, percents: Sequence[Fraction]) -> list[int]:
    """Return parts of the whole sum, each down to a whole rupiah; percents add up to 100 at most.

    Errors: Wrong `loss_not_distributed` for a sum below 0.
    """
    assert sum(percents) <= HUNDRED
    _refuse_loss(amount_rp)
    return [int(rounded(amount_rp * percent / HUNDRED, mode="floor")) for percent in percents]


def _refuse_loss(amount_rp: int) -> None:
    if amount_rp < 0:
        raise Wrong(
            "loss_not_distributed",
            "Rugi tidak dibagi. Bicarakan di rapat dari mana rugi itu ditutup.",
        )
