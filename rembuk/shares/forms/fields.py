"""Fields of this room: a percent, and a number with up to two places."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rembuk.shares import percents


class HundredthsField(forms.CharField):
    """A number as people type it, 12 or 2,5; cleaned to whole hundredths, 0 where it is empty."""

    default_error_messages = {
        "unreadable": _("Write a number, for example 12 or 2,5."),
        "too_large": _("Write at most %(most)s."),
    }

    def __init__(self, *, most: int | None = None, **kwargs: Any) -> None:
        self.most = most
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "number"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=14, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return whole hundredths."""
        typed = super().clean(value)
        found = percents.hundredths(typed) if typed else 0
        if found is None:
            raise ValidationError(self.error_messages["unreadable"])
        if self.most is not None and found > self.most:
            told = {"most": percents.told(self.most)}
            raise ValidationError(self.error_messages["too_large"], params=told)
        return found

    def prepare_value(self, value: Any) -> Any:
        """Show ours as people write it, and what was typed as it was typed."""
        return percents.told(value).replace(".", "") if isinstance(value, int) else value
