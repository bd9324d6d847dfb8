"""The tables of the ledger. Only this room touches them; others name them in a foreign key."""

from rembuk.ledger.models.books import Account, Book
from rembuk.ledger.models.caches import Balance, Checkpoint
from rembuk.ledger.models.entries import Entry, Movement
from rembuk.ledger.models.pending import Hold, Pending, Resolution
from rembuk.ledger.models.periods import Period, PeriodEvent, Seal

__all__ = [
    "Account",
    "Balance",
    "Book",
    "Checkpoint",
    "Entry",
    "Hold",
    "Movement",
    "Pending",
    "Period",
    "PeriodEvent",
    "Resolution",
    "Seal",
]
