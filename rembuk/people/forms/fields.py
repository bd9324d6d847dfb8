"""Inputs that several forms of this room share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.lib.countries import country_choices, country_label
from rembuk.lib.phones import read_phone
from rembuk.people import national_ids
from rembuk.web.days import DayField
from rembuk.web.widgets import CountInput, NameInput, NationalIdInput, PhoneInput

# Where most people of such villages work; the others follow by name.
OFTEN = ("HK", "TW", "SG", "MY", "KR", "JP", "SA", "AE", "BN", "IT", "PL")


def _countries() -> list[Any]:
    often = [(code, country_label(code)) for code in OFTEN]
    others = [(code, name) for code, name in country_choices() if code not in {*OFTEN, "ID"}]
    return [("", ""), (_("Often chosen"), often), (_("Other countries"), others)]


class CountryField(forms.ChoiceField):
    """A country of work, the frequent ones first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_countries, **kwargs)


class NameField(forms.CharField):
    """The name of a person: at least one letter stands in it, or it is no name."""

    widget = NameInput
    default_error_messages = {
        "required": _("Write the name of this person."),
        "max_length": _("Shorten this to %(limit_value)s letters."),
        "no_name": _("Write the name in letters, without the signs < and >."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Full name as on the identity card"))
        super().__init__(max_length=100, **kwargs)

    def clean(self, value: Any) -> str:
        """Return what was typed, if it can be a name."""
        typed: str = super().clean(value)
        if typed and (not any(c.isalpha() for c in typed) or {"<", ">"} & set(typed)):
            raise forms.ValidationError(self.error_messages["no_name"], code="no_name")
        return typed


class PhoneField(forms.CharField):
    """A phone number as people write it, at home or abroad; kept as typed."""

    widget = PhoneInput
    default_error_messages = {
        "unread": _("Check the phone number. Write it like 0812-3456-7890, abroad with + first.")
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Phone number"))
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> str:
        """Return what was typed, once a number can be read in it."""
        typed: str = super().clean(value)
        if typed and read_phone(typed).number is None:
            raise forms.ValidationError(self.error_messages["unread"], code="unread")
        return typed


class UnitField(forms.CharField):
    """An RT or RW number: 3 becomes 003."""

    widget = CountInput
    default_error_messages = {"digits": _("Write up to three digits, such as 003.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=3, **kwargs)
        self.error_messages["max_length"] = self.error_messages["digits"]

    def clean(self, value: Any) -> str:
        """Return three digits, or '' if nothing was typed."""
        typed: str = super().clean(value)
        if typed and not (typed.isascii() and typed.isdigit()):
            raise forms.ValidationError(self.error_messages["digits"], code="digits")
        return typed.zfill(3) if typed else ""


class NationalIdField(forms.CharField):
    """A NIK; blanks and dots are welcome."""

    widget = NationalIdInput
    default_error_messages = {
        "digits": _("A NIK has 16 digits. Count them on the card and type them again.")
    }

    def clean(self, value: Any) -> str:
        """Return sixteen digits, or '' if nothing was typed."""
        digits = national_ids.only_digits(super().clean(value))
        if digits and not national_ids.is_number(digits):
            raise forms.ValidationError(self.error_messages["digits"], code="digits")
        return digits


def know_today(form: forms.Form, name: str, *, today: date) -> None:
    """Tell a day field of a form which day it is in the village."""
    field = form.fields[name]
    assert isinstance(field, DayField)
    field.today = today
