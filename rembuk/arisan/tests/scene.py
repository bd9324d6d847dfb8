"""An arisan with a payment, a signed draw, a pot handed over, and a draw that waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from rembuk.arisan import arisans, drawing, handing, paying, rounds
from rembuk.arisan.arisans import Taking, Terms
from rembuk.arisan.models import Arisan, Paid, Way
from rembuk.villages.tests.cast import Cast

NAMES = ("Lastri", "Sumiyem", "Tumini")


def begun(cast: Cast, *, way: str = Way.DRAW, first: int = -14) -> Arisan:
    """Begin one of three shares, its first round so many days from today, every week."""
    terms = Terms(
        "Arisan melati", 50_000, cast.today + timedelta(days=first), "WEEKLY", way, "Kaleng"
    )
    return arisans.begin(
        group=cast.group, terms=terms, people=[Taking(name) for name in NAMES], **_told(cast)
    )


def paid(cast: Cast, one: Arisan, number: int) -> list[Paid]:
    """Let everybody give for a round."""
    seats = rounds.standing(one, on=cast.today).seats
    return paying.record(arisan=one, number=number, seats=seats, on=cast.today, **_told(cast))


def fill(cast: Cast) -> dict[str, Any]:
    """Record them."""
    one = begun(cast)
    given = paid(cast, one, 1)
    draw = drawing.begin(arisan=one, number=1, salt="00" * 16, **_told(cast))
    drawing.sign(draw=draw, word="kenanga", by=cast.chair, at=cast.at)
    handed = handing.hand_over(draw=draw, on=cast.today, **_told(cast))
    waits = drawing.begin(arisan=one, number=2, salt="11" * 16, **_told(cast))
    return {
        "arisan_id": one.pk, "round_no": 1, "paid_id": given[0].pk, "handed_id": handed.pk,
        "arisan:/draw_id": waits.pk, "arisan:hand_over/draw_id": draw.pk,
    }  # fmt: skip


def _told(cast: Cast) -> dict[str, Any]:
    return {"by": cast.treasurer, "at": cast.at, "today": cast.today}


def a_day_later(cast: Cast, days: int = 1) -> Cast:
    """The same people, some days on."""
    return replace(cast, at=cast.at + timedelta(days=days), today=cast.today + timedelta(days=days))
