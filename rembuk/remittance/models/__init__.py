"""Tables of this room."""

from rembuk.remittance.models.divisions import Division, DivisionPart
from rembuk.remittance.models.receipts import FamilyConsent, TransferTold
from rembuk.remittance.models.statements import (
    Credit,
    Identified,
    Statement,
    StatementBooked,
    StatementRow,
)
from rembuk.remittance.models.taking_back import TakenBack

__all__ = [
    "Credit",
    "Division",
    "DivisionPart",
    "FamilyConsent",
    "Identified",
    "Statement",
    "StatementBooked",
    "StatementRow",
    "TakenBack",
    "TransferTold",
]
