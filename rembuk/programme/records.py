"""A fact that counts people of the village, beside what the village's own records say."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.urls import reverse

from rembuk.people import counting
from rembuk.people.models import Status
from rembuk.programme.models import SourcedFact, VillageFact
from rembuk.villages.models import Village

Counted = VillageFact.Counted
STATUSES: dict[str, tuple[Status, ...]] = {
    Counted.ABROAD: (Status.WORKER, Status.ON_LEAVE),
    Counted.RETURNED: (Status.RETURNED,),
    Counted.MIGRANTS: (Status.WORKER, Status.ON_LEAVE, Status.RETURNED),
}


@dataclass(frozen=True)
class Recorded:
    """What the records count at the end of a day, and whether the source says the same."""

    count: int
    on: date
    same: bool


def beside(village: Village, facts: Iterable[SourcedFact]) -> dict[int, Recorded]:
    """The records' own count for each fact (by number) that counts people or households.

    At most two queries for each day that the facts speak of.
    """

    @cache
    def stocks(on: date) -> dict[Status, int]:
        return counting.stocks(village, on)

    found = {}
    for fact in facts:
        on = last_day(fact.as_of)
        if not isinstance(fact, VillageFact) or not fact.counted or on is None:
            continue
        if fact.counted == Counted.HOUSEHOLDS:
            count = _households(village, on)
        else:
            count = sum(stocks(on).get(status, 0) for status in STATUSES[fact.counted])
        found[fact.number] = Recorded(count=count, on=on, same=fact.quantity == str(count))
    return found


def _households(village: Village, on: date) -> int:
    """Households in which somebody is or was a migrant worker at the end of the day."""
    people = counting.standing_then(village, on).filter(status_then__in=STATUSES[Counted.MIGRANTS])
    homes = people.exclude(household=None).order_by().values("household").distinct()
    return int(homes.count())


def counted_facts(village: Village) -> list[int]:
    """The numbers of the facts that count people of the village, as its records do; one query."""
    counting_people = VillageFact.objects.of(village).exclude(counted="")
    return list(counting_people.order_by("number", "pk").values_list("number", flat=True))


def written_at(village: Village) -> str:
    """The address of these facts with their sources; "" where there are none."""
    numbers = ",".join(str(number) for number in counted_facts(village))
    facts_url = reverse("programme:facts", args=[village.slug])
    return f"{facts_url}?numbers={numbers}" if numbers else ""


def last_day(as_of: str) -> date | None:
    """The last day of what a source calls its date: 2017, 2017-12 or 2017-12-14."""
    match as_of.split("-"):
        case [year, month, day]:
            return date(int(year), int(month), int(day))
        case [year, month] if len(month) == 2:
            return date(int(year), int(month), monthrange(int(year), int(month))[1])
        case [year] if year:
            return date(int(year), 12, 31)
        case _years_or_nothing:
            return None
