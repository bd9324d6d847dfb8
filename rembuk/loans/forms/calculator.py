"""What somebody types who thinks about a loan; nothing of it is kept."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField
from rembuk.loans.schedule import Method
from rembuk.loans.simulating import MONTH, YEAR, Idea
from rembuk.web.forms import Form
from rembuk.web.widgets import CountInput

LEAST_RP, MONTHS_MAX, PERCENT_MAX = 10_000, 120, 100
TYPED = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?", re.ASCII)
METHODS = [
    (Method.FLAT, _("Flat: the charge is on the whole loan, every month")),
    (Method.ANNUITY, _("Annuity: the same instalment, the charge on what is left")),
    (Method.DECLINING, _("Declining: the same principal, the charge on what is left")),
]
PER = [(MONTH, _("a month")), (YEAR, _("a year"))]
MULTIPLES = [
    (1, _("to the rupiah")), (100, _("up to Rp100")), (500, _("up to Rp500")),
    (1000, _("up to Rp1.000")),
]  # fmt: skip
MONTHS_ASKED = _("Write the number of months, from 1 to 120.")
GRACE_ASKED = _("Write a number of months below that of the loan, or 0.")


class PercentField(forms.CharField):
    """A percentage as people type it, 1,5 or 18%; cleaned to text such as 1.5."""

    default_error_messages = {"unreadable": _("Write a number from 0 to 100, for example 1,5.")}

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "number"}
        messages = {"required": self.default_error_messages["unreadable"]}
        widget = forms.TextInput(attrs=attrs)
        super().__init__(max_length=12, widget=widget, error_messages=messages, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the percentage with a point."""
        typed = super().clean(value).removesuffix("%").strip()
        text = typed.replace(",", ".")
        if not TYPED.fullmatch(typed) or Decimal(text) > PERCENT_MAX:
            raise ValidationError(self.error_messages["unreadable"])
        return text


def _months(label: Any, *, least: int, says: Any, **more: Any) -> forms.IntegerField:
    wrong = dict.fromkeys(("required", "invalid", "min_value", "max_value"), says)
    return forms.IntegerField(
        label=label, min_value=least, max_value=MONTHS_MAX, widget=CountInput,
        error_messages=wrong, **more,
    )  # fmt: skip


class LoanForm(Form):
    """A loan somebody thinks about."""

    principal = RupiahField(label=_("How much is borrowed?"), least=LEAST_RP, max_length=40)
    months = _months(_("Paid back in how many months?"), least=1, says=MONTHS_ASKED)
    method = forms.ChoiceField(
        label=_("How is the charge counted?"), choices=METHODS, widget=forms.RadioSelect
    )
    rate = PercentField(label=_("The charge, in percent"))
    per = forms.ChoiceField(label=_("That percentage is for"), choices=PER)
    grace = _months(
        _("Months at the start in which only the charge is paid"), least=0, says=GRACE_ASKED,
        required=False,
    )  # fmt: skip
    round_to = forms.TypedChoiceField(
        label=_("Instalments are rounded"), choices=MULTIPLES, coerce=int
    )

    def clean(self) -> dict[str, Any]:
        """Let grace end before the loan does."""
        told = super().clean() or {}
        if (told.get("grace") or 0) >= told.get("months", MONTHS_MAX + 1):
            self.add_error("grace", GRACE_ASKED)
        return told

    def idea(self) -> Idea:
        """Return the loan that was typed."""
        told = self.cleaned_data
        return Idea(
            principal_rp=told["principal"], months=told["months"], method=Method(told["method"]),
            percent=told["rate"], per=told["per"], grace=told["grace"] or 0,
            multiple_rp=told["round_to"],
        )  # fmt: skip
