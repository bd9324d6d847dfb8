"""How many facilitators a village should have and has, and what sources say they are and do.

The sources give different norms: four (one for each pillar) and two for each village. The norms
are data of the programme; the gap is shown against each of them, and none is picked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rembuk.programme.models import ProgrammeTemplate
from rembuk.programme.models.facts import Certainty, when_words
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


@dataclass(frozen=True)
class FrameLine:
    """One thing that sources say about a facilitator's office; unverified ones are marked."""

    text: str
    as_of: str
    unverified: bool
    sources: Sequence[Source]

    @property
    def when(self) -> str:
        """Its date as people read it, no finer than the source gives it; "" if it gives none."""
        return when_words(self.as_of)


def frame(templates: Iterable[ProgrammeTemplate]) -> list[FrameLine]:
    """How a facilitator is chosen, trained and paid, and what she owes; the dated ones first."""
    return [
        FrameLine(
            text=said(line),
            as_of=line["as_of"],
            unverified=Certainty(line["status"]) == Certainty.UNVERIFIED,
            sources=cited(line["sources"]),
        )
        for template in templates
        for line in template.facilitator_frame
    ]


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
