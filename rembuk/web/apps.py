"""The look, the frame of every page, and the hooks through which rooms show themselves."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "rembuk.web"
    label = "web"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """Put the two places in the bar that belong to no room, and name opened pages by place."""
        from rembuk.villages import audit
        from rembuk.villages.permissions import Permission
        from rembuk.web import today

        audit.name_subject("operator.opened_page", today.page_in_words)

        today.add_place(
            today.Entry(
                label=_("Today"),
                hint=_("What needs you"),
                icon="today",
                url_name="web:today",
                permission=Permission.SEE_TODAY,
                order=10,
            )
        )
        today.add_place(
            today.Entry(
                label=_("Record"),
                hint=_("Write something down"),
                icon="plus",
                url_name=today.RECORD,
                permission=Permission.SEE_TODAY,
                order=30,
            )
        )
