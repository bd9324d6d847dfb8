"""What the audit trail says about a group's money."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rembuk.cash.moving import Direction
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
    audit.say(
        "cash.take_back_asked",
        _("%(who)s asked to take back %(amount)s in the cash of %(subject)s (line %(number)s)"),
    )
    audit.say("cash.expected", _("%(who)s expects %(amount)s in the cash of %(subject)s"))
    audit.say(
        "cash.expected_found",
        _("%(who)s found the expected %(amount)s in the cash of %(subject)s (line %(number)s)"),
    )
    audit.say(
        "cash.expected_dropped",
        _("%(who)s no longer expects %(amount)s in the cash of %(subject)s: %(reason)s"),
    )
    _counting()
    _closing()
    _limits()
    audit.call_field("amount", _("Sum"))
    audit.call_field("number", _("Line"))
    audit.call_field("begins_on", _("First day"))
    audit.call_field("limit_rp", _("Limit"))
    audit.call_field("difference", _("Difference"))
    audit.call_field("day", _("Day"))
    audit.call_field("month", _("Month"))
    audit.call_field("reason", _("Reason"))
    ways = {way.value: way.label for way in Direction}
    audit.call_field("direction", _("From where to where"), values=ways)


def _counting() -> None:
    audit.say("cash.counted", _("%(who)s counted %(amount)s in the cash of %(subject)s"))
    audit.say(
        "cash.counted_less",
        _("%(who)s counted %(amount)s in the cash of %(subject)s: %(difference)s is missing"),
    )
    audit.say(
        "cash.counted_more",
        _("%(who)s counted %(amount)s in the cash of %(subject)s: %(difference)s too much"),
    )
    audit.say("cash.explained", _("%(who)s explained %(amount)s of the difference of %(subject)s"))
    audit.say(
        "cash.explanation_asked",
        _("%(who)s asked how %(amount)s of the difference of %(subject)s ends"),
    )
    audit.say("cash.moved", _("%(who)s moved %(amount)s of %(subject)s: %(direction)s"))
    audit.say(
        "cash.move_asked", _("%(who)s asked to move %(amount)s of %(subject)s: %(direction)s")
    )


def _closing() -> None:
    audit.say(
        "cash.day_closed", _("%(who)s closed the cash of %(subject)s on %(day)s with %(amount)s")
    )
    audit.say(
        "cash.day_opened_again",
        _("%(who)s opened %(day)s of the cash of %(subject)s again: %(reason)s"),
    )
    audit.say("cash.month_asked", _("%(who)s asked to close %(month)s of %(subject)s"))
    audit.say("cash.month_closed", _("%(who)s closed %(month)s of the cash of %(subject)s"))
    audit.say("cash.month_sent_back", _("%(who)s sent back %(month)s of %(subject)s: %(reason)s"))
    audit.say(
        "cash.month_opened_again",
        _("%(who)s opened %(month)s of the cash of %(subject)s again: %(reason)s"),
    )
    audit.say("cash.month_sealed", _("%(who)s sealed %(month)s of the cash of %(subject)s"))


def _limits() -> None:
    audit.say(
        "cash.limit_asked",
        _("%(who)s asked that two people be needed from %(amount)s in the cash of %(subject)s"),
    )
    audit.say(
        "cash.limit_agreed",
        _("%(who)s agreed: from %(amount)s on two people are needed in the cash of %(subject)s"),
    )
    audit.say(
        "cash.limit_declined",
        _("%(who)s did not agree to %(amount)s as the limit of %(subject)s: %(reason)s"),
    )
