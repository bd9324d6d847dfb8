"""What people type about a group's members."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.enterprise.members import TOLD_IN_WORDS, Joining
from rembuk.enterprise.models import Leaving
from rembuk.people import search
from rembuk.people.models import Resident
from rembuk.villages.models import Village
from rembuk.web.beginnings import BeginningForm
from rembuk.web.days import PartsField
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import NameInput

NAME_LETTERS_MAX, NAME_LETTERS_ASKED = 100, 3
SOMEBODY_ELSE = "-"


class JoinForm(BeginningForm, CommandForm):
    """Who joins a group, and since when."""

    began, precision = "joined_on", "joined_precision"
    lasted = _("On which day was she a member already?")

    name = forms.CharField(
        label=_("Full name"),
        max_length=NAME_LETTERS_MAX,
        widget=NameInput,
        error_messages={"required": _("Write the name of the member.")},
    )
    resident_id = forms.ChoiceField(
        label=_("Who is it exactly?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who it is, or: somebody else.")},
    )
    joined_on = PartsField(label=_("Member since"))

    def __init__(self, *args: Any, village: Village, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.village = village
        self.matches = self._matches()
        chosen = self.fields["resident_id"]
        assert isinstance(chosen, forms.ChoiceField)
        if not self.matches:
            del self.fields["resident_id"]
            return
        chosen.required = True
        chosen.choices = [
            *((str(one.pk), search.told_apart(one)) for one in self.matches),
            (SOMEBODY_ELSE, _("Somebody else, as written")),
        ]

    def _matches(self) -> list[Resident]:
        typed = str(self.data.get("name", "")).strip()[:NAME_LETTERS_MAX] if self.is_bound else ""
        if len(typed) < NAME_LETTERS_ASKED or "\0" in typed:
            return []
        return search.alike(self.village, typed)

    def joining(self, **typed: Any) -> Joining:
        """Return what was typed; a chosen resident gives the name."""
        chosen = typed.get("resident_id", "")
        return Joining(
            joined_on=typed["joined_on"],
            joined_precision=typed["joined_precision"],
            resident=next((one for one in self.matches if str(one.pk) == chosen), None),
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
