"""The cooperative's book that an address names, and the year that is asked for."""

from __future__ import annotations

from datetime import date

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
    return year_asked(request.GET.get("year", ""), book, today=request.today)


def year_asked(asked: str, book: Book, *, today: date) -> Year:
    """Return the year that was asked for; the last that is over for one the book has not."""
    first, last = book.begins_on.year, today.year
    known = len(asked) == DIGITS and asked.isascii() and asked.isdigit()
    year = int(asked) if known else max(last - 1, first)
    return yearly.year_of(book, min(max(year, first), last), today=today)


def years_beside(book: Book, year: Year, *, last: int) -> list[int]:
    """Return the year before and the one after, as far as the book has them."""
    first = book.begins_on.year
    return list(range(max(first, year.year - 1), min(last, year.year + 1) + 1))


def shu_address(request: VillageRequest, year: int) -> str:
    """Return the address of a year's division."""
    return reverse("surplus:shu", args=address(request)) + f"?year={year}"
