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
    audit.say("remittance.family_hears", _("%(who)s let one of her family hear of transfers"))
    audit.say("remittance.family_hears_no_more", _("%(who)s let nobody hear of transfers any more"))
    audit.say("remittance.taken_back", _("%(who)s said that a transfer is not of %(subject)s"))
