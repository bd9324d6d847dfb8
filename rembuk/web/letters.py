"""Letters and slips of a group: words, tables, and room for those who sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.lib import words
from rembuk.villages.models import Group
from rembuk.web import paper

SHEET = paper.SHEETS / "letter.typ"


@dataclass(frozen=True)
class Letter:
    """What stands on a letter; `signed` are (as what, name), the name may be empty."""

    title: str
    on: date
    signed: Sequence[tuple[str, str]] = ()
    before: Sequence[str] = ()
    pairs: Sequence[tuple[str, str]] = ()
    parts: Sequence[paper.Part] = ()
    after: Sequence[str] = ()


def printed(group: Group, letter: Letter, *, at: datetime) -> bytes:
    """Print a letter of a group; the same words at the same moment give the same bytes."""
    village = group.village
    head = paper.Head(
        village=_("Village of %(name)s") % {"name": village.name},
        title=letter.title,
        group=group.name,
    )
    told = {
        "before": list(letter.before),
        "pairs": [list(pair) for pair in letter.pairs],
        "parts": [asdict(part) for part in letter.parts],
        "after": list(letter.after),
        "signed": [list(one) for one in letter.signed],
        "place": f"{village.name}, {day(letter.on)}",
    }
    return paper.sheet(SHEET, head, told=told, at=at)


def day(on: date) -> str:
    """Write a day in the reader's language."""
    return words.plain_day(on, language=get_language() or "id")


def rupiah(amount_rp: int) -> str:
    """Write a sum in the reader's language, below zero −Rp5.000."""
    return words.rupiah(amount_rp, language=get_language() or "id")
