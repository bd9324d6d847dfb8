"""Choosing a resident by her name: what forms of several rooms ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.people import search
from rembuk.people.models import Resident
from rembuk.villages.models import Village
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import NameInput

NAME_LETTERS_MAX, NAME_LETTERS_ASKED = 100, 3
NOBODY = "-"


class ResidentForm(CommandForm):
    """A form that asks for a name and, once it is typed, which resident is meant.

    `somebody_else` says whether a name that is in no registry will do.
    """

    somebody_else = False

    name = forms.CharField(
        label=_("Full name"),
        max_length=NAME_LETTERS_MAX,
        widget=NameInput,
        error_messages={"required": _("Write the name.")},
    )
    resident_id = forms.ChoiceField(
        label=_("Who is it exactly?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who it is.")},
    )

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
        chosen.choices = [(str(one.pk), search.told_apart(one)) for one in self.matches]
        if self.somebody_else:
            chosen.choices = [*chosen.choices, (NOBODY, _("Somebody else, as written"))]

    def _matches(self) -> list[Resident]:
        typed = str(self.data.get("name", "")).strip()[:NAME_LETTERS_MAX] if self.is_bound else ""
        if len(typed) < NAME_LETTERS_ASKED or "\0" in typed:
            return []
        return search.alike(self.village, typed)

    def clean_name(self) -> str:
        """Refuse a name of nobody, where somebody of the registry is asked for."""
        name: str = self.cleaned_data["name"]
        if not self.matches and not self.somebody_else:
            raise forms.ValidationError(
                _("Nobody of this name is in the registry. Record her under Residents first.")
            )
        return name

    def chosen(self, typed: str) -> Resident | None:
        """Return the resident that was chosen; None for somebody else."""
        return next((one for one in self.matches if str(one.pk) == typed), None)
