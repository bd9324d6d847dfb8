"""Groups that sew, herds, what they sell and how they share."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterpriseConfig(AppConfig):
    name = "rembuk.enterprise"
    label = "enterprise"
    verbose_name = _("Businesses")

    def ready(self) -> None:
        """Fill the registries: the trail's sentences, what is held of a person, group pages."""
        from rembuk.cash import sheets
        from rembuk.enterprise import held, members, trail
        from rembuk.villages import holdings
        from rembuk.villages.permissions import Permission
        from rembuk.web import grouplinks

        trail.register()
        holdings.hold(held.HOLDING)
        sheets.tell_members(sheets.Source(members.on_the_sheet, "enterprise:members"))
        grouplinks.add(
            grouplinks.GroupLink(
                label=_("Members"),
                hint=_("Who belongs to it, who left and why"),
                icon="people",
                url_name="enterprise:members",
                permission=Permission.SEE_GROUP,
                order=40,
            )
        )
