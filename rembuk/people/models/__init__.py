"""The tables of the people room."""

from rembuk.people.models.batches import ColumnChoice, ImportBatch, ImportRow
from rembuk.people.models.households import Household, HouseholdDuty
from rembuk.people.models.journeys import JourneyStep
from rembuk.people.models.residents import NationalId, Plan, Resident, Status
from rembuk.people.models.rights import (
    Consent,
    ConsentWithdrawal,
    CorrectionAnswer,
    CorrectionRequest,
    DifferentPersons,
    Erasure,
    Merge,
    MergeUndo,
)

__all__ = [
    "ColumnChoice",
    "Consent",
    "ConsentWithdrawal",
    "CorrectionAnswer",
    "CorrectionRequest",
    "DifferentPersons",
    "Erasure",
    "Household",
    "HouseholdDuty",
    "ImportBatch",
    "ImportRow",
    "JourneyStep",
    "Merge",
    "MergeUndo",
    "NationalId",
    "Plan",
    "Resident",
    "Status",
]
