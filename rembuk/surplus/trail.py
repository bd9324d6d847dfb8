"""What the audit trail says about a year's surplus."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rembuk.surplus.models import Part
from rembuk.villages import audit


def register() -> None:
    """Teach the trail the sentences of this room."""
    audit.say(
        "surplus.rule_agreed",
        _("%(who)s wrote down into which parts the surplus of %(subject)s goes: %(source)s"),
    )
    audit.say("surplus.computed", _("%(who)s computed the surplus (SHU) of %(subject)s: %(group)s"))
    audit.say("surplus.checked", _("%(who)s checked the surplus (SHU) of %(subject)s: %(group)s"))
    audit.say(
        "surplus.decided",
        _("%(who)s recorded the members' decision on the SHU of %(subject)s: %(group)s"),
    )
    audit.say("surplus.booked", _("%(who)s booked the surplus (SHU) of %(subject)s: %(group)s"))
    audit.say(
        "surplus.loss_covered",
        _("%(who)s booked that the reserve bears the loss of %(subject)s: %(group)s"),
    )
    audit.say(
        "surplus.loss_back",
        _("%(who)s took back that the reserve bears the loss of %(subject)s: %(group)s"),
    )
    audit.say(
        "surplus.report_written",
        _("%(who)s wrote of %(subject)s for the annual meeting of %(group)s: %(surplus_part)s"),
    )
    audit.call_field("surplus_part", _("Part of the report"), values=dict(Part.choices))
    audit.say("surplus.budget_written", _("%(who)s wrote the budget of %(subject)s: %(group)s"))
    audit.say("surplus.ended", _("%(who)s took back the surplus (SHU) of %(subject)s: %(group)s"))
