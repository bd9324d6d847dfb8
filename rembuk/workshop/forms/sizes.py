"""What people type about sizes: a row of numbers, a pasted class list, a card of measures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.cash.forms.money import RupiahField
from rembuk.enterprise.models import Product
from rembuk.lib.errors import Refused
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput, NameInput
from rembuk.workshop import sizes
from rembuk.workshop.models import PARTS
from rembuk.workshop.orders import PIECES_MOST
from rembuk.workshop.sizes import GRID, Thing

MM_IN_CM = 10
WHOLE = ("required", "invalid", "min_value", "max_value")
MEASURE = gettext_lazy("Write measures in centimetres, from 5 to 250.")
CALLED = {
    "chest": gettext_lazy("Around the chest (cm)"),
    "waist": gettext_lazy("Around the waist (cm)"),
    "hips": gettext_lazy("Around the hips (cm)"),
    "shoulder": gettext_lazy("Shoulder (cm)"),
    "sleeve": gettext_lazy("Sleeve (cm)"),
    "top": gettext_lazy("Length of the top (cm)"),
    "trousers": gettext_lazy("Length of trousers or skirt (cm)"),
}


class ThingForm(CommandForm):
    """What is made in many sizes."""

    what = forms.CharField(
        label=gettext_lazy("What?"), max_length=100,
        widget=forms.TextInput(attrs={"list": "products", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write what is ordered.")},
    )  # fmt: skip
    price_rp = RupiahField(label=gettext_lazy("Price of one"), required=False)

    def __init__(self, *args: Any, products: list[Product], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.products = {one.name.casefold(): one for one in products}

    @property
    def thing(self) -> Thing:
        """What was typed."""
        what = self.cleaned_data["what"]
        return Thing(what, self.cleaned_data["price_rp"], self.products.get(what.casefold()))


class GridForm(ThingForm):
    """How many of each size: one row of numbers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = dict.fromkeys(WHOLE, _("Write how many: from 1 to 100,000."))
        for size in GRID:
            field = forms.IntegerField(
                label=size, widget=CountInput, required=False, min_value=0,
                max_value=PIECES_MOST, error_messages=told,
            )  # fmt: skip
            self.fields[f"size_{size}"] = field

    @property
    def row(self) -> list[Any]:
        """The fields of the sizes."""
        return [self[f"size_{size}"] for size in GRID]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each size."""
        return {size: self.cleaned_data.get(f"size_{size}") or 0 for size in GRID}


class ClassForm(ThingForm):
    """A class: its name, and one child a line."""

    class_name = forms.CharField(
        label=gettext_lazy("Which class?"), max_length=30,
        help_text=gettext_lazy("For example: 4A."),
        error_messages={"required": gettext_lazy("Write which class it is.")},
    )  # fmt: skip
    children = forms.CharField(
        label=gettext_lazy("Names and sizes, one child a line"),
        help_text=gettext_lazy("Paste the list: Ani M. Only first name and one letter are kept."),
        widget=forms.Textarea(attrs={"rows": "10", "data-private": True}),
        max_length=30_000,
        error_messages={
            "required": gettext_lazy("Write one child a line: from 1 to 500 children.")
        },
    )

    def clean_children(self) -> list[sizes.Child]:
        """Read the list line by line."""
        try:
            return sizes.read_class(self.cleaned_data["children"])
        except Refused as told:
            raise forms.ValidationError(str(told)) from None


class MeasureForm(CommandForm):
    """The measures of one person, in centimetres."""

    person = forms.CharField(
        label=gettext_lazy("Who is measured?"), max_length=60, widget=NameInput,
        error_messages={"required": gettext_lazy("Write who was measured.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = (*WHOLE, "max_decimal_places", "max_digits", "max_whole_digits")
        for part in PARTS:
            field = forms.DecimalField(
                label=CALLED[part], widget=CountInput, required=False, decimal_places=1,
                min_value=Decimal(5), max_value=Decimal(250), localize=True,
                error_messages=dict.fromkeys(codes, MEASURE),
            )  # fmt: skip
            self.fields[part] = field

    @property
    def parts_mm(self) -> dict[str, int | None]:
        """The measures in millimetres."""
        told = self.cleaned_data
        return {
            part: int(told[part] * MM_IN_CM) if told.get(part) is not None else None
            for part in PARTS
        }
