"""What people type about who leaves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.coop.forms.dated import DatedForm


class PayForm(DatedForm):
    """On which day the money is handed over."""


class SettleForm(DatedForm):
    """The day of a settlement, and what should be known about it."""

    note = forms.CharField(
        label=_("More about it"),
        help_text=_("Every officer reads it. Write no name."),
        required=False,
        max_length=200,
    )
