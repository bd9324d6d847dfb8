"""Groups that sew, herds, what they sell and how they share."""

from pathlib import Path

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

        trail.register()
        holdings.hold(held.HOLDING)
        sheets.tell_members(
            sheets.Source(members.on_the_sheet, "enterprise:members", self._kinds())
        )
        self._keep_lessons()
        self._lead_from_groups()
        self._lead_from_today()

    def _keep_lessons(self) -> None:
        from rembuk.web import pwa

        here = Path(self.path)
        pages = [here / f"templates/enterprise/{name}.html" for name in ("all_lessons", "_lesson")]
        words = (here / "lesson_texts.py", here / "locale/id/LC_MESSAGES/django.po")
        label = _("Selling online: small lessons")
        pwa.keep(pwa.KeptPage("lessons:all_lessons", label, (*words, *pages)))

    def _kinds(self) -> frozenset[str]:
        """Return the kinds of groups it serves: a cooperative has a register of its own."""
        from rembuk.villages.models import Group

        return frozenset(kind for kind in Group.Kind if kind != Group.Kind.COOPERATIVE)

    def _lead_from_groups(self) -> None:
        from rembuk.villages.permissions import Permission
        from rembuk.web import grouplinks

        others = self._kinds()

        see, part = Permission.SEE_WORK, grouplinks.Part
        parts = {
            "members": part.PEOPLE, "products": part.SALES, "things": part.WORK,
            "partners": part.SALES, "trainings": part.PEOPLE, "path": part.PEOPLE,
        }  # fmt: skip
        for order, page, permission, icon, label, hint in (
            (
                40, "members", Permission.SEE_GROUP, "people", _("Members"),
                _("Who belongs to it, who left and why"),
            ),
            (
                50, "products", see, "business", _("Products"),
                _("What it makes or keeps to sell"),
            ),
            (
                60, "things", see, "settings", _("Machines and tools"),
                _("Whose they are, who keeps them, how they are"),
            ),
            (
                62, "partners", see, "business", _("Partners"),
                _("Schools, shops, suppliers, investors: how far the talks are"),
            ),
            (
                64, "trainings", see, "report", _("Learning"),
                _("What was learned, whether it is used, what is missing"),
            ),
            (
                66, "path", see, "journey", _("How far it has come"),
                _("Five stages, what shows them, what the members can do"),
            ),
        ):  # fmt: skip
            grouplinks.add(
                grouplinks.GroupLink(
                    label=label, hint=hint, icon=icon, url_name=f"enterprise:{page}",
                    permission=permission, order=order, part=parts[page],
                    kinds=others if page in {"members", "path"} else frozenset(),
                )
            )  # fmt: skip

    def _lead_from_today(self) -> None:
        from rembuk.enterprise import cards
        from rembuk.villages.permissions import Permission
        from rembuk.web import today

        today.add_cards(Permission.RECORD_WORK, cards.to_ask_again, rows=cards.partners_due)
        today.add_cards(Permission.RECORD_WORK, cards.is_it_used, rows=cards.trainings_held)
        today.add_entry(
            today.Entry(
                label=_("Residents' own businesses"),
                hint=_("A stall, a workshop at home: outside the groups"),
                icon="business",
                url_name="enterprise:businesses",
                permission=Permission.RECORD_PEOPLE,
                order=60,
            )
        )
