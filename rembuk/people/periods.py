"""Stretches of days that people ask about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stretch(models.TextChoices):
    """The stretches a page offers by name."""

    THIS_MONTH = "this-month", _("This month")
    LAST_MONTH = "last-month", _("Last month")
    THIS_YEAR = "this-year", _("This year")
    LAST_YEAR = "last-year", _("Last year")


@dataclass(frozen=True)
class Period:
    """From the beginning of one day to the end of another, both counted."""

    since: date
    until: date

    @property
    def before(self) -> date:
        """Return the day before the first, whose stock the period starts from."""
        return self.since - timedelta(days=1)


def stretch(named: str, *, today: date) -> Period:
    """Return the days of a named stretch; the running month or year ends today."""
    month = today.replace(day=1)
    year = date(today.year, 1, 1)
    match Stretch(named):
        case Stretch.THIS_MONTH:
            return Period(month, today)
        case Stretch.LAST_MONTH:
            last = month - timedelta(days=1)
            return Period(last.replace(day=1), last)
        case Stretch.THIS_YEAR:
            return Period(year, today)
        case Stretch.LAST_YEAR:
            return Period(date(today.year - 1, 1, 1), year - timedelta(days=1))
