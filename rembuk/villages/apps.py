"""Villages, their groups, offices, permissions, commands and the audit trail."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class VillagesConfig(AppConfig):
    name = "rembuk.villages"
    label = "villages"
    verbose_name = _("Villages")

    def ready(self) -> None:
        """Put the database's own guards in place after every migration."""
        from rembuk.villages import audit, guards

        audit.say("operator.opened_page", _("%(who)s opened the page %(subject)s"))

        post_migrate.connect(guards.install, sender=self)
