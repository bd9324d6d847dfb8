"""Villages, their groups, offices, permissions, commands and the audit trail."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class VillagesConfig(AppConfig):
    name = "rembuk.villages"
    label = "villages"
    verbose_name = _("Villages")

    def ready(self) -> None:
        """Let the database's own guards step aside for migrations; teach the trail its words."""
        from rembuk.villages import guards

        self._teach()
        pre_migrate.connect(guards.lift, sender=self)
        post_migrate.connect(guards.restore, sender=self)

    def _teach(self) -> None:
        from rembuk.villages import audit
        from rembuk.villages.models import Group, Village
        from rembuk.villages.permissions import Office

        audit.say("operator.opened_page", _("%(who)s opened the page %(subject)s"))
        audit.say("operator.visit_started", _("%(who)s began a visit: %(subject)s"))
        audit.say("operator.visit_ended", _("%(who)s ended the visit: %(subject)s"))
        audit.say("village.founded", _("%(who)s opened the village %(subject)s in Rembuk"))
        audit.say(
            "village.settings_changed", _("%(who)s changed the village's settings: %(changes)s")
        )
        audit.say(
            "office.appointed",
            _("%(who)s appointed %(subject)s as %(office)s, %(over)s, from %(since)s"),
        )
        audit.say(
            "office.ended",
            _("%(who)s ended the office of %(subject)s: %(office)s, %(over)s, last day %(until)s"),
        )
        audit.say("office.link_made", _("%(who)s made a link for the first sign-in of %(subject)s"))
        audit.say(
            "office.link_renewed",
            _("%(who)s made a new sign-in link for %(subject)s; the password ends when it is used"),
        )
        audit.say("group.started", _("%(who)s started the group %(subject)s"))
        audit.say("group.changed", _("%(who)s changed the group %(subject)s: %(changes)s"))
        audit.say("group.ended", _("%(who)s ended the group %(subject)s: %(reason)s"))
        audit.call_field("trade", _("what it lives on"), values=dict(Group.Trade.choices))
        audit.call_field("activity", _("what it does"))
        audit.call_field("office", _("office"), values=dict(Office.choices))
        audit.call_field("time_zone", _("time zone"), values=dict(Village.TimeZone.choices))
        for field, label in {
            "help_name": _("person to ask for help"),
            "help_phone": _("phone of the person to ask"),
            "controller_name": _("who answers for personal data"),
            "dpo_name": _("who watches over personal data"),
            "dpo_contact": _("how to reach who watches over personal data"),
            "hosting_name": _("who keeps the server"),
        }.items():
            audit.call_field(field, label)
