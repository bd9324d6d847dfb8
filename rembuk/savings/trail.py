"""What the audit trail says about savings. No sums: more offices read the trail than the books."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rembuk.villages import audit


def register() -> None:
    """Teach the trail the sentences and the names of this room."""
    audit.say(
        "savings.product_issued",
        _("%(who)s recorded what the product %(subject)s promises: %(changes)s"),
    )
    audit.say(
        "savings.law_recorded",
        _("%(who)s recorded what the law says of savings of %(subject)s: %(source)s"),
    )
    audit.call_field("savings_rate", _("Interest in a year"))
