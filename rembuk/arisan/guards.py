"""What the database refuses of rows that are taken back and never go."""

from __future__ import annotations

from rembuk.villages.guards import Refusal

# What a row says once it is written; taking it back changes none of it.
SAID = {
    "arisan_paid": ("arisan_id", "seat_id", "round"),
    "arisan_draw": ("arisan_id", "round", "way", "salt"),
    "arisan_handedover": ("arisan_id", "draw_id", "number", "amount_rp"),
    "arisan_seat": ("arisan_id", "number"),
}
TAKEN_BACK = ("arisan_paid", "arisan_draw", "arisan_handedover")


def _changed(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{one} <> OLD.{one}" for one in columns)


REFUSALS = (
    *(Refusal(f"{table}_never_deleted", table, "DELETE", "1 = 1") for table in SAID),
    *(
        Refusal(f"{table}_stays", table, f"UPDATE OF {', '.join(columns)}", _changed(columns))
        for table, columns in SAID.items()
    ),
    *(
        Refusal(
            f"{table}_stays_taken_back", table, "UPDATE OF withdrawn_at",
            "OLD.withdrawn_at IS NOT NULL AND"
            " (NEW.withdrawn_at IS NULL OR NEW.withdrawn_at <> OLD.withdrawn_at)",
        )
        for table in TAKEN_BACK
    ),
    Refusal(
        "arisan_draw_stays_signed", "arisan_draw", "UPDATE OF signed_at, seat_id, word",
        "OLD.signed_at IS NOT NULL AND (NEW.signed_at IS NULL OR NEW.signed_at <> OLD.signed_at"
        " OR NEW.seat_id IS NULL OR NEW.seat_id <> OLD.seat_id OR NEW.word <> OLD.word)",
    ),
    Refusal(
        "arisan_draw_taken_back_first", "arisan_draw", "UPDATE OF withdrawn_at",
        "OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL AND EXISTS"
        " (SELECT 1 FROM arisan_handedover h WHERE h.draw_id = NEW.id AND h.withdrawn_at IS NULL)",
    ),
    Refusal(
        "arisan_handedover_of_a_signed_draw", "arisan_handedover", "INSERT",
        "NOT EXISTS (SELECT 1 FROM arisan_draw d WHERE d.id = NEW.draw_id"
        " AND d.arisan_id = NEW.arisan_id AND d.signed_at IS NOT NULL"
        " AND d.withdrawn_at IS NULL)",
    ),
)  # fmt: skip
