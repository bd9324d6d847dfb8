"""Savings of a cooperative's members: products, accounts, interest."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SavingsConfig(AppConfig):
    name = "rembuk.savings"
    label = "savings"
    verbose_name = _("Savings")

    def ready(self) -> None:
        """Fill the registries: the trail's sentences, the group's pages."""
        from rembuk.savings import trail

        trail.register()
        self._lead_from_groups()

    def _lead_from_groups(self) -> None:
        from rembuk.villages.models import Group
        from rembuk.villages.permissions import Permission
        from rembuk.web import grouplinks

        grouplinks.add(
            grouplinks.GroupLink(
                label=_("Savings products"),
                hint=_("What sukarela, tujuan and berjangka promise, since when, who decided it"),
                icon="report",
                url_name="savings:products",
                permission=Permission.SEE_WORK,
                order=28,
                kinds=frozenset({Group.Kind.COOPERATIVE}),
            )
        )
