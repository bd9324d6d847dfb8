"""What the audit trail says about meetings and what they agreed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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
    audit.say("forum.task_done", _("%(who)s said that a task for the meeting is done: %(subject)s"))
