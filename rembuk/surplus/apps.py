"""What a cooperative earned in a year, and who gets which part of it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurplusConfig(AppConfig):
    name = "rembuk.surplus"
    label = "surplus"
    verbose_name = _("Surplus")

    def ready(self) -> None:
        """Offer the calculator to everybody."""
        from rembuk.web import publiclinks

        publiclinks.add_tool(
            publiclinks.Tool(
                label=_("Divide a year's surplus (SHU)"),
                hint=_("What each fund and each member gets, line by line to recompute by hand"),
                icon="coop",
                url_name="surplus:calculator",
            )
        )
