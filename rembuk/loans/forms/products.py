"""What people type about a product that the cooperative lends by."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField, about_day
from rembuk.forum import resolutions
from rembuk.forum.forms.choosing import ResolutionField
from rembuk.loans.forms.calculator import MULTIPLES, PER, PercentField
from rembuk.loans.models import Product
from rembuk.loans.models.products import MOST_RP, PERIODS_MAX
from rembuk.loans.products import Version
from rembuk.loans.simulating import MONTH, MONTHS
from rembuk.villages.models import Group
from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput


class TenthsField(PercentField):
    """A small percentage with one place at most, cleaned to tenths of a percent."""

    most: int

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def clean(self, value: Any) -> Any:
        """Return tenths of a percent."""
        tenths = Decimal(super().clean(value)) * 10
        if tenths != int(tenths) or tenths > self.most:
            raise ValidationError(
                _("Write a percentage with one decimal at most, up to %(most)s."),
                params={"most": self.most // 10},
            )
        return int(tenths)


def _count(label: Any, *, least: int, most: int, **more: Any) -> forms.IntegerField:
    says = _("Write a number from %(least)s to %(most)s.") % {"least": least, "most": most}
    wrong = dict.fromkeys(("required", "invalid", "min_value", "max_value"), says)
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, widget=CountInput, error_messages=wrong,
        **more,
    )  # fmt: skip


class ProductForm(CommandForm):
    """A version of a product: what it is called, how it is paid back, what it costs."""

    name = forms.CharField(
        label=_("What is it called?"), max_length=60, help_text=_("For example: business loan."),
        error_messages={"required": _("Write the name of the product.")},
    )  # fmt: skip
    rhythm = forms.ChoiceField(
        label=_("How is it paid back?"), choices=Product.Rhythm.choices, widget=forms.RadioSelect,
    )  # fmt: skip
    method = forms.ChoiceField(
        label=_("How is the charge counted?"), choices=Product.Method.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    rate = PercentField(label=_("The charge, in percent"))
    per = forms.ChoiceField(label=_("That percentage is for"), choices=PER)
    most_rp = RupiahField(label=_("How much at most?"))
    most_periods = _count(
        _("In how many instalments at most?"), least=1, most=PERIODS_MAX,
        help_text=_("Of a harvest loan: within how many months."),
    )  # fmt: skip
    multiple_rp = forms.TypedChoiceField(
        label=_("Instalments are rounded"), choices=MULTIPLES, coerce=int
    )
    income_percent = _count(
        _("All instalments together are at most this percent of the income"), least=1, most=100,
        help_text=_("Of a household, in a month. Often 30."), initial=30,
    )  # fmt: skip
    fee = TenthsField(
        label=_("Fee at the paying out, in percent of the loan"),
        most=100,
        initial="0",
    )
    fine = TenthsField(
        label=_("Fine for each late day, in percent of what is overdue"),
        most=50,
        initial="0",
    )
    fine_grace_days = _count(
        _("After how many days does a fine begin?"), least=0, most=90, initial=7
    )
    fine_cap_percent = _count(
        _("At most this percent of what is overdue"), least=0, most=100, initial=10
    )
    waived_percent = _count(
        _("Who pays back early is spared this percent of the charge that is not due yet"),
        least=0, most=100, initial=100,
    )  # fmt: skip
    since = DayField(label=_("From which day on?"))
    resolution = ResolutionField(required=False)
    source = forms.CharField(
        label=_("Or the article of the rules"), required=False, max_length=120,
        help_text=_("For example: rules of the cooperative, article 12."),
    )  # fmt: skip

    def __init__(self, *args: Any, group: Group, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about_day(self, "since", today=today)
        chosen = self.fields["resolution"]
        assert isinstance(chosen, ResolutionField)
        chosen.about(group)
        if not resolutions.of(group).exists():
            del self.fields["resolution"]
            self.fields["source"].label = _("Which article of the rules says so?")

    def clean_most_rp(self) -> int:
        """Keep it a sum that the books hold."""
        most_rp: int = self.cleaned_data["most_rp"]
        if most_rp > MOST_RP:
            raise ValidationError(_("Write Rp1,000,000,000 or less."))
        return most_rp

    def clean(self) -> dict[str, Any]:
        """Ask where it stands."""
        told = super().clean() or self.cleaned_data
        if not told.get("resolution") and not told.get("source", "").strip():
            self.add_error("source", _("Choose the decision, or write the article it stands in."))
        return told

    def version(self, **typed: Any) -> Version:
        """Return the version that was typed."""
        times = MONTHS if typed.pop("per") == MONTH else 1
        return Version(
            percent_year=Decimal(typed.pop("rate")) * times, fee_tenths=typed.pop("fee"),
            fine_tenths=typed.pop("fine"), **typed,
        )  # fmt: skip
