"""What anybody types to order from the shop window."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.accounts.fields import PhoneField
from rembuk.shop import asking
from rembuk.shop.models.stock import SIZE_LETTERS_MAX
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput, NameInput, PhoneInput
from rembuk.workshop.models import Place


class OrderForm(CommandForm):
    """How many of it, for whom, and where to answer."""

    pieces = forms.IntegerField(
        label=_("How many?"), min_value=1, max_value=asking.PIECES_MAX, initial=1,
        widget=CountInput,
        error_messages={
            code: _("Write how many, from 1 to 1,000.")
            for code in ("required", "invalid", "min_value", "max_value")
        },
    )  # fmt: skip
    size = forms.CharField(label=_("Size or colour"), required=False, max_length=SIZE_LETTERS_MAX)
    name = forms.CharField(
        label=_("Your name"), max_length=100, widget=NameInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )  # fmt: skip
    phone = PhoneField(
        label=_("Your WhatsApp number"), widget=PhoneInput(attrs={"autocomplete": "tel"}),
        help_text=_("Only the group sees it, to answer you."),
    )  # fmt: skip
    place = forms.ChoiceField(
        label=_("Where do you live?"),
        choices=[("", _("I would rather not say")), *Place.choices],
        required=False,
    )
    note = forms.CharField(
        label=_("Anything else?"), required=False, max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def asked(self, **typed: Any) -> asking.Asked:
        """Return what was typed, for the rule."""
        return asking.Asked(**typed)
