"""Where people meet and decide."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumConfig(AppConfig):
    name = "rembuk.forum"
    label = "forum"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        """Fill the registries: the trail's sentences, what is held of a person, group pages."""
        from rembuk.cash import yearend
        from rembuk.forum import attending, cards, held, preparing, trail, yearsteps
        from rembuk.forum.guards import REFUSALS
        from rembuk.villages import guards, holdings
        from rembuk.villages.permissions import Permission
        from rembuk.web import grouplinks, today

        guards.refuse(REFUSALS)
        trail.register()
        preparing.see("meeting", attending.held_on)
        yearend.add(yearsteps.tell)
        holdings.hold(held.HOLDING)
        grouplinks.add(
            grouplinks.GroupLink(
                label=_("Meetings and decisions"),
                hint=_("When the group met, what it agreed, who did not agree"),
                icon="meeting",
                url_name="forum:meetings",
                permission=Permission.SEE_WORK,
                part=grouplinks.Part.PEOPLE,
                order=45,
            )
        )
        today.add_cards(Permission.RECORD_WORK, cards.preparing_waits, rows=cards.called)
        today.add_entry(
            today.Entry(
                label=_("Call a meeting"),
                hint=_("Day, place, agenda, and an invitation to every member"),
                icon="meeting",
                url_name="forum:begin_plan",
                permission=Permission.RECORD_WORK,
                order=18,
                for_office=lambda term: term.group_id is not None,
            )
        )
        today.add_entry(
            today.Entry(
                label=_("My meetings"),
                hint=_("What I am invited to, and whether I come"),
                icon="meeting",
                url_name="forum:my_meetings",
                permission=Permission.SEE_TODAY,
                order=19,
                for_office=lambda term: term.group_id is not None,
            )
        )
