"""What people do with a year's surplus, for the tests: agree, compute, check, decide, book."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from rembuk.forum import meetings, resolutions
from rembuk.forum.meetings import Facts, Somebody
from rembuk.forum.models import Resolution
from rembuk.ledger.posting import Signed
from rembuk.surplus import booked, dividing, rules
from rembuk.surplus.models import Booking, Division, DivisionStep, SplitRule
from rembuk.surplus.rules import Terms
from rembuk.surplus.tests.scenes import YEAR, Lived
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.villages.tests.stories import NOW, TODAY

PARTS = {
    "reserve": 3000, "by_capital": 2500, "by_use": 2500, "board": 500, "staff": 500,
    "education": 500, "social": 250, "development": 250,
}  # fmt: skip


def agreed_rule(lived: Lived, **parts: int) -> SplitRule:
    """Let the chair write the parts down."""
    terms = Terms(YEAR, "AD pasal 40", PARTS | parts)
    return rules.agree(group=lived.coop.group, terms=terms, by=lived.coop.by_chair, at=NOW)


def computed(lived: Lived) -> Division:
    """Let the treasurer compute the year."""
    return dividing.compute(
        book=lived.book, year=YEAR, by=lived.coop.by_treasurer, at=NOW, today=TODAY
    )


def checked(lived: Lived, division: Division, by: Actor | None = None) -> DivisionStep:
    """Let the supervisory board check it."""
    return dividing.check(
        division=division, book=lived.book, by=by or lived.coop.by_supervisor, at=NOW, today=TODAY
    )


def resolution_of(group: Group, by: Actor) -> Resolution:
    """Let a group's members decide something."""
    facts = Facts(TODAY, "RAT 2025", present=[Somebody("Wati")])
    meeting = meetings.record(group=group, facts=facts, by=by, at=NOW, today=TODAY)
    return resolutions.agree(meeting=meeting, text="SHU dibagi", by=by, at=NOW)


def decided(
    lived: Lived, division: Division, resolution: Resolution, number: str = "03/RAT/2026"
) -> DivisionStep:
    """Let the chair write down what the members decided."""
    return dividing.decide(
        division=division, book=lived.book, resolution=resolution, number=number,
        by=lived.coop.by_chair, at=NOW, today=TODAY,
    )  # fmt: skip


def agreed_upon(lived: Lived) -> Division:
    """Compute, check and decide."""
    division = computed(lived)
    checked(lived, division)
    decided(lived, division, resolution_of(lived.coop.group, lived.coop.by_chair))
    return division


def was_booked(lived: Lived, division: Division, on: date = TODAY) -> Booking:
    """Let the treasurer book what was decided."""
    return booked.book_decision(
        book=lived.book, division=division, on=on, signed=lived.signed(), today=TODAY
    )


def ended(lived: Lived, division: Division, *, why: str) -> DivisionStep:
    """Let the chair take it back."""
    signed = Signed(by=lived.coop.by_chair, at=NOW, request_id=uuid4())
    told: dict[str, Any] = {"signed": signed, "today": TODAY}
    return booked.end(division=division, book=lived.book, why=why, **told)
