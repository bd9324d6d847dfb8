"""What rooms put on 'Hari ini', in the bars and under '+ Catat', without web knowing the rooms.

Each room fills these registries in its apps.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Any

from django.db.models import Exists, QuerySet
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rembuk.villages.access import VillageRequest, may_see
from rembuk.villages.models import OfficeTerm, Village
from rembuk.villages.permissions import Permission

CARDS_SHOWN_MAX = 7
TODAY = "web:today"
RECORD = "web:record"  # the page behind '+ Catat'


class Urgency(IntEnum):
    """The fixed order of cards: safety first, suggestions last. What is overdue follows safety."""

    SAFETY = 1
    DUE_TODAY = 2
    WAITS_FOR_APPROVAL = 3
    WAITS_FOR_REPLY = 4
    SUGGESTION = 5


@dataclass(frozen=True)
class Card:
    """One thing that needs the person: what, who, until when, why here, one button."""

    urgency: Urgency
    title: str
    why: str
    button: str
    url: str
    icon: str = "today"
    due_on: date | None = None
    presses: bool = False  # the button does it at once, instead of opening a page


@dataclass(frozen=True)
class Entry:
    """One choice under '+ Catat', or one place in the bar."""

    label: Promise | str
    hint: Promise | str
    icon: str
    url_name: str
    permission: Permission
    order: int = 50
    # Beyond the permission: whether this office, over this village or group, finds anything there.
    for_office: Callable[[OfficeTerm], bool] = field(default=lambda _term: True)
    # A place where every page of a group belongs that is in no other place.
    of_groups: bool = False


CardSource = Callable[["VillageRequest"], Iterable[Card]]
# Rows without which a source has no card: "is there any" of all sources is one question.
Rows = Callable[["VillageRequest"], Sequence[QuerySet[Any]]]


@dataclass(frozen=True)
class _Source:
    """A room's cards, who gets them, and the rows they come from, where that is known."""

    permission: Permission
    cards: CardSource
    rows: Rows | None


_card_sources: list[_Source] = []
_entries: list[Entry] = []
_places: list[Entry] = []


def add_cards(permission: Permission, source: CardSource, *, rows: Rows | None = None) -> None:
    """Register a function that returns the cards of a room for offices with the permission.

    With `rows` it is called only where one of those querysets has a row; without, always.
    """
    _card_sources.append(_Source(permission, source, rows))


def add_entry(entry: Entry) -> None:
    """Register one choice under '+ Catat'; its url takes the village."""
    _entries.append(entry)


def add_place(entry: Entry) -> None:
    """Register one place in the bar; its url takes the village."""
    _places.append(entry)


def cards_for(request: VillageRequest) -> list[Card]:
    """All cards for the office the person acts in, most urgent first."""
    mine = [source for source in _card_sources if request.acting.may(source.permission)]
    cards = [card for source in _with_rows(mine, request) for card in source.cards(request)]
    return in_order(cards, on=request.today)


def _with_rows(sources: Sequence[_Source], request: VillageRequest) -> list[_Source]:
    """Leave out whose rows are not there, so that a room with nothing to say asks nothing."""
    asked = [(place, found) for place, found in enumerate(sources) if found.rows]
    told: dict[str, Exists] = {}
    for place, source in asked:
        assert source.rows is not None
        for number, rows in enumerate(source.rows(request)):
            told[f"source_{place}_{number}"] = Exists(rows.order_by())
    there = Village.objects.filter(pk=request.village.pk).values(**told).get() if told else {}
    full = {int(name.split("_")[1]) for name, found in there.items() if found}
    return [one for place, one in enumerate(sources) if one.rows is None or place in full]


def in_order(cards: Iterable[Card], *, on: date) -> list[Card]:
    """Put safety first, then what is overdue on the day, then the rest by what it is."""

    def place(card: Card) -> tuple[bool, bool, date, int, date, str]:
        due = card.due_on or date.max
        late = due < on
        return (
            card.urgency != Urgency.SAFETY,
            not late,
            due if late else date.max,
            card.urgency,
            due,
            card.title,
        )

    return sorted(cards, key=place)


def entries_for(request: VillageRequest) -> list[Entry]:
    """The choices under '+ Catat' for the office the person acts in."""
    return _allowed(_entries, request)


def places_for(request: VillageRequest) -> list[Entry]:
    """The bar for the office the person acts in; '+ Catat' only if there is something under it."""
    places = _allowed(_places, request)
    if entries_for(request):
        return places
    return [place for place in places if place.url_name != RECORD]


def places_to_visit(request: VillageRequest) -> list[Entry]:
    """Where an operator may look during a visit, besides 'Hari ini'."""
    return [place for place in places_for(request) if place.url_name != TODAY]


def place_of(path: str) -> str:
    """What the bar calls the place an address of a village belongs to; all else is its hall."""
    try:
        named = resolve(path).kwargs
        slug = named["village"]
    except (Resolver404, KeyError):
        return ""
    place = place_among(_places, path, slug=slug, of_group="group_id" in named)
    return str(place.label) if place else _("Village hall")


def place_among(places: Iterable[Entry], path: str, *, slug: str, of_group: bool) -> Entry | None:
    """Return the place that an address of a village belongs to, if it is one of these."""
    there = [one for one in places if path.startswith(reverse(one.url_name, args=[slug]))]
    if not there and of_group:
        there = [one for one in places if one.of_groups]
    return there[0] if there else None


def page_in_words(path: str) -> str:
    """Name a page that was opened by its place: 'Warga (/desa/...)'."""
    place = place_of(path)
    return f"{place} ({path})" if place else path


def _allowed(entries: list[Entry], request: VillageRequest) -> list[Entry]:
    mine = [
        entry
        for entry in entries
        if may_see(request, entry.permission) and entry.for_office(request.acting)
    ]
    return sorted(mine, key=lambda entry: (entry.order, entry.url_name))
