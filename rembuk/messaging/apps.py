"""Who must hear what, by which channel, and did they."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "rembuk.messaging"
    label = "messaging"
    verbose_name = _("Messages")
