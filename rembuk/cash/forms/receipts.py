"""What the holder of a receipt types to confirm it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from rembuk.cash import receipts
from rembuk.cash.forms.money import RupiahField
from rembuk.web.days import PartsField
from rembuk.web.forms import Form


class CheckReceiptForm(Form):
    """What stands on a receipt, typed by whoever holds it."""

    receipt_no = forms.IntegerField(
        label=gettext_lazy("Number of the receipt"),
        min_value=1,
        max_value=receipts.MOST_NO,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            gettext_lazy("Write the number of the receipt, for example 42."),
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    amount_rp = RupiahField(label=gettext_lazy("Sum of money"))
    on = PartsField(
        label=gettext_lazy("Day on the receipt"),
        error_messages={"required": gettext_lazy("Write the day that stands on the receipt.")},
    )
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Twelve letters and digits, below on the paper."),
        max_length=40,
        error_messages={"required": gettext_lazy("Write the code that stands on the receipt.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
