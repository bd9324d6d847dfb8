"""Lines of a purse as pages and messages tell them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.cash import approving, purposes
from rembuk.cash.models import DayClose
from rembuk.cash.purposes import COUNTED, EXPLAINED, MOVED, OPENING
from rembuk.ledger import chart, pending
from rembuk.ledger.posting import REVERSAL
from rembuk.ledger.reading import Line, Pending
from rembuk.lib import terbilang, words


@dataclass(frozen=True)
class Row:
    """One line and what it was for, in plain words."""

    line: Line
    purpose: str
    close: DayClose | None = None  # the day that was closed right after this line

    @property
    def way(self) -> str:
        """Whether the money came, went, or only changed its place."""
        if self.line.kind == MOVED:
            return _("Move money")
        return _("Money in") if self.line.in_rp else _("Money out")

    @property
    def told(self) -> str:
        """The words of the passbook: what for, and who."""
        return " · ".join(part for part in (self.purpose, self.line.party) if part)


@dataclass(frozen=True)
class Waits:
    """What waits for a second person: its sum in whole rupiah, and what it is."""

    asked: Pending
    amount_rp: int
    what: str

    @property
    def told(self) -> str:
        """What it is, and for whom."""
        return " · ".join(part for part in (self.what, self.asked.party) if part)


def what_waits(asked: Pending) -> str:
    """Say what is asked for."""
    plan = pending.plan_of(asked)
    move = plan.moves[0]
    match asked.kind:
        case str(kind) if kind == REVERSAL:
            return _("Taking back line no. %(number)s") % {"number": plan.reverses}
        case str(kind) if kind == COUNTED and move.credit == chart.CASH:
            return _("Missing when counted")
        case str(kind) if kind == COUNTED:
            return _("Too much when counted")
        case str(kind) if kind == EXPLAINED:
            return _("The end of a difference")
        case str(kind) if kind == MOVED and move.credit == chart.CASH:
            return _("To the bank")
        case str(kind) if kind == MOVED:
            return _("From the bank")
        case str(kind) if kind in _kinds:
            return str(_kinds[kind])
        case _kind:
            return _("Money out")


# Kinds of entries that rooms above ask a second person for, by what they are called.
_kinds: dict[str, Promise] = {}


def call_kind(kind: str, told: Promise) -> None:
    """Register what a room above asks a second person for (its apps.py)."""
    _kinds[kind] = told


WHATSAPP = "https://wa.me/?text="


def row(line: Line) -> Row:
    """Say what one line was for."""
    other = (line.other_code, line.other_name)
    return Row(line, purpose(line.kind, other, came=bool(line.in_rp), takes_back=line.takes_back))


def purpose(kind: str, other: tuple[str, str], *, came: bool, takes_back: int | None) -> str:
    """Say what a movement of cash was for; `other` is the code and name of the other account."""
    match kind:
        case str(opening) if opening == OPENING:
            return _("Counted on the first day")
        case str(counted) if counted == COUNTED:
            return _("Too much when counted") if came else _("Missing when counted")
        case str(explained) if explained == EXPLAINED:
            return _("A difference explained")
        case str(moved) if moved == MOVED:
            return _("From the bank") if came else _("To the bank")
        case str(reversal) if reversal == REVERSAL:
            return _("Line %(number)s taken back") % {"number": takes_back}
        case _kind:
            return purposes.told(came=came, account=other[0], name=other[1])


def rows(
    lines: Iterable[Line], closes: Sequence[DayClose] = (), *, goes_on: bool = False
) -> list[Row]:
    """Say what lines were for, in their order, and where a day was closed between them.

    Lines and closes run from the newest on; `goes_on` says that newer lines stand on another page.
    """
    told: list[Row] = []
    for line in lines:
        after = told[-1].line.on if told else None
        found = [
            close
            for close in closes
            if line.on <= close.value_on and (after is None or close.value_on < after)
        ]
        first_elsewhere = goes_on and not told
        told.append(replace(row(line), close=found[0] if found and not first_elsewhere else None))
    return told


def waiting(asked: Iterable[Pending]) -> list[Waits]:
    """Give what waits its sum, and say what it is."""
    return [Waits(one, approving.amount_of(one), what_waits(one)) for one in asked]


def share_url(told: Row, *, group: str, link: str) -> str:
    """Return the address that opens WhatsApp with a line as its text."""
    return WHATSAPP + quote(message(told, group=group, link=link))


def message(told: Row, *, group: str, link: str) -> str:
    """Write a line as a message: what happened, the sum in words, and where it stands."""
    line, language = told.line, get_language() or "id"
    values = {
        "group": group,
        "sum": f"Rp{words.grouped(line.amount_rp, language=language)}",
        "words": terbilang.amount_in_words(line.amount_rp, language=language),
        "what": told.told,
        "day": words.plain_day(line.on, language=language),
        "number": _("Receipt no. %(number)s") % {"number": line.receipt_no}
        if line.receipt_no
        else _("Line no. %(number)s") % {"number": line.number},
        "link": link,
    }
    if line.in_rp:
        text = _(
            "Cash of %(group)s: money in %(sum)s (%(words)s). %(what)s, %(day)s. "
            "%(number)s: %(link)s"
        )
    else:
        text = _(
            "Cash of %(group)s: money out %(sum)s (%(words)s). %(what)s, %(day)s. "
            "%(number)s: %(link)s"
        )
    return text % values
