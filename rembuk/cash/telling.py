"""Telling a known resident what was recorded about her: she need not ask, and a wrong line shows.

Only who agreed to messages and has a phone is told, once a line, also of one taken back. The
message waits in the queue of the village like any other; it names the group, the sum and the day.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from rembuk.cash import purposes
from rembuk.cash.models import LineTold
from rembuk.cash.purposes import Way
from rembuk.ledger import reading
from rembuk.ledger.reading import Book, Entry, Line
from rembuk.lib import terbilang, words
from rembuk.lib.errors import Refused
from rembuk.messaging import queue
from rembuk.villages import circles
from rembuk.villages.actors import Actor

LANGUAGE = "id"  # what a message is written in
TEMPLATE = {Way.IN: "cash_in", Way.OUT: "cash_out"}


def tell(entry: Entry, *, by: Actor, at: datetime) -> bool:
    """Queue a message to the resident of a line that was just written. Returns whether it was.

    What moves between other accounts, such as a settlement into what is owed, is no line of cash.
    """
    if entry.resident_id is None or by.user is None:
        return False
    village, audience = entry.book.village, f"one:{entry.resident_id}"
    today = at.astimezone(village.zone).date()
    one = next(iter(circles.people_in(village, audience, on=today)), None)
    if one is None or not (one.may_message and one.phone):
        return False
    line = reading.line_of(entry.book, entry.sequence)
    if line is None:
        return False
    with translation.override(LANGUAGE):
        values, full_text = _words(line, group=entry.book.group.name, by=by)
        try:
            message = queue.queue(
                village=village, template=_template(entry), audience=audience, values=values,
                full_text=full_text, by=by, at=at, language=LANGUAGE,
            )  # fmt: skip
        except Refused:  # a locked phone must not show the group's name: money is recorded anyway
            return False
    LineTold.objects.create(village=village, entry=entry, message=message)
    return True


def was_told(book: Book, number: int) -> bool:
    """Say whether a message about the line of this number was put into the queue."""
    told = LineTold.objects.of(book.village)
    return told.filter(entry__book=book, entry__sequence=number).exists()


def _template(entry: Entry) -> str:
    return TEMPLATE[Way(entry.kind)] if entry.kind in Way else "cash_taken_back"


def _words(line: Line, *, group: str, by: Actor) -> tuple[dict[str, str], str]:
    """Return what fills the message, and all there is to say behind its link; no name in it."""
    assert by.user is not None
    values = {
        "title": _("the cash of %(group)s") % {"group": group},
        "sum": f"Rp{words.grouped(line.amount_rp, language=LANGUAGE)}",
        "words": terbilang.amount_in_words(line.amount_rp, language=LANGUAGE),
        "day": words.plain_day(line.on, language=LANGUAGE),
        "number": str(line.receipt_no),
        "sender": by.user.name,
    }
    what = purposes.told(came=bool(line.in_rp), account=line.other_code, name=line.other_name)
    if line.takes_back:
        what = _("Line %(number)s taken back") % {"number": line.takes_back}
    told = {**values, "group": group, "what": what}
    full = _("Cash of %(group)s, %(day)s: %(sum)s (%(words)s). %(what)s. Receipt no. %(number)s.")
    return values, full % told
