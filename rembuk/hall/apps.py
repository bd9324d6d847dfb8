"""The village hall: settings, offices, groups, operator's visits, and the village's public page."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HallConfig(AppConfig):
    name = "rembuk.hall"
    label = "hall"
    verbose_name = _("Village hall")

    def ready(self) -> None:
        """Put this room on 'Hari ini' and under '+ Catat'."""
        from rembuk.hall import cards
        from rembuk.villages import offices
        from rembuk.villages.permissions import Permission
        from rembuk.web import today

        today.add_cards(Permission.CHANGE_VILLAGE, cards.cards)
        today.add_place(
            today.Entry(
                label=_("Group"),
                hint=_("Members, work and meetings of one's own group"),
                icon="business",
                url_name="hall:groups",
                permission=Permission.SEE_GROUP,
                order=35,
                for_office=lambda term: term.group_id is not None,
                of_groups=True,
            )
        )
        today.add_entry(
            today.Entry(
                label=_("Appoint somebody"),
                hint=_("An office of the village or of a group, or a member who reads the cash"),
                icon="person",
                url_name="hall:appoint",
                permission=Permission.APPOINT_OFFICES,
                order=60,
                for_office=offices.appoints_anybody,
            )
        )
        today.add_entry(
            today.Entry(
                label=_("New group"),
                hint=_("A business group, a cooperative, a learning house"),
                icon="business",
                url_name="hall:start_group",
                permission=Permission.CHANGE_VILLAGE,
                order=70,
            )
        )
