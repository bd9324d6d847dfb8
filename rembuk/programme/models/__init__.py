"""The tables of the programme room."""

from rembuk.programme.models.evidence import Evidence
from rembuk.programme.models.facts import (
    NationalConflict,
    NationalFact,
    SourceConflict,
    SourcedFact,
    VillageConflict,
    VillageFact,
)
from rembuk.programme.models.pillars import Pillar, ProgrammeTemplate, VillageProgramme

__all__ = [
    "Evidence",
    "NationalConflict",
    "NationalFact",
    "Pillar",
    "ProgrammeTemplate",
    "SourceConflict",
    "SourcedFact",
    "VillageConflict",
    "VillageFact",
    "VillageProgramme",
]
