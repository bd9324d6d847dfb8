"""Loans of a cooperative."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LoansConfig(AppConfig):
    name = "rembuk.loans"
    label = "loans"
    verbose_name = _("Loans")

    def ready(self) -> None:
        """Offer the calculator to everybody."""
        from rembuk.web import publiclinks

        publiclinks.add_tool(
            publiclinks.Tool(
                label=_("Work out a loan"),
                hint=_("What each month costs, and what the loan really costs in a year"),
                icon="coop",
                url_name="loans:calculator",
            )
        )
