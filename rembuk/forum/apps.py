"""Where people meet and decide."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumConfig(AppConfig):
    name = "rembuk.forum"
    label = "forum"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        """Fill the registries: the trail's sentences, what is held of a person, group pages."""
        from rembuk.forum import held, trail
        from rembuk.villages import holdings
        from rembuk.villages.permissions import Permission
        from rembuk.web import grouplinks

        trail.register()
        holdings.hold(held.HOLDING)
        grouplinks.add(
            grouplinks.GroupLink(
                label=_("Meetings and decisions"),
                hint=_("When the group met, what it agreed, who did not agree"),
                icon="meeting",
                url_name="forum:meetings",
                permission=Permission.SEE_WORK,
                order=45,
            )
        )
