"""The room that wires the others together."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "rembuk.project"
    label = "project"

    def ready(self) -> None:
        """Tell accounts, which is below villages, what villages knows of a person."""
        from rembuk.accounts import duties, kept
        from rembuk.project import introductions
        from rembuk.villages.permissions import Permission
        from rembuk.web import today

        duties.ask_with(introductions.duties)
        kept.name_fields_with(introductions.field_label)
        today.add_cards(Permission.SEE_TODAY, introductions.cards)
        today.add_cards(
            Permission.SEE_TODAY, introductions.second_step_cards, rows=introductions.unprotected
        )
