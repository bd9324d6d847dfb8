"""What people type about a group's members."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.enterprise.members import TOLD_IN_WORDS, Joining
from rembuk.enterprise.models import Leaving
from rembuk.people.forms.somebody import ResidentForm
from rembuk.web.beginnings import BeginningForm
from rembuk.web.days import PartsField
from rembuk.web.forms import CommandForm


class JoinForm(BeginningForm, ResidentForm):
    """Who joins a group, and since when."""

    began, precision = "joined_on", "joined_precision"
    lasted = _("On which day was she a member already?")
    somebody_else = True

    joined_on = PartsField(label=_("Member since"))

    def joining(self, **typed: Any) -> Joining:
        """Return what was typed; a chosen resident gives the name."""
        return Joining(
            joined_on=typed["joined_on"],
            joined_precision=typed["joined_precision"],
            resident=self.chosen(typed.get("resident_id", "")),
            name=typed["name"],
        )


class LeaveForm(CommandForm):
    """When and why a member leaves."""

    left_why = forms.ChoiceField(
        label=_("Why?"),
        choices=Leaving.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why.")},
    )
    left_note = forms.CharField(
        label=_("In a few words"),
        help_text=_("Every officer of the group reads it. Write nothing that shames anybody."),
        required=False,
        max_length=200,
    )
    left_on = PartsField(label=_("Left on"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["left_on"].initial = today

    def clean(self) -> dict[str, Any]:
        """Ask for words where the reason says nothing by itself."""
        told = super().clean() or self.cleaned_data
        if told.get("left_why") in TOLD_IN_WORDS and not told.get("left_note", "").strip():
            self.add_error("left_note", _("Write the reason in a few words."))
        return told
