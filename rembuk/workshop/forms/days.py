"""A day ahead: in a week, in two, in four, or another day whose parts open then."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rembuk.lib import words
from rembuk.web.days import OTHER, DayInput, PartsField

# Days ahead -> what the choice is called.
NEAR = {7: _("In a week, %(day)s"), 14: _("In two weeks, %(day)s"), 28: _("In four weeks, %(day)s")}
USUAL_DAYS = 14
QUEUE = "queue"
COUNTED = date.max  # stands for the day that is counted from the queue, until it is


class AheadInput(DayInput):
    """Choices for days ahead; the parts open with the last one."""

    counts = False  # whether a day may be counted from the queue

    def about(self, today: date) -> None:
        """Write the dates beside the choices."""
        self.today = today
        language = get_language() or "id"
        which = self.widgets[0]
        assert isinstance(which, forms.RadioSelect)
        near = [
            (str(ahead), said % {"day": words.plain_day(_after(today, ahead), language=language)})
            for ahead, said in NEAR.items()
        ]
        counted = [(QUEUE, _("Let Rembuk count it from what waits"))] if self.counts else []
        which.choices = [*counted, *near, (OTHER, _("Another day"))]

    def decompress(self, value: date | None) -> list[Any]:
        """Return the choice that fits a day, and its parts."""
        assert self.today, "a form with an AheadField sets its `today`"
        if value is None:
            return ["", None]
        if value == COUNTED:
            return [QUEUE, None]
        ahead = (value - self.today).days
        return [str(ahead), None] if ahead in NEAR else [OTHER, value]


class AheadField(PartsField):
    """A day from today on. The form sets `today` before use."""

    widget = AheadInput
    default_error_messages = {"over": _("Choose today or a later day.")}

    def begin(self, today: date, *, counts: bool = False) -> None:
        """Tell the field which day is today; `counts` offers the day counted from the queue."""
        self.today = today
        self.initial = COUNTED if counts else _after(today, USUAL_DAYS)
        assert isinstance(self.widget, AheadInput)
        self.widget.counts = counts
        self.widget.about(today)

    def clean(self, value: Any) -> date | None:
        """Return the chosen day. Boxes that are not chosen are hidden, and not read."""
        which, parts = value or ["", None]
        if which in {str(ahead) for ahead in NEAR}:
            return _after(self.today, int(which))
        if which == QUEUE and getattr(self.widget, "counts", False):
            return COUNTED
        if which == OTHER and not any(parts or []):
            raise self._wrong("missing_part")
        day = super().clean(parts)
        if day and day < self.today:
            raise self._wrong("over")
        return day

    def has_changed(self, initial: date | None, data: Any) -> bool:
        """Say whether something else was sent than was shown: it always counts as chosen."""
        return True


def _after(today: date, ahead: int) -> date:
    return today + timedelta(days=ahead)
