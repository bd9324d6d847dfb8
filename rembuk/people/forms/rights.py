"""What people type about consent, look-alike records, and what a person may ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.people.comparing import Pair
from rembuk.people.forms.fields import know_today
from rembuk.people.merging import BOTH, LABELS
from rembuk.people.models import Consent, CorrectionAnswer
from rembuk.web.days import DayField, PartsField
from rembuk.web.forms import CommandForm, Form
from rembuk.web.widgets import NameInput

SIDES = [("kept", "kept"), ("merged", "merged"), (BOTH, BOTH)]
TOO_LONG = _("Shorten this to %(limit_value)s letters.")


class ConsentForm(CommandForm):
    """How a person agreed, who heard it, and when."""

    channel = forms.ChoiceField(
        label=_("How was the consent given?"),
        choices=[
            (Consent.Channel.SPOKEN, Consent.Channel.SPOKEN.label),
            (Consent.Channel.PAPER, Consent.Channel.PAPER.label),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the consent was given.")},
    )
    witness = forms.CharField(
        label=_("Who heard it?"),
        help_text=_("The name of the witness, such as a neighbour. Not needed for a signed paper."),
        max_length=100,
        required=False,
        widget=NameInput,
        error_messages={"max_length": TOO_LONG},
    )
    given_on = DayField(label=_("When?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        know_today(self, "given_on", today=today)

    def clean(self) -> dict[str, Any]:
        """A spoken yes needs somebody who heard it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("channel") == Consent.Channel.SPOKEN and not cleaned.get("witness"):
            self.add_error("witness", _("Write who heard it."))
        return cleaned


class WithdrawalForm(CommandForm):
    """When a person took her consent back."""

    withdrawn_on = DayField(label=_("When was it taken back?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        know_today(self, "withdrawn_on", today=today)


class ChooseForm(Form):
    """Whose word counts, one question for each thing the two records say differently."""

    def __init__(self, *args: Any, pairs: Sequence[Pair], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for pair in pairs:
            if pair.same:
                continue
            choices = [("kept", pair.kept), ("merged", pair.merged)]
            if pair.default == BOTH:
                choices.append((BOTH, str(_("Both together"))))
            self.fields[pair.code] = forms.ChoiceField(
                label=pair.label, choices=choices, initial=pair.default, widget=forms.RadioSelect
            )


class MergeForm(CommandForm):
    """The choices once more, hidden, with the key that joins the records once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in LABELS:
            self.fields[code] = forms.ChoiceField(
                choices=SIDES, required=False, widget=forms.HiddenInput
            )


class EraseForm(CommandForm):
    """The name, typed, instead of a question whether somebody is sure."""

    typed_name = forms.CharField(
        label=_("Type the full name"),
        help_text=_("Erasing cannot be taken back. Typing the name shows that it is meant."),
        max_length=100,
        widget=NameInput,
        error_messages={"required": _("Type the full name as it stands above.")},
    )
    asked_on = DayField(label=_("When was it asked for?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        know_today(self, "asked_on", today=today)


class AnswerForm(CommandForm):
    """What becomes of 'this is wrong'."""

    outcome = forms.ChoiceField(
        label=_("What became of it?"),
        choices=CorrectionAnswer.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what became of it.")},
    )
    said = forms.CharField(
        label=_("What should this person know?"),
        help_text=_("It is read on the person's own page. If it stays as it is, write why."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": TOO_LONG},
    )


class AccountForm(CommandForm):
    """The name under which a person signs in to see her own data."""

    username = forms.CharField(
        label=_("User name"),
        help_text=_("Small letters, digits and dots, easy to remember: siti.aminah"),
        max_length=60,
        error_messages={
            "required": _("Write a user name, such as siti.aminah."),
            "max_length": TOO_LONG,
        },
    )


class CorrectionForm(CommandForm):
    """'This is wrong', in a person's own words."""

    said = forms.CharField(
        label=_("What is wrong, and what is right?"),
        help_text=_("For example: my RT is 005, not 003."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write what is wrong and what is right."),
            "max_length": TOO_LONG,
        },
    )


class TrailForm(Form):
    """Whose doings, in which office, on which day."""

    name = forms.CharField(label=_("Name"), max_length=60, required=False, widget=NameInput)
    office = forms.ChoiceField(label=_("Office"), required=False)
    on = PartsField(label=_("Day"), required=False)

    def __init__(self, *args: Any, offices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Every office")), *offices]
