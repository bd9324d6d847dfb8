"""Tables of this room."""

from rembuk.herd.models.animals import Animal, Certainty, Sex
from rembuk.herd.models.counts import PARTS, HerdCount
from rembuk.herd.models.events import COMING, LEAVING, Cause, Defect, Event, Kind, Sale
from rembuk.herd.models.numbers import HerdNumber, Measure
from rembuk.herd.models.photos import AnimalPhoto
from rembuk.herd.models.plans import Booking, Feast, FeastDay
from rembuk.herd.models.swaps import SwapCard

__all__ = [
    "COMING",
    "LEAVING",
    "PARTS",
    "Animal",
    "AnimalPhoto",
    "Booking",
    "Cause",
    "Certainty",
    "Defect",
    "Event",
    "Feast",
    "FeastDay",
    "HerdCount",
    "HerdNumber",
    "Kind",
    "Measure",
    "Sale",
    "Sex",
    "SwapCard",
]
