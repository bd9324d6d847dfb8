"""Residents, households and journeys abroad."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "rembuk.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Fill the registries: the sentences of the audit trail, the bar, + Catat, Hari ini."""
        from rembuk.people import (
            audiences,
            cards,
            held,
            import_trail,
            own_access,
            rights,
            rights_trail,
            storing,
            trail,
        )
        from rembuk.people.views import rights as rights_pages
        from rembuk.villages import circles, holdings, tidying, ways_in
        from rembuk.villages.permissions import Permission
        from rembuk.web import today

        trail.register()
        cards.register()
        import_trail.register()
        rights_trail.register()
        holdings.hold(held.HOLDING)
        holdings.hold(rights.HOLDING)
        circles.fill(
            circles_of=audiences.circles_of,
            people_in=audiences.people_in,
            called=audiences.called,
        )
        ways_in.known_elsewhere_with(own_access.is_kept_elsewhere)
        tidying.add(tidying.Part("old workbooks", storing.forget_files))
        today.add_cards(Permission.HANDLE_DATA_RIGHTS, rights_pages.cards)
