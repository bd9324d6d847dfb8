"""What the cash room keeps beside the books: counts, closed days, limits, what is expected."""

from rembuk.cash.models.counts import FACES, CashCount
from rembuk.cash.models.days import DayClose, DayOpening
from rembuk.cash.models.expected import ExpectedMoney
from rembuk.cash.models.limits import LimitChange, LimitDecision
from rembuk.cash.models.refusals import RefusalRead
from rembuk.cash.models.telling import LineTold

__all__ = [
    "FACES",
    "CashCount",
    "DayClose",
    "DayOpening",
    "ExpectedMoney",
    "LimitChange",
    "LimitDecision",
    "LineTold",
    "RefusalRead",
]
