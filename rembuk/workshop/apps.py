"""Orders, work, material: what a group makes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Label, hint, icon and address of what stands under '+ Catat'.
RECORDED = (
    (_("New order"), _("Somebody orders from the group"), "business", "begin_order"),
    (_("Finished pieces"), _("Who made how many"), "check", "begin_output"),
)
# The same of what stands on the page of a group that makes something.
PLACES = (
    (
        _("Orders"),
        _("What is promised, for which day, and how far it is"),
        "business",
        "orders",
    ),
    (
        _("Finished pieces and wages"),
        _("Who made how many, and what it pays"),
        "check",
        "work",
    ),
    (_("Ready dates"), _("How long things take, and what waits"), "clock", "capacity"),
    (_("Material"), _("What things are made of: bought, used, left"), "outbox", "materials"),
)


class WorkshopConfig(AppConfig):
    name = "rembuk.workshop"
    label = "workshop"
    verbose_name = _("Sewing")

    def ready(self) -> None:
        """Fill the registries: the trail, what is held of a person, Hari ini, + Catat, groups."""
        from rembuk.cash import advances
        from rembuk.enterprise import owed
        from rembuk.villages import guards, holdings
        from rembuk.villages.permissions import Permission
        from rembuk.web import grouplinks, today
        from rembuk.workshop import cards, held, leaving, payments, stages, trail
        from rembuk.workshop.guards import REFUSALS

        trail.register()
        advances.add(payments.advances)
        guards.refuse(REFUSALS)
        owed.add(leaving.tell)
        holdings.hold(held.HOLDING)
        today.add_cards(Permission.RECORD_WORK, cards.due)
        today.add_cards(Permission.RECORD_WORK, cards.unpaid)
        today.add_cards(Permission.RECORD_WORK, cards.asked)
        for order, (label, hint, icon, name) in enumerate(RECORDED, start=20):
            today.add_entry(
                today.Entry(
                    label=label,
                    hint=hint,
                    icon=icon,
                    url_name=f"workshop:{name}",
                    permission=Permission.RECORD_WORK,
                    order=order,
                    for_office=cards.of_makers,
                )
            )
        for order, (label, hint, icon, name) in enumerate(PLACES, start=45):
            grouplinks.add(
                grouplinks.GroupLink(
                    label=label,
                    hint=hint,
                    icon=icon,
                    url_name=f"workshop:{name}",
                    permission=Permission.SEE_WORK,
                    part=grouplinks.Part.WORK,
                    order=order,
                    trades=stages.TRADES,
                )
            )
