"""What people type about a QRIS: its text, and what a bill is for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField
from rembuk.shop.qris import TEXT_MAX
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import NameInput


class OwnQrisForm(CommandForm):
    """The text that a QR scanner reads from the group's QRIS."""

    text = forms.CharField(
        label=_("Text of the QRIS"),
        help_text=_("It begins with 000201. Paste all of it."),
        max_length=2 * TEXT_MAX,
        widget=forms.Textarea(
            attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off", "data-qr-text": True}
        ),
        error_messages={"required": _("Paste the text of your group's QRIS.")},
    )


class BillForm(CommandForm):
    """Who is to pay how much, and for what."""

    amount_rp = RupiahField(label=_("How much is to be paid?"))
    party = forms.CharField(
        label=_("Who pays?"),
        max_length=100,
        widget=NameInput,
        error_messages={"required": _("Write who pays, so that the treasurer finds it.")},
    )
    memo = forms.CharField(
        label=_("What for?"),
        help_text=_("For example: 2 round doormats."),
        max_length=200,
        required=False,
    )
