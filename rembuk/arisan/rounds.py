"""How far an arisan is: round by round who gave, whose turn it was, what lies in the pot.

What somebody owes is worked out by the same code as `rembuk calc` (savings/arisan.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from rembuk.arisan.models import Arisan, Draw, Ending, HandedOver, Paid, Rhythm, Seat
from rembuk.lib.dates import months_later
from rembuk.lib.errors import Refused
from rembuk.savings.arisan import Arisan as Pot
from rembuk.savings.arisan import Missed

DAYS = {Rhythm.WEEKLY.value: 7, Rhythm.FORTNIGHTLY.value: 14}


@dataclass(frozen=True)
class Round:
    """One round: when, who gave, who was drawn, how much of the pot was handed over (rupiah)."""

    number: int
    due_on: date
    share_rp: int
    shares: int
    paid: dict[int, Paid] = field(default_factory=dict)  # by the id of the share
    draw: Draw | None = None
    handed: tuple[HandedOver, ...] = ()

    @property
    def winner(self) -> Seat | None:
        """Who takes the pot, once two have signed."""
        return self.draw.seat if self.draw and self.draw.signed_at else None

    @property
    def paid_rp(self) -> int:
        """What was given."""
        return len(self.paid) * self.share_rp

    @property
    def handed_rp(self) -> int:
        """What was handed over."""
        return sum(one.amount_rp for one in self.handed)

    @property
    def left_rp(self) -> int:
        """What lies in the pot, and goes to the winner: also what somebody gave late."""
        return self.paid_rp - self.handed_rp

    @property
    def is_full(self) -> bool:
        """Whether every share was given."""
        return len(self.paid) == self.shares


@dataclass(frozen=True)
class Standing:
    """An arisan on a day, with all of its shares and rounds."""

    arisan: Arisan
    on: date
    seats: list[Seat]
    rounds: list[Round]

    @property
    def pot_rp(self) -> int:
        """What a full pot holds."""
        return int(_pot(self.arisan, len(self.seats)).pot_full)

    @property
    def now(self) -> Round | None:
        """The first round nobody has won yet; None when everybody had a turn."""
        return next((one for one in self.rounds if one.winner is None), None)

    @property
    def asked(self) -> list[Round]:
        """The rounds that may be given for: those begun, and the one that comes next."""
        begun = sum(one.due_on <= self.on for one in self.rounds)
        return self.rounds[: begun + 1]

    @property
    def is_round(self) -> bool:
        """Whether everybody gave, had a turn and has the pot."""
        return all(one.winner and one.is_full and not one.left_rp for one in self.rounds)

    @property
    def to_draw(self) -> list[Seat]:
        """Who has not been drawn yet, by number."""
        drawn = {one.draw.seat_id for one in self.rounds if one.draw}
        return [seat for seat in self.seats if seat.pk not in drawn]

    @property
    def missed(self) -> list[Missed]:
        """Whose share of which past round was not given, by the id of the share."""
        return [
            Missed(one.number, str(seat.pk))
            for one in self.rounds
            if one.due_on < self.on
            for seat in self.seats
            if seat.pk not in one.paid
        ]

    @property
    def owed(self) -> list[tuple[Seat, int]]:
        """Who owes the group how much, by the number of the share."""
        sums = _pot(self.arisan, len(self.seats)).owed(self.missed)
        return [(seat, int(sums[key])) for seat in self.seats if (key := str(seat.pk)) in sums]

    @property
    def owed_rp(self) -> int:
        """All of it together."""
        return sum(rupiah for _seat, rupiah in self.owed)

    def round(self, number: int) -> Round | None:
        """Return a round by its number."""
        return self.rounds[number - 1] if 1 <= number <= len(self.rounds) else None

    def of_seat(self, seat: Seat) -> Iterator[tuple[Round, Paid | None]]:
        """Tell a share's rounds: what was given for each."""
        for one in self.rounds:
            yield one, one.paid.get(seat.pk)

    def turn_of(self, seat: Seat) -> Round | None:
        """Return the round a share won, if it had its turn."""
        return next((one for one in self.rounds if one.winner == seat), None)


def _pot(arisan: Arisan, shares: int) -> Pot:
    return Pot(members=shares, contribution=Fraction(arisan.share_rp))


def due_on(arisan: Arisan, number: int) -> date:
    """Return the day of a round; the day of a month never drifts."""
    if arisan.rhythm == Rhythm.MONTHLY:
        return months_later(arisan.first_on, number - 1)
    return arisan.first_on + timedelta(days=DAYS[arisan.rhythm] * (number - 1))


def standing(arisan: Arisan, *, on: date) -> Standing:
    """Return how far an arisan is on a day: four queries."""
    return standings([arisan], on=on)[0]


def standings(arisans: Sequence[Arisan], *, on: date) -> list[Standing]:
    """Return how far arisans of one village are on a day, in their order: four queries."""
    if not arisans:
        return []
    village = arisans[0].village
    seats: dict[int, list[Seat]] = {}
    every = Seat.objects.of(village).filter(arisan__in=arisans).select_related("resident")
    for seat in every.order_by("number", "pk"):
        seats.setdefault(seat.arisan_id, []).append(seat)
    paid: dict[tuple[int, int], dict[int, Paid]] = {}
    for one in _standing(Paid, arisans).order_by("round", "pk"):
        paid.setdefault((one.arisan_id, one.round), {})[one.seat_id] = one
    by_id = {seat.pk: seat for found in seats.values() for seat in found}
    draws: dict[tuple[int, int], Draw] = {}
    drawn = _standing(Draw, arisans).select_related("by", "signed_by")
    for draw in drawn.order_by("round", "pk"):
        if draw.seat_id is not None:
            draw.seat = by_id[draw.seat_id]
        draws[draw.arisan_id, draw.round] = draw
    handed: dict[int, list[HandedOver]] = {}
    for given in _standing(HandedOver, arisans).order_by("number", "pk"):
        handed.setdefault(given.draw_id, []).append(given)
    return [_told(one, seats.get(one.pk, []), paid, draws, handed, on=on) for one in arisans]


def _told(
    arisan: Arisan, seats: list[Seat], paid: dict[tuple[int, int], dict[int, Paid]],
    draws: dict[tuple[int, int], Draw], handed: dict[int, list[HandedOver]], *, on: date,
) -> Standing:  # fmt: skip
    made = []
    for number in range(1, len(seats) + 1):
        here = (arisan.pk, number)
        draw = draws.get(here)
        given = tuple(handed.get(draw.pk, ())) if draw else ()
        day, share_rp = due_on(arisan, number), arisan.share_rp
        made.append(Round(number, day, share_rp, len(seats), paid.get(here, {}), draw, given))
    return Standing(arisan, on, seats, made)


def _standing(model: Any, arisans: Sequence[Arisan]) -> Any:
    """Return the rows of arisans that nobody took back."""
    rows = model.objects.of(arisans[0].village)
    return rows.filter(arisan__in=arisans, withdrawn_at__isnull=True)


def check_lasts(arisan: Arisan) -> None:
    """Errors: Refused for an arisan that ended."""
    if Ending.objects.of(arisan.village).filter(arisan=arisan).exists():
        raise Refused(_("This arisan has ended. Begin a new one."))
