"""Papers of an arisan: the sheet for the wall, and the receipt of a pot."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.arisan.models import Arisan, HandedOver
from rembuk.arisan.rounds import Standing
from rembuk.lib import terbilang, words
from rembuk.web import paper
from rembuk.web.paper import Column, Part

ROUNDS_A_TABLE = 12


def held_elsewhere() -> str:
    """Say what stands on every page and paper of this room."""
    return _("The cooperative holds nothing of this money. It is the participants' own.")


def wall(found: Standing, *, at: datetime) -> bytes:
    """Print shares and rounds: √ where somebody gave, the sum where she took the pot.

    What is not given yet is an empty box, the same for a round to come: nobody is shown up.
    """
    arisan = found.arisan
    parts = []
    for first in range(0, len(found.rounds), ROUNDS_A_TABLE):
        part = found.rounds[first : first + ROUNDS_A_TABLE]
        columns = [Column("No."), Column(_("Name"), wide=True)]
        columns += [Column(_short(one.due_on)) for one in part]
        rows = [
            [str(seat.number), seat.name, *(
                _cell(gave=seat.pk in one.paid, won=one.winner == seat) for one in part
            )]
            for seat in found.seats
        ]  # fmt: skip
        parts.append(Part(columns, rows))
    notes = [
        _("One share gives %(sum)s. A full pot holds %(pot)s.")
        % {"sum": _rupiah(arisan.share_rp), "pot": _rupiah(found.pot_rp)},
        _("x: paid. P: took the pot."),
        held_elsewhere(),
    ]
    return paper.tables(
        _head(arisan, str(arisan.name)), parts, at=at, notes=notes, landscape=True
    )  # fmt: skip


def receipt(handed: HandedOver, *, at: datetime) -> bytes:
    """Print a receipt of a pot, with places for both to sign."""
    draw, language = handed.draw, get_language() or "id"
    assert draw.seat is not None
    facts = [
        (_("Received by"), draw.seat.name),
        (_("Sum"), _rupiah(handed.amount_rp)),
        (_("In words"), terbilang.amount_in_words(handed.amount_rp, language=language)),
        (_("For"), _("Pot of round %(number)s") % {"number": draw.round}),
        (_("Day"), words.plain_day(handed.on, language=language)),
        (_("Handed over by"), handed.by.name if handed.by else "…"),
    ]
    if handed.withdrawn_at:
        facts.append((_("Taken back"), handed.withdrawn_why))
    columns = [Column(_("Receipt")), Column("", wide=True)]
    part = Part(columns, [[label, value] for label, value in facts])
    dots = "." * 40
    remarks = [_("Received by:") + " " + dots, _("Handed over by:") + " " + dots, held_elsewhere()]
    title = _("Receipt of the arisan no. %(number)s") % {"number": handed.number}
    return paper.tables(_head(handed.arisan, title), [part], at=at, remarks=remarks)


def _cell(*, gave: bool, won: bool) -> str:
    return ("x" if gave else "") + (" P" if won else "")


def _head(arisan: Arisan, title: str) -> paper.Head:
    return paper.Head(
        village=_("Village of %(name)s") % {"name": arisan.village.name},
        title=title, group=arisan.group.name,
    )  # fmt: skip


def _short(day: date) -> str:
    return words.short_day(day, language=get_language() or "id")


def _rupiah(amount_rp: int) -> str:
    return words.rupiah(amount_rp, language=get_language() or "id")
