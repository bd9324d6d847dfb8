"""What the database refuses of goats, on SQLite and PostgreSQL alike.

animals.py and events.py say the same in sentences; these stand where somebody comes past them.
"""

from __future__ import annotations

from rembuk.herd.models import COMING, LEAVING
from rembuk.villages.guards import Refusal

ANIMAL, EVENT, BOOKING = "herd_animal", "herd_event", "herd_booking"


def _is(column: str, sex: str) -> str:
    return f"EXISTS (SELECT 1 FROM herd_animal a WHERE a.id = NEW.{column} AND a.sex = '{sex}')"  # noqa: S608 -- our own words


def _kinds(kinds: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{kind}'" for kind in kinds) + ")"


def _another(kinds: tuple[str, ...]) -> str:
    """SQL: another row of one of these kinds stands for the same animal."""
    return (
        f"NEW.kind IN {_kinds(kinds)} AND EXISTS (SELECT 1 FROM herd_event e"  # noqa: S608 -- our own words
        f" WHERE e.animal_id = NEW.animal_id AND e.kind IN {_kinds(kinds)}"
        " AND e.id <> coalesce(NEW.corrects_id, 0) AND NOT EXISTS"
        " (SELECT 1 FROM herd_event c WHERE c.corrects_id = e.id))"
    )


def _parent(column: str, sex: str) -> list[Refusal]:
    name = f"herd_animal_{column.removesuffix('_id')}_has_the_other_sex"
    asked = [("i", "INSERT"), ("u", f"UPDATE OF {column}")]
    return [
        Refusal(f"{name}_{way}", ANIMAL, event, _is(column, sex), column) for way, event in asked
    ]


REFUSALS = [
    *_parent("dam_id", "M"),
    *_parent("sire_id", "F"),
    *_parent("other_sire_id", "F"),
    Refusal(
        "herd_animal_mother_stays_female",
        ANIMAL,
        "UPDATE OF sex",
        "(NEW.sex = 'M' AND EXISTS (SELECT 1 FROM herd_animal a WHERE a.dam_id = NEW.id))"
        " OR (NEW.sex = 'F' AND EXISTS (SELECT 1 FROM herd_animal a"
        " WHERE a.sire_id = NEW.id OR a.other_sire_id = NEW.id))",
    ),
    Refusal("herd_event_comes_once", EVENT, "INSERT", _another(COMING)),
    Refusal("herd_event_leaves_once", EVENT, "INSERT", _another(LEAVING)),
    Refusal(
        "herd_event_only_does_kid",
        EVENT,
        "INSERT",
        f"NEW.kind IN ('KIDDED', 'MATED', 'CHECKED') AND {_is('animal_id', 'M')}",
    ),
    Refusal("herd_event_sire_is_male", EVENT, "INSERT", _is("sire_id", "F"), "sire_id"),
    Refusal("herd_event_nurse_is_a_doe", EVENT, "INSERT", _is("nurse_id", "M"), "nurse_id"),
    Refusal(
        "herd_event_corrects_the_same_animal",
        EVENT,
        "INSERT",
        "EXISTS (SELECT 1 FROM herd_event e WHERE e.id = NEW.corrects_id"
        " AND (e.animal_id <> NEW.animal_id OR e.kind = 'TAKEN_BACK'))",
        "corrects_id",
    ),
    Refusal(
        "herd_booking_of_a_goat_that_is_there",
        BOOKING,
        "INSERT",
        "NEW.ended_at IS NULL AND EXISTS (SELECT 1 FROM herd_event e"  # noqa: S608 -- our own words
        f" WHERE e.animal_id = NEW.animal_id AND e.kind IN {_kinds(LEAVING)} AND NOT EXISTS"
        " (SELECT 1 FROM herd_event c WHERE c.corrects_id = e.id))",
    ),
    Refusal(
        "herd_event_sold_to_who_booked_it",
        EVENT,
        "INSERT",
        "NEW.kind = 'SOLD' AND EXISTS (SELECT 1 FROM herd_booking b"
        " WHERE b.animal_id = NEW.animal_id AND b.ended_at IS NULL)",
    ),
]
