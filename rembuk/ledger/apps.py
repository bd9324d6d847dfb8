"""Every rupiah of the village's purses, provable."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "rembuk.ledger"
    label = "ledger"
    verbose_name = _("Ledger")

    def ready(self) -> None:
        """Tell the database what it refuses of the books; teach the trail its words."""
        from rembuk.ledger.guards import REFUSALS
        from rembuk.villages import audit, guards

        guards.refuse(REFUSALS)
        audit.say("ledger.book_opened", _("%(who)s opened the books of %(subject)s"))
