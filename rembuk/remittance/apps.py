"""Money from abroad: what the bank credited, whose it is, and into which savings it goes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemittanceConfig(AppConfig):
    name = "rembuk.remittance"
    label = "remittance"
    verbose_name = _("Money sent home")

    def ready(self) -> None:
        """Fill the registries: the trail's sentences, the group's pages, what waits."""
        from rembuk.cash import approving
        from rembuk.coop import offices, passbook
        from rembuk.ledger import checks as ledger_checks
        from rembuk.remittance import cards, checks, held, identifying, trail
        from rembuk.villages import holdings
        from rembuk.villages.models import Group
        from rembuk.villages.permissions import Permission
        from rembuk.web import grouplinks, today

        trail.register()
        holdings.hold(held.HOLDING)
        passbook.add_link(
            passbook.Link(
                label=_("How my transfers are divided"),
                hint=_("What happens with the next money from abroad"),
                url_name="transfers:division",
            )
        )
        ledger_checks.add(checks.findings)
        approving.also_check(identifying.check_second)
        for permission in (Permission.RECORD_CASH, Permission.RUN_GROUP, Permission.OVERSEE_GROUP):
            today.add_cards(permission, cards.unknown, rows=cards.unknown_rows)
        grouplinks.add(
            grouplinks.GroupLink(
                label=_("Money sent home"),
                hint=_("Bank statements, whose transfers they are, what nobody is known for yet"),
                icon="coop", url_name="remittance:statements", permission=Permission.SEE_CASH,
                order=27, kinds=frozenset({Group.Kind.COOPERATIVE}),
            )
        )  # fmt: skip
        today.add_entry(
            today.Entry(
                label=_("Bank statement"),
                hint=_("Transfers from abroad into the savings of whom they belong to"),
                icon="upload",
                url_name="remittance:begin",
                permission=Permission.RECORD_CASH,
                order=14,
                for_office=offices.is_of_cooperative,
            )
        )
