"""What a cooperative earned in a year, and who gets which part of it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurplusConfig(AppConfig):
    name = "rembuk.surplus"
    label = "surplus"
    verbose_name = _("Surplus")

    def ready(self) -> None:
        """Fill the registries: guards, the trail, what is held, the calculator, group pages."""
        from rembuk.cash import approving, purposes, yearend
        from rembuk.coop import passbook
        from rembuk.forum import yearsteps as forum_steps
        from rembuk.surplus import cards, held, paying, trail, yearsteps
        from rembuk.surplus.guards import REFUSALS
        from rembuk.surplus.models.parts import SHARES
        from rembuk.villages import guards, holdings
        from rembuk.villages.permissions import Permission
        from rembuk.web import publiclinks, today

        guards.refuse(REFUSALS)
        approving.also_check(paying.check_second)
        purposes.call_control(SHARES, _("Surplus (SHU) paid to a member"))
        passbook.add(SHARES, _("SHU not paid yet"), apart=True)
        passbook.add_link(
            passbook.Link(
                label=_("How our cooperative does"),
                hint=_("Statements of each year, the boards' reports, the book of the RAT"),
                url_name="myshu:statements",
                icon="report",
                for_members=True,
            )
        )
        passbook.add_link(
            passbook.Link(
                label=_("SHU, my part of the surplus"),
                hint=_("What each year gave me, and how it was worked out"),
                url_name="myshu:shares",
            )
        )
        trail.register()
        yearend.add(yearsteps.tell)
        forum_steps.know(yearsteps.meeting_of)
        holdings.hold(held.HOLDING)
        for permission, tell in (
            (Permission.RECORD_CASH, cards.to_book_or_pay),
            (Permission.RUN_GROUP, cards.to_decide),
            (Permission.OVERSEE_GROUP, cards.to_check),
        ):
            today.add_cards(permission, tell, rows=cards.unfinished)
        publiclinks.add_tool(
            publiclinks.Tool(
                label=_("Divide a year's surplus (SHU)"),
                hint=_("What each fund and each member gets, line by line to recompute by hand"),
                icon="coop",
                url_name="shu:calculator",
            )
        )
        self._lead_from_groups()

    def _lead_from_groups(self) -> None:
        from rembuk.villages.models import Group
        from rembuk.villages.permissions import Permission
        from rembuk.web import grouplinks

        grouplinks.add(
            grouplinks.GroupLink(
                label=_("Statements of the year"),
                hint=_("What the cooperative earned, and what it has and owes"),
                icon="report",
                url_name="surplus:statements",
                permission=Permission.SEE_GROUP,
                part=grouplinks.Part.OVERSIGHT,
                order=35,
                kinds=frozenset({Group.Kind.COOPERATIVE}),
            )
        )
        grouplinks.add(
            grouplinks.GroupLink(
                label=_("SHU, the surplus of the year"),
                hint=_("Who gets which part, who checked it, what the members decided"),
                icon="coop",
                url_name="surplus:shu",
                permission=Permission.SEE_GROUP,
                part=grouplinks.Part.OVERSIGHT,
                order=36,
                kinds=frozenset({Group.Kind.COOPERATIVE}),
            )
        )
