"""Inputs for what villagers type: phone numbers, NIK, codes, counts, names to look for.

The keyboard of the phone fits the field. What may not stay on a shared phone carries
`data-private`, and the autosave of rembuk.js leaves it alone.
"""

from __future__ import annotations

from typing import Any

from django import forms


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


class CountInput(_Input):
    """A whole number such as a count of people: digits, without the arrows of a number input."""

    own = {"inputmode": "numeric", "autocomplete": "off", "class": "number"}
