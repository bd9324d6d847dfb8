"""Bucks swapped between villages: cards of one's own, cards that came, which pair suits both.

Villages do not see each other's herds, and nothing of a person goes over: a card carries a tag, a
breed, a month of birth, the code of a sire line, and by how much the inbreeding of kids falls when
he goes. A chair sends it as a message or on paper; the neighbour's chair reads it in. Bucks of one
sire line may be kin however far apart they stand, so such a swap is advised against.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zlib import crc32

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.herd import bookings, kin, pen
from rembuk.herd.events import Signed
from rembuk.herd.kin import Buck
from rembuk.herd.models import Animal, Certainty, Kind, Sex, SwapCard
from rembuk.lib.errors import Refused
from rembuk.villages import audit
from rembuk.villages.models import Group

BEGINS, PARTS, CHECKS = "RBK1", 6, 97
CODE = re.compile(rf"{BEGINS}((?:;[^;]*){{{PARTS}}});\s*(\d\d)(?!\d)", re.IGNORECASE)
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
GAIN_PLACES = Decimal("0.0001")
SHOWN_DAYS = 365  # a card is an offer, and goats grow old
TAG_MAX, LINE_MAX = 20, 40
VILLAGE_MAX = 100


@dataclass(frozen=True)
class Card:
    """What a card tells; the gain is how much inbreeding falls where he leaves, a part of one."""

    village: str
    tag: str
    breed: str
    born_in: date | None
    line: str
    gain: Decimal

    @property
    def code(self) -> str:
        """The line that the neighbour's Rembuk reads, with two digits that show a slip."""
        born = self.born_in.strftime("%Y-%m") if self.born_in else ""
        told = (self.village, self.tag, self.breed, born, self.line, str(self.gain))
        plain = ";".join(part.replace(";", ",") for part in told)
        return f"{BEGINS};{plain};{_check(plain):02d}"


@dataclass(frozen=True)
class Match:
    """A card that came beside the buck of one's own that would go for it."""

    card: SwapCard
    own: Buck | None
    is_akin: bool  # does of one's own are of his sire line

    @property
    def gain_here(self) -> float:
        """By how much the inbreeding of kids falls here, a part of one."""
        return self.own.mean if self.own else 0.0

    @property
    def is_good(self) -> bool:
        """Is it to be advised?"""
        return self.own is not None and not self.is_akin


def card_of(group: Group, buck: Animal, *, on: date) -> Card | None:
    """Return the card of a buck; None for one who is no grown buck in the pen. Seven queries."""
    found = next((one for one in kin.breeding(group, on=on).bucks if one.animal == buck), None)
    if found is None:
        return None
    born = buck.born_on.replace(day=1) if buck.born_on else None
    gain = Decimal(found.mean).quantize(GAIN_PLACES)
    village = group.village.name
    return Card(village, str(buck)[:TAG_MAX], buck.breed, born, lines(group)[buck.pk], gain)


def lines(group: Group) -> dict[int, str]:
    """Return the code of the sire line of every goat in the book; one query.

    It is that of the oldest father who is known for sure: on his card, or his village and tag.
    """
    rows = Animal.objects.of(group.village).filter(group=group).order_by("pk")
    told = {
        pk: (line, tag, sire if sure == Certainty.KNOWN else None)
        for pk, line, tag, sire, sure in rows.values_list(
            "pk", "line", "tag", "sire", "sire_certainty"
        )
    }  # fmt: skip
    own = group.village.slug.rpartition("/")[2]
    return {pk: _line(pk, told, own) for pk in told}


def _line(pk: int, told: Mapping[int, tuple[str, str, int | None]], village: str) -> str:
    line, tag, sire = told[pk]
    while not line and sire is not None and sire in told:
        pk = sire
        line, tag, sire = told[pk]
    return (line or f"{village}-{tag or pk}".upper())[-LINE_MAX:]


