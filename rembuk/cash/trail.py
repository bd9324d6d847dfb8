"""What the audit trail says about a group's money."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rembuk.villages import audit


def register() -> None:
    """Teach the trail the sentences and the names of this room."""
    audit.say(
        "cash.came_in",
        _("%(who)s recorded %(amount)s into the cash of %(subject)s (line %(number)s)"),
    )
    audit.say(
        "cash.went_out",
        _("%(who)s recorded %(amount)s out of the cash of %(subject)s (line %(number)s)"),
    )
    audit.say("cash.asked", _("%(who)s asked to pay %(amount)s from the cash of %(subject)s"))
    audit.say("cash.approved", _("%(who)s approved %(amount)s from the cash of %(subject)s"))
    audit.say("cash.refused", _("%(who)s refused %(amount)s from the cash of %(subject)s"))
    audit.say(
        "cash.withdrawn", _("%(who)s no longer asks for %(amount)s from the cash of %(subject)s")
    )
    audit.say(
        "cash.taken_back",
        _("%(who)s took back %(amount)s in the cash of %(subject)s (line %(number)s)"),
    )
    audit.call_field("amount", _("Sum"))
    audit.call_field("number", _("Line"))
    audit.call_field("begins_on", _("First day"))
    audit.call_field("limit_rp", _("Limit"))
