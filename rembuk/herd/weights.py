"""How heavy goats are: as they were weighed last, or estimated from the girth of the chest.

The estimate is a line that others found for goats like these (numbers.py), so wherever it stands it
is called an estimate, with how far it may be off: a number with a day and a source too. The rules
for cattle, Schoorl's and Smith's, gave goats of 20 kg more than 57 (Sinaga 2015) and are not used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rembuk.herd import standing
from rembuk.herd.models import Kind, Measure
from rembuk.herd.numbers import Numbers
from rembuk.villages.models import Group

OLD_DAYS = 90
ESTIMATED_FROM_KG = Decimal(8)  # below, goats are smaller than those the line was found for
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Weight:
    """What a goat weighs in kilograms, since when that is known, and whether it is an estimate."""

    kg: Decimal
    on: date
    is_estimate: bool = False
    off_kg: Decimal | None = None  # how far an estimate may be off

    def is_old(self, today: date) -> bool:
        """Has a goat had time to weigh something else?"""
        return (today - self.on).days > OLD_DAYS


def last(group: Group, numbers: Numbers, *, on: date) -> dict[int, Weight]:
    """Return the last weight of each goat until a day, by its id; one query."""
    rows = standing.events(group, (Kind.WEIGHED,)).filter(happened_on__lte=on)
    found: dict[int, Weight] = {}
    off = numbers.by_measure.get(Measure.GIRTH_OFF)
    off_kg = off.value if off else None
    for animal, kg, girth_cm, day in rows.values_list("animal", "kg", "girth_cm", "happened_on"):
        if kg is not None:
            found[animal] = Weight(kg, day)
        elif girth_cm is not None and (guess := estimate(girth_cm, numbers)) is not None:
            found[animal] = Weight(guess, day, is_estimate=True, off_kg=off_kg)
    return found


def estimate(girth_cm: Decimal, numbers: Numbers) -> Decimal | None:
    """Return the weight that a girth in centimetres suggests; None where nothing is known of it."""
    held = numbers.by_measure
    if Measure.GIRTH_TIMES not in held or Measure.GIRTH_LESS not in held:
        return None
    kg = numbers[Measure.GIRTH_TIMES] * girth_cm - numbers[Measure.GIRTH_LESS]
    return kg.quantize(TENTH) if kg >= ESTIMATED_FROM_KG else None
