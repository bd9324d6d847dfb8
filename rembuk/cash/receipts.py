"""Receipts: a line's paper, its code, and what it says. No table of their own.

The code is an HMAC of the head of the entry, and the head is over every sum and day of it. So the
code cannot be guessed, not even by who has the whole database, and it fits one entry only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.cash import shown
from rembuk.cash.shown import Row
from rembuk.ledger import proving, reading
from rembuk.ledger.reading import Book
from rembuk.lib import codes, terbilang, words
from rembuk.villages.models import Village
from rembuk.web import paper

PURPOSE = "rembuk-receipt 1"
MOST_NO = 2**31 - 1  # the largest number the database holds
HEAD_SHOWN = 16
STAMP_ABOVE_RP = 5_000_000  # UU 10/2020 art. 3: a receipt above it bears a duty stamp
SHEET = Path(__file__).parent / "sheets" / "receipt.typ"


class Size(TextChoices):
    """The papers a receipt is printed on."""

    A6 = "a6", gettext_lazy("Small sheet (A6)")
    ROLL = "roll", gettext_lazy("Roll of 58 mm")
    A4 = "a4", gettext_lazy("Whole sheet (A4)")


@dataclass(frozen=True)
class Receipt:
    """One receipt: the purse it came from, its line, and its code.

    `as_sealed` says whether the line is still what the code was made of; find looks at it.
    """

    book: Book
    row: Row
    code: str
    as_sealed: bool = True

    @property
    def number(self) -> int:
        """Its number in the series of the purse."""
        assert self.row.line.receipt_no is not None
        return self.row.line.receipt_no

    @property
    def head(self) -> str:
        """The beginning of the entry's hash, as it is printed."""
        return self.row.line.head[:HEAD_SHOWN]


def of_row(book: Book, row: Row) -> Receipt | None:
    """Return the receipt of a line; None for a line that gives none."""
    return Receipt(book, row, code_of(row.line.head)) if row.line.receipt_no else None


def code_of(head: str) -> str:
    """Return the code of an entry by its whole head: K7P2-9QXM-B4TD."""
    return codes.code_of(PURPOSE, head, key=settings.HASH_KEY)


def find(village: Village, *, receipt_no: int, code: str) -> Receipt | None:
    """Return the receipt with this number and this code; None if there is none such.

    A code is read in capitals, without its dashes and spaces. It is made of the head that stands
    beside the line, so whether the line still gives that head is worked out anew.
    """
    if not 1 <= receipt_no <= MOST_NO:
        return None
    for entry in reading.given_as(village, receipt_no):
        if codes.is_code(code, code_of(entry.head)):
            line = reading.line_of(entry.book, entry.sequence)
            receipt = of_row(entry.book, shown.row(line)) if line else None
            return receipt and replace(receipt, as_sealed=proving.is_as_sealed(entry))
    return None


def is_given(village: Village, receipt_no: int) -> bool:
    """Say whether any purse of a village has come to this number: each counts without a gap."""
    return 1 <= receipt_no <= MOST_NO and bool(reading.given_as(village, receipt_no))


def says(receipt: Receipt, *, amount_rp: int, on: date) -> bool:
    """Say whether sum and day stand on the receipt so."""
    line = receipt.row.line
    return (line.amount_rp, line.on) == (amount_rp, on)


def printed(receipt: Receipt, *, size: Size, address: str, check_address: str) -> bytes:
    """Print a receipt as PDF; the same receipt gives the same bytes.

    `address` confirms it, as QR; at `check_address` one types what stands on it.
    """
    line, language = receipt.row.line, get_language() or "id"
    came = bool(line.in_rp)
    village = receipt.book.village
    told: dict[str, Any] = {
        "size": size.value,
        "number": _("No. %(number)s") % {"number": receipt.number},
        "who": [
            _("Received from") if came else _("Paid to"),
            line.party or "…",
        ],
        "sum": [_("The sum of"), terbilang.amount_in_words(line.amount_rp, language=language)],
        "what": [_("In payment for"), " · ".join(filter(None, (receipt.row.purpose, line.memo)))],
        "figures": f"Rp{words.grouped(line.amount_rp, language=language)}",
        "place": f"{village.name}, {words.plain_day(line.on, language=language)}",
        "signed": _signed(receipt),
        "sign_here": [_("Handed over by"), _("Received by")],
        "stamp": _("Duty stamp") if line.amount_rp > STAMP_ABOVE_RP and came else "",
        "taken_back": _("TAKEN BACK by line no. %(number)s") % {"number": line.taken_back_by}
        if line.taken_back_by
        else "",
        "code": [_("Code"), receipt.code],
        "seal": [_("Fingerprint of the line"), receipt.head],
        "check": _("Is it real? Scan it, or type number, sum, day and code here: %(address)s")
        % {"address": check_address},
        "qr": paper.qr(address),
        "qr_says": address,
    }
    head = paper.Head(
        village=_("Village of %(name)s") % {"name": village.name},
        title=_("Receipt"),
        group=receipt.book.group.name,
    )
    return paper.sheet(SHEET, head, told=told, at=line.recorded_at)


def _signed(receipt: Receipt) -> list[list[str]]:
    line = receipt.row.line
    pairs = [[_("Recorded by"), line.recorded_by or "Rembuk"]]
    return [*pairs, [_("Approved by"), line.approved_by]] if line.approved_by else pairs
