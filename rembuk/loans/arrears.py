"""Who is behind with an instalment, for those who look for a way with her; never for a screen.

By name, not by sum, and without a colour (design rule P39). What is sent is signed by somebody
she knows, and its first words hold no debt: a phone that lies on a table shows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.utils.translation import gettext as _

from rembuk.ledger.reading import Book
from rembuk.loans import instalments, standing
from rembuk.loans.progress import Progress
from rembuk.loans.standing import Standing, State

WHATSAPP = "https://wa.me/"


@dataclass(frozen=True)
class Line:
    """A running loan with how far it is."""

    stands: Standing
    progress: Progress


def running(book: Book, *, on: date) -> list[Line]:
    """Return every loan that is being paid back, by name: seven queries."""
    found = [one for one in standing.of_group(book) if one.state == State.RUNNING]
    return lines(book, found, on=on)


def lines(book: Book, found: Sequence[Standing], *, on: date) -> list[Line]:
    """Return these with how far they are on a day, by name."""
    by_loan = instalments.of_loans(book, [one.loan for one in found if one.loan], on=on)
    told = [Line(one, by_loan[one.loan.pk]) for one in found if one.loan]
    return sorted(told, key=lambda one: (one.stands.application.member.name, one.progress.loan.pk))


def behind(every: Sequence[Line]) -> list[Line]:
    """Return those with something late, in the same order."""
    return [one for one in every if one.progress.overdue_rp]


def letter(line: Line, *, officer: str, group: str) -> str:
    """Write words to somebody who is behind: who writes, that one talks, and no sum."""
    return _(
        "%(name)s, this is %(officer)s of %(group)s. May I call or come by this week? I would like"
        " to hear how things are, and look with you for a way for the instalment. Tell me which"
        " day suits you."
    ) % {"name": line.stands.application.member.name, "officer": officer, "group": group}


def whatsapp(line: Line, *, officer: str, group: str) -> str:
    """Return the address that opens WhatsApp with these words; her number where it is known."""
    phone = line.stands.application.member.resident.phone.lstrip("+")
    return f"{WHATSAPP}{phone}?text={quote(letter(line, officer=officer, group=group))}"
