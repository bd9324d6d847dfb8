"""How a group shares what it earned."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharesConfig(AppConfig):
    name = "rembuk.shares"
    label = "shares"
    verbose_name = _("Shares")

    def ready(self) -> None:
        """Fill the registries: the trail, what is held, what tables refuse, group pages, cards."""
        from rembuk.duty import records
        from rembuk.enterprise import owed
        from rembuk.shares import capital, cards, held, leaving, trail, weighing
        from rembuk.shares.guards import REFUSALS
        from rembuk.shares.models import Weighing
        from rembuk.villages import guards, holdings
        from rembuk.villages.models import Group
        from rembuk.villages.permissions import Permission
        from rembuk.web import grouplinks, today
        from rembuk.workshop import work

        trail.register()
        guards.refuse(REFUSALS)
        holdings.hold(held.HOLDING)
        owed.add(leaving.tell)
        weighing.fill(Weighing.CAPITAL, capital.counted)
        weighing.fill(Weighing.DUTY, records.load_of)
        weighing.fill(Weighing.PIECES, work.pieces_of)
        today.add_cards(Permission.RECORD_CASH, cards.to_agree, rows=cards.agreeable)
        today.add_cards(Permission.SEE_WORK, cards.concerns_told, rows=cards.told)
        today.add_cards(Permission.SEE_WORK, cards.concerns_answered, rows=cards.answers)
        today.add_entry(
            today.Entry(
                label=_("Profit sharing"),
                hint=_("Compute what each member gets"),
                icon="coop",
                url_name="shares:begin",
                permission=Permission.RUN_GROUP,
                order=30,
                for_office=lambda term: (
                    term.group is not None and term.group.kind == Group.Kind.BUSINESS
                ),
            )
        )
        grouplinks.add(
            grouplinks.GroupLink(
                label=_("Profit sharing"),
                hint=_("How the group divides, and what each one got"),
                icon="coop",
                url_name="shares:shares",
                permission=Permission.SEE_WORK,
                part=grouplinks.Part.MONEY,
                order=60,
                trades=frozenset(Group.Trade.values),
            )
        )
