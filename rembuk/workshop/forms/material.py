"""What people type about material: what was bought and used, and what else an order costs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput
from rembuk.workshop.material import MILLI, Bought
from rembuk.workshop.models import Material

HOW_MUCH = _("Write how much, for example 2,5.")
CODES = ("required", "invalid", "min_value", "max_value", "max_decimal_places", "max_digits")


class AmountField(forms.DecimalField):
    """How many metres or kilos, up to a thousandth; cleaned to thousandths."""

    widget = CountInput

    def __init__(self, **kwargs: Any) -> None:
        told = dict.fromkeys((*CODES, "max_whole_digits"), HOW_MUCH)
        super().__init__(
            min_value=Decimal("0.001"), max_value=Decimal(100_000), decimal_places=3,
            localize=True, error_messages=told, **kwargs,
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        """Return thousandths."""
        told = super().clean(value)
        return None if told is None else int(told * MILLI)


class MaterialForm(CommandForm):
    """A material and its unit."""

    name = forms.CharField(
        label=_("What is the material called?"), max_length=60,
        help_text=_("For example: white cotton, remnants, buttons."),
        error_messages={"required": _("Write what the material is called.")},
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=_("What is it counted in?"), choices=Material.Unit.choices,
        widget=forms.RadioSelect, initial=Material.Unit.METRE,
    )  # fmt: skip


class BuyForm(CommandForm):
    """What was bought."""

    amount_milli = AmountField(label=_("How much?"))
    cost_rp = RupiahField(
        label=_("What did all of it cost?"), required=False,
        help_text=_("Leave it empty if nobody knows. The treasurer records the money."),
    )  # fmt: skip
    supplier = forms.CharField(label=_("Where was it bought?"), max_length=100, required=False)

    @property
    def bought(self) -> Bought:
        """What was typed."""
        told = self.cleaned_data
        return Bought(told["amount_milli"], told["cost_rp"], told["supplier"])


class UseForm(CommandForm):
    """What an order used."""

    material = forms.ChoiceField(
        label=_("Which material?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose which material.")},
    )  # fmt: skip
    amount_milli = AmountField(label=_("How much?"))

    def __init__(
        self, *args: Any, materials: Sequence[tuple[Material, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.materials = {str(one.pk): one for one, _there in materials}
        chosen = self.fields["material"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(str(one.pk), f"{one.name}: {there}") for one, there in materials]


class OtherCostForm(CommandForm):
    """What else an order costs."""

    what = forms.CharField(
        label=_("What else does it cost?"), max_length=100,
        help_text=_("For example: thread, transport, packing."),
        error_messages={"required": _("Write what it is, and a sum above Rp0.")},
    )  # fmt: skip
    amount_rp = RupiahField(label=_("How much for the whole order?"))
