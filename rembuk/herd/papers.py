"""What goats put on paper and into messages: the list for a feast, and the slip of a booking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.cash.sums import said
from rembuk.herd import bookings
from rembuk.herd.emergencies import CARDS, Line
from rembuk.herd.feasts import Coming
from rembuk.herd.fitness import Flaw
from rembuk.herd.models import Booking
from rembuk.herd.rations import Ration
from rembuk.herd.ripe import Candidate
from rembuk.herd.swaps import Card
from rembuk.herd.templatetags.herd import (
    age,
    defects,
    health,
    kilograms,
    month_word,
    part,
    whole_kg,
)
from rembuk.lib import terbilang, words
from rembuk.villages.models import Group
from rembuk.web import paper

SLIP = Path(__file__).parent / "sheets" / "booking.typ"
SWAP = SLIP.with_name("swap.typ")
EMERGENCIES = SLIP.with_name("emergencies.typ")
ANYBODY = "https://wa.me/?text="  # the sender chooses to whom


def feast_list(group: Group, feast: Coming, *, found: Sequence[Candidate], at: datetime) -> bytes:
    """Print every goat beside a feast on A4: age, weight, health, and whether it is booked."""
    columns = [
        paper.Column(_("Goat"), wide=True), paper.Column(_("Sex")), paper.Column(_("Age then")),
        paper.Column(_("For qurban")), paper.Column(_("Weight"), amount=True),
        paper.Column(_("Health")), paper.Column(_("Booked until")),
    ]  # fmt: skip
    rows = [
        [
            str(one.animal), one.animal.get_sex_display(),
            age(one.months_then) if one.months_then is not None else _("not known"),
            str(one.verdict.label), kilograms(one.weight) if one.weight else "–",
            health(one, feast.on) or _("nothing recorded"),
            _day(one.booking.keep_until) if one.booking else "–",
        ]
        for one in found
    ]  # fmt: skip
    notes = [f"{feast.feast.label}: {_day(feast.on)}", feast.source]
    if feast.is_estimate:
        notes.insert(1, _("An estimate: the day may move by one when it is proclaimed."))
    return paper.tables(
        _head(group, _("Goats for %(feast)s") % {"feast": feast.feast.label}),
        [paper.Part(columns, rows)], at=at, notes=notes, landscape=True,
        remarks=[_("Health is what the group recorded. The certificate of health comes from the"
                   " animal health officer.")],
    )  # fmt: skip


def booking_slip(booking: Booking, *, flaws: Sequence[Flaw], at: datetime) -> bytes:
    """Print the slip of a booking on A6."""
    left_rp = bookings.left_rp(booking)
    health = [[_("Health"), defects(flaws)]] if flaws else []
    told = {
        "goat": _("Goat %(goat)s") % {"goat": booking.animal},
        "facts": [
            [_("Booked by"), booking.buyer],
            [_("Booked on"), _day(booking.booked_on)],
            [_("Price"), said(booking.price_rp)],
            [_("Down payment"), _deposit(booking)],
            [_("Left to pay"), bookings.left_words(booking)],
            *health,
        ],
        "until": _("Kept until %(day)s") % {"day": _day(booking.keep_until)},
        "words": terbilang.amount_in_words(left_rp, language=_language()),
        "note": _("This slip is no receipt. The treasurer gives the receipt for the down payment."),
        "sign_here": [_("For the group"), _("The buyer")],
    }
    return paper.sheet(SLIP, _head(booking.group, _("Booking of a goat")), told=told, at=at)


def emergency_cards(*, at: datetime) -> bytes:
    """Print the cards for an emergency on A6, one a page."""
    cards = [
        {
            "title": str(card.title),
            "parts": [
                {"title": title, "lines": [_sourced(line) for line in lines]}
                for title, lines in (
                    (_as_it_should(card.code), card.seen), (_("What to do"), card.done),
                    (_("What not to do"), card.left),
                )
            ],
        }
        for card in CARDS
    ]  # fmt: skip
    told = {"cards": cards, "telephone": _("Officer (puskeswan), telephone:") + " ……………………"}
    head = paper.Head(village="Rembuk", title=_("A goat in danger"))
    return paper.sheet(EMERGENCIES, head, told=told, at=at)


def _sourced(line: Line) -> dict[str, str]:
    return {"text": str(line.text), "source": str(line.source or _("ask the officer (puskeswan)"))}


def _as_it_should(code: str) -> str:
    return _("This is how it should be") if code == "after" else _("What you see")


def feed_message(group: Group, ration: Ration, *, on: date) -> str:
    """Write what is to be fetched on a day as a message to the group."""
    told = {
        "group": group.name, "day": _day(on), "all": whole_kg(ration.feed.forage_kg),
        "each": whole_kg(ration.each_kg), "names": ", ".join(ration.carriers),
    }  # fmt: skip
    if ration.carriers:
        return (
            _(
                "%(group)s, %(day)s: the goats need %(all)s of fresh forage. %(names)s: %(each)s"
                " each."
            )
            % told
        )
    return _("%(group)s, %(day)s: the goats need %(all)s of fresh forage.") % told


def share_address(booking: Booking, *, flaws: Sequence[Flaw]) -> str:
    """Return the address that opens WhatsApp with the booking as a message."""
    text = _(
        "Hello, %(buyer)s. %(group)s keeps goat %(goat)s for you until %(day)s.\n\nPrice %(price)s,"
        " down payment %(deposit)s, left to pay %(left)s. If you no longer want it, tell us"
        " in time."
    ) % {
        "buyer": booking.buyer, "group": booking.group.name, "goat": booking.animal,
        "day": _day(booking.keep_until), "price": said(booking.price_rp),
        "deposit": _deposit(booking), "left": bookings.left_words(booking),
    }  # fmt: skip
    if flaws:
        text += f"\n\n{defects(flaws)}"
    return ANYBODY + quote(text, safe="")


def swap_card(group: Group, card: Card, *, at: datetime) -> bytes:
    """Print the card of a buck for a neighbour village on A6."""
    told = {
        "goat": card.tag, "code": card.code,
        "facts": [[label, value] for label, value in _card_facts(card) if value],
        "note": _("Who has Rembuk types this line under: Read in a card."),
    }  # fmt: skip
    return paper.sheet(SWAP, _head(group, _("Swap card")), told=told, at=at)


def card_address(card: Card) -> str:
    """Return the address that opens WhatsApp with a card as a message."""
    facts = "\n".join(f"{label}: {value}" for label, value in _card_facts(card) if value)
    text = _("Swap card of a buck, village of %(village)s\n\n%(goat)s\n%(facts)s\n\n%(code)s") % {
        "village": card.village, "goat": card.tag, "facts": facts, "code": card.code,
    }  # fmt: skip
    return ANYBODY + quote(text, safe="")


def _card_facts(card: Card) -> list[tuple[str, str]]:
    return [
        (_("Breed"), card.breed),
        (_("Born in"), month_word(card.born_in) if card.born_in else ""),
        (_("Sire line"), card.line),
        (_("Inbreeding of kids falls here by"), part(card.gain)),
    ]


def _head(group: Group, title: str) -> paper.Head:
    village = _("Village of %(name)s") % {"name": group.village.name}
    return paper.Head(village=village, title=title, group=group.name)


def _deposit(booking: Booking) -> str:
    """Tell what was given; what the treasurer never had or gave back is nothing."""
    return said(bookings.given_rp(booking) + bookings.waiting_rp(booking))


def _day(day: date) -> str:
    return words.plain_day(day, language=_language())


def _language() -> str:
    return get_language() or "id"
