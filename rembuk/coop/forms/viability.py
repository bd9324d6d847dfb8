"""What people assume when they ask whether a cooperative can carry itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField
from rembuk.coop.viability import Assumptions, Range
from rembuk.web.forms import Form
from rembuk.web.widgets import CountInput

PEOPLE_MOST, PERCENT_MOST = 10_000, 100


class RangeInput(forms.MultiWidget):
    """Three numbers beside each other: least, middle, most."""

    template_name = "coop/widgets/range.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        inputs: dict[str, forms.Widget | type[forms.Widget]]
        inputs = {"low": CountInput, "mid": CountInput, "high": CountInput}
        super().__init__(inputs, attrs)

    def decompress(self, value: Range | None) -> list[Any]:
        """Return the three numbers."""
        return list(value) if value else ["", "", ""]

    def id_for_label(self, id_: str) -> str:
        """Return the id of the first input, which an error leads to."""
        return f"{id_}_0"


class RangeField(forms.Field):
    """Least, middle, most: whole numbers in that order. Cleaned to a tuple of three."""

    widget: forms.Widget | type[forms.Widget] = RangeInput
    default_error_messages = {
        "numbers": _("Write three whole numbers from 0 to %(most)s."),
        "order": _("Write them from least to most: the middle one lies between the others."),
    }

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Range:
        """Return the three numbers."""
        parts = [str(part or "").strip() for part in (value or ["", "", ""])]
        plain = all(one.isascii() and one.isdigit() and len(one) <= len(str(self.most))
                    for one in parts)  # fmt: skip
        if not plain or any(int(one) > self.most for one in parts):
            raise ValidationError(self.error_messages["numbers"], params={"most": self.most})
        low, mid, high = (int(one) for one in parts)
        if not low <= mid <= high:
            raise ValidationError(self.error_messages["order"])
        return low, mid, high


YOURS = _("Your estimate.")


class ViabilityForm(Form):
    """Every assumption stands on the page, with its source or as the people's own estimate."""

    members = forms.IntegerField(
        label=_("Members at the beginning"), help_text=YOURS, min_value=1, max_value=PEOPLE_MOST,
        widget=CountInput, error_messages={"required": _("Write how many members there are.")},
    )  # fmt: skip
    joining = RangeField(label=_("People who join each year"), help_text=YOURS, most=PEOPLE_MOST)
    leaving = RangeField(
        label=_("Members who leave each year"),
        help_text=_("Your estimate. Each takes an equal part of what is there."),
        most=PEOPLE_MOST,
    )
    pokok_rp = RupiahField(
        label=_("Pokok, once and the same for all"),
        help_text=_("Example of a Koperasi Merah Putih: 50.000 (majalahglobal, 2025)."),
    )
    wajib_rp = RupiahField(
        label=_("Wajib, each month"), least=0,
        help_text=_("Example of a Koperasi Merah Putih: 10.000 (majalahglobal, 2025)."),
    )  # fmt: skip
    paying = RangeField(
        label=_("Of wajib, how much is really paid, percent"), help_text=YOURS, most=PERCENT_MOST
    )
    lent = forms.IntegerField(
        label=_("Of the money, how much is lent, percent"),
        help_text=_("0 without a licence for savings and loans."), min_value=0,
        max_value=PERCENT_MOST, widget=CountInput,
        error_messages={"required": _("Write a percentage from 0 to 100.")},
    )  # fmt: skip
    charge = forms.IntegerField(
        label=_("Charge of a loan in a year, percent"),
        help_text=_("At most 24 (Permenkop UKM 8/2023, article 27)."), min_value=0, max_value=24,
        widget=CountInput, error_messages={"required": _("Write a percentage from 0 to 24.")},
    )  # fmt: skip
    bad = RangeField(
        label=_("Of loans, how much is lost in a year, percent"), help_text=YOURS,
        most=PERCENT_MOST,
    )  # fmt: skip
    cost_rp = RupiahField(
        label=_("Costs each month: books, meetings, transport"), help_text=YOURS, least=0
    )

    def assumptions(self) -> Assumptions:
        """Return what was assumed."""
        return Assumptions(**self.cleaned_data)
