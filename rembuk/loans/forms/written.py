"""What is typed about a loan that is taken off the books: why, what it rests on, what came back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.web.forms import CommandForm

LETTERS_MAX = 200


class WriteOffForm(CommandForm):
    """Why, and the article or decision that it rests on."""

    why = forms.CharField(
        label=_("Why, in words that she may read"), max_length=LETTERS_MAX,
        help_text=_("What was tried with her, and why the cooperative does not expect it soon."),
        error_messages={"required": _("Write why, in words that she may read.")},
    )  # fmt: skip
    source = forms.CharField(
        label=_("Which article or decision lets it be?"), max_length=LETTERS_MAX,
        help_text=_("Ask the AD or the Dinas: some want the members' meeting to decide."),
        error_messages={"required": _("Write the article or the decision of the meeting.")},
    )  # fmt: skip


class TakeBackForm(CommandForm):
    """Why a loan is put back on the books."""

    reason = forms.CharField(label=_("Why is it put back on the books?"), max_length=LETTERS_MAX)
