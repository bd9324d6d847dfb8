"""What people type about bucks of other villages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.web.forms import CommandForm


class CardForm(CommandForm):
    """The message with a card, or its line of code."""

    text = forms.CharField(
        label=_("Paste the message of the neighbour"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("The whole message, or only the line that begins with RBK1."),
        error_messages={"required": _("Paste the message, or type the line from the paper.")},
    )
