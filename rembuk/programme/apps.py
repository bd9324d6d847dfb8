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
        from rembuk.people import written
        from rembuk.programme import cards, pillars, records
        from rembuk.villages import audit
        from rembuk.villages.permissions import Permission
        from rembuk.web import today

        post_migrate.connect(pillars.load_templates, sender=self)
        audit.say("programme.started", _("%(who)s started the programme %(subject)s"))
        audit.say("programme.stopped", _("%(who)s stopped the programme %(subject)s: %(changes)s"))
        audit.say("evidence.recorded", _("%(who)s recorded evidence for %(subject)s"))
        audit.say("evidence.withdrawn", _("%(who)s withdrew evidence for %(subject)s"))
        audit.say("facts.loaded", _("%(who)s brought in facts with their sources: %(changes)s"))
        audit.call_field("programme_until", _("last day"))
        audit.call_field("facts", _("facts"))
        audit.call_field("conflicts", _("differences"))

        written.tell(Permission.SEE_PROGRAMME, records.written_at)
        today.add_cards(Permission.RECORD_PROGRAMME, cards.cards)
        today.add_place(
            today.Entry(
                label=_("Pillars"),
                hint=_("How far each part of the programme is"),
                icon="pillars",
                url_name="programme:pillars",
                permission=Permission.SEE_PROGRAMME,
                order=40,
            )
        )
        today.add_entry(
            today.Entry(
                label=_("Evidence for a pillar"),
                hint=_("Something seen, counted, kept or told"),
                icon="pillars",
                url_name="programme:new_evidence",
                permission=Permission.RECORD_PROGRAMME,
                order=80,
            )
        )
