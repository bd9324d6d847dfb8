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


# What a field says instead of Django's own words: each tells what to do.
_IN_OUR_WORDS = {
    "required": _("Fill in: %(label)s."),
    "max_length": _("Shorten this to %(limit_value)s letters."),
    "min_value": _("Write %(limit_value)s or a larger number."),
    "max_value": _("Write %(limit_value)s or a smaller number."),
    "invalid_choice": _("Choose one from the list."),
    "null_characters_not_allowed": _("A sign in this text cannot be kept. Type the text again."),
}
AS_WRITTEN = ("Anda", "Rembuk")
_NOT_READ: dict[type[forms.Field], Any] = {
    forms.IntegerField: _("Write a whole number."),
    forms.UUIDField: _("Open the page again and send it once more."),
}


def in_our_words(field: forms.Field) -> None:
    """Let a field say what to do wherever it would say what Django says."""
    label = str(field.label or "")
    for code, words in _IN_OUR_WORDS.items():
        if _is_djangos(field, code):
            field.error_messages[code] = _fill_in(label) if code == "required" else words
    for kind, words in _NOT_READ.items():
        if isinstance(field, kind) and _is_djangos(field, "invalid"):
            field.error_messages["invalid"] = words


def _fill_in(label: str) -> str:
    """Ask for what a label names: 'Isi nama lengkap sesuai KTP.', 'Jawab: Sejak kapan?'."""
    if label.endswith("?"):
        return _("Answer: %(label)s") % {"label": label}
    first, space, rest = label.partition(" ")
    # NIK, WhatsApp and Anda stay as they are written; only a word that begins the label is low.
    if first not in AS_WRITTEN and first[1:] == first[1:].lower() and len(first) > 1:
        first = first.lower()
    return _IN_OUR_WORDS["required"] % {"label": f"{first}{space}{rest}"}


def _is_djangos(field: forms.Field, code: str) -> bool:
    """Has nobody of ours given the field words for this?"""
    if code not in field.error_messages:
        return True
    for cls in type(field).__mro__:
        theirs = vars(cls).get("default_error_messages", {})
        if code in theirs:
            unchanged = field.error_messages[code] == theirs[code]
            return unchanged and cls.__module__.startswith("django.")
    return False


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
