"""Which day a page tells of."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.web.days import PartsField
from rembuk.web.forms import Form

NOT_YET = _("Choose today or an earlier day.")


class DayForm(Form):
    """The herd on another day."""

    on = PartsField(label=_("On which day?"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial = today

    def clean_on(self) -> date | None:
        """Refuse a day to come."""
        day: date | None = self.cleaned_data["on"]
        if day and day > self.today:
            raise forms.ValidationError(NOT_YET)
        return day

    def day(self) -> date:
        """Return the day asked for; today where none is, or a wrong one."""
        asked = self.cleaned_data.get("on") if self.is_bound and self.is_valid() else None
        return asked or self.today


class StretchForm(Form):
    """From one day to another."""

    since = PartsField(label=_("From"), required=False)
    until = PartsField(label=_("Until"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["until"].initial = today

    def clean(self) -> dict[str, Any]:
        """Refuse days to come, and an end before the beginning."""
        told = super().clean() or self.cleaned_data
        since, until = told.get("since"), told.get("until")
        if until and until > self.today:
            self.add_error("until", NOT_YET)
        if since and since > (until or self.today):
            self.add_error("since", _("Choose a day before the end."))
        return told

    def stretch(self) -> tuple[date | None, date]:
        """Return the days asked for: from the beginning until today unless said otherwise."""
        if not self.is_bound or not self.is_valid():
            return None, self.today
        return self.cleaned_data.get("since"), self.cleaned_data.get("until") or self.today
