"""What people send to have a marketplace's file filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.enterprise.models import Product
from rembuk.shop.models.files import WEIGHT_G_MAX
from rembuk.web.forms import FileForm
from rembuk.web.widgets import CountInput


class FillForm(FileForm):
    """The seller's own file, and what each product weighs."""

    too_large_says = _(
        "This file is larger than 10 MB. Download it again from the marketplace, empty."
    )

    file = forms.FileField(
        label=_("The file you downloaded from Shopee, Tokopedia or TikTok Shop (.xlsx)"),
        error_messages={
            "required": _("Choose the file you downloaded from the marketplace."),
            "empty": _("This file is empty. Download it again from the marketplace."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(
        self,
        *args: Any,
        offered: Iterable[Product],
        weights: Mapping[int, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for product in offered:
            self.fields[f"weight_{product.pk}"] = forms.IntegerField(
                label=_("%(name)s: weight of one with its wrapping, in grams")
                % {"name": product.name},
                min_value=1,
                max_value=WEIGHT_G_MAX,
                required=False,
                initial=weights.get(product.pk),
                widget=CountInput,
                error_messages={
                    name: _("Write the weight in whole grams, for example 450.")
                    for name in ("invalid", "min_value", "max_value")
                },
            )

    def grams(self) -> dict[int, int | None]:
        """Return what was typed, by product."""
        typed = self.cleaned_data.items()
        return {
            int(name.removeprefix("weight_")): grams
            for name, grams in typed
            if name.startswith("weight_")
        }
