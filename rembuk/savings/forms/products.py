"""What the board types about a product: its name, and what a version promises."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.accounts.fields import in_our_words
from rembuk.cash.forms.money import RupiahField
from rembuk.forum import resolutions
from rembuk.forum.forms.choosing import ResolutionField
from rembuk.savings.forms.fields import RateField
from rembuk.savings.law import Law
from rembuk.savings.models.products import DAYS_MOST, MONTHS_MOST, Control, Method, YearDays
from rembuk.savings.products import METHODS, Terms
from rembuk.villages.models import Group
from rembuk.web.beginnings import YearField
from rembuk.web.days import PartsField
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput

TIERS = (2, 3)
YEARS_BACK, YEARS_AHEAD = 20, 1


class DecidedForm(CommandForm):
    """A form about what was decided: which decision of a meeting, or where else it stands."""

    def about(self, group: Group) -> None:
        """Offer the decisions of this group; without any, ask for the place only."""
        chosen = self.fields["resolution"]
        assert isinstance(chosen, ResolutionField)
        chosen.about(group)
        if not resolutions.of(group).exists():
            del self.fields["resolution"]
            self.fields["source"].label = _("Where was it decided?")

    def clean(self) -> dict[str, Any]:
        """Ask where it stands."""
        told = super().clean() or self.cleaned_data
        if not told.get("resolution") and not told.get("source", "").strip():
            self.add_error("source", _("Choose the decision, or write where it was decided."))
        return told


class VersionForm(DecidedForm):
    """What a product promises from a day on; other fields for a term than for the rest."""

    name = forms.CharField(
        label=gettext_lazy("What do members call it?"),
        help_text=gettext_lazy("For example: Simpanan sekolah."),
        max_length=60,
    )
    rate_bp = RateField(
        label=gettext_lazy("Interest in a year, in percent"),
        help_text=gettext_lazy("For example 4 or 4,5."),
    )
    method = forms.ChoiceField(
        label=gettext_lazy("What is the interest of a month worked out from?"),
        widget=forms.RadioSelect, choices=Method.choices,
    )  # fmt: skip
    year_days = forms.ChoiceField(
        label=gettext_lazy("How many days has a year?"), widget=forms.RadioSelect,
        choices=YearDays.choices, initial=YearDays.COMMON,
    )  # fmt: skip
    term_months = forms.IntegerField(
        label=gettext_lazy("For how many months?"), min_value=1, max_value=MONTHS_MOST,
        widget=CountInput,
    )  # fmt: skip
    penalty_bp = RateField(
        label=gettext_lazy("What does breaking it early cost, in percent of the sum?"),
        help_text=gettext_lazy("0 where it costs nothing. The running month earns nothing."),
    )
    lowest_rp = RupiahField(
        label=gettext_lazy("How much stays in it until she leaves?"), least=0, initial=0
    )
    dormant_days = forms.IntegerField(
        label=gettext_lazy("After how many days without a line does it count as asleep?"),
        min_value=1, max_value=DAYS_MOST, initial=365, widget=CountInput,
    )  # fmt: skip
    since = PartsField(label=gettext_lazy("From which day on?"))
    resolution = ResolutionField(required=False)
    source = forms.CharField(
        label=gettext_lazy("Or where else was it decided?"),
        help_text=gettext_lazy("For example: meeting of the board on 4 January, point 2."),
        required=False, max_length=120,
    )  # fmt: skip

    def __init__(
        self, *args: Any, group: Group, control: str, named: bool, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._fit(Control(control))
        if named:
            del self.fields["name"]
        self.initial.setdefault("since", today)
        self.about(group)

    def _fit(self, control: Control) -> None:
        """Ask only what belongs to this kind of savings."""
        if control == Control.TERM:
            gone: tuple[str, ...] = ("method", "year_days", "lowest_rp")
        else:
            gone = ("term_months", "penalty_bp")
            self._add_tiers()
            method = self.fields["method"]
            assert isinstance(method, forms.ChoiceField)
            method.choices = [(one.value, one.label) for one in METHODS[control]]
            self.initial.setdefault("method", Method.DAILY)
        for name in gone:
            del self.fields[name]

    def _add_tiers(self) -> None:
        """Offer other rates for larger balances, right after the rate."""
        more: dict[str, forms.Field] = {}
        for n in TIERS:
            more[f"from_{n}"] = RupiahField(
                label=_("Another rate from which balance on?"), required=False,
                help_text=_("Leave it empty where one rate is for all."),
            )  # fmt: skip
            more[f"rate_{n}"] = RateField(label=_("Which rate from there on?"), required=False)
        more["sliced"] = forms.BooleanField(
            label=_("A larger rate is only for what is above that balance"), required=False
        )
        for field in more.values():
            in_our_words(field)
        self.fields |= more
        places = list(self.base_fields)
        places[places.index("method") : places.index("method")] = list(more)
        self.order_fields(places)

    def clean(self) -> dict[str, Any]:
        """A tier is a balance and a rate."""
        told = super().clean()
        for n in TIERS:
            sum_rp, rate = told.get(f"from_{n}"), told.get(f"rate_{n}")
            if (sum_rp is None) != (rate is None) and not self.errors:
                missing = f"from_{n}" if sum_rp is None else f"rate_{n}"
                self.add_error(missing, _("Write both the balance and its rate, or neither."))
        return {name: value for name, value in told.items() if value is not None}

    def terms(self, **typed: Any) -> Terms:
        """Return what was typed."""
        tiers = [(typed[f"from_{n}"], typed[f"rate_{n}"]) for n in TIERS if f"from_{n}" in typed]
        return Terms(
            since=typed["since"], rate_bp=typed["rate_bp"],
            method=typed.get("method", Method.MONTHLY),
            year_days=typed.get("year_days", YearDays.COMMON), tiers=tiers,
            sliced=typed.get("sliced", False), lowest_rp=typed.get("lowest_rp", 0),
            dormant_days=typed["dormant_days"], term_months=typed.get("term_months"),
            penalty_bp=typed.get("penalty_bp"), resolution=typed.get("resolution"),
            source=typed["source"],
        )  # fmt: skip


class LawForm(CommandForm):
    """What the law says now, from which month on."""

    ceiling_bp = RateField(label=gettext_lazy("The highest interest of savings in a year"))
    threshold_rp = RupiahField(
        label=gettext_lazy("Up to which interest a month is there no tax?"), least=0
    )
    tax_bp = RateField(label=gettext_lazy("Above it, what part of all the interest is tax?"))
    month = forms.TypedChoiceField(
        label=gettext_lazy("From which month on?"), choices=list(MONTHS.items()), coerce=int
    )
    year = YearField(label=gettext_lazy("Year"))
    source = forms.CharField(
        label=gettext_lazy("Which law says so?"),
        help_text=gettext_lazy("Its number and year. Ask the cooperative or the tax office."),
        max_length=120,
    )  # fmt: skip

    def __init__(self, *args: Any, holds: Law, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = self.fields["year"]
        assert isinstance(year, YearField)
        year.first, year.last = today.year - YEARS_BACK, today.year + YEARS_AHEAD
        self.initial = {
            "ceiling_bp": holds.ceiling_bp, "threshold_rp": holds.threshold_rp,
            "tax_bp": holds.tax_bp, "month": today.month, "year": today.year, **self.initial,
        }  # fmt: skip

    def law(self, **typed: Any) -> Law:
        """Return what was typed."""
        since = date(typed["year"], typed["month"], 1)
        return Law(
            typed["ceiling_bp"], typed["threshold_rp"], typed["tax_bp"], typed["source"], since
        )
