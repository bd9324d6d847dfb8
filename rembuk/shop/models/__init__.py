"""Tables of this room."""

from rembuk.shop.models.files import FilledFile, Weight
from rembuk.shop.models.listings import CharacterAnswer, Listing, Photo
from rembuk.shop.models.qris import OwnQris
from rembuk.shop.models.rates import Category, Channel, FeeRate, QrisLimit
from rembuk.shop.models.stalls import Charge, Stall, StallTerms, Visit, VisitLine
from rembuk.shop.models.stock import Movement, Promise, Reason
from rembuk.shop.models.windows import Window

__all__ = [
    "Category",
    "Channel",
    "CharacterAnswer",
    "Charge",
    "FeeRate",
    "FilledFile",
    "Listing",
    "Movement",
    "OwnQris",
    "Photo",
    "Promise",
    "QrisLimit",
    "Reason",
    "Stall",
    "StallTerms",
    "Visit",
    "VisitLine",
    "Weight",
    "Window",
]
