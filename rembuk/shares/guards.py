"""What the database refuses of a sharing: once it is proposed, its sums stand and are the whole."""

from __future__ import annotations

from rembuk.villages.guards import Refusal

STEPS = "EXISTS (SELECT 1 FROM shares_step s WHERE s.sharing_id = {row}.{key}{more})"


def _stepped(row: str, *, key: str = "sharing_id", more: str = "") -> str:
    return STEPS.format(row=row, key=key, more=more)


WHOLE = (
    "NEW.kind = 'PROPOSED' AND NOT EXISTS (SELECT 1 FROM shares_sharing one"
    " WHERE one.id = NEW.sharing_id AND one.amount_rp = one.cash_rp + one.reserve_rp"
    " + one.cooperative_rp + one.left_rp + (SELECT coalesce(sum(part.amount_rp), 0)"
    " FROM shares_share part WHERE part.sharing_id = NEW.sharing_id))"
)
AGREED = (
    "NEW.kind = 'AGREED' AND NOT EXISTS (SELECT 1 FROM shares_step s"
    " WHERE s.sharing_id = NEW.sharing_id AND s.kind = 'PROPOSED'"
    " AND (NEW.resolution_id IS NOT NULL OR coalesce(NEW.by_id, 0) <> coalesce(s.by_id, -1)))"
)
SUMS = ("amount_rp", "cash_rp", "reserve_rp", "cooperative_rp", "left_rp", "rule_id")
REFUSALS = (
    Refusal("shares_step_sums_are_the_whole", "shares_step", "INSERT", WHOLE),
    Refusal(
        "shares_step_agreed_by_somebody_else",
        "shares_step",
        "INSERT",
        AGREED,
    ),
    Refusal(
        "shares_step_nothing_after_the_end",
        "shares_step",
        "INSERT",
        _stepped("NEW", more=" AND s.kind = 'ENDED'"),
    ),
    Refusal("shares_share_before_the_proposal", "shares_share", "INSERT", _stepped("NEW")),
    Refusal(
        "shares_share_sum_never_changes",
        "shares_share",
        "UPDATE OF amount_rp, sharing_id, membership_id, days",
        "NEW.amount_rp <> OLD.amount_rp OR NEW.sharing_id <> OLD.sharing_id"
        " OR NEW.membership_id <> OLD.membership_id OR NEW.days <> OLD.days",
    ),
    Refusal("shares_share_never_deleted", "shares_share", "DELETE", _stepped("OLD")),
    Refusal("shares_weight_before_the_proposal", "shares_weight", "INSERT", _stepped("NEW")),
    Refusal(
        "shares_sharing_stays_as_proposed",
        "shares_sharing",
        f"UPDATE OF {', '.join(SUMS)}",
        f"({' OR '.join(f'NEW.{one} <> OLD.{one}' for one in SUMS)}) AND "
        + _stepped("NEW", key="id"),
    ),
)
