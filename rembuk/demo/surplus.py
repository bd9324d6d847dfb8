"""What the cooperative of Sukamaju earned and shared, all of it invented.

Once a year members buy rice together. 2023 left a surplus that was divided and paid to all; in 2024
the rice got wet and the year ended with a loss, which the reserve bears; that of 2025 is paid to
most. What the members heard is sealed.
Sales of past years come into the book by blocks; dividing goes through the functions of the pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from rembuk.cash import months as closing
from rembuk.cash.purposes import Way
from rembuk.coop import members
from rembuk.coop.models import Member
from rembuk.demo.story import Story
from rembuk.forum.models import Resolution
from rembuk.ledger import chart, history, months
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book
from rembuk.lib.dates import next_month
from rembuk.surplus import booked, dividing, losses, paying, rules
from rembuk.surplus.models.parts import NAMES
from rembuk.surplus.rules import Terms
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Office

TO_MEMBERS, RICE, MEETING = "4104", "5104", "5301"
EACH_RP = 150_000  # a sack of rice, or two, or three
# What the rice of a year cost of each 100 rupiah it was sold for, and what the meeting cost.
YEARS = {2023: (84, 350_000), 2024: (103, 400_000), 2025: (70, 450_000)}
SOLD_ON, MEETING_ON = (12, 5), (2, 10)  # month and day
PARTS = {
    "reserve": 3000, "by_capital": 2000, "by_use": 3000, "board": 500, "staff": 0,
    "education": 500, "social": 500, "development": 500,
}  # fmt: skip
RULE = Terms(2023, "Anggaran Dasar pasal 40 (rekaan)", {name: PARTS[name] for name in NAMES})


class Divided(NamedTuple):
    """One year divided: when, by which decision of which meeting, how many wait to be paid."""

    year: int
    computed_on: date
    met_on: date
    number: str
    paid_on: date
    wait: int


DIVIDED = (
    Divided(2023, date(2025, 1, 20), date(2025, 2, 20), "04/RAT/2025", date(2025, 3, 1), 0),
    Divided(2025, date(2026, 1, 26), date(2026, 2, 21), "03/RAT/2026", date(2026, 3, 7), 4),
)
LOST, LOSS_NUMBER = 2024, "05/RAT/2025"  # the same meeting heard of it


def tell(story: Story, book: Book) -> None:
    """Tell it."""
    teller = _Teller(story, book)
    teller.sell()
    rules.agree(group=book.group, terms=RULE, by=teller.chair, at=teller.at(date(2023, 1, 14)))
    for one in DIVIDED:
        teller.close(until=date(one.computed_on.year - 1, 12, 1))
        teller.divide(one)
        if one.met_on.year == LOST + 1:
            teller.cover_loss(one)


class _Teller:
    """Writes it: who signs, when, under which key."""

    def __init__(self, story: Story, book: Book) -> None:
        users = story.users
        self.village, self.book, self.told = story.village, book, 0
        self.chair = Actor(user=users["marsih"], office=Office.GROUP_CHAIR)
        self.treasurer = Actor(user=users["sumiati"], office=Office.TREASURER)
        self.supervisor = Actor(user=users["warno"], office=Office.SUPERVISORY_BOARD)

    def at(self, day: date) -> datetime:
        """One in the afternoon."""
        return datetime.combine(day, time(13), tzinfo=self.village.zone)

    def signed(self, day: date) -> Signed:
        """The treasurer signs."""
        self.told += 1
        key = uuid5(NAMESPACE_URL, f"{self.village.slug}/surplus/{self.told}")
        return Signed(by=self.treasurer, at=self.at(day), request_id=key)

    def sell(self) -> None:
        """Sell rice to members, pay for it, and for the meeting."""
        for year in YEARS:
            plans = list(self._year(year))
            last = plans[-1].on
            told = history.bring_in(self.book, plans, signed=self.signed(last), today=last)
            assert not told.refused, told.refused

    def _year(self, year: int) -> Iterator[Plan]:
        cost_percent, meeting_rp = YEARS[year]
        sold_on, sold_rp = date(year, *SOLD_ON), 0
        yield self._out(MEETING, meeting_rp, date(year, *MEETING_ON), "Konsumsi rapat anggota")
        for place, member in enumerate(members.now(self.book.group, on=sold_on)):
            amount_rp = EACH_RP * (1 + place % 3)
            sold_rp += amount_rp
            told = Words(memo="Beras bersama", party=member.name, resident_id=member.resident_id)
            move = Move(chart.CASH, TO_MEMBERS, amount_rp)
            yield Plan(kind=Way.IN, on=sold_on, moves=[move], words=told)
        yield self._out(RICE, sold_rp * cost_percent // 100, sold_on, "Beras dari penggilingan")

    def _out(self, account: str, amount_rp: int, on: date, memo: str) -> Plan:
        move = Move(account, chart.CASH, amount_rp)
        return Plan(kind=Way.OUT, on=on, moves=[move], words=Words(memo=memo))

    def close(self, *, until: date) -> None:
        """Close every month of the book that is open, up to one."""
        month, shut = self.book.begins_on.replace(day=1), months.closed(self.book)
        while month <= until:
            if month not in shut:
                on = next_month(month)
                told: dict[str, Any] = {"by": self.treasurer, "at": self.at(on)}
                period = months.begin_closing(book=self.book, first=month, today=on, **told)
                months.close(period=period, by=self.chair, at=self.at(on))
            month = next_month(month)

    def divide(self, one: Divided) -> None:
        """Compute, check, decide, book; pay all but the last few."""
        book, year, computed_on = self.book, one.year, one.computed_on
        met_on, paid_on = one.met_on, one.paid_on
        division = dividing.compute(
            book=book, year=year, by=self.treasurer, at=self.at(computed_on), today=computed_on
        )
        dividing.check(
            division=division, book=book, by=self.supervisor, at=self.at(computed_on),
            today=computed_on,
        )  # fmt: skip
        dividing.decide(
            division=division, book=book, number=one.number, by=self.chair, at=self.at(met_on),
            resolution=self._decision(met_on), today=met_on,
        )  # fmt: skip
        booked.book_decision(
            book=book, division=division, on=paid_on, signed=self.signed(paid_on), today=paid_on
        )
        parts = paying.progress(division).parts
        for part in parts[: len(parts) - one.wait]:
            part.share.division, part.share.village = division, self.village
            member: Member = part.share.member
            member.group, member.village = book.group, self.village
            paying.pay(
                book=book, share=part.share, on=paid_on, signed=self.signed(paid_on), today=paid_on
            )

    def cover_loss(self, one: Divided) -> None:
        """Let the reserve bear the loss that the same meeting heard of, and seal what it heard."""
        on, sealed_on = one.paid_on, one.paid_on + timedelta(days=7)
        losses.cover(
            book=self.book, year=LOST, resolution=self._decision(one.met_on), number=LOSS_NUMBER,
            on=on, signed=self.signed(on), today=on,
        )  # fmt: skip
        december = date(LOST, 12, 1)
        closing.seal(book=self.book, first=december, by=self.chair, at=self.at(sealed_on))

    def _decision(self, met_on: date) -> Resolution:
        """The first decision of the meeting of a day."""
        found = Resolution.objects.of(self.village).filter(meeting__group=self.book.group)
        return found.filter(meeting__held_on=met_on).order_by("pk")[0]
