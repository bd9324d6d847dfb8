"""What the cash room keeps beside the books: counts, closed days, agreed limits, who was told."""

from rembuk.cash.models.counts import FACES, CashCount
from rembuk.cash.models.days import DayClose, DayOpening
from rembuk.cash.models.limits import LimitChange, LimitDecision
from rembuk.cash.models.telling import LineTold

__all__ = [
    "FACES",
    "CashCount",
    "DayClose",
    "DayOpening",
    "LimitChange",
    "LimitDecision",
    "LineTold",
]
