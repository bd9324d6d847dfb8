"""What somebody types who thinks about dividing a surplus; nothing of it is kept."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.cash.forms.money import RupiahField
from rembuk.lib import words
from rembuk.lib.rounding import HUNDRED
from rembuk.loans.forms.calculator import PercentField
from rembuk.surplus.imagining import Idea, Somebody
from rembuk.web.forms import Form
from rembuk.web.widgets import NameInput

FEW, MANY = 4, 20
NAME_LETTERS_MAX = SUM_LETTERS_MAX = 40
# The usual words of a cooperative's rules; the parts are its own. Those that stand here to begin
# with are one split that was found in use: 40 / 40 / 5 / 5 / 5 / 5.
FUNDS: dict[str, tuple[Promise, str]] = {
    "dana_cadangan": (gettext_lazy("Reserve"), "40"),
    "jasa_modal": (gettext_lazy("Members, by savings (jasa modal)"), "20"),
    "jasa_usaha": (gettext_lazy("Members, by what they paid for loans (jasa usaha)"), "20"),
    "dana_pengurus": (gettext_lazy("Board"), "5"),
    "dana_karyawan": (gettext_lazy("Staff"), "5"),
    "dana_pendidikan": (gettext_lazy("Education"), "5"),
    "dana_sosial": (gettext_lazy("Social fund"), "5"),
    "dana_pembangunan": (gettext_lazy("Work in the village"), "0"),
}
LOSS = gettext_lazy(
    "A loss is not divided. The members' meeting decides what bears it. Write a surplus above 0."
)
NOT_WHOLE = gettext_lazy(
    "The parts make %(sum)s percent. Change them until they make exactly 100 percent."
)
PARTS = ("name", "savings", "paid")
MULTIPLES = [
    (1, gettext_lazy("to the rupiah")),
    (100, gettext_lazy("in whole Rp100")),
    (500, gettext_lazy("in whole Rp500")),
    (1000, gettext_lazy("in whole Rp1.000")),
]
PUT_IN = gettext_lazy("Savings: pokok and wajib")
PAID = gettext_lazy("Paid for loans in the year")


class SurplusField(RupiahField):
    """A surplus; a loss is answered with what becomes of it."""

    def clean(self, value: Any) -> Any:
        """Return the sum in whole rupiah."""
        if str(value or "").strip().startswith(("-", "−", "(")):
            raise ValidationError(LOSS)
        return super().clean(value)


class SurplusForm(Form):
    """A surplus, the part of each fund, and a few members, each on a line of her own."""

    shu = SurplusField(label=gettext_lazy("Surplus of the year (SHU)"), max_length=SUM_LETTERS_MAX)
    multiple = forms.TypedChoiceField(
        label=gettext_lazy("What members get is paid"), choices=MULTIPLES, coerce=int,
        required=False, empty_value=None,
    )  # fmt: skip

    def __init__(self, *args: Any, lines: int = FEW, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = range(1, lines + 1)
        for fund, (label, _part) in FUNDS.items():
            self.fields[fund] = PercentField(label=label)
        for line in self.lines:
            self.fields[f"name{line}"] = forms.CharField(
                label=gettext_lazy("Name"), max_length=NAME_LETTERS_MAX, required=False,
                widget=NameInput,
            )  # fmt: skip
            for part, label in (("savings", PUT_IN), ("paid", PAID)):
                self.fields[f"{part}{line}"] = RupiahField(
                    label=label, least=0, max_length=SUM_LETTERS_MAX, required=False
                )

    def of_year(self) -> list[forms.BoundField]:
        """Return the fields of the surplus itself."""
        return [self["shu"], self["multiple"]]

    def funds(self) -> list[forms.BoundField]:
        """Return the fields of the funds."""
        return [self[fund] for fund in FUNDS]

    def members(self) -> list[tuple[int, list[forms.BoundField]]]:
        """Return the fields of each member with her line."""
        return [(line, [self[f"{part}{line}"] for part in PARTS]) for line in self.lines]

    def clean(self) -> dict[str, Any]:
        """Let the parts make exactly 100."""
        told = super().clean() or {}
        if told.keys() >= FUNDS.keys():
            percents = sum(Fraction(told[fund]) for fund in FUNDS)
            if percents != HUNDRED:
                self.add_error(None, NOT_WHOLE % {"sum": in_words(Fraction(percents))})
        return told

    def idea(self) -> Idea:
        """Return what was typed; a line with nothing in it is nobody."""
        told = self.cleaned_data
        members = [
            Somebody(
                told[f"name{line}"] or _("Member %(number)s") % {"number": line},
                told[f"savings{line}"] or 0,
                told[f"paid{line}"] or 0,
            )
            for line in self.lines
            if any(told[f"{part}{line}"] for part in PARTS)
        ]
        percents = {fund: Fraction(told[fund]) for fund in FUNDS}
        return Idea(told["shu"], percents, members, told["multiple"] or 1)


def in_words(percent: Fraction) -> str:
    """Write a number of percent as people do: 12,5."""
    return words.decimal(percent, language=get_language() or "id")
