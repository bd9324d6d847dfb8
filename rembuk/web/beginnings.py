"""When something began, as exactly as people know it.

A page asks for the day. The links of web/form/_known.html ask for less: `?known=rough` for the
month or the year alone, `?known=by` for a day on which it lasted already. The form hands over the
day with how exactly it is known (villages.models.Known).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import Known
from rembuk.web.days import YEAR_MIN, DayField
from rembuk.web.widgets import CountInput

ROUGH, BY = "rough", "by"
FOUR_DIGITS = _("Write the year with four digits, such as 2019.")


class MonthField(forms.TypedChoiceField):
    """A month by its name, or only the year."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Month, if it is known"))
        none = ("", _("Only the year is known"))
        super().__init__(
            choices=[none, *MONTHS.items()], coerce=int, empty_value=None, required=False, **kwargs
        )


class YearField(forms.IntegerField):
    """A year from `first` to `last`, which the form sets."""

    widget = CountInput
    default_error_messages = {
        "required": FOUR_DIGITS,
        "invalid": FOUR_DIGITS,
        "far_year": _("Write a year from %(first)s to %(last)s."),
    }
    first, last = YEAR_MIN, YEAR_MIN

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Year"))
        super().__init__(**kwargs)
        self.widget.attrs["maxlength"] = "4"

    def clean(self, value: Any) -> int | None:
        """Return the year, None if the field may be empty and is."""
        year: int | None = super().clean(value)
        if year is not None and not self.first <= year <= self.last:
            span = {"first": self.first, "last": self.last}
            raise forms.ValidationError(
                self.error_messages["far_year"], code="far_year", params=span
            )
        return year


class BeginningForm(forms.Form):
    """What a CommandForm in which something begins adds: a day, a month or a year, or before a day.

    Hands over the day as `began`, and `precision` beside it: the names that a subclass gives.
    A month or a year stands for its first day.
    """

    began: ClassVar[str]
    precision: ClassVar[str]
    lasted: ClassVar[str | Promise]  # the question for a day on which it lasted already
    first_year: ClassVar[int] = YEAR_MIN

    def __init__(self, *args: Any, today: date, known: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.known = today, known if known in {ROUGH, BY} else ""
        day = self.fields[self.began]
        if isinstance(day, DayField):
            day.today = today
        if self.known == BY:
            day.label, day.required = str(self.lasted), True
        if self.known == ROUGH:
            self.fields = dict(self._with_month_and_year(required=day.required))

    def _with_month_and_year(self, *, required: bool) -> Iterator[tuple[str, forms.Field]]:
        for name, field in self.fields.items():
            if name != self.began:
                yield name, field
                continue
            year = YearField(label=_("Year it began"), required=required)
            year.first, year.last = self.first_year, self.today.year
            yield "year", year
            yield "month", MonthField(label=_("Month it began, if it is known"))

    def clean(self) -> dict[str, Any]:
        """Put the day together, with how exactly it is known."""
        told = super().clean() or self.cleaned_data
        exactly = Known.KNOWN_BY if self.known == BY else Known.DAY
        if self.known == ROUGH:
            month, year = told.pop("month", None), told.pop("year", None)
            exactly = Known.MONTH if month else Known.YEAR
            told[self.began] = date(year, month or 1, 1) if year else None
            if month and not year and "year" not in self.errors:
                self.add_error("year", FOUR_DIGITS)
        told[self.precision] = exactly if told.get(self.began) else Known.DAY
        self._has_been(told.get(self.began))
        return told

    def _has_been(self, began: date | None) -> None:
        """Refuse a day to come where a day to come makes no sense."""
        if began is None or began <= self.today:
            return
        if self.known == ROUGH:
            self.add_error("month", _("Choose this month or an earlier one."))
        elif self.known == BY:
            self.add_error(self.began, _("Choose today or an earlier day."))
