"""What the database refuses: what people were told stays, and one member has one vote."""

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
    Refusal("forum_attendance_never_deleted", "forum_attendance", "DELETE", "1 = 1"),
    Refusal(
        "forum_attendance_stays", "forum_attendance", "UPDATE OF meeting_id, member_key, how",
        "NEW.meeting_id <> OLD.meeting_id OR NEW.member_key <> OLD.member_key"
        " OR NEW.how <> OLD.how",
    ),
    Refusal("forum_motion_never_deleted", "forum_motion", "DELETE", "1 = 1"),
    Refusal(
        "forum_motion_stays", "forum_motion",
        "UPDATE OF meeting_id, number, text, secret, carried_by, opened_at, closes_at",
        "NEW.meeting_id <> OLD.meeting_id OR NEW.number <> OLD.number OR NEW.text <> OLD.text"
        " OR NEW.secret <> OLD.secret OR NEW.carried_by <> OLD.carried_by"
        " OR NEW.opened_at <> OLD.opened_at OR NEW.closes_at <> OLD.closes_at",
    ),
    Refusal("forum_voted_never_deleted", "forum_voted", "DELETE", "1 = 1"),
    Refusal(
        "forum_voted_stays", "forum_voted", "UPDATE OF motion_id, member_key, how, option_id, at",
        "NEW.motion_id <> OLD.motion_id OR NEW.member_key <> OLD.member_key OR NEW.how <> OLD.how"
        " OR COALESCE(NEW.option_id, 0) <> COALESCE(OLD.option_id, 0) OR NEW.at <> OLD.at",
    ),
    Refusal(
        "forum_voted_in_its_time", "forum_voted", "INSERT",
        "EXISTS (SELECT 1 FROM forum_motion m WHERE m.id = NEW.motion_id AND"
        " (NEW.at >= m.closes_at OR NEW.at < m.opened_at OR m.taken_back_at IS NOT NULL))",
    ),
    Refusal(
        "forum_voted_secret_names_no_choice", "forum_voted", "INSERT",
        "NEW.option_id IS NOT NULL AND"
        " EXISTS (SELECT 1 FROM forum_motion m WHERE m.id = NEW.motion_id AND m.secret)",
    ),
    Refusal(
        "forum_voted_open_names_its_choice", "forum_voted", "INSERT",
        "NOT EXISTS (SELECT 1 FROM forum_option o WHERE o.id = NEW.option_id AND"
        " o.motion_id = NEW.motion_id) AND"
        " EXISTS (SELECT 1 FROM forum_motion m WHERE m.id = NEW.motion_id AND NOT m.secret)",
    ),
    Refusal("forum_secretcount_never_deleted", "forum_secretcount", "DELETE", "1 = 1"),
    Refusal(
        "forum_secretcount_begins_empty", "forum_secretcount", "INSERT",
        "NEW.votes <> 0 OR NOT EXISTS (SELECT 1 FROM forum_option o WHERE o.id = NEW.option_id"
        " AND o.motion_id = NEW.motion_id)",
    ),
    # A number rises with those who voted, and by no more than they are.
    Refusal(
        "forum_secretcount_one_for_each_who_voted", "forum_secretcount",
        "UPDATE OF votes, motion_id, option_id",
        "NEW.motion_id <> OLD.motion_id OR NEW.option_id <> OLD.option_id"
        " OR NEW.votes < OLD.votes OR NEW.votes - OLD.votes >"
        " (SELECT COUNT(*) FROM forum_voted v WHERE v.motion_id = NEW.motion_id)"
        " - (SELECT SUM(c.votes) FROM forum_secretcount c WHERE c.motion_id = NEW.motion_id)",
    ),
)  # fmt: skip
