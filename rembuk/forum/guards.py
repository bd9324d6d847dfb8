"""What the database refuses of meetings that were called: what people were told stays as it was."""

from __future__ import annotations

from rembuk.villages.guards import Refusal

REFUSALS = (
    Refusal("forum_plan_never_deleted", "forum_plan", "DELETE", "1 = 1"),
    Refusal(
        "forum_plan_stays", "forum_plan",
        "UPDATE OF group_id, kind, meets_on, begins, place, link, about, code",
        "NEW.group_id <> OLD.group_id OR NEW.kind <> OLD.kind OR NEW.meets_on <> OLD.meets_on"
        " OR NEW.begins <> OLD.begins OR NEW.place <> OLD.place OR NEW.link <> OLD.link"
        " OR NEW.about <> OLD.about OR NEW.code <> OLD.code",
    ),
    Refusal("forum_invitation_never_deleted", "forum_invitation", "DELETE", "1 = 1"),
    Refusal(
        "forum_invitation_stays", "forum_invitation", "UPDATE OF plan_id, member_key, invited_at",
        "NEW.plan_id <> OLD.plan_id OR NEW.member_key <> OLD.member_key"
        " OR NEW.invited_at <> OLD.invited_at",
    ),
    Refusal("forum_taskdone_never_deleted", "forum_taskdone", "DELETE", "1 = 1"),
)  # fmt: skip
