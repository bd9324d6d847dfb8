"""What the database itself refuses of work: no piece is paid by two sums."""

from __future__ import annotations

from rembuk.cash.guards import GONE
from rembuk.villages.guards import Refusal

# A piece leaves its sum, for another or for none, only where nobody pays that sum any more.
LEAVES = "OLD.wage_id IS NOT NULL AND (NEW.wage_id IS NULL OR NEW.wage_id <> OLD.wage_id)"
UNPAID = (
    "EXISTS (SELECT 1 FROM workshop_wage w"  # noqa: S608 -- our own words
    f" JOIN cash_expectedmoney x ON x.id = w.expected_id WHERE w.id = OLD.wage_id AND {GONE})"
)
REFUSALS = (
    Refusal(
        name="workshop_workoutput_paid_once",
        table="workshop_workoutput",
        event="UPDATE OF wage_id",
        when=f"{LEAVES} AND NOT {UNPAID}",
    ),
)
