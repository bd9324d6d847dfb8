"""Residents, households and journeys abroad."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "rembuk.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Fill the registries: the sentences of the audit trail, the bar, + Catat, Hari ini."""
        from rembuk.people import trail

        trail.register()
