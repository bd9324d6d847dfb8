"""What the database itself refuses of work: no piece is paid by two sums."""

from __future__ import annotations

from rembuk.villages.guards import Refusal

REFUSALS = (
    Refusal(
        name="workshop_workoutput_paid_once",
        table="workshop_workoutput",
        event="UPDATE OF wage_id",
        when="OLD.wage_id IS NOT NULL AND NEW.wage_id <> OLD.wage_id",
        of="wage_id",
    ),
)
