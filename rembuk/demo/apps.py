"""Two villages to look at: a case from two articles and an invented example."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "rembuk.demo"
    label = "demo"
    verbose_name = _("Demo")
