"""Every rupiah of the village's purses, provable."""

from django.apps import AppConfig
from django.db.models.signals import pre_migrate
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "rembuk.ledger"
    label = "ledger"
    verbose_name = _("Ledger")

    def ready(self) -> None:
        """Tell the database what it refuses of the books; teach trail and daily tidying."""
        from rembuk.ledger import pending
        from rembuk.ledger.guards import REFUSALS
        from rembuk.ledger.management import old_words
        from rembuk.villages import audit, guards, tidying

        guards.refuse(REFUSALS)
        pre_migrate.connect(old_words.look, sender=self)
        tidying.add(tidying.Part("requests nobody decided", pending.let_go))
        audit.say("ledger.book_opened", _("%(who)s opened the books of %(subject)s"))
        audit.say(
            "ledger.brought_in",
            _("%(who)s brought past lines into the books of %(subject)s: %(lines)s"),
        )
        audit.say(
            "ledger.mended",
            _("%(who)s worked out anew what is kept of the books of %(subject)s: %(changes)s"),
        )
        audit.call_field("balances", _("balances"))
        audit.call_field("month_ends", _("month ends"))
        audit.call_field("floors", _("floors"))
        audit.say(
            "ledger.coded",
            _("%(who)s gave accounts of %(subject)s their second codes: %(changes)s"),
        )
        audit.call_field("second_codes", _("second codes"))
        audit.call_field("source", _("whose codes they are"))
