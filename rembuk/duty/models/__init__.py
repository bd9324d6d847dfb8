"""Tables of this room."""

from rembuk.duty.models.agreed import (
    DAYS_MAX,
    HALVES,
    HOLIDAY,
    PEOPLE_MAX,
    WEIGHT_MAX,
    Absence,
    Consequence,
    Pair,
    Rule,
)
from rembuk.duty.models.rosters import Mark, Roster, Swap, Turn, TurnPhoto

__all__ = [
    "DAYS_MAX",
    "HALVES",
    "HOLIDAY",
    "PEOPLE_MAX",
    "WEIGHT_MAX",
    "Absence",
    "Consequence",
    "Mark",
    "Pair",
    "Roster",
    "Rule",
    "Swap",
    "Turn",
    "TurnPhoto",
]