@transaction.atomic
def receive(*, group: Group, text: str, signed: Signed) -> SwapCard:
    """Keep a card that came, from the whole message or from its line of code.

    Errors: Refused where no card stands in it, for a slip of the finger, and for one's own.
    """
    card = read(text)
    if card.village.casefold() == group.village.name.casefold():
        raise Refused(_("This is a card of your own village. Send it to the neighbour's chair."))
    row = SwapCard.objects.create(
        village=group.village, group=group, from_village=card.village, tag=card.tag,
        breed=card.breed, born_in=card.born_in, line=card.line, gain=card.gain,
        received_at=signed.at, received_by=signed.by.user,
    )  # fmt: skip
    audit.record(
        village=group.village, verb="herd.card_received", subject=row, by=signed.by, at=signed.at
    )
    return row


def read(text: str) -> Card:
    """Read the card in a message. Errors: as receive."""
    found = CODE.search(" ".join(text.split()))
    if found is None:
        raise Refused(
            _("There is no card in this. Copy the whole message, or the line that begins with"
              " %(word)s.") % {"word": BEGINS}
        )  # fmt: skip
    plain, check = found[1].removeprefix(";"), int(found[2])
    village, tag, breed, born, line, gain = (part.strip() for part in plain.split(";"))
    month = MONTH.fullmatch(born)
    is_whole = village and tag and line and (month or not born)
    if _check(plain) != check or not is_whole or not re.fullmatch(r"[01](\.\d{1,4})?", gain):
        raise Refused(_("One sign is another one than on the card. Compare the line once more."))
    in_month = date(int(month[1]), int(month[2]), 1) if month and int(month[1]) else None
    return Card(village[:VILLAGE_MAX], tag[:TAG_MAX], breed[:40], in_month, line[:LINE_MAX].upper(),
                Decimal(gain))  # fmt: skip


def matches(group: Group, *, on: date) -> list[Match]:
    """Return the cards that came with the buck to give for each, the best swap first; 8 queries.

    A buck that is kept for a buyer is not given away.
    """
    booked = bookings.kept_until(group)
    breeding, line_of = kin.breeding(group, on=on), lines(group)
    free = [one for one in breeding.bucks if one.animal.pk not in booked]
    of_does = {line_of[doe.pk] for doe in breeding.does}
    found = [
        Match(card, _to_give(card, free, line_of), card.line in of_does)
        for card in cards(group, on=on)
    ]
    return sorted(found, key=lambda one: (not one.is_good, -one.gain_here - float(one.card.gain)))


def cards(group: Group, *, on: date) -> list[SwapCard]:
    """Return the cards that came in the last year, the newest of each goat; one query."""
    since = on - timedelta(days=SHOWN_DAYS)
    rows = SwapCard.objects.of(group.village).filter(group=group, received_at__date__gte=since)
    newest = {(row.from_village.casefold(), row.tag): row for row in rows.order_by("received_at")}
    return sorted(newest.values(), key=lambda row: (row.from_village, row.tag, row.pk))


def _to_give(card: SwapCard, bucks: Sequence[Buck], line_of: Mapping[int, str]) -> Buck | None:
    """Return the buck most akin to one's own does who is of another line than the one to come."""
    akin = (one for one in bucks if one.mean and line_of[one.animal.pk] != card.line)
    return next(akin, None)


def arriving(group: Group, card_id: str, *, on: date) -> dict[str, Any]:
    """Return what a form for a new goat knows of one who came with a card; {} without a card."""
    if not card_id.isdecimal() or len(card_id) > len(str(2**63)):
        return {}
    card = SwapCard.objects.of(group.village).filter(group=group, pk=int(card_id)).first()
    if card is None:
        return {}
    return {
        "tag": card.tag, "breed": card.breed, "line": card.line, "sex": Sex.MALE,
        "kind": Kind.EXCHANGED, "party": card.from_village,
        "age_months": pen.months(card.born_in, on),
    }  # fmt: skip


def _check(plain: str) -> int:
    return crc32("".join(plain.casefold().split()).encode()) % CHECKS
