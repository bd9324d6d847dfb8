"""What the audit trail says about savings. No sums: more offices read the trail than the books."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rembuk.savings.models import PlacementEnd
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
    audit.say("savings.account_opened", _("%(who)s opened an account of %(subject)s: %(changes)s"))
    audit.say("savings.account_closed", _("%(who)s closed an account of %(subject)s: %(changes)s"))
    audit.say("savings.terms_moved", _("%(who)s agreed newer terms with %(subject)s: %(changes)s"))
    audit.say("savings.blocked", _("%(who)s blocked money of %(subject)s"))
    audit.say("savings.freed", _("%(who)s freed blocked money of %(subject)s"))
    audit.say(
        "savings.term_ended", _("%(who)s ended a placed sum of %(subject)s: %(savings_term_end)s")
    )
    audit.say("savings.goal_set", _("%(who)s wrote down a goal of %(subject)s"))
    audit.call_field("savings_product", _("Savings product"))
    ends = {how.value: how.label for how in PlacementEnd.How}
    audit.call_field("savings_term_end", _("What became of it"), values=ends)
    audit.say(
        "savings.interest_prepared",
        _("%(who)s worked out the savings interest of %(savings_month)s for %(subject)s"),
    )
    audit.say(
        "savings.interest_checked",
        _("%(who)s looked through the savings interest of %(savings_month)s for %(subject)s"),
    )
    audit.say(
        "savings.interest_dropped",
        _("%(who)s did not book the savings interest of %(savings_month)s for %(subject)s"),
    )
    audit.say(
        "savings.tax_proved",
        _("%(who)s wrote down the state's number of the tax of %(savings_month)s for %(subject)s"),
    )
    audit.call_field("savings_month", _("Month"))
