"""Tables of this room."""

from rembuk.arisan.models.arisans import Arisan, Ending, Rhythm, Seat, Way
from rembuk.arisan.models.rounds import Draw, HandedOver, Paid

__all__ = ["Arisan", "Draw", "Ending", "HandedOver", "Paid", "Rhythm", "Seat", "Way"]
