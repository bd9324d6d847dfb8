"""What people type about fees of marketplaces, and which product they compare."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField
from rembuk.enterprise.models import Product
from rembuk.shop.models import Category
from rembuk.shop.rates import Rate, Told
from rembuk.web.days import PartsField
from rembuk.web.forms import CommandForm, Form

PERCENT = re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))?\s*%?", re.ASCII)


class PercentField(forms.CharField):
    """A percentage as people write it: 6,97 or 6.97%; cleaned to hundredths of a percent."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "number"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Return hundredths of a percent; 0 where it may be left empty and is."""
        typed = super().clean(value)
        if not typed:
            return 0
        found = PERCENT.fullmatch(typed.strip())
        if found is None:
            raise ValidationError(_("Write a percentage below 100, for example 6,97."))
        whole, part = found.groups()
        return int(whole) * 100 + int((part or "0").ljust(2, "0"))

    def prepare_value(self, value: Any) -> Any:
        """Show hundredths of a percent as people write them."""
        if not isinstance(value, int):
            return value
        return f"{value // 100},{value % 100:02d}".rstrip("0").rstrip(",")


class RateForm(CommandForm):
    """What a marketplace takes of one category."""

    commission_bp = PercentField(
        label=_("Commission, in percent of the price"),
        error_messages={"required": _("Write the commission, for example 6,97.")},
    )
    per_order_rp = RupiahField(label=_("Fee for each order"), required=False)
    extra_bp = PercentField(label=_("Another fee, in percent"), required=False)
    extra_cap_rp = RupiahField(label=_("That other fee is at most"), required=False)
    preorder_bp = PercentField(
        label=_("More for what is made to order, in percent"), required=False
    )
    valid_from = PartsField(
        label=_("From which day on?"),
        error_messages={"required": _("Fill in day, month and year.")},
    )
    source = forms.CharField(
        label=_("Where did you read it?"),
        help_text=_("For example: Seller Centre, page on fees, opened on 3 March."),
        max_length=200,
        error_messages={"required": _("Write where you read it: the page and the day.")},
    )
    is_verified = forms.BooleanField(
        label=_("I read it on the marketplace's own page"), required=False
    )

    @staticmethod
    def told(*, valid_from: date, source: str, is_verified: bool, **rate: Any) -> Told:
        """Return what was typed, as the rule takes it."""
        rate["per_order_rp"] = rate["per_order_rp"] or 0
        return Told(Rate(**rate), valid_from, source, is_verified)


class LimitForm(CommandForm):
    """How much one QRIS payment may be at most."""

    most_rp = RupiahField(label=_("One QRIS payment is at most"))
    valid_from = PartsField(
        label=_("From which day on?"),
        error_messages={"required": _("Fill in day, month and year.")},
    )
    source = forms.CharField(
        label=_("Where did you read it?"),
        help_text=_("For example: bi.go.id, rule on QRIS, opened on 3 March."),
        max_length=200,
        error_messages={"required": _("Write where you read it: the page and the day.")},
    )
    is_verified = forms.BooleanField(
        label=_("I read it on the page of Bank Indonesia or of our payment provider"),
        required=False,
    )


class CompareForm(Form):
    """Which product, at which price, counted as what."""

    product = forms.TypedChoiceField(
        label=_("Which product?"), coerce=int, required=False, empty_value=None
    )
    price_rp = RupiahField(label=_("At which price?"), required=False)
    category = forms.ChoiceField(
        label=_("What does a marketplace count it as?"),
        choices=Category.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, offered: Iterable[Product], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["product"]
        assert isinstance(chosen, forms.ChoiceField)
        none = ("", _("A product that is not in the list"))
        chosen.choices = [none, *((one.pk, one.name) for one in offered)]
