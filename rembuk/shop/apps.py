"""What a group sells: stock, stalls, the shop window, partners."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShopConfig(AppConfig):
    name = "rembuk.shop"
    label = "shop"
    verbose_name = _("Shop")

    def ready(self) -> None:
        """Fill the registries: the trail's sentences, + Catat, group pages."""
        from rembuk.shop import cards, held, keeping, trail, windows
        from rembuk.shop.guards import REFUSALS
        from rembuk.villages import guards, holdings
        from rembuk.villages.permissions import Permission
        from rembuk.web import grouplinks, today
        from rembuk.workshop import shelf

        trail.register()
        holdings.hold(held.HOLDING)
        shelf.offer(
            shelf.Shelf(
                "shop:keep_for_order",
                keeping.held,
                keeping.moved,
                keeping.taken_back,
                windows.number_of,
            )
        )
        today.add_cards(Permission.RECORD_CASH, cards.qris_to_agree, rows=cards.qris)
        guards.refuse(REFUSALS)
        today.add_cards(Permission.RECORD_WORK, cards.stalls_to_visit, rows=cards.stalls_there)
        today.add_entry(
            today.Entry(
                label=_("Product in the shop"),
                hint=_("Photo, name, price: everybody can see it"),
                icon="business",
                url_name="shop:begin_show",
                permission=Permission.RECORD_WORK,
                order=40,
            )
        )
        grouplinks.add(
            grouplinks.GroupLink(
                label=_("Shop"),
                hint=_("What everybody can see and order"),
                icon="business",
                url_name="shop:window",
                permission=Permission.SEE_WORK,
                part=grouplinks.Part.SALES,
                order=51,
                trades=frozenset({"SEWING", "GOATS", "OTHER"}),
            )
        )
        for order, label, hint, url_name in (
            (52, _("Stock"), _("What is on the shelf, and what of it is free"), "shop:stock"),
            (
                54,
                _("Where it is sold"),
                _("Inside the village, outside, or not known"),
                "shop:markets",
            ),
            (53, _("Consignment"), _("Goods at stalls, and what they owe"), "shop:stalls"),
        ):
            grouplinks.add(
                grouplinks.GroupLink(
                    label=label,
                    hint=hint,
                    icon="business",
                    url_name=url_name,
                    permission=Permission.SEE_WORK,
                    part=grouplinks.Part.SALES,
                    order=order,
                    trades=frozenset({"SEWING", "OTHER"}),
                )
            )
        self._lead_from_outside()

    def _lead_from_outside(self) -> None:
        """Open the shops to everybody: from the first page, and from the page of a village."""
        from rembuk.web import publiclinks

        publiclinks.add_tool(
            publiclinks.Tool(
                label=_("Village shops"),
                hint=_("What the groups of the village make and sell"),
                icon="business",
                url_name="shops:shops",
            )
        )
        publiclinks.add(
            publiclinks.PublicLink(
                label=_("Village shop"),
                hint=_("What the groups of the village make and sell"),
                icon="business",
                url_name="window:shop",
                order=20,
            )
        )
