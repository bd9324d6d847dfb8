"""Tables of this room."""

from rembuk.remittance.models.statements import (
    Credit,
    Identified,
    Statement,
    StatementBooked,
    StatementRow,
)

__all__ = ["Credit", "Identified", "Statement", "StatementBooked", "StatementRow"]
