"""The room that wires the others together."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "rembuk.project"
    label = "project"

    def ready(self) -> None:
        """Tell accounts, which is below villages, what villages knows of a person."""
        from rembuk.accounts import duties
        from rembuk.project import second_factor
        from rembuk.villages.permissions import Permission
        from rembuk.web import today

        duties.ask_with(second_factor.duties)
        today.add_cards(Permission.SEE_TODAY, second_factor.cards)
