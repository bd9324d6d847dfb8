"""What people type about a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.lib.phones import read_phone
from rembuk.people.forms.fields import (
    CountryField,
    NameField,
    NationalIdField,
    PhoneField,
    UnitField,
)
from rembuk.people.models import Consent, Resident
from rembuk.people.registration import Newcomer
from rembuk.people.residents import ResidentFacts
from rembuk.web.days import PartsField
from rembuk.web.forms import CommandForm, CorrectionForm
from rembuk.web.parts import Line
from rembuk.web.widgets import NameInput

NOT_ASKED = "not_asked"
TOO_LONG = _("Shorten this to %(limit_value)s letters.")


def stored(phone: str) -> str:
    """Return a phone number in the form +62..., '' if nothing was typed."""
    return read_phone(phone).number or ""


class NewResidentForm(CommandForm):
    """The short form: six questions, one of which must be answered with a name."""

    name = NameField()
    nickname = forms.CharField(
        label=_("Nickname"),
        max_length=60,
        required=False,
        widget=NameInput,
        error_messages={"max_length": TOO_LONG},
    )
    standing = forms.ChoiceField(
        label=_("Where is this person in the journey?"),
        choices=Newcomer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where this person is in the journey.")},
    )
    neighborhood_unit = UnitField(label="RT", required=False)
    phone = PhoneField(required=False)
    contact = forms.BooleanField(
        label=_("Agrees to be called and sent messages at this number"), required=False
    )
    consent = forms.ChoiceField(
        label=_("Does this person agree to be recorded?"),
        choices=[
            (Consent.Channel.SPOKEN, _("Yes, said so before a witness")),
            (Consent.Channel.PAPER, _("Yes, signed on paper")),
            (NOT_ASKED, _("Not asked yet")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether this person agrees.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first_questions = tuple(NewResidentForm.base_fields)

    def clean(self) -> dict[str, Any]:
        """A yes to being called was said in some way, as the yes to being recorded was."""
        told = super().clean() or {}
        if told.get("contact") and told.get("consent") == NOT_ASKED:
            self.add_error("consent", _("Choose how this person agreed to be called."))
        return told


class CheckedResidentForm(NewResidentForm):
    """The same answers, seen once more, with what they bring up: a country, a witness."""

    country = CountryField(label=_("In which country?"), required=False)
    witness = forms.CharField(
        label=_("Who heard it?"),
        help_text=_("The name of the witness, such as a neighbour."),
        max_length=100,
        required=False,
        widget=NameInput,
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = self["consent"].value() == Consent.Channel.SPOKEN
        if self["standing"].value() != Newcomer.WORKER:
            del self.fields["country"]
        if not spoken:
            del self.fields["witness"]
        else:
            self.fields["witness"].required = True
            self.fields["witness"].error_messages["required"] = _("Write who heard it.")
        for name in self.first_questions:
            self.fields[name].widget = forms.HiddenInput()

    def lines(self) -> list[Line]:
        """Return the answers of the first page, as people read them."""
        standings = dict(Newcomer.choices)
        agreed = dict(self.base_fields["consent"].choices)  # type: ignore[attr-defined]  # a ChoiceField
        values = {name: self[name].value() or "" for name in self.first_questions}
        unit = values["neighborhood_unit"]
        return [
            Line(str(_("Name")), values["name"]),
            Line(str(_("Nickname")), values["nickname"]),
            Line(str(_("Where in the journey")), str(standings.get(values["standing"], ""))),
            Line("RT", unit.zfill(3) if unit else ""),
            Line(str(_("Phone number")), values["phone"]),
            *(
                [Line(str(_("May be called and sent messages")), str(_("Yes")))]
                if values["contact"]
                else []
            ),
            Line(str(_("Agrees to be recorded")), str(agreed.get(values["consent"], ""))),
        ]

    @property
    def wrong_at_first(self) -> bool:
        """Must an answer of the first page be mended?"""
        return any(name in self.errors for name in self.first_questions)


def facts_of_newcomer(told: dict[str, Any]) -> ResidentFacts:
    """Return the facts among the answers of the short form."""
    return ResidentFacts(
        name=told["name"],
        nickname=told["nickname"],
        neighborhood_unit=told["neighborhood_unit"],
        phone=stored(told["phone"]),
        phone_typed=told["phone"],
    )


class EditForm(CorrectionForm):
    """One part of what is recorded; `changed` gives the whole with this part anew."""

    title: Any = ""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    @classmethod
    def initial_of(cls, facts: ResidentFacts) -> dict[str, Any]:
        """Return what the fields show first."""
        return {name: getattr(facts, name) for name in cls.base_fields if hasattr(facts, name)}

    def changed(self, facts: ResidentFacts, told: dict[str, Any]) -> ResidentFacts:
        """Return the facts with what was typed."""
        return replace(facts, **told)


class NameForm(EditForm):
    """Who it is."""

    title = _("Who is this person?")

    name = NameField()
    nickname = forms.CharField(
        label=_("Nickname"),
        max_length=60,
        required=False,
        widget=NameInput,
        error_messages={"max_length": TOO_LONG},
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=[*Resident.Sex.choices, ("", _("Not known"))],
        required=False,
        widget=forms.RadioSelect,
    )
    birth_date = PartsField(label=_("Date of birth"), required=False)
    birth_place = forms.CharField(
        label=_("Place of birth"),
        max_length=100,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )

    def clean_birth_date(self) -> date | None:
        """Refuse a birth that has not been."""
        born: date | None = self.cleaned_data["birth_date"]
        if born and born > self.today:
            raise forms.ValidationError(_("Check the year: this day is still to come."))
        return born


class AddressForm(EditForm):
    """Where she lives and how to reach her."""

    title = _("Where does this person live, and how can she be reached?")

    hamlet = forms.CharField(
        label=_("Hamlet"), max_length=100, required=False, error_messages={"max_length": TOO_LONG}
    )
    neighborhood_unit = UnitField(label="RT", required=False)
    community_unit = UnitField(label="RW", required=False)
    phone = PhoneField(required=False)

    @classmethod
    def initial_of(cls, facts: ResidentFacts) -> dict[str, Any]:
        """Show the number as it was typed."""
        return {**super().initial_of(facts), "phone": facts.phone_typed or facts.phone}

    def changed(self, facts: ResidentFacts, told: dict[str, Any]) -> ResidentFacts:
        """Read the number anew."""
        typed = told["phone"]
        return replace(facts, **{**told, "phone": stored(typed), "phone_typed": typed})


class NationalIdForm(EditForm):
    """The NIK alone; the field starts empty, because the number is not shown for editing."""

    title = _("What is the NIK on the card?")

    national_id = NationalIdField(label=_("NIK"), required=False)
    remove = forms.BooleanField(label=_("Remove the NIK that is recorded"), required=False)

    @classmethod
    def initial_of(cls, facts: ResidentFacts) -> dict[str, Any]:
        """Show nothing."""
        return {}

    def clean(self) -> dict[str, Any]:
        """Take nothing away by leaving a field empty: that is said on purpose."""
        told = super().clean() or {}
        if "national_id" in told and not told["national_id"] and not told.get("remove"):
            self.add_error("national_id", _("Type the 16 digits of the NIK."))
        return told

    def changed(self, facts: ResidentFacts, told: dict[str, Any]) -> ResidentFacts:
        """Return the facts with the new number, or without one."""
        return replace(facts, national_id="" if told["remove"] else told["national_id"])


EDIT_FORMS: dict[str, type[EditForm]] = {
    "name": NameForm,
    "address": AddressForm,
    "national-id": NationalIdForm,
}
