"""What people type about the tax of a month: the day it was paid, the state's number."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.coop.forms.dated import DatedForm
from rembuk.web.forms import CommandForm

LETTERS_MAX = 30  # people type it in groups


class NumberForm(CommandForm):
    """The state's number alone."""

    ntpn = forms.CharField(
        label=_("NTPN, the number on the state's receipt"),
        help_text=_("16 letters and digits."),
        max_length=LETTERS_MAX,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )


class PayTaxForm(NumberForm, DatedForm):
    """The day, and the number where it is there already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number = self.fields["ntpn"]
        number.required = False
        number.help_text = _("16 letters and digits. Leave it empty until you have the receipt.")
