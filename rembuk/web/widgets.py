"""Inputs for what villagers type: phone numbers, NIK, codes, counts, names to look for.

The keyboard of the phone fits the field. What may not stay on a shared phone carries
`data-private`, and the autosave of rembuk.js leaves it alone.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class _Input(forms.TextInput):
    """A text input with attributes of its own; a form may still add to them."""

    own: dict[str, Any] = {}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**self.own, **(attrs or {})})


class NameInput(_Input):
    """A person's name: capitals offered, nothing corrected."""

    own = {
        "autocapitalize": "words",
        "spellcheck": "false",
        "autocomplete": "off",
        "maxlength": "100",
    }


class PhoneInput(_Input):
    """A phone number as people write it: 0812-3456-7890."""

    input_type = "tel"
    own = {"autocomplete": "off", "inputmode": "tel"}


class NationalIdInput(_Input):
    """A NIK: sixteen digits, spaces welcome, never kept on the phone."""

    own = {
        "inputmode": "numeric",
        "autocomplete": "off",
        "spellcheck": "false",
        "class": "digits",
        "data-private": True,
    }


class LongSelect(forms.Select):
    """A list of hundreds, written in one go: a template for each takes a tenth of a second."""

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:  # fmt: skip
        """Write the list as Select does, without groups."""
        chosen = set(self.format_value(value))
        told = [
            (key, flatatt({"selected": True}) if str(key) in chosen else "", label)
            for key, label in self.choices
        ]
        options = format_html_join("\n", '<option value="{}"{}>{}</option>', told)
        look = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", look, options)


class CountInput(_Input):
    """A whole number such as a count of people: digits, without the arrows of a number input."""

    own = {"inputmode": "numeric", "autocomplete": "off", "class": "number"}
