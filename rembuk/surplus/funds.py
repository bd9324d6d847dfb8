"""A surplus into named funds: percentages that make exactly 1, whole rupiah, nothing left over."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from rembuk.lib.rounding import rounded
from rembuk.lib.wrong_inputs import Wrong

NOT_ONE = "percentages_not_one"
NEGATIVE = "negative_percentage"


def fault_of(percentages: Mapping[str, Fraction]) -> str | None:
    """Say why a split may not be saved: a part below 0, or parts that do not make exactly 1."""
    if any(part < 0 for part in percentages.values()):
        return NEGATIVE
    return None if sum(percentages.values()) == 1 else NOT_ONE


def refuse_not_one(percentages: Mapping[str, Fraction]) -> None:
    """Refuse parts that do not make exactly 1. Errors: Wrong `percentages_not_one`."""
    if sum(percentages.values()) != 1:
        raise Wrong(NOT_ONE, "Ubah pembagiannya: semua bagian harus berjumlah tepat 100 persen.")


def refuse_loss(shu: Fraction) -> None:
    """Refuse to divide a loss. Errors: Wrong `loss_not_distributed`."""
    if shu < 0:
        raise Wrong(
            "loss_not_distributed",
            "Rugi tidak dibagi. Rapat anggota memutuskan dari mana rugi itu ditutup.",
        )


def allocated(
    shu: Fraction, percentages: Mapping[str, Fraction], *, rest_to: str
) -> dict[str, Fraction]:
    """Return each fund's part, down to a whole rupiah; `rest_to` has what is left of the surplus.

    Errors: Wrong `percentages_not_one`, `loss_not_distributed`.
    """
    refuse_not_one(percentages)
    refuse_loss(shu)
    funds = {name: rounded(shu * part, mode="floor") for name, part in percentages.items()}
    funds[rest_to] += shu - sum(funds.values())
    return funds


def covered(loss: Fraction, reserve_before: Fraction) -> tuple[Fraction, Fraction]:
    """Return the reserve after it bore a loss (below 0), and the loss still carried."""
    after = reserve_before + loss
    return max(after, Fraction(0)), max(-after, Fraction(0))
