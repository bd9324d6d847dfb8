"""Tables of this room."""

from rembuk.savings.models.accounts import (
    Block,
    BlockLifted,
    Closing,
    Placement,
    PlacementEnd,
    Promise,
    SavingsAccount,
)
from rembuk.savings.models.goals import Aim, Goal, GoalEnd, GoalNote
from rembuk.savings.models.products import LawRule, Product, Version, VersionTold
from rembuk.savings.models.runs import (
    InterestLine,
    InterestRun,
    RunBatch,
    RunChecked,
    RunDropped,
)
from rembuk.savings.models.taxes import StateReceipt, TaxPayment, TaxSlip

__all__ = [
    "Aim",
    "Block",
    "BlockLifted",
    "Closing",
    "Goal",
    "GoalEnd",
    "GoalNote",
    "InterestLine",
    "InterestRun",
    "LawRule",
    "Placement",
    "PlacementEnd",
    "Product",
    "Promise",
    "RunBatch",
    "RunChecked",
    "RunDropped",
    "SavingsAccount",
    "StateReceipt",
    "TaxPayment",
    "TaxSlip",
    "Version",
    "VersionTold",
]
