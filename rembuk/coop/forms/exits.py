"""What people type about who leaves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm


class PayForm(CommandForm):
    """On which day the money is handed over."""

    on = DayField(label=_("On which day?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on = self.fields["on"]
        assert isinstance(on, DayField)
        on.today = today


class SettleForm(PayForm):
    """The day of a settlement, and what should be known about it."""

    note = forms.CharField(
        label=_("More about it"),
        help_text=_("Every officer reads it. Write no name."),
        required=False,
        max_length=200,
    )
