"""The two counts a village shows to everybody, masked exactly as for offices above it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from rembuk.hall.noticeboard import Count, Notice
from rembuk.reporting import indicators, rollup
from rembuk.villages.models import Village

SHOWN = ("residents", "households_with_worker")


def notices(village: Village, on: date) -> Iterator[Notice]:
    """How many work abroad, and from how many households, where that may be read."""
    asked = [indicator for key in SHOWN if (indicator := indicators.named(key))]
    answers = rollup.ask([village], asked, on=on)
    counts = []
    for indicator in asked:
        shown = answers.row(indicator, village).parts[indicator.main]
        if isinstance(shown, int):
            counts.append(Count(str(indicator.parts[indicator.main]), shown))
    yield Notice(title=_("The village in numbers"), counts=counts, order=20)
