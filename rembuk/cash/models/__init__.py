"""What the cash room keeps beside the books: counts, closed days, and agreed limits."""

from rembuk.cash.models.counts import FACES, CashCount
from rembuk.cash.models.days import DayClose, DayOpening
from rembuk.cash.models.limits import LimitChange, LimitDecision

__all__ = ["FACES", "CashCount", "DayClose", "DayOpening", "LimitChange", "LimitDecision"]
