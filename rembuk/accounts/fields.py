"""Form fields for signing in."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rembuk.lib.phones import read_phone

# Letters mean a user name: 'rina0812...' is not a phone number.
_LIKE_A_NUMBER = re.compile(r"[\d\s+().-]+")


def plain(text: str) -> str:
    """Bring typed text to one form: no full-width digits, no invisible signs, no outer spaces."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf").strip()


class PhoneField(forms.CharField):
    """A phone number as people type it; cleaned to the form +62...."""

    default_error_messages = {
        "unreadable": _(
            "Write the number with all its digits, for example 0812-3456-7890 or +852 5123 4567."
        )
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})
        kwargs.setdefault("widget", widget)
        kwargs.setdefault("label", _("Phone number"))
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Return the number as it is stored. Errors: ValidationError when it cannot be read."""
        text = plain(super().clean(value))
        number = read_phone(text).number if _LIKE_A_NUMBER.fullmatch(text) else None
        if number is None:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        return number
