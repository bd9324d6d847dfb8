"""What the audit trail says about transfers. No sums: more offices read it than the books."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rembuk.villages import audit


def register() -> None:
    """Teach the trail the sentences of this room."""
    audit.say("remittance.statement_taken_in", _("%(who)s took in a bank statement of %(subject)s"))
    audit.say("remittance.statement_booked", _("%(who)s booked a bank statement of %(subject)s"))
    audit.say("remittance.identified", _("%(who)s said that a transfer belongs to %(subject)s"))
    audit.say("remittance.divided", _("%(who)s set how transfers of %(subject)s are divided"))
