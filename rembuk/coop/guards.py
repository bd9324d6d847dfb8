"""What the database refuses of promises and duties, which end or change hands and never go."""

from __future__ import annotations

from rembuk.villages.guards import Refusal

REFUSALS = (
    Refusal("coop_pledge_never_deleted", "coop_pledge", "DELETE", "1 = 1"),
    Refusal(
        "coop_pledge_stays_ended", "coop_pledge", "UPDATE OF ended_at",
        "OLD.ended_at IS NOT NULL AND (NEW.ended_at IS NULL OR NEW.ended_at <> OLD.ended_at)",
    ),
    # Another number is another promise; erasing a person leaves 1.
    Refusal(
        "coop_pledge_number_stays", "coop_pledge", "UPDATE OF least, group_id, resident_id",
        "(NEW.least <> OLD.least AND NEW.least <> 1) OR NEW.group_id <> OLD.group_id"
        " OR NEW.resident_id <> OLD.resident_id",
    ),
    Refusal("coop_founder_never_deleted", "coop_founder", "DELETE", "1 = 1"),
    Refusal(
        "coop_founder_stays", "coop_founder", "UPDATE OF mark_id", "NEW.mark_id <> OLD.mark_id"
    ),
    Refusal("coop_pathduty_never_deleted", "coop_pathduty", "DELETE", "1 = 1"),
    Refusal(
        "coop_pathduty_stays", "coop_pathduty", "UPDATE OF group_id, step, since",
        "NEW.group_id <> OLD.group_id OR NEW.step <> OLD.step OR NEW.since <> OLD.since",
    ),
)  # fmt: skip
