"""What people type about members: who applies, which step, whom she named, which licence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.coop.custody import Paper
from rembuk.coop.models import MemberStep, Trusted
from rembuk.coop.standing import TOLD_WITH_REASON
from rembuk.coop.trusted import Named
from rembuk.lib import phones
from rembuk.people.forms.somebody import ResidentForm
from rembuk.web.days import DayField, PartsField
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import PhoneInput

REASON_LETTERS_MAX = 200


class _OnADay(forms.Form):
    on = DayField(label=_("On which day?"))

    def about(self, today: date) -> None:
        """Tell the day which day today is."""
        field = self.fields["on"]
        assert isinstance(field, DayField)
        field.today = today


class ApplyForm(_OnADay, ResidentForm):
    """Who applies, and when."""

    field_order = ("name", "resident_id", "on")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about(today)


class StepForm(_OnADay, CommandForm):
    """What happened to a member, when, and why."""

    field_order = ("kind", "reason", "on")
    kind = forms.ChoiceField(
        label=_("What happened?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("In a few words"),
        help_text=_("Who decided it, or why. She reads it too. Write nothing that shames anybody."),
        required=False,
        max_length=REASON_LETTERS_MAX,
    )

    def __init__(
        self, *args: Any, today: date, kinds: Sequence[MemberStep.Kind], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.about(today)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        # Any step is read, so that the same form sent twice is known again; the rule refuses.
        kind.choices = [(one.value, one.label) for one in MemberStep.Kind if one != "TAKEN_BACK"]
        kind.widget.choices = [(one.value, one.label) for one in kinds]

    def clean(self) -> dict[str, Any]:
        """Ask for words where nobody may read the step without them."""
        told = super().clean() or self.cleaned_data
        kinds = {one.value for one in TOLD_WITH_REASON}
        if told.get("kind") in kinds and not told.get("reason", "").strip():
            self.add_error("reason", _("Write the reason in a few words."))
        return told


class TakeBackStepForm(CommandForm):
    """Why a step is taken back."""

    reason = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=REASON_LETTERS_MAX,
        error_messages={"required": _("Write why this step is taken back.")},
    )


class TrustedForm(ResidentForm):
    """Whom a member names: an heir may be anybody, a contact is of the registry."""

    relation = forms.CharField(
        label=_("What is she to the member?"),
        help_text=_("For example: mother, husband, eldest child."),
        max_length=60,
        error_messages={"required": _("Write what she is to the member, for example: mother.")},
    )
    phone = forms.CharField(
        label=_("Phone number"), required=False, max_length=30, widget=PhoneInput
    )

    def __init__(self, *args: Any, role: Trusted.Role, **kwargs: Any) -> None:
        self.role = role
        self.somebody_else = role == Trusted.Role.HEIR
        super().__init__(*args, **kwargs)

    def clean_phone(self) -> str:
        """Return the number with its country; what cannot be dialled is sent back."""
        typed: str = self.cleaned_data["phone"]
        if not typed.strip():
            return ""
        number = phones.read_phone(typed).number
        if number is None:
            raise forms.ValidationError(
                _("Write the number with its first digits, for example 0812 3456 7890.")
            )
        return number

    def named(self, **typed: Any) -> Named:
        """Return whom she named; a chosen resident gives the name."""
        return Named(
            role=self.role, relation=typed["relation"], name=typed["name"],
            phone=typed["phone"], resident=self.chosen(typed.get("resident_id", "")),
        )  # fmt: skip


class LicenceForm(CommandForm):
    """A licence as it stands on paper."""

    number = forms.CharField(
        label=_("Number of the licence"), max_length=80,
        error_messages={"required": _("Write the number as it stands on the paper.")},
    )  # fmt: skip
    authority = forms.CharField(
        label=_("Who gave it?"),
        help_text=_("For example: Minister of Cooperatives, through OSS."),
        max_length=120,
        error_messages={"required": _("Write who gave it.")},
    )
    issued_on = PartsField(
        label=_("On which day was it given?"),
        error_messages={"required": _("Write the day that stands on the paper.")},
    )

    def paper(self, **typed: Any) -> Paper:
        """Return what stands on the paper."""
        return Paper(typed["number"], typed["issued_on"], typed["authority"])


class EndLicenceForm(_OnADay, CommandForm):
    """From when on a licence holds no longer, and why."""

    field_order = ("why", "on")
    why = forms.CharField(
        label=_("Why does it hold no longer?"), max_length=REASON_LETTERS_MAX,
        error_messages={"required": _("Write why the licence holds no longer.")},
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about(today)
