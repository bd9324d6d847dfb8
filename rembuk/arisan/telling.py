"""What participants are told: messages for WhatsApp, and a share as its owner sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rembuk.arisan import rounds
from rembuk.arisan.models import Paid, Seat
from rembuk.arisan.rounds import Round, Standing
from rembuk.lib import words
from rembuk.messaging.channels import by_hand
from rembuk.villages.models import Village

LANGUAGE = by_hand.LANGUAGE
SHARES_SHOWN = 12  # of one person


@dataclass(frozen=True)
class Share:
    """One share of a person, on a day: the arisan it belongs to, and its rounds."""

    seat: Seat
    found: Standing

    @property
    def rows(self) -> list[tuple[Round, Paid | None]]:
        """Rounds that may be given for, the latest first."""
        asked = {one.number for one in self.found.asked}
        rows = [row for row in self.found.of_seat(self.seat) if row[0].number in asked]
        return rows[::-1]

    @property
    def turn(self) -> Round | None:
        """The round she won."""
        return self.found.turn_of(self.seat)

    @property
    def owed_rp(self) -> int:
        """What she still gives for rounds that have been."""
        return sum(rupiah for seat, rupiah in self.found.owed if seat == self.seat)

    @property
    def next_on(self) -> date | None:
        """The day of the round that comes next; None when all have been."""
        days = [one.due_on for one in self.found.rounds if one.due_on >= self.found.on]
        return days[0] if days else None


def shares_of(village: Village, ids: Sequence[int], *, on: date) -> list[Share]:
    """Return a person's shares, the newest arisan first: five queries."""
    rows = Seat.objects.of(village).filter(resident__in=ids)
    rows = rows.select_related("arisan__group", "arisan__ending")
    seats = list(rows.order_by("-arisan__first_on", "number", "pk")[:SHARES_SHOWN])
    arisans = {seat.arisan_id: seat.arisan for seat in seats}
    for one in arisans.values():
        one.village = village
    found = {one.arisan.pk: one for one in rounds.standings(list(arisans.values()), on=on)}
    return [Share(seat, found[seat.arisan_id]) for seat in seats]


def of_round(found: Standing, one: Round, *, sender: str, today: date) -> dict[int, str]:
    """Return what opens WhatsApp, by the id of the share: for who has not given, and who won."""
    arisan = found.arisan
    values = {
        "arisan": arisan.name, "day": words.long_day(one.due_on, language=LANGUAGE),
        "sum": words.rupiah(arisan.share_rp, language=LANGUAGE),
        "round": str(one.number), "sender": sender,
    }  # fmt: skip
    missing = [seat for seat in found.seats if seat.pk not in one.paid and seat.resident_id]
    calls = {}
    if missing:
        urls = by_hand.addresses(arisan.village, template="arisan_due", values=values, on=today)
        calls = {seat.pk: urls[seat.resident_id] for seat in missing if seat.resident_id in urls}
    winner = one.winner
    if winner is not None and winner.resident_id:
        told = {**values, "sum": words.rupiah(one.left_rp or one.paid_rp, language=LANGUAGE)}
        urls = by_hand.addresses(arisan.village, template="arisan_won", values=told, on=today)
        calls |= {winner.pk: urls[winner.resident_id]} if winner.resident_id in urls else {}
    return calls
