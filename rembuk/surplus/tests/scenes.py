"""A cooperative that lived through 2025: what its members brought and paid, and its costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from rembuk.cash import purse
from rembuk.coop import dues, paying
from rembuk.coop.dues import Due, Terms
from rembuk.coop.models import Member
from rembuk.coop.tests import scenes
from rembuk.coop.tests.scenes import Coop
from rembuk.ledger import months, posting
from rembuk.ledger.chain import Move
from rembuk.ledger.models import Entry, Period
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book
from rembuk.lib.dates import month_end
from rembuk.villages.tests import stories
from rembuk.villages.tests.stories import NOW, TODAY

YEAR = 2025
BEGINS = date(2025, 1, 1)
CASH, BANK = "1101", "1102"


@dataclass
class Lived:
    """The cooperative, its book, and Wati, Tumini and Ratna."""

    coop: Coop
    book: Book
    wati: Member
    tumini: Member
    ratna: Member

    def signed(self) -> Signed:
        """Sign as the treasurer, each time under another key."""
        return Signed(by=self.coop.by_treasurer, at=NOW, request_id=uuid4())

    def brought(self, member: Member, due: Due, amount_rp: int, on: date) -> None:
        """Let a member bring pokok or wajib."""
        paying.record(
            book=self.book, payments=[paying.Payment(member, due, amount_rp)], on=on,
            signed=self.signed(), today=TODAY,
        )  # fmt: skip

    def booked(
        self, debit: str, credit: str, amount_rp: int, on: date, *, member: Member | None = None
    ) -> Entry:
        """Book one sum, about a member or nobody."""
        words = Words()
        if member:
            words = Words(party=member.name, resident_id=member.resident_id)
        plan = Plan(
            kind="MONEY_IN", on=on, moves=[Move(debit, credit, amount_rp)], words=words,
            receipt=False,
        )  # fmt: skip
        return posting.post(self.book, plan, signed=self.signed(), today=TODAY)

    def close(self, *, until: int = 12, since: int = 1) -> list[Period]:
        """Close months of the year, in order."""
        found = []
        for month in range(since, until + 1):
            told = {"by": self.coop.by_treasurer, "at": NOW}
            period = months.begin_closing(
                book=self.book, first=date(YEAR, month, 1), today=TODAY, **told
            )
            found.append(months.close(period=period, **told))
        return found


def lived() -> Lived:
    """Let it live: savings of three, what two of them paid for loans, one sale to others."""
    coop = scenes.coop(stories.world())
    book = purse.open_purse(
        group=coop.group, beginning=purse.Beginning(BEGINS, 0, 500_000),
        signed=Signed(by=coop.by_chair, at=NOW, request_id=uuid4()), today=TODAY,
    )  # fmt: skip
    book.group = coop.group
    terms = Terms(BEGINS, 300_000, 100_000, source="AD", exit_days=90)
    dues.agree(group=coop.group, terms=terms, by=coop.by_chair, at=NOW)
    people = [coop.member(name, on=BEGINS) for name in ("Wati Ningsih", "Tumini", "Ratna")]
    made = Lived(coop, book, *people)
    wati, tumini, ratna = people
    for member in people:
        made.brought(member, Due.POKOK, 300_000, on=date(YEAR, 1, 10))
    made.brought(wati, Due.WAJIB, 900_000, on=date(YEAR, 1, 10))
    made.brought(tumini, Due.WAJIB, 600_000, on=date(YEAR, 7, 5))
    made.booked(CASH, "4101", 700_000, date(YEAR, 6, 1), member=wati)
    made.booked(CASH, "4101", 300_000, date(YEAR, 9, 1), member=ratna)
    made.booked(CASH, "4201", 500_000, date(YEAR, 10, 1))
    made.booked("5401", CASH, 100_000, date(YEAR, 10, 2))
    made.booked("5202", CASH, 150_000, month_end(date(YEAR, 11, 1)))
    made.booked("5301", CASH, 150_000, date(YEAR, 12, 20))
    return made
