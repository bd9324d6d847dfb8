"""What a cooperative decided about its surplus, and how a year was divided."""

from rembuk.surplus.models.divisions import Booking, Division, DivisionStep, MemberShare
from rembuk.surplus.models.losses import LossCover
from rembuk.surplus.models.payouts import Payout
from rembuk.surplus.models.reports import Budget, BudgetLine, Part, Report
from rembuk.surplus.models.rules import SplitRule

__all__ = [
    "Booking",
    "Budget",
    "BudgetLine",
    "Division",
    "DivisionStep",
    "LossCover",
    "MemberShare",
    "Part",
    "Payout",
    "Report",
    "SplitRule",
]
