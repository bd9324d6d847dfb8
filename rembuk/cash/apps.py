"""A group's own money: in, out, approved by a second person, and open to its members."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CashConfig(AppConfig):
    name = "rembuk.cash"
    label = "cash"
    verbose_name = _("Group cash")

    def ready(self) -> None:
        """Fill the registries: the trail's sentences, the bar, + Catat, Hari ini, group pages."""
        from rembuk.cash import cards, checks, days, held, trail
        from rembuk.cash.guards import REFUSALS
        from rembuk.ledger import checks as ledger_checks
        from rembuk.ledger import history
        from rembuk.villages import guards, holdings
        from rembuk.villages.permissions import Permission
        from rembuk.web import publiclinks, today

        trail.register()
        guards.refuse(REFUSALS)
        holdings.hold(held.HOLDING)
        ledger_checks.add(checks.findings)
        history.judge_by(days.judge)
        today.add_cards(Permission.APPROVE_CASH, cards.to_approve, rows=cards.approvable)
        today.add_cards(Permission.APPROVE_CASH, cards.to_confirm)
        today.add_cards(Permission.RECORD_CASH, cards.refused, rows=cards.refusals)
        today.add_cards(Permission.RECORD_CASH, cards.to_book, rows=cards.bookable)
        today.add_cards(Permission.RECORD_CASH, cards.to_agree, rows=cards.limits_to_agree)
        today.add_cards(Permission.RECORD_CASH, cards.to_close)
        today.add_cards(Permission.SEE_CASH, cards.to_read)
        today.add_place(
            today.Entry(
                label=_("Cash"),
                hint=_("The money of the groups"),
                icon="coop",
                url_name="cash:purses",
                permission=Permission.SEE_CASH,
                order=45,
            )
        )
        for order, way, label, hint in (
            (10, "in", _("Money in"), _("Somebody brings money to the group")),
            (11, "out", _("Money out"), _("The group pays for something")),
            (12, "count", _("Count the cash"), _("Compare the box with the book, close the day")),
        ):
            today.add_entry(
                today.Entry(
                    label=label,
                    hint=hint,
                    icon="coop",
                    url_name=f"cash:begin_{way}",
                    permission=Permission.RECORD_CASH,
                    order=order,
                )
            )
        publiclinks.add(
            publiclinks.PublicLink(
                label=_("Check a receipt"),
                hint=_("Is the paper real? Its number, sum, day and code tell"),
                icon="seal",
                url_name="cash:check_receipt",
            )
        )
        self._lead_from_groups()

    def _lead_from_groups(self) -> None:
        from rembuk.villages.models import Group
        from rembuk.villages.permissions import Permission
        from rembuk.web import grouplinks

        grouplinks.add(
            grouplinks.GroupLink(
                label=_("Group cash"),
                hint=_("What came in, what went out, what is there"),
                icon="coop",
                url_name="cash:purse",
                permission=Permission.SEE_CASH,
                part=grouplinks.Part.MONEY,
                order=20,
            )
        )
        grouplinks.add(
            grouplinks.GroupLink(
                label=_("Close the month"),
                hint=_("Interest, tax, provision, days: what is done and what is left"),
                icon="lock",
                url_name="cash:begin_month_end",
                permission=Permission.SEE_CASH,
                part=grouplinks.Part.MONEY,
                order=80,
                kinds=frozenset({Group.Kind.COOPERATIVE}),
            )
        )
        grouplinks.add(
            grouplinks.GroupLink(
                label=_("Close the year"),
                hint=_("Months, surplus, members' meeting, seal: what is done and what is left"),
                icon="seal",
                url_name="cash:begin_year_end",
                permission=Permission.SEE_CASH,
                part=grouplinks.Part.MONEY,
                order=81,
                kinds=frozenset({Group.Kind.COOPERATIVE}),
            )
        )
