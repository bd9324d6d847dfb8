"""A sharing on paper: the whole statement on A4, and a slip of A6 for one member."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.cash.sums import said
from rembuk.lib import terbilang, words
from rembuk.shares import paying, steps, tables, wording
from rembuk.shares.models import Sharing
from rembuk.shares.reckoning import Line, Reckoned
from rembuk.web import paper

SLIP = Path(__file__).parent / "sheets" / "slip.typ"


def statement(sharing: Sharing, told: Reckoned, *, printed: str, at: datetime) -> bytes:
    """Print the statement of all members, with every number that one needs to do it again."""
    heads = tables.heads(told)
    columns = [
        paper.Column(text, amount=place > 0, wide=place == 0) for place, text in enumerate(heads)
    ]
    rows = [row.values for row in tables.rows(told)]
    part = paper.Part(columns, rows, totals=[tables.foot(told)], caption=_("Each member's share"))
    notes = [f"{one.what}: {one.sum}" for one in (*steps.whole_sum(told), *steps.left_over(told))]
    if standing := _standing(sharing):
        notes.append(standing)
    return paper.tables(
        _head(sharing, _("Profit sharing: %(title)s") % {"title": sharing.title}, printed),
        [part], at=at, notes=notes, remarks=wording.sentences(sharing.rule),
    )  # fmt: skip


def slip(told: Reckoned, line: Line, *, sharing: Sharing, printed: str, at: datetime) -> bytes:
    """Print one member's slip: her share in figures and words, and how it was calculated."""
    written = [*steps.whole_sum(told), *steps.own(told, line)]
    values = {
        "who": line.member.name,
        "share": _("Your share"),
        "figures": said(line.share_rp),
        "words": terbilang.amount_in_words(line.share_rp, language=get_language() or "id"),
        "how": _("How it is calculated"),
        "steps": [[one.what, one.sum] for one in written],
        "standing": _standing(sharing),
    }
    head = _head(sharing, sharing.title, printed)
    return paper.sheet(SLIP, head, told=values, at=at)


def _standing(sharing: Sharing) -> str:
    """Say how far it is: a paper of something that is not agreed must say so."""
    state = paying.standings(sharing.village, [sharing])[sharing.pk].state
    return "" if state in {paying.State.AGREED, paying.State.PAID} else str(state.label)


def _head(sharing: Sharing, title: str, printed: str) -> paper.Head:
    language = get_language() or "id"
    since, until = (
        words.plain_day(day, language=language) for day in (sharing.since, sharing.until)
    )
    return paper.Head(
        village=_("Village of %(name)s") % {"name": sharing.village.name},
        title=title, printed=printed, group=sharing.group.name, period=f"{since} – {until}",
    )  # fmt: skip
