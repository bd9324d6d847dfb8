"""What a defect means when a goat is sold for qurban.

Rembuk judges no goat. What makes one unfit is a question with a source (numbers.py) that a village
answers anew as its committee or its teacher of religion says; until then a defect of which nobody
read anything keeps a goat off the list. The defect itself is shown wherever a goat is offered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rembuk.herd.models import Defect, Event, Measure
from rembuk.herd.numbers import Number, Numbers


@dataclass(frozen=True)
class Flaw:
    """A defect that is not over, and what was read of it for qurban."""

    row: Event
    rule: Number | None  # None: nothing was read until that day

    @property
    def is_unfit(self) -> bool:
        """Does it keep the goat off the list? Yes, where nobody read otherwise."""
        return self.rule is None or bool(self.rule.value)

    @property
    def words(self) -> str:
        """What it is, with what was written of it."""
        return words_of(self.row)


def flaws(rows: Iterable[Event], held: Numbers) -> list[Flaw]:
    """Return defects (standing.defects) with what holds of each."""
    return [Flaw(row, held.by_measure.get(measure(row.defect))) for row in rows]


def words_of(row: Event) -> str:
    """Say which defect was seen: lame (left front leg)."""
    label, note = str(row.get_defect_display()), row.note
    if row.defect == Defect.OTHER:
        return note
    return f"{label} ({note})" if note else label


def measure(defect: str) -> Measure:
    """Return the question that is asked of a defect."""
    return Measure(f"UNFIT_{Defect(defect)}")
