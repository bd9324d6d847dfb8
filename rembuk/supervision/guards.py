"""What the database refuses of findings: nothing follows the end, and an answer not the asker's."""

from __future__ import annotations

from rembuk.villages.guards import Refusal

STEP = "supervision_findingstep"
REFUSALS = (
    Refusal(
        f"{STEP}_nothing_after_the_end", STEP, "INSERT",
        "EXISTS (SELECT 1 FROM supervision_findingstep s"
        " WHERE s.finding_id = NEW.finding_id AND s.kind = 'CLOSED')",
    ),
    Refusal(
        f"{STEP}_answered_by_somebody_else", STEP, "INSERT",
        "NEW.kind = 'ANSWERED' AND EXISTS (SELECT 1 FROM supervision_finding f"
        " WHERE f.id = NEW.finding_id AND f.by_id = NEW.by_id)",
    ),
)  # fmt: skip
