"""What the room that keeps stock does for an order: this room does not know it.

Pieces on the shelf may be kept for a line of an order. Handed over, they are sold with it; called
off, they are free again. The room above says how, in its apps.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village
from rembuk.workshop.models import Order, OrderLine, OrderStep


@dataclass(frozen=True)
class OnShelf:
    """How many pieces are kept for a line, and how many more could be."""

    kept: int = 0
    free: int = 0


@dataclass(frozen=True)
class Shelf:
    """What the stock room offers: a page to keep pieces, what there is, and what a step does.

    `moved(order, step, by=, at=, today=)` follows a step forward, `taken_back(...)` one that is
    taken back, and says how many pieces are gone meanwhile; both inside the same transaction.
    """

    keep_url: str  # name of the page: village, group, order, line
    held: Callable[..., dict[int, OnShelf]]  # (village, lines, today=)
    moved: Callable[..., None]
    taken_back: Callable[..., int]
    asked_at: Callable[[Group], str]  # the number buyers write to; "" without one


_shelves: list[Shelf] = []


def offer(shelf: Shelf) -> None:
    """Register the room that keeps stock; there is one."""
    _shelves[:] = [shelf]


def keep_url() -> str:
    """Return the name of the page that keeps pieces for a line; "" where no room keeps stock."""
    return _shelves[0].keep_url if _shelves else ""


def asked_at(group: Group) -> str:
    """Return the number that buyers write to, +62...; "" without one."""
    return _shelves[0].asked_at(group) if _shelves else ""


def held(village: Village, lines: Iterable[OrderLine], *, today: date) -> dict[int, OnShelf]:
    """Return what the shelf has for lines with a product, by the line's key."""
    named = [line for line in lines if line.product_id is not None]
    return _shelves[0].held(village, named, today=today) if _shelves and named else {}


def moved(order: Order, step: OrderStep, *, by: Actor, at: datetime, today: date) -> None:
    """Let the stock follow a step of an order. Errors: Refused where kept pieces are gone."""
    for shelf in _shelves:
        shelf.moved(order, step, by=by, at=at, today=today)


def taken_back(order: Order, step: OrderStep, *, by: Actor, at: datetime, today: date) -> int:
    """Let the stock follow a step that is taken back; say how many pieces others have by now."""
    return sum(shelf.taken_back(order, step, by=by, at=at, today=today) for shelf in _shelves)
