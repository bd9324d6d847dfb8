"""What the audit trail says about meetings and what they agreed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rembuk.forum import preparing
from rembuk.villages import audit


def register() -> None:
    """Teach the trail the sentences of this room."""
    audit.say("forum.met", _("%(who)s recorded a meeting: %(subject)s"))
    audit.say("forum.meeting_back", _("%(who)s took the meeting back: %(subject)s"))
    audit.say("forum.agreed", _("%(who)s recorded what was agreed: %(subject)s"))
    audit.say("forum.decision_back", _("%(who)s took the decision back: %(subject)s"))
    audit.say("forum.rule_written", _("%(who)s wrote down how the group meets: %(subject)s"))
    audit.say("forum.rule_back", _("%(who)s took back how the group meets: %(subject)s"))
    audit.say("forum.called", _("%(who)s called a meeting: %(subject)s"))
    audit.say("forum.called_off", _("%(who)s called the meeting off: %(subject)s"))
    audit.say("forum.invited", _("%(who)s invited members to the meeting: %(subject)s"))
    audit.say(
        "forum.task_done",
        _("%(who)s said what is done for the meeting %(subject)s: %(forum_task)s"),
    )
    audit.say("forum.attendance_back", _("%(who)s took an attendance back: %(subject)s"))
    audit.say("forum.voted_on", _("%(who)s put it to the vote: %(subject)s"))
    audit.say("forum.motion_back", _("%(who)s took the vote back: %(subject)s"))
    audit.say("forum.hall_votes", _("%(who)s wrote down votes of the hall: %(subject)s"))
    tasks = {one.code: one.label for one in (*preparing.ANNUAL, *preparing.EVERY)}
    audit.call_field("forum_task", _("Task"), values=tasks)
