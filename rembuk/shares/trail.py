"""What the audit trail says about dividing. Of private words it says only that there was one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rembuk.villages import audit


def register() -> None:
    """Teach the trail the sentences and the names of this room."""
    audit.say(
        "shares.rule_agreed", _("%(who)s wrote down how %(subject)s divides, from %(since)s on")
    )
    audit.say(
        "shares.rule_dropped",
        _("%(who)s took back how %(subject)s divides, of %(since)s"),
    )
    audit.say("shares.computed", _("%(who)s computed %(subject)s of %(group)s: %(amount)s"))
    audit.say("shares.proposed", _("%(who)s proposed %(subject)s of %(group)s: %(amount)s"))
    audit.say("shares.agreed", _("%(who)s agreed on %(subject)s of %(group)s: %(amount)s"))
    audit.say(
        "shares.ended", _("%(who)s took back %(subject)s of %(group)s: %(amount)s, %(reason)s")
    )
    audit.say(
        "shares.weight_corrected",
        _("%(who)s corrected what counts for %(member)s in %(subject)s of %(group)s: %(reason)s"),
    )
    audit.say(
        "shares.capital_put_in",
        _("%(who)s recorded capital of %(subject)s in %(group)s: %(amount)s"),
    )
    audit.say(
        "shares.capital_given_back",
        _("%(who)s recorded that %(subject)s got capital back from %(group)s: %(amount)s"),
    )
    audit.say("shares.concern_told", _("%(who)s kept something that was told in private"))
    audit.say(
        "shares.concern_answered", _("%(who)s kept an answer to something that was told in private")
    )
    audit.say("shares.concern_closed", _("%(who)s kept that something told in private is closed"))
    audit.call_field("since", _("Valid from"))
    audit.call_field("member", _("Member"))
