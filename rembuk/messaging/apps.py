"""Who must hear what, by which channel, and did they."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "rembuk.messaging"
    label = "messaging"
    verbose_name = _("Messages")

    def ready(self) -> None:
        """Fill the registries: the trail, what is held, who delivers codes, bar and cards."""
        from rembuk.accounts import delivery
        from rembuk.messaging import held, secrets
        from rembuk.villages import audit, holdings

        audit.say("messaging.queued", _("%(who)s made the message %(subject)s: %(changes)s"))
        audit.call_field("addressees", _("people"))
        holdings.hold(held.HOLDING)
        delivery.deliver_with(secrets.deliver, empty=secrets.empty)
