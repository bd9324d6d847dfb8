"""The cooperative's book that an address names, and the year that is asked for."""

from __future__ import annotations

from django.urls import reverse

from rembuk.cash.views import steps
from rembuk.coop.views.places import coop_of
from rembuk.ledger.reading import Book
from rembuk.surplus import yearly
from rembuk.surplus.yearly import Year
from rembuk.villages.access import VillageRequest
from rembuk.web.views import address

DIGITS = 4


def book_of(request: VillageRequest) -> Book:
    """Return the book of the cooperative in the address, or 404."""
    group, book = coop_of(request), steps.book_of(request)
    book.group = group
    return book


def year_of(request: VillageRequest, book: Book) -> Year:
    """Return the year of the address; the last that is over where it says none the book has."""
    asked = request.GET.get("year", "")
    first, last = book.begins_on.year, request.today.year
    known = len(asked) == DIGITS and asked.isascii() and asked.isdigit()
    year = int(asked) if known else max(last - 1, first)
    return yearly.year_of(book, min(max(year, first), last), today=request.today)


def shu_address(request: VillageRequest, year: int) -> str:
    """Return the address of a year's division."""
    return reverse("surplus:shu", args=address(request)) + f"?year={year}"
