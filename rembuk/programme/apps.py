"""What the ministry asks of a village, and what there is to show for it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "rembuk.programme"
    label = "programme"
    verbose_name = _("Programme")

    def ready(self) -> None:
        """Ship the programmes, and tell the other rooms how to speak of this one."""
        from rembuk.programme import pillars
        from rembuk.villages import audit

        post_migrate.connect(pillars.load_templates, sender=self)
        audit.say("programme.started", _("%(who)s started the programme %(subject)s"))
        audit.say("programme.stopped", _("%(who)s stopped the programme %(subject)s: %(changes)s"))
        audit.say("evidence.recorded", _("%(who)s recorded evidence for %(subject)s"))
        audit.say("evidence.withdrawn", _("%(who)s withdrew evidence for %(subject)s"))
        audit.say("facts.loaded", _("%(who)s brought in facts with their sources: %(changes)s"))
        audit.call_field("programme_until", _("last day"))
        audit.call_field("facts", _("facts"))
        audit.call_field("conflicts", _("differences"))
