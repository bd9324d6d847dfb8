"""A rate as people type it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rembuk.savings.rates import percent_read, percent_told

LETTERS_MAX = 8


class RateField(forms.CharField):
    """6, 5,75 or 5.75%; cleaned to whole hundredths of a percent, None where left empty."""

    default_error_messages = {
        "required": _("Write the rate, for example 4,5."),
        "unreadable": _("Write a number from 0 to 100, for example 4,5."),
    }

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "number"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=LETTERS_MAX, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return hundredths of a percent."""
        typed = super().clean(value)
        if not typed:
            return None
        bp = percent_read(typed)
        if bp is None:
            raise ValidationError(self.error_messages["unreadable"])
        return bp

    def prepare_value(self, value: Any) -> Any:
        """Show a rate of ours as it is written, and what was typed as it was typed."""
        return percent_told(value).rstrip("%") if isinstance(value, int) else value
