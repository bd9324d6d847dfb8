"""Where a customer lives."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.web.forms import CommandForm
from rembuk.workshop.models import Place


class PlaceForm(CommandForm):
    """One choice; nobody guesses."""

    place = forms.ChoiceField(
        label=_("Where does the customer live?"), choices=Place.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer.")},
    )  # fmt: skip
