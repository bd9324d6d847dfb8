"""A paper against its book: the only thing that shows a book cut short, or an old copy put back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rembuk.ledger import ends
from rembuk.ledger.checks import Finding
from rembuk.ledger.models import Book, Entry
from rembuk.lib.errors import Refused

TYPED = re.compile(r"(?P<group>.+):\s*(?P<number>\d{1,9})\s*:(?P<head>[0-9a-f\s]+)", re.IGNORECASE)
HEAD_SHORTEST = 16  # what a receipt prints of it


@dataclass(frozen=True)
class Paper:
    """What a receipt says of its book: whose it is, its number, and how its head begins.

    `group` is the group's name, or the village's address before it: "sukamaju/Jahit Melati".
    """

    group: str
    number: int
    head: str

    def is_of(self, book: Book) -> bool:
        """Say whether the paper names this book."""
        return self.group in {book.group.name, full_name(book)}


def full_name(book: Book) -> str:
    """Return what no other book is called: the village's address and the group's name."""
    return f"{book.village.slug}/{book.group.name}"


def read(typed: str) -> Paper:
    """Read a paper as somebody typed it: "Jahit Melati:17:9f2c41d09be7a615".

    Errors: Refused for anything else, or fewer letters of the head than a receipt has.
    """
    found = TYPED.fullmatch(typed.strip())
    head = "".join(found["head"].split()).lower() if found else ""
    if found is None or len(head) < HEAD_SHORTEST:
        raise Refused(
            _(
                "Write the group, the receipt's number and the 16 letters and digits of its"
                " fingerprint, with colons between them: %(example)s"
            )
            % {"example": "Jahit Melati:17:9f2c41d09be7a615"}
        )
    return Paper(found["group"].strip(), int(found["number"]), head)


def check(book: Book, paper: Paper) -> Finding | None:
    """Compare a paper with its book; None if the paper is of this book as it stands."""
    last = ends.last_receipt(book)
    if paper.number > last:
        return Finding(
            "I17",
            _(
                "The paper has receipt %(number)s, the book ends with %(last)s: the book is older"
                " than the paper. Look for a newer backup."
            )
            % {"number": paper.number, "last": last},
        )
    entries = Entry.objects.of(book.village).filter(book=book, receipt_no=paper.number)
    head = entries.values_list("head", flat=True).first() or ""
    if not head.startswith(paper.head):
        return Finding(
            "I17",
            _(
                "Receipt %(number)s has another fingerprint in the book than on the paper: the"
                " book is not the one that the paper comes from."
            )
            % {"number": paper.number},
        )
    return None
