"""The duty roster that is provably fair."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutyConfig(AppConfig):
    name = "rembuk.duty"
    label = "duty"
    verbose_name = _("Duties")

    def ready(self) -> None:
        """Fill the registries: the trail's sentences, what is held, Hari ini, group pages."""
        from rembuk.duty import cards, held, trail
        from rembuk.villages import holdings
        from rembuk.villages.permissions import Permission
        from rembuk.web import grouplinks, today

        trail.register()
        holdings.hold(held.HOLDING)
        today.add_cards(Permission.SEE_WORK, cards.cards, rows=cards.rows)
        today.add_entry(
            today.Entry(
                label=_("A turn"),
                hint=_("Done, done by another, or not done"),
                icon="today",
                url_name="duty:begin",
                permission=Permission.RECORD_WORK,
                order=30,
                for_office=cards.of_group,
            )
        )
        for label, trades in (
            (_("Feed roster"), frozenset({"GOATS"})),
            (_("Duty roster"), frozenset({"SEWING", "OTHER", ""})),
        ):
            grouplinks.add(
                grouplinks.GroupLink(
                    label=label,
                    hint=_("Whose turn it is, swaps, and everybody's turns beside each other"),
                    icon="today",
                    url_name="duty:week",
                    permission=Permission.SEE_WORK,
                    part=grouplinks.Part.WORK,
                    order=49,
                    trades=trades,
                )
            )
