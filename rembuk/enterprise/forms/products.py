"""What people type about a product."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField
from rembuk.enterprise.models import Unit
from rembuk.web.forms import CommandForm


class ProductForm(CommandForm):
    """One thing a group sells."""

    name = forms.CharField(
        label=_("What is it?"),
        help_text=_("For example: round doormat, school uniform."),
        max_length=100,
        error_messages={"required": _("Write the name of the product.")},
    )
    price_rp = RupiahField(
        label=_("Price of one"),
        help_text=_("Leave it empty if the price is agreed with each customer."),
        required=False,
    )
    unit = forms.ChoiceField(
        label=_("What is it counted in?"),
        choices=Unit.choices,
        initial=Unit.PIECE,
        widget=forms.RadioSelect,
    )
    to_order = forms.BooleanField(
        label=_("Made when somebody orders it"), required=False, initial=True
    )
