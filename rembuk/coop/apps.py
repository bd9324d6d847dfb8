"""The cooperative: members, dues, the way to a legal entity, and each member's own book."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoopConfig(AppConfig):
    name = "rembuk.coop"
    label = "coop"
    verbose_name = _("Cooperative")

    def ready(self) -> None:
        """Fill the registries: the trail's sentences, what is held of a person, group pages."""
        from rembuk.cash import sheets, shown
        from rembuk.coop import bylaws, exits, held, members, passbook, trail
        from rembuk.coop.guards import REFUSALS
        from rembuk.forum import written
        from rembuk.villages import guards, holdings
        from rembuk.villages.models import Group

        guards.refuse(REFUSALS)
        trail.register()
        holdings.hold(held.HOLDING)
        own = frozenset({Group.Kind.COOPERATIVE})
        sheets.tell_members(sheets.Source(members.on_the_sheet, "coop:members", own))
        written.tell(bylaws.promised_meeting)
        passbook.add(exits.OWED, _("Owed since leaving"))
        shown.call_kind(exits.KIND, _("Settlement of a member who left"))
        self._lead_from_groups()
        self._lead_from_today()

    def _lead_from_groups(self) -> None:
        from rembuk.villages.models import Group
        from rembuk.villages.permissions import Permission
        from rembuk.web import grouplinks

        part = grouplinks.Part
        parts = {"dues": part.MONEY, "licences": part.OVERSIGHT}
        for order, page, icon, label, hint in (
            (
                15, "path", "journey", _("The way to a cooperative"),
                _("How far we are, what comes next, and who does it"),
            ),
            (
                20, "members", "people", _("Members of the cooperative"),
                _("Their numbers, who applied, who left"),
            ),
            (
                25, "dues", "coop", _("Pokok and wajib"),
                _("What members bring, the monthly round, and the rule behind it"),
            ),
            (
                30, "licences", "lock", _("Licence for savings and loans"),
                _("What the cooperative may hold, and what it may not"),
            ),
        ):  # fmt: skip
            grouplinks.add(
                grouplinks.GroupLink(
                    label=label, hint=hint, icon=icon, url_name=f"coop:{page}",
                    permission=Permission.SEE_WORK, order=order, part=parts.get(page, part.PEOPLE),
                    kinds=frozenset({Group.Kind.COOPERATIVE}),
                )
            )  # fmt: skip

    def _lead_from_today(self) -> None:
        from rembuk.coop import cards, offices
        from rembuk.villages.permissions import Permission
        from rembuk.web import today

        today.add_cards(Permission.RECORD_CASH, cards.doubts_waiting, rows=cards.doubted_or_owed)
        today.add_cards(Permission.OVERSEE_GROUP, cards.to_oversee, rows=cards.doubted_or_licensed)
        today.add_cards(Permission.SEE_WORK, cards.stuck, rows=cards.perhaps_stuck)
        today.add_cards(Permission.RECORD_WORK, cards.heard, rows=cards.waiting_to_be_answered)
        today.add_entry(
            today.Entry(
                label=_("My book"),
                hint=_("My savings in the cooperative, line by line"),
                icon="coop",
                url_name="coop:my_book",
                permission=Permission.SEE_TODAY,
                order=14,
                for_office=offices.is_of_cooperative,
            )
        )
        today.add_entry(
            today.Entry(
                label=_("Members' dues"),
                hint=_("Pokok and wajib of many members in one go"),
                icon="coop",
                url_name="coop:begin_round",
                permission=Permission.RECORD_CASH,
                order=12,
                for_office=offices.is_of_cooperative,
            )
        )
