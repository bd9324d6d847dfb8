"""Savings of a cooperative's members: products, accounts, interest."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SavingsConfig(AppConfig):
    name = "rembuk.savings"
    label = "savings"
    verbose_name = _("Savings")

    def ready(self) -> None:
        """Fill the registries: the trail's sentences, the group's pages."""
        from rembuk.cash import monthend
        from rembuk.coop import passbook
        from rembuk.ledger import checks as ledger_checks
        from rembuk.savings import accounts, book, checks, held, monthsteps, trail
        from rembuk.savings.guards import REFUSALS
        from rembuk.villages import guards, holdings

        guards.refuse(REFUSALS)
        trail.register()
        holdings.hold(held.HOLDING)
        ledger_checks.add(checks.findings)
        passbook.add_accounts(book.kinds_of)
        passbook.add_link(
            passbook.Link(
                label=_("What I save for"),
                hint=_("Goals over my own money: the cooperative holds nothing of it"),
                url_name="goals:mine",
            )
        )
        passbook.add_link(
            passbook.Link(
                label=_("Tax on my interest"),
                hint=_("A slip for each month, also where no tax was taken"),
                url_name="goals:slips",
                icon="report",
            )
        )
        passbook.prove(accounts.INTEREST, "goals:interest")
        monthend.add(monthsteps.SOURCE)
        self._lead_from_groups()
        self._lead_from_today()

    def _lead_from_groups(self) -> None:
        from rembuk.villages.models import Group
        from rembuk.villages.permissions import Permission
        from rembuk.web import grouplinks

        for order, page, permission, label, hint in (
            (
                26, "accounts", Permission.SEE_CASH, _("Savings accounts"),
                _("What members put aside, and what is free of it"),
            ),
            (
                28, "products", Permission.SEE_WORK, _("Savings products"),
                _("What sukarela, tujuan and berjangka promise, since when, who decided it"),
            ),
        ):  # fmt: skip
            grouplinks.add(
                grouplinks.GroupLink(
                    label=label, hint=hint, icon="coop", url_name=f"savings:{page}",
                    permission=permission, part=grouplinks.Part.MONEY, order=order,
                    kinds=frozenset({Group.Kind.COOPERATIVE}),
                )
            )  # fmt: skip

    def _lead_from_today(self) -> None:
        from rembuk.coop import offices
        from rembuk.savings import book, taxcards
        from rembuk.villages.permissions import Permission
        from rembuk.web import today

        today.add_cards(Permission.RECORD_CASH, book.terms_due, rows=book.near_rows)
        today.add_cards(Permission.RECORD_CASH, taxcards.to_pay, rows=taxcards.unfinished)
        today.add_entry(
            today.Entry(
                label=_("Savings"),
                hint=_("Into a member's sukarela or tujuan account"),
                icon="coop",
                url_name="savings:begin_deposit",
                permission=Permission.RECORD_CASH,
                order=13,
                for_office=offices.is_of_cooperative,
            )
        )
