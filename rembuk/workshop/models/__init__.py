"""Tables of this room."""

from rembuk.workshop.models.material import Material, MaterialMove, OtherCost
from rembuk.workshop.models.offers import OfferDays
from rembuk.workshop.models.orders import (
    Customer,
    Order,
    OrderLine,
    OrderStep,
    Payment,
    Place,
    Stage,
)
from rembuk.workshop.models.sizes import PARTS, Measurement, Pupil
from rembuk.workshop.models.work import Estimate, Operation, Pace, PieceRate, Wage, WorkOutput

__all__ = [
    "PARTS",
    "Customer",
    "Estimate",
    "Material",
    "MaterialMove",
    "Measurement",
    "OfferDays",
    "Operation",
    "Order",
    "OrderLine",
    "OrderStep",
    "OtherCost",
    "Pace",
    "Payment",
    "PieceRate",
    "Place",
    "Pupil",
    "Stage",
    "Wage",
    "WorkOutput",
]
