"""The goats: each animal, its life, the count, breeding and the feasts."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Label, hint and address of what stands under '+ Catat' of who keeps goats.
RECORDED = (
    (
        pgettext_lazy("button", "Kidded"),
        _("A doe kidded: how many kids, and of which sex"),
        "birth",
    ),
    (_("A goat is ill"), _("What you see; what to do first"), "illness"),
    (_("Treatment or medicine"), _("And for how long its meat is withheld"), "treatment"),
    (_("Something else of a goat"), _("Weight, mating, weaning, death, sale"), "event"),
)


class HerdConfig(AppConfig):
    name = "rembuk.herd"
    label = "herd"
    verbose_name = _("Herd")

    def ready(self) -> None:
        """Fill the registries: the trail, the guards, the bar, Hari ini, group pages."""
        from rembuk.cash import advances
        from rembuk.duty.holidays import tell_feasts
        from rembuk.herd import bookings, cards, feasts, trail
        from rembuk.herd.guards import REFUSALS
        from rembuk.villages import guards
        from rembuk.villages.models import Group
        from rembuk.villages.permissions import Permission
        from rembuk.web import grouplinks, pwa, today

        trail.register()
        advances.add(bookings.advances)
        tell_feasts(feasts.holidays)
        here = Path(self.path)
        pwa.keep(
            pwa.KeptPage(
                "goats:emergencies", _("A goat in danger"),
                (here / "emergencies.py", here / "templates/herd/emergencies.html",
                 here / "locale/id/LC_MESSAGES/django.po"),
            )
        )  # fmt: skip
        guards.refuse(REFUSALS)
        today.add_cards(Permission.SEE_WORK, cards.cards)
        # Who booked is a person's affair: for those who record.
        today.add_cards(Permission.RECORD_WORK, cards.booking_cards, rows=cards.booked)
        today.add_cards(Permission.SEE_WORK, cards.feast_cards)
        for order, (label, hint, word) in enumerate(RECORDED, start=20):
            today.add_entry(
                today.Entry(
                    label=label,
                    hint=hint,
                    icon="business",
                    url_name=f"herd:begin_{word}",
                    permission=Permission.RECORD_WORK,
                    order=order,
                    for_office=cards.keeps_goats,
                )
            )
        today.add_place(
            today.Entry(
                label=_("The goats"),
                hint=_("The goats of the group"),
                icon="business",
                url_name="herd:herds",
                permission=Permission.SEE_WORK,
                order=35,
                for_office=cards.keeps_goats,
            )
        )
        grouplinks.add(
            grouplinks.GroupLink(
                label=_("The goats"),
                hint=_("Each goat, births, illness, and how many there must be"),
                icon="business",
                url_name="herd:animals",
                permission=Permission.SEE_WORK,
                part=grouplinks.Part.WORK,
                order=10,
                trades=frozenset({Group.Trade.GOATS}),
            )
        )
