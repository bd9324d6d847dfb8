"""What people type about money sent home."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.web.forms import CommandForm, FileForm


class StatementForm(FileForm):
    """A bank's file."""

    too_large_says = _("This file is larger than 20 MB. Take the statement month by month.")

    file = forms.FileField(
        label=_("The bank's statement"),
        help_text=_("CSV, Excel (.xlsx) or MT940, as the bank's page gives it."),
        error_messages={
            "required": _("Choose the file you downloaded from the bank."),
            "empty": _("This file is empty. Download the statement again."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt,.sta,.mt940,.940"}),
    )


class TakeBackForm(CommandForm):
    """Why a transfer is not hers."""

    reason = forms.CharField(
        label=_("Why is it not hers?"), max_length=200,
        help_text=_("For example: two digits were swapped. She reads it: name nobody else."),
        error_messages={"required": _("Write why it was not hers. She reads it.")},
    )  # fmt: skip


class IdentifyForm(CommandForm):
    """Whose a transfer is, and how one knows."""

    number = forms.CharField(
        label=_("Member number"), max_length=12,
        help_text=_("Six digits, from the member card. Ask her before you write it."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("How do you know?"), max_length=200,
        help_text=_("For example: she sent the slip, day and sum agree."),
    )  # fmt: skip
