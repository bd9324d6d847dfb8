"""What people type when an account gets newer terms, or is closed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.cash.forms.money import about_day
from rembuk.lib import words
from rembuk.lib.dates import next_month
from rembuk.savings.models import Product, Version
from rembuk.savings.rates import percent_told
from rembuk.web.beginnings import YearField
from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm

YEARS_AHEAD = 2


class VersionField(forms.ModelChoiceField):
    """One of a product's versions, by its rate and its day; the page offers the newer ones."""

    def label_from_instance(self, obj: Any) -> str:
        """Say the rate and since when it is promised."""
        day = words.plain_day(obj.since, language=get_language() or "id")
        told = {"rate": percent_told(obj.rate_bp), "day": day}
        return _("%(rate)s a year, promised since %(day)s") % told


class MoveForm(CommandForm):
    """Which newer terms, from which month on, and how she was told of them."""

    version = VersionField(
        label=gettext_lazy("Which terms?"), queryset=Version.objects.none(), empty_label=None,
        widget=forms.RadioSelect,
    )  # fmt: skip
    month = forms.TypedChoiceField(
        label=gettext_lazy("From which month on?"), choices=list(MONTHS.items()), coerce=int
    )
    year = YearField(label=gettext_lazy("Year"))
    told_on = DayField(label=gettext_lazy("On which day was she told?"))
    how = forms.CharField(
        label=gettext_lazy("How was she told?"),
        help_text=gettext_lazy("For example: by telephone, or at the office with her mother."),
        max_length=120,
    )

    def __init__(
        self, *args: Any, product: Product, offered: list[Version], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        about_day(self, "told_on", today=today)
        chosen, year = self.fields["version"], self.fields["year"]
        assert isinstance(chosen, VersionField)
        assert isinstance(year, YearField)
        # Any of them is understood, so that a second sending is known again; the rule refuses.
        chosen.queryset = Version.objects.of(product.village).filter(product=product)
        chosen.choices = [(one.pk, chosen.label_from_instance(one)) for one in offered]
        year.first, year.last = today.year, today.year + YEARS_AHEAD
        first = next_month(today)
        self.initial = {"month": first.month, "year": first.year, **self.initial}
        if len(offered) == 1:
            self.initial.setdefault("version", offered[0].pk)

    @staticmethod
    def since(**typed: Any) -> date:
        """Return the first day of the month that was chosen."""
        return date(typed["year"], typed["month"], 1)


class CloseForm(CommandForm):
    """Why an account is closed."""

    reason = forms.CharField(
        label=gettext_lazy("Why is the account closed?"),
        help_text=gettext_lazy("For example: the goal is reached. She reads it too."),
        max_length=200,
    )
