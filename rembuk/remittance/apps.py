"""Money from abroad: what the bank credited, whose it is, and into which savings it goes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemittanceConfig(AppConfig):
    name = "rembuk.remittance"
    label = "remittance"
    verbose_name = _("Money sent home")

    def ready(self) -> None:
        """Fill the registries: the trail's sentences, the group's pages, what waits."""
        from rembuk.cash import approving, shown
        from rembuk.coop import offices, passbook
        from rembuk.ledger import checks as ledger_checks
        from rembuk.remittance import (
            cards,
            checks,
            family,
            held,
            identifying,
            statements,
            taking_back,
            trail,
        )
        from rembuk.villages import holdings
        from rembuk.villages.models import Group
        from rembuk.villages.permissions import Permission
        from rembuk.web import grouplinks, today

        trail.register()
        holdings.hold(held.HOLDING)
        passbook.add_link(
            passbook.Link(
                label=_("My transfers"),
                hint=_("Their receipts, and who of the family hears of them"),
                url_name="transfers:mine",
            )
        )
        passbook.add_link(
            passbook.Link(
                label=_("How my transfers are divided"),
                hint=_("What happens with the next money from abroad"),
                url_name="transfers:division",
            )
        )
        passbook.add_beside(family.beside)
        for kind in (statements.CAME, identifying.KNOWN):
            passbook.prove(kind, "transfers:receipt")
            passbook.call_kind(kind, _("Transfer from abroad"))
        passbook.call_kind(taking_back.BACK, _("A transfer that was not hers, taken back"))
        ledger_checks.add(checks.findings)
        approving.also_check(identifying.check_second)
        approving.also_tell(identifying.tell_approved)
        approving.also_tell(taking_back.tell_approved)
        shown.call_kind(identifying.KNOWN, _("A transfer whose owner is known now"))
        shown.call_kind(taking_back.BACK, _("A transfer that was not hers, taken back"))
        for permission in (Permission.RECORD_CASH, Permission.RUN_GROUP, Permission.OVERSEE_GROUP):
            today.add_cards(permission, cards.unknown, rows=cards.unknown_rows)
        grouplinks.add(
            grouplinks.GroupLink(
                label=_("Money sent home"),
                hint=_("Bank statements, whose transfers they are, what nobody is known for yet"),
                icon="coop", url_name="remittance:statements", permission=Permission.SEE_CASH,
                part=grouplinks.Part.MONEY,
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
