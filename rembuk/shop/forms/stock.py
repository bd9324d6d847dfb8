"""What people type about stock."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField
from rembuk.enterprise import products
from rembuk.shop.models import Reason
from rembuk.shop.models.stock import SIZE_LETTERS_MAX
from rembuk.shop.stock import PIECES_MAX, Item, item_of
from rembuk.villages.models import Group
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput
from rembuk.workshop.models import Place

COUNTED = "COUNTED"
HAPPENED = [
    (Reason.MADE, _("Made")),
    (Reason.SOLD, _("Sold here")),
    (COUNTED, _("Counted: so many are on the shelf")),
    (Reason.DAMAGED, _("Spoilt")),
    (Reason.BOUGHT, _("Bought to sell")),
]


class PiecesField(forms.IntegerField):
    """How many pieces."""

    def __init__(self, *, least: int = 1, **kwargs: Any) -> None:
        told = _("Write how many pieces, in digits.")
        messages = {"required": told, "invalid": told, "min_value": told, "max_value": told}
        kwargs.setdefault("widget", CountInput)
        super().__init__(min_value=least, max_value=PIECES_MAX, error_messages=messages, **kwargs)


class ItemForm(CommandForm):
    """A product, in a size where it has sizes."""

    product: Any = forms.ModelChoiceField(
        label=_("What is it?"),
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the product.")},
    )
    size = forms.CharField(
        label=_("Size"), required=False, max_length=SIZE_LETTERS_MAX,
        help_text=_("For example M or 7 years. Leave it empty where there is one size."),
    )  # fmt: skip

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["product"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = products.offered(group)
        self.village = group.village

    def item(self, typed: dict[str, Any]) -> Item:
        """Return what was chosen, taken out of what was typed."""
        product = typed.pop("product")
        product.village = self.village
        return item_of(product, typed.pop("size"))


class MoveForm(ItemForm):
    """What happened to pieces on the shelf."""

    what = forms.ChoiceField(
        label=_("What happened?"), choices=HAPPENED, initial=Reason.MADE, widget=forms.RadioSelect
    )
    pieces = PiecesField(label=_("How many?"), least=0)
    paid_rp = RupiahField(
        label=_("Sold: how much was paid in all?"), required=False, least=0,
        help_text=_(
            "Leave it empty where it is the price times the pieces. Write 0 where nothing was paid,"
            " or where a QRIS bill was made for it."
        ),
    )  # fmt: skip
    place = forms.ChoiceField(
        label=_("Sold: where does the buyer live?"), required=False, widget=forms.RadioSelect,
        choices=[("", _("It is not known yet")), *Place.choices],
    )  # fmt: skip
    note = forms.CharField(label=_("More about it"), required=False, max_length=200)
    field_order = ("request_id", "what", "product", "size", "pieces", "paid_rp", "place", "note")


class TakeBackForm(CommandForm):
    """Why a movement of stock is taken back."""

    why = forms.CharField(
        label=_("Why is it taken back?"), max_length=200,
        error_messages={"required": _("Write why it is taken back.")},
    )  # fmt: skip


class KeepForm(CommandForm):
    """How many pieces of the shelf are kept for a line of an order."""

    pieces = PiecesField(
        label=_("How many are kept for this order?"), least=0,
        help_text=_("0 keeps none: others may have them."),
    )  # fmt: skip


class PromiseForm(ItemForm):
    """Pieces kept for somebody."""

    pieces = PiecesField(label=_("How many?"))
    whom = forms.CharField(
        label=_("For whom?"), required=False, max_length=60,
        help_text=_("A name or the number of an order. It is forgotten when the promise ends."),
    )  # fmt: skip
    days = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        choices=[(3, _("3 days")), (7, _("7 days")), (14, _("14 days")), (30, _("30 days"))],
        initial=7,
        widget=forms.RadioSelect,
    )
