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
        from rembuk.messaging import cards, held, secrets
        from rembuk.villages import audit, holdings
        from rembuk.villages.permissions import Permission
        from rembuk.web import today

        audit.say(
            "messaging.queued", _("%(who)s made the message %(subject)s for %(addressees)s people")
        )
        audit.say("messaging.taken_back", _("%(who)s took the message %(subject)s back"))
        audit.call_field("addressees", _("people"))
        holdings.hold(held.HOLDING)
        delivery.deliver_with(
            secrets.deliver, empty=secrets.empty, reaches=secrets.leaves_by_itself
        )
        today.add_cards(Permission.SEND_MESSAGES, cards.waiting)
        today.add_place(
            today.Entry(
                label=_("Messages"),
                hint=_("Tell people, and see who has read it"),
                icon="messages",
                url_name="messaging:messages",
                permission=Permission.SEND_MESSAGES,
                order=50,
            )
        )
