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
    labels = {one.value: one.label for one in Decision.Outcome}
    audit.call_field("loans_outcome", _("Decision"), values=labels)
