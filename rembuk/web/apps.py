"""The look, the frame of every page, and the hooks through which rooms show themselves."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "rembuk.web"
    label = "web"
    verbose_name = _("Pages")
