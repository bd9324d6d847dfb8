"""What people type about the capital of members."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField
from rembuk.enterprise.models import Membership
from rembuk.web.days import PartsField
from rembuk.web.forms import CommandForm


class PutInForm(CommandForm):
    """Who put in how much, when, and where that is known from."""

    membership_id = forms.TypedChoiceField(
        label=_("Which member?"),
        coerce=int,
        error_messages={"required": _("Choose the member.")},
    )
    amount_rp = RupiahField(label=_("How much?"))
    on = PartsField(label=_("On which day?"))
    source = forms.CharField(
        label=_("Where is this known from?"),
        help_text=_("For example: receipt no. 12, the meeting book of 2018."),
        max_length=200,
        error_messages={"required": _("Write where this is known from, such as: receipt no. 12.")},
    )

    def __init__(
        self, *args: Any, people: Iterable[Membership], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["membership_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *((one.pk, one.name) for one in people)]
        self.fields["on"].initial = today


class GiveBackForm(CommandForm):
    """When and why a member got it back."""

    on = PartsField(label=_("On which day?"))
    why = forms.CharField(
        label=_("Why?"),
        help_text=_("If it was written by mistake: choose the day on which it was put in."),
        max_length=200,
        error_messages={"required": _("Write why it was given back.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
