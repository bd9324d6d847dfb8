"""What the cash room keeps beside the books: counts, and days that were closed."""

from rembuk.cash.models.counts import FACES, CashCount
from rembuk.cash.models.days import DayClose, DayOpening

__all__ = ["FACES", "CashCount", "DayClose", "DayOpening"]
