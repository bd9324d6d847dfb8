"""Arisan: members give in turn, one takes the pot, and no book of a cooperative knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArisanConfig(AppConfig):
    name = "rembuk.arisan"
    label = "arisan"
    verbose_name = _("Arisan")

    def ready(self) -> None:
        """Fill the registries: the trail's sentences, what is held, Hari ini, group pages."""
        from rembuk.arisan import cards, held, trail
        from rembuk.arisan.guards import REFUSALS
        from rembuk.villages import guards, holdings
        from rembuk.villages.permissions import Permission
        from rembuk.web import grouplinks, today

        guards.refuse(REFUSALS)
        trail.register()
        holdings.hold(held.HOLDING)
        today.add_cards(Permission.SEE_WORK, cards.cards, rows=cards.rows)
        today.add_cards(Permission.SEE_TODAY, cards.own, rows=cards.own_rows)
        grouplinks.add(
            grouplinks.GroupLink(
                label=_("Arisan"),
                hint=_("Who gave, whose turn it is; the money stays the members' own"),
                icon="people",
                url_name="arisan:arisans",
                permission=Permission.SEE_WORK,
                part=grouplinks.Part.MONEY,
                order=27,
            )
        )
