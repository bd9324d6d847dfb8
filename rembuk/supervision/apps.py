"""How sound a cooperative is, and who looks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "rembuk.supervision"
    label = "supervision"
    verbose_name = _("Supervision")

    def ready(self) -> None:
        """Fill the registries: guards, the trail, the night's checks, group pages."""
        from rembuk.coop import passbook
        from rembuk.ledger import checks
        from rembuk.supervision import cards, nights, trail
        from rembuk.supervision.guards import REFUSALS
        from rembuk.villages import guards
        from rembuk.villages.permissions import Permission
        from rembuk.web import today

        guards.refuse(REFUSALS)
        trail.register()
        checks.listen(nights.keep)
        today.add_cards(Permission.RUN_GROUP, cards.to_answer, rows=cards.answerable)
        today.add_cards(Permission.OVERSEE_GROUP, cards.to_look)
        self._lead_from_groups()
        passbook.add_link(
            passbook.Link(
                label=_("Where our money is"),
                hint=_("Cash, bank, loans, things; and what covers withdrawals"),
                url_name="ours:money", for_members=True,
            )
        )  # fmt: skip
        passbook.add_link(
            passbook.Link(
                label=_("How our cooperative is watched over"),
                hint=_("The night's check, how sound each year was, what supervisors found"),
                url_name="ours:oversight", for_members=True,
            )
        )  # fmt: skip

    def _lead_from_groups(self) -> None:
        from rembuk.villages.models import Group
        from rembuk.villages.permissions import Permission
        from rembuk.web import grouplinks

        own = frozenset({Group.Kind.COOPERATIVE})
        grouplinks.add(
            grouplinks.GroupLink(
                label=_("Where our money is"),
                hint=_("Cash, bank, loans, things; and what covers withdrawals"),
                icon="coop", url_name="supervision:money", permission=Permission.SEE_GROUP,
                part=grouplinks.Part.OVERSIGHT,
                order=12, kinds=own,
            )
        )  # fmt: skip
        grouplinks.add(
            grouplinks.GroupLink(
                label=_("The supervisor's desk"),
                hint=_("The night's check first, then what waits"),
                icon="report", url_name="supervision:console",
                permission=Permission.OVERSEE_GROUP, part=grouplinks.Part.OVERSIGHT,
                order=10, kinds=own,
            )
        )  # fmt: skip
        grouplinks.add(
            grouplinks.GroupLink(
                label=_("How sound we are"),
                hint=_("Both forms of the ministry, from our own book; what would add most"),
                icon="report", url_name="supervision:health", permission=Permission.SEE_GROUP,
                part=grouplinks.Part.OVERSIGHT,
                order=38, kinds=own,
            )
        )  # fmt: skip
        grouplinks.add(
            grouplinks.GroupLink(
                label=_("Findings of the supervisory board"),
                hint=_("What was seen, what the board answered, how it ended"),
                icon="edit", url_name="supervision:findings", permission=Permission.SEE_GROUP,
                part=grouplinks.Part.OVERSIGHT,
                order=37, kinds=own,
            )
        )  # fmt: skip
