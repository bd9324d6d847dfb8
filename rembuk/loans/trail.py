"""What the audit trail says about loans; never a sum of a member's."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rembuk.loans.models import Decision
from rembuk.villages import audit


def register() -> None:
    """Teach the trail the sentences of this room."""
    audit.say(
        "loans.product_agreed", _("%(who)s recorded the loan product %(subject)s of %(group)s")
    )
    audit.say("loans.applied", _("%(who)s wrote down that %(subject)s asks for a loan"))
    audit.say(
        "loans.decided", _("%(who)s decided about the loan of %(subject)s: %(loans_outcome)s")
    )
    audit.say(
        "loans.pay_out_asked", _("%(who)s asked to pay out a loan from the cash of %(subject)s")
    )
    audit.say(
        "loans.rates_recorded",
        _("%(who)s recorded what %(subject)s sets aside for loans: %(source)s"),
    )
    audit.say(
        "loans.provision_prepared",
        _("%(who)s worked out the provision of %(loans_month)s for %(subject)s"),
    )
    audit.say(
        "loans.provision_checked",
        _("%(who)s looked through the provision of %(loans_month)s for %(subject)s"),
    )
    audit.say(
        "loans.provision_dropped",
        _("%(who)s did not book the provision of %(loans_month)s for %(subject)s"),
    )
    audit.say(
        "loans.write_off_proposed",
        _("%(who)s proposed to take the loan of %(subject)s off the books"),
    )
    audit.say(
        "loans.write_off_decided",
        _("%(who)s decided about taking the loan of %(subject)s off the books: %(loans_outcome)s"),
    )
    audit.say(
        "loans.write_off_taken_back",
        _("%(who)s put the loan of %(subject)s back on the books"),
    )
    audit.say(
        "loans.schedule_proposed", _("%(who)s proposed a new schedule for the loan of %(subject)s")
    )
    audit.say(
        "loans.schedule_decided",
        _("%(who)s decided about a new schedule for the loan of %(subject)s: %(loans_outcome)s"),
    )
    audit.say(
        "loans.schedule_taken_back",
        _("%(who)s took back the new schedule for the loan of %(subject)s"),
    )
    audit.call_field("loans_month", _("Month"))
    labels = {one.value: one.label for one in Decision.Outcome}
    audit.call_field("loans_outcome", _("Decision"), values=labels)
