"""What a village shows to everybody: its programmes, and two counts.

The counts are masked exactly as for offices above the village.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from rembuk.hall.noticeboard import Count, Notice
from rembuk.programme import pillars
from rembuk.reporting import indicators, rollup
from rembuk.villages.models import Village

SHOWN = ("residents", "households_with_worker")


def notices(village: Village, on: date) -> Iterator[Notice]:
    """Which programmes run, how many work abroad and from how many households, as far as shown."""
    runs = pillars.running_in(village, on=on)
    yield Notice(title=_("Programmes"), lines=[str(run.template) for run in runs], order=10)
    asked = [indicator for key in SHOWN if (indicator := indicators.named(key))]
    answers = rollup.ask([village], asked, on=on)
    counts = []
    for indicator in asked:
        shown = answers.row(indicator, village).parts[indicator.main]
        if isinstance(shown, int):
            counts.append(Count(str(indicator.parts[indicator.main]), shown))
    yield Notice(title=_("The village in numbers"), counts=counts, order=20)
