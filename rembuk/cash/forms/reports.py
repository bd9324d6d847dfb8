"""Which days a report tells of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.web.days import PartsField
from rembuk.web.forms import Form


class DaysForm(Form):
    """Which days a report tells of, and until when what was recorded counts."""

    choose = forms.CharField(widget=forms.HiddenInput, initial="1", required=False)
    unit = forms.CharField(widget=forms.HiddenInput, required=False)
    account = forms.ChoiceField(label=gettext_lazy("Which account?"), required=False)
    since = PartsField(
        label=gettext_lazy("From which day on?"),
        error_messages={"required": gettext_lazy("Write the first day of the report.")},
    )
    until = PartsField(
        label=gettext_lazy("Until which day?"),
        error_messages={"required": gettext_lazy("Write the last day of the report.")},
    )
    known = PartsField(
        label=gettext_lazy("As recorded until which day?"),
        help_text=gettext_lazy("What was recorded later is left out, as if it were that day."),
        required=False,
    )

    def __init__(self, *args: Any, accounts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["account"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, f"{code} {name}") for code, name in accounts]
        if not accounts:
            del self.fields["account"]

    def clean(self) -> dict[str, Any]:
        """The first day is not after the last."""
        told = super().clean() or {}
        since, until = told.get("since"), told.get("until")
        if since and until and since > until:
            self.add_error("until", _("Choose the first day or a later one."))
        return told

    def asked(self) -> dict[str, Any]:
        """Return what goes into the address of the report."""
        told = self.cleaned_data
        return {
            "from": told["since"],
            "until": told["until"],
            "known": told["known"],
            "account": told.get("account"),
            "unit": told["unit"],
        }
