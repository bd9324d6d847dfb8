"""Tables of this room."""

from rembuk.remittance.models.divisions import Division, DivisionPart
from rembuk.remittance.models.statements import (
    Credit,
    Identified,
    Statement,
    StatementBooked,
    StatementRow,
)

__all__ = [
    "Credit",
    "Division",
    "DivisionPart",
    "Identified",
    "Statement",
    "StatementBooked",
    "StatementRow",
]
