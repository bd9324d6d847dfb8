"""Days in forms: 'Today / Yesterday / Another day', and a day in three parts.

No picture of a calendar and no script: a day, a month by name and a year cannot be misread, and
a birth in 1962 is as near as yesterday.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rembuk.lib import words

TODAY, YESTERDAY, OTHER = "today", "yesterday", "other"
YEAR_MIN, YEAR_MAX = 1900, 2100
YEAR_DIGITS = 4


class PartsInput(forms.MultiWidget):
    """Three inputs: day, month by name, year."""

    template_name = "web/widgets/parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        digits = {"inputmode": "numeric", "autocomplete": "off"}
        months = [("", ""), *((str(number), name) for number, name in MONTHS.items())]
        super().__init__(
            {
                "day": forms.TextInput({**digits, "maxlength": "2"}),
                "month": forms.Select(choices=months),
                "year": forms.TextInput({**digits, "maxlength": "4"}),
            },
            attrs,
        )

    def decompress(self, value: date | None) -> list[Any]:
        """Return the parts of a day."""
        return [value.day, str(value.month), str(value.year)] if value else ["", "", ""]

    def id_for_label(self, id_: str) -> str:
        """Return the id of the first input, which an error leads to."""
        return f"{id_}_0"


class PartsField(forms.Field):
    """A day in three parts. Errors say which part to mend."""

    widget: forms.Widget | type[forms.Widget] = PartsInput
    default_error_messages = {
        "missing_part": _("Fill in day, month and year."),
        "short_year": _("Write the year with four digits, such as 2019."),
        "far_year": _("Check the year: it lies between %(first)s and %(last)s."),
        "no_such_day": _("Check the date: that month does not have this day."),
    }

    def clean(self, value: Any) -> date | None:
        """Return the day, or None if the field may be empty and is."""
        parts = [str(part or "").strip() for part in (value or ["", "", ""])]
        if not any(parts):
            self.validate(None)
            return None
        return self._day(parts)

    def _day(self, parts: list[str]) -> date:
        if not all(part.isdecimal() for part in parts):
            raise self._wrong("missing_part")
        day, month, year = (int(part) for part in parts)
        if len(parts[2]) != YEAR_DIGITS:
            raise self._wrong("short_year")
        if not YEAR_MIN <= year <= YEAR_MAX:
            raise self._wrong("far_year", first=str(YEAR_MIN), last=str(YEAR_MAX))
        try:
            return date(year, month, day)
        except ValueError as impossible:
            raise self._wrong("no_such_day") from impossible

    def _wrong(self, code: str, **params: str) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code, params=params)

    def has_changed(self, initial: date | None, data: Any) -> bool:
        """Say whether the parts differ from the day shown first."""
        shown = [str(part) for part in PartsInput().decompress(initial)]
        return shown != [str(part or "") for part in (data or ["", "", ""])]


class DayInput(forms.MultiWidget):
    """Today, yesterday or another day; the parts open with the third choice."""

    template_name = "web/widgets/day.html"
    use_fieldset = True
    today: date | None = None

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"which": forms.RadioSelect(), "parts": PartsInput()}, attrs)

    def about(self, today: date) -> None:
        """Write today's and yesterday's dates beside the choices."""
        self.today = today
        language = get_language() or "id"
        yesterday = today - timedelta(days=1)
        which = self.widgets[0]
        assert isinstance(which, forms.RadioSelect)
        which.choices = [
            (TODAY, _("Today, %(day)s") % {"day": words.plain_day(today, language=language)}),
            (
                YESTERDAY,
                _("Yesterday, %(day)s") % {"day": words.plain_day(yesterday, language=language)},
            ),
            (OTHER, _("Another day")),
        ]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Also tell which day 'Today' means here: what waits for signal arrives on a later one."""
        return super().get_context(name, value, attrs) | {"today": self.today}

    def decompress(self, value: date | None) -> list[Any]:
        """Return the choice that fits a day, and its parts."""
        assert self.today, "a form with a DayField sets its `today`"
        if value is None:
            return ["", None]
        near = {self.today: TODAY, self.today - timedelta(days=1): YESTERDAY}
        return [near[value], None] if value in near else [OTHER, value]

    def id_for_label(self, id_: str) -> str:
        """Return the id of the first choice, which an error leads to."""
        return f"{id_}_0_0"


class DayField(PartsField):
    """A day that has been: today unless chosen otherwise. The form sets `today` before use."""

    widget = DayInput
    default_error_messages = {
        "not_yet": _("Choose today or an earlier day."),
    }
    _today: date | None = None

    @property
    def today(self) -> date:
        """The village's day, as the view read it."""
        assert self._today, "a form with a DayField sets its `today`"
        return self._today

    @today.setter
    def today(self, day: date) -> None:
        self._today = day
        if self.required and self.initial is None:
            self.initial = day
        self._input.about(day)

    @property
    def _input(self) -> DayInput:
        assert isinstance(self.widget, DayInput)
        return self.widget

    def clean(self, value: Any) -> date | None:
        """Return the chosen day. Boxes that are not chosen are hidden, and not read."""
        which, parts = value or ["", None]
        near = {TODAY: self.today, YESTERDAY: self.today - timedelta(days=1)}.get(which)
        if which == OTHER and not any(parts or []):
            raise self._wrong("missing_part")
        day = near or super().clean(parts)
        if day and day > self.today:
            raise self._wrong("not_yet")
        return day

    def has_changed(self, initial: date | None, data: Any) -> bool:
        """Say whether another choice or other parts were sent than were shown."""
        which, parts = data or ["", None]
        if which == OTHER:
            return PartsField.has_changed(self, initial, parts)
        return bool(self._input.decompress(initial)[0] != (which or ""))
