"""What the herd eats today, and what each who carries it brings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from rembuk.lib.rounding import HUNDRED


@dataclass(frozen=True)
class Feed:
    """A herd's feed for one day, in kilograms."""

    live_weight_kg: Fraction
    forage_kg: Fraction
    concentrate_kg: Fraction
    forage_kg_per_carrier: Fraction


def of_herd(
    animals: Iterable[tuple[int, Fraction]],
    *,
    forage_percent: Fraction,
    concentrate_percent: Fraction,
    carriers: int,
) -> Feed:
    """Work out the feed of (number, kilograms each), in percent of their live weight."""
    weight = sum((n * kg for n, kg in animals), start=Fraction(0))
    forage = weight * forage_percent / HUNDRED
    return Feed(weight, forage, weight * concentrate_percent / HUNDRED, forage / carriers)


def of_one(
    kg: Fraction, *, dry_matter_percent: Fraction, forage_dry_matter_percent: Fraction
) -> tuple[Fraction, Fraction]:
    """Return the dry matter one animal needs, and the fresh forage that holds it, in kilograms."""
    dry = kg * dry_matter_percent / HUNDRED
    return dry, dry * HUNDRED / forage_dry_matter_percent
