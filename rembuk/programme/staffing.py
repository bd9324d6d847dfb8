"""How many facilitators a village should have, and how many it has.

The sources give different norms: four (one for each pillar) and two for each village. The norms
are data of the programme; the gap is shown against each of them, and none is picked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rembuk.programme.models import ProgrammeTemplate
from rembuk.programme.models.words import said
from rembuk.programme.sources import Source, cited
from rembuk.villages.models import OfficeTerm, Village
from rembuk.villages.permissions import Office


@dataclass(frozen=True)
class NormGap:
    """One norm against the facilitators in office."""

    name: str
    required: int
    actual: int
    as_of: str
    sources: Sequence[Source]

    @property
    def missing(self) -> int:
        """How many more the norm asks for; never below zero."""
        return max(0, self.required - self.actual)


def facilitators_in_office(village: Village, *, on: date) -> int:
    """How many people hold the office on a day."""
    terms = OfficeTerm.objects.on(on).filter(village=village, office=Office.FACILITATOR)
    return terms.values("user").distinct().count()


def gaps(village: Village, templates: Iterable[ProgrammeTemplate], *, on: date) -> list[NormGap]:
    """Compare the facilitators in office on a day with every norm of these programmes."""
    norms = [norm for template in templates for norm in template.norms]
    if not norms:
        return []
    actual = facilitators_in_office(village, on=on)
    return [
        NormGap(
            name=said(norm["name"]),
            required=norm["count"],
            actual=actual,
            as_of=norm["as_of"],
            sources=cited(norm["sources"]),
        )
        for norm in norms
    ]
