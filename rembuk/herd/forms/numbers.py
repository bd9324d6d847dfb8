"""What people type about numbers with a source."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.herd.numbers import Read
from rembuk.web.days import PartsField
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput

WRONG = _("Write a number, such as 23.5.")


class NumberForm(CommandForm):
    """One number, from when on, and where it was read."""

    value = forms.DecimalField(
        label=_("The number"), max_digits=10, decimal_places=5, min_value=Decimal(0), localize=True,
        widget=CountInput(attrs={"inputmode": "decimal"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_digits", "max_decimal_places",
             "max_whole_digits"), WRONG,
        ),
    )  # fmt: skip
    valid_from = PartsField(
        label=_("From which day on?"),
        error_messages={"required": _("Fill in day, month and year.")},
    )
    source = forms.CharField(
        label=_("Where did you read it?"), max_length=200,
        help_text=_("For example: animal health officer of the district, by telephone, 3 March."),
        error_messages={"required": _("Write where you read it: the page and the day.")},
    )  # fmt: skip
    is_verified = forms.BooleanField(
        label=_("I read it in the source itself, or the officer said so"), required=False
    )

    @staticmethod
    def read(
        *, value: Decimal, valid_from: date, source: str, is_verified: bool, **_more: Any
    ) -> Read:
        """Return what was typed."""
        return Read(value, valid_from, source, is_verified)


class YesNoForm(NumberForm):
    """A question with yes or no, from when on, and where it was read."""

    value = forms.TypedChoiceField(  # type: ignore[assignment]  # the database keeps 1 or 0
        label=_("What is the answer?"), coerce=Decimal, widget=forms.RadioSelect,
        choices=[("1", _("Yes: it is not offered for qurban")), ("0", _("No: it may be offered"))],
        error_messages={"required": _("Choose yes or no.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].help_text = _("For example: ustaz of the mosque, asked on 3 March.")
        self.fields["is_verified"].label = _("I read it in the source itself, or an ustaz said so")


class GrowForm(forms.Form):
    """How many goats one asks for."""

    target = forms.IntegerField(min_value=1, max_value=100_000, required=False)
