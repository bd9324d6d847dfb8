"""What offices above the village may know: counts, never people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "rembuk.reporting"
    label = "reporting"
    verbose_name = _("Reporting")
