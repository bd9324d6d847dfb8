"""The answers of all villages an office may see, masked, and what regions make of them.

Here is the one place of this room that looks into several villages at once. Only counts leave it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from rembuk.reporting.indicators import Indicator
from rembuk.reporting.masking import Mask, Row, masked, unmasked
from rembuk.villages import tenancy
from rembuk.villages.models import OfficeTerm, Region, Village
from rembuk.web.parts import percent_of


@dataclass(frozen=True)
class Answers:
    """The answers of some villages to some indicators."""

    villages: Sequence[Village]
    rows: dict[tuple[str, int], Row]

    def row(self, indicator: Indicator, village: Village) -> Row:
        """What a village shows for an indicator."""
        nothing = Row(dict.fromkeys(indicator.parts, Mask.NOTHING), Mask.NOTHING)
        return self.rows.get((indicator.key, village.pk), nothing)


@dataclass(frozen=True)
class Sum:
    """What the villages of a region show together for one part.

    `number` and `whole` add up the same villages: those that show both. `masked` villages have
    an answer that is not shown, `silent` ones have none.
    """

    number: int
    whole: int
    counted: int
    masked: int
    silent: int

    @property
    def percent(self) -> int | None:
        """The part in percent of the whole, rounded half up; None when nothing is shown."""
        return percent_of(self.number, self.whole) if self.whole else None


def villages_under(term: OfficeTerm) -> QuerySet[Village]:
    """The villages an office above villages may see: those of its region, or all."""
    villages = Village.objects.select_related("region__parent__parent__parent")
    if term.region_id is not None:
        villages = villages.filter(region__code__startswith=term.region_id)
    return villages.order_by("name", "pk")


def ask(villages: Iterable[Village], indicators: Iterable[Indicator], *, on: date) -> Answers:
    """Ask these indicators of these villages. Counts of people come masked."""
    asked = list(villages)
    rows: dict[tuple[str, int], Row] = {}
    with tenancy.every_village("counts without names, for offices above villages"):
        for indicator in indicators:
            found: defaultdict[int, dict[str, int]] = defaultdict(
                lambda parts=indicator.parts: dict.fromkeys(parts, 0)  # type: ignore[misc]  # bound now
            )
            for village_id, part, number in indicator.answer(villages=asked, on=on):
                found[village_id][part] += number
            guard = masked if indicator.about_people else unmasked
            rows |= {(indicator.key, village): guard(counts) for village, counts in found.items()}
    return Answers(villages=asked, rows=rows)


def together(indicator: Indicator, *, part: str, rows: Sequence[Row]) -> Sum:
    """Put together what villages show: nothing that one of them masks is added back."""
    numbers: list[int] = []
    whole = masks = silent = 0
    for row in rows:
        shown, total = row.parts[part], row.total
        if isinstance(shown, int) and isinstance(total, int):
            numbers.append(shown)
            whole += total
        elif shown is Mask.NOTHING:
            silent += 1
        else:
            masks += 1
    number = sum(numbers) if indicator.adds_up else max(numbers, default=0)
    return Sum(number=number, whole=whole, counted=len(numbers), masked=masks, silent=silent)


def by_regency(answers: Answers) -> dict[Region, list[Village]]:
    """The villages of each regency, by the regency's name."""
    found: defaultdict[Region, list[Village]] = defaultdict(list)
    for village in answers.villages:
        found[regency_of(village)].append(village)
    return dict(sorted(found.items(), key=lambda item: (item[0].name, item[0].pk)))


def regency_of(village: Village) -> Region:
    """The regency a village lies in."""
    district = village.region.parent
    assert district is not None
    assert district.parent is not None
    return district.parent
