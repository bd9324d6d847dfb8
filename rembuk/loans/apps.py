"""Loans of a cooperative."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LoansConfig(AppConfig):
    name = "rembuk.loans"
    label = "loans"
    verbose_name = _("Loans")

    def ready(self) -> None:
        """Fill the registries: guards, calculator, trail, Hari ini, group pages, own books."""
        from rembuk.cash import approving, lines, monthend, purposes
        from rembuk.coop import exits, offices, passbook
        from rembuk.ledger import checks as ledger_checks
        from rembuk.loans import (
            cards,
            checks,
            claims,
            close,
            held,
            lending,
            monthsteps,
            owed,
            rescheduling,
            trail,
        )
        from rembuk.loans.guards import REFUSALS
        from rembuk.villages import guards, holdings
        from rembuk.villages.permissions import Permission
        from rembuk.web import publiclinks, today

        trail.register()
        guards.refuse(REFUSALS)
        ledger_checks.add(checks.findings)
        holdings.hold(held.HOLDING)
        approving.also_check(lending.check_second)
        lines.keep(rescheduling.check_back)
        for source in owed.SOURCES:
            exits.add(source)
        exits.add_beside(claims.owed_by)
        monthend.add(monthsteps.SOURCE)
        passbook.let_doubt(close.HELD)
        purposes.call_control(close.HELD, _("Loan instalment"))
        purposes.call_control(close.LOANS, _("Loan paid out"))
        passbook.add_link(
            passbook.Link(
                _("Loans"), _("What is borrowed, what it costs, what is left"), "borrowing:loans"
            )
        )
        today.add_cards(Permission.DECIDE_LOANS, cards.to_decide, rows=cards.undecided)
        today.add_cards(Permission.DECIDE_LOANS, cards.to_write_off, rows=cards.unanswered)
        today.add_cards(Permission.RUN_GROUP, cards.to_reschedule, rows=cards.unscheduled)
        self._lead_from_groups()
        today.add_entry(
            today.Entry(
                label=_("Loan instalment"),
                hint=_("Who pays back, and how much is due"),
                icon="coop",
                url_name="loans:begin_payments",
                permission=Permission.RECORD_CASH,
                order=13,
                for_office=offices.is_of_cooperative,
            )
        )
        publiclinks.add_tool(
            publiclinks.Tool(
                label=_("Work out a loan"),
                hint=_("What each month costs, and what the loan really costs in a year"),
                icon="coop",
                url_name="simulator:calculator",
            )
        )

    def _lead_from_groups(self) -> None:
        from rembuk.villages.models import Group
        from rembuk.villages.permissions import Permission
        from rembuk.web import grouplinks

        for order, page, label, hint, permission in (
            (
                27, "loans", _("Loans"), _("Who asks, who decides, what is paid back"),
                Permission.SEE_LOANS,
            ),
            (
                28, "products", _("Loan products"),
                _("What members may borrow, and what it costs"), Permission.SEE_WORK,
            ),
        ):  # fmt: skip
            grouplinks.add(
                grouplinks.GroupLink(
                    label=label, hint=hint, icon="coop", url_name=f"loans:{page}",
                    permission=permission, part=grouplinks.Part.MONEY, order=order,
                    kinds=frozenset({Group.Kind.COOPERATIVE}),
                )
            )  # fmt: skip
