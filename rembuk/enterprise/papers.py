"""Letters and slips of a group: words, tables, and room for those who sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.enterprise.models import Keeping, Source
from rembuk.lib import words
from rembuk.villages.models import Group
from rembuk.web import paper
from rembuk.web.templatetags.rembuk import partial_date

SHEET = Path(__file__).parent / "sheets" / "letter.typ"


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
    """Write a sum in the reader's language."""
    return f"Rp{words.grouped(amount_rp, language=get_language() or 'id')}"


def hand_over(keeping: Keeping, *, at: datetime) -> bytes:
    """Print the slip with which a thing goes into somebody's keeping."""
    thing = keeping.thing
    came = partial_date(thing.received_on, thing.received_precision) if thing.received_on else ""
    pairs = (
        (_("Thing"), thing.name),
        (_("How many"), words.grouped(thing.many, language=get_language() or "id")),
        (_("Number or mark"), thing.mark),
        (_("Whose it is"), str(Source(thing.source).label)),
        (_("From whom"), thing.given_by),
        (_("Came"), came),
        (_("Worth"), rupiah(thing.value_rp) if thing.value_rp else ""),
        (_("Kept by"), keeping.name),
        (_("Since"), day(keeping.since)),
    )
    owned = thing.source != Source.MEMBER
    letter = Letter(
        title=_("Slip of handing over"),
        on=keeping.since,
        before=[
            _("Today this thing of the group was handed over and received in the state below.")
        ],
        pairs=[(label, value) for label, value in pairs if value],
        after=[
            _("State on handing over: ................................................"),
            *(
                [_("It stays the group's. It is given back when asked for, or on leaving.")]
                if owned
                else []
            ),
        ],
        signed=[(_("Handed over by"), ""), (_("Received by"), keeping.name)],
    )
    return printed(thing.group, letter, at=at)
