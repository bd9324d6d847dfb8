"""Which days people want numbers about."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.people.models.journeys import EARLIEST
from rembuk.web.days import PartsField
from rembuk.web.forms import Form


class PeriodForm(Form):
    """The first and the last day."""

    since = PartsField(
        label=_("First day"), error_messages={"required": _("Fill in the first day.")}
    )
    until = PartsField(label=_("Last day"), error_messages={"required": _("Fill in the last day.")})

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Refuse a period that runs backwards, or into days that are still to come."""
        told = super().clean() or {}
        since, until = told.get("since"), told.get("until")
        if since and since < EARLIEST + timedelta(days=1):
            self.add_error("since", _("Choose a day from 2 January 1970 on."))
        if until and until > self.today:
            self.add_error("until", _("Choose today or an earlier day."))
        if since and until and since > until:
            raise forms.ValidationError(
                _("The first day lies after the last one. Change one of them.")
            )
        return told
