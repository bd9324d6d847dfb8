"""What people type to divide a sum."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField
from rembuk.shares.dividing import Told
from rembuk.shares.forms.fields import HundredthsField
from rembuk.web.days import PartsField
from rembuk.web.forms import CommandForm

CASH, TYPED = "CASH", "TYPED"


class DivideForm(CommandForm):
    """Of which days, and which sum."""

    since = PartsField(label=_("First day"))
    until = PartsField(label=_("Last day"))
    source = forms.ChoiceField(
        label=_("Which sum?"),
        choices=[
            (CASH, _("What these days left in the cash: income less costs")),
            (TYPED, _("Another sum that the group agreed on")),
        ],
        initial=CASH,
        widget=forms.RadioSelect,
    )
    amount_rp = RupiahField(label=_("The sum, if it is another one"), required=False, least=1)
    title = forms.CharField(
        label=_("What is it called?"),
        help_text=_("For example: uniforms for August, goats before Idul Adha."),
        max_length=100,
        error_messages={"required": _("Write what it is called.")},
    )

    def clean(self) -> dict[str, Any]:
        """A sum of one's own is written down."""
        told = super().clean() or self.cleaned_data
        if (
            told.get("source") == TYPED
            and not told.get("amount_rp")
            and "amount_rp" not in self.errors
        ):
            self.add_error(
                "amount_rp", _("Write the sum in whole rupiah, for example 50.000 or 50rb.")
            )
        return told

    @staticmethod
    def told(*, since: date, until: date, source: str, amount_rp: int | None, title: str) -> Told:
        """Return what was typed."""
        return Told(since, until, title, amount_rp if source == TYPED else None)


class WeightForm(CommandForm):
    """Another number for what one member's work, duty or capital counts, with the reason."""

    hundredths = HundredthsField(
        label=_("The number that counts"),
        error_messages={"required": _("Write a number, for example 12 or 2,5.")},
    )
    why = forms.CharField(
        label=_("Why this number?"),
        help_text=_("For example: counted again from the work book."),
        max_length=200,
        error_messages={"required": _("Write why this number is another one.")},
    )
