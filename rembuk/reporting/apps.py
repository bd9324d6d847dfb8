"""What offices above the village may know: counts, never people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "rembuk.reporting"
    label = "reporting"
    verbose_name = _("Reporting")

    def ready(self) -> None:
        """Put two counts on each village's public page."""
        from rembuk.hall import noticeboard
        from rembuk.reporting import public

        noticeboard.add_notices(public.notices)
