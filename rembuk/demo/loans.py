"""Loans of the cooperative of Sukamaju, all of it invented: two products, six members who ask.

One pays weekly, brought half an instalment (kurang lancar) and has a new schedule since; one paid
back early, one pays monthly, one was not agreed to, one waits for the committee. One of March
stopped paying: it is off the books since September, and some of it came back. Every provision until
October is booked. Everything goes through the functions the pages use.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from rembuk.cash import approving, moving
from rembuk.cash.moving import Direction, Moving
from rembuk.coop import members
from rembuk.coop.models import Member
from rembuk.demo.offices import Holder, seat
from rembuk.demo.story import Story
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Book, Pending
from rembuk.lib.dates import next_month
from rembuk.loans import (
    applying,
    deciding,
    instalments,
    lending,
    products,
    progress,
    provisions,
    recovering,
    rescheduling,
    reserves,
    writing_off,
)
from rembuk.loans.applying import Wish
from rembuk.loans.models import Application, Loan, Product, Rates
from rembuk.loans.products import Version
from rembuk.loans.rescheduling import Offer
from rembuk.loans.reserves import Rule
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Office

COMMITTEE_ON = date(2025, 7, 15)  # after the licence (savings.py)
AGREED_ON, LENT_ON, ASKED_ON = date(2026, 10, 12), date(2026, 10, 13), date(2026, 11, 18)
PROVISION_ON = date(2026, 11, 2)
# A loan that was not paid back: lent, paid twice, off the books, and some of it came back.
HARD_ON, PAID_ON = date(2026, 3, 10), (date(2026, 3, 17), date(2026, 3, 24))
PROPOSED_ON, AGREED_OFF_ON, CAME_BACK_ON = date(2026, 9, 14), date(2026, 9, 16), date(2026, 11, 5)
CAME_BACK_RP = 100_000
# The weekly one cannot carry her instalments since her stall burnt; what she can, was agreed.
EASIER_ASKED_ON, EASIER_ON = date(2026, 11, 20), date(2026, 11, 21)
EASIER = Offer(
    periods=24, percent_year=Decimal(9), grace=4, why="Lapaknya terbakar; ia menata lagi dulu",
    source="Anggaran Dasar pasal 30 (rekaan)",
)  # fmt: skip
CASH_RP = 12_000_000
# What the board set after talking over two other cooperatives' years; invented, like all here.
LOSSES = Rule(
    Rates.Kind.CKPN, (100, 500, 1_500, 5_000, 10_000), "Rapat pengurus 15 Juli 2025", COMMITTEE_ON
)
AT_TABLE = (
    ("suryati", "Suryati Wahyuni", "+628990000034"),
    ("bejo", "Bejo Raharjo", "+628990000035"),
)  # fmt: skip
MONTHLY = Version(
    name="Pinjaman usaha", since=COMMITTEE_ON, rhythm="MONTHLY", method="annuity",
    percent_year=Decimal(18), most_rp=10_000_000, most_periods=24, income_percent=30,
    multiple_rp=100, fee_tenths=5, fine_tenths=1, fine_grace_days=7,
    source="Rapat anggota 15 Juli 2025",
)  # fmt: skip
WEEKLY = Version(
    name="Pinjaman mingguan", since=COMMITTEE_ON, rhythm="WEEKLY", method="flat",
    percent_year=Decimal(12), most_rp=2_000_000, most_periods=26, income_percent=30,
    multiple_rp=500, fine_tenths=1, fine_grace_days=3, source="Rapat anggota 15 Juli 2025",
)  # fmt: skip
# Place among the members, product, sum, periods, what for, what the household earns in a month.
LENT = (
    (1, 0, 3_000_000, 12, "Mesin obras untuk pesanan seragam", 3_500_000),
    (9, 1, 1_200_000, 12, "Modal warung sayur", 2_400_000),
    (12, 0, 2_000_000, 10, "Bibit lele dan pakan", 3_000_000),
)
HARD = (6, 1, 600_000, 12, "Modal jual gorengan", 1_800_000)
REFUSED = (15, 0, 8_000_000, 12, "Sepeda motor", 2_000_000)
WAITS = (18, 0, 2_500_000, 10, "Freezer untuk es batu", 3_200_000)


def tell(story: Story, book: Book) -> None:
    """Tell it."""
    for username, name, phone in AT_TABLE:
        office = Office.LOAN_COMMITTEE
        holder = Holder(username, name, phone, ((office, book.group.name, COMMITTEE_ON, None),))
        story.users[username] = seat(holder, village=story.village)
    teller = _Teller(story, book)
    offered = [
        products.agree(
            group=book.group, version=version, by=teller.chair, at=teller.at(COMMITTEE_ON)
        )
        for version in (MONTHLY, WEEKLY)
    ]
    teller.fetch_cash(HARD[2], HARD_ON)
    hard = teller.lend(HARD, offered, asked_on=HARD_ON, on=HARD_ON)
    teller.pay(hard, PAID_ON)
    reserves.record(
        group=book.group, rule=LOSSES, by=teller.chair, at=teller.at(HARD_ON), today=HARD_ON
    )  # fmt: skip
    month = HARD_ON.replace(day=1)
    while month < PROPOSED_ON.replace(day=1):
        teller.set_aside(month, next_month(month) + timedelta(days=1))
        month = next_month(month)
    teller.write_off(hard)
    teller.set_aside(month, next_month(month) + timedelta(days=1))
    teller.fetch_cash(CASH_RP, AGREED_ON)
    first, weekly, early = [
        teller.lend(told, offered, asked_on=AGREED_ON, on=LENT_ON) for told in LENT
    ]
    teller.bring(weekly, 50_000, date(2026, 10, 27))
    teller.set_aside(date(2026, 10, 1), PROVISION_ON)
    teller.settle(early, date(2026, 11, 2))
    teller.recover(hard)
    teller.pay(first, (date(2026, 11, 13),))
    refused = teller.ask(REFUSED, offered, on=AGREED_ON)
    note = "Angsurannya lebih besar dari yang tersisa tiap bulan. Mari hitung yang lebih kecil."
    teller.decide(refused, "suryati", "REFUSED", note=note)
    teller.reschedule(weekly)
    teller.ask(WAITS, offered, on=ASKED_ON)


class _Teller:
    """Writes the loans: who signs, when, under which key."""

    def __init__(self, story: Story, book: Book) -> None:
        users = story.users
        self.village, self.book, self.users, self.told = story.village, book, users, 0
        self.chair = Actor(user=users["marsih"], office=Office.GROUP_CHAIR)
        self.overseer = Actor(user=users["warno"], office=Office.SUPERVISORY_BOARD)
        self.treasurer = Actor(user=users["sumiati"], office=Office.TREASURER)
        self.people = members.now(book.group, on=ASKED_ON)
        for one in self.people:
            one.group, one.village = book.group, story.village

    def at(self, day: date) -> datetime:
        """Eleven in the morning."""
        return datetime.combine(day, time(11), tzinfo=self.village.zone)

    def signed(self, day: date) -> Signed:
        """The treasurer signs."""
        self.told += 1
        key = uuid5(NAMESPACE_URL, f"{self.village.slug}/loans/{self.told}")
        return Signed(by=self.treasurer, at=self.at(day), request_id=key)

    def fetch_cash(self, amount_rp: int, on: date) -> None:
        """Bring money from the bank to lend: two people where it is much."""
        asked = moving.move(
            book=self.book, moving=Moving(Direction.FROM_BANK, amount_rp, on),
            signed=self.signed(on), today=on,
        )  # fmt: skip
        if isinstance(asked, Pending):
            self._approve(asked, on)

    def _approve(self, asked: Any, on: date) -> None:
        asked.book = self.book
        approving.approve(
            asked=asked, asked_hash=asked.asked_hash, by=self.chair, at=self.at(on), today=on
        )

    def ask(self, told: Any, offered: list[Product], *, on: date) -> Application:
        """Let a member ask."""
        place, product, principal_rp, periods, purpose, income_rp = told
        member: Member = self.people[place]
        wish = Wish(
            offered[product], principal_rp, periods, purpose, income_rp, income_rp * 3 // 5, 0,
            trust="Simpanan wajib lancar sejak masuk", risk="Kalau pesanan sepi, dari simpanan",
        )  # fmt: skip
        return applying.apply(
            book=self.book, member=member, wish=wish, on=on,
            by=Actor(user=member.resident.user) if member.resident.user else self.chair,
            at=self.at(on),
        )  # fmt: skip

    def decide(self, asked: Application, who: str, outcome: str, *, note: str = "") -> None:
        """Let one of the committee say yes or no."""
        by = Actor(user=self.users[who], office=Office.LOAN_COMMITTEE)
        deciding.decide(
            book=self.book, application=asked, outcome=outcome, note=note, by=by,
            at=self.at(asked.on), today=asked.on,
        )  # fmt: skip

    def lend(self, told: Any, offered: list[Product], *, asked_on: date, on: date) -> Loan:
        """Ask, agree, pay out."""
        asked = self.ask(told, offered, on=asked_on)
        for who, _name, _phone in AT_TABLE:
            self.decide(asked, who, "AGREED")
        loan = lending.pay_out(
            book=self.book, application=asked, on=on, signed=self.signed(on), today=on
        )
        self._approve(loan.asked, on)
        return loan

    def pay(self, loan: Loan, days: Sequence[date]) -> None:
        """Bring what is due on each day."""
        for on in days:
            due_rp = instalments.of_loan(self.book, loan, on=on).asked_rp
            self._take_in(loan, due_rp, on=on, settles=False)

    def bring(self, loan: Loan, amount_rp: int, on: date) -> None:
        """Bring less than is due."""
        self._take_in(loan, amount_rp, on=on, settles=False)

    def set_aside(self, month: date, on: date) -> None:
        """Work out a month's provision, check and book it."""
        signed, book = self.signed(on), self.book
        run = provisions.prepare(
            book=book, month=month, key=signed.request_id, by=signed.by, at=signed.at, today=on
        )
        provisions.check(book=book, run=run, by=self.chair, at=self.at(on), today=on)

    def write_off(self, loan: Loan) -> None:
        """Take a loan off the books: the treasurer proposes, two organs agree."""
        told: dict[str, Any] = {"book": self.book, "loan": loan}
        writing_off.propose(
            **told, why="Warungnya tutup sejak April, dan ia merawat ibunya yang sakit",
            source="Anggaran Dasar pasal 31 (rekaan)", key=self.signed(PROPOSED_ON).request_id,
            by=self.treasurer, at=self.at(PROPOSED_ON), today=PROPOSED_ON,
        )  # fmt: skip
        for by in (self.overseer, self.chair):
            writing_off.vote(
                **told, outcome="AGREED", note="", by=by, at=self.at(AGREED_OFF_ON),
                today=AGREED_OFF_ON,
            )  # fmt: skip

    def reschedule(self, loan: Loan) -> None:
        """Give a loan a new schedule: the treasurer proposes, the chair agrees."""
        told: dict[str, Any] = {"book": self.book, "loan": loan}
        rescheduling.propose(
            **told, offer=EASIER, by=self.treasurer, at=self.at(EASIER_ASKED_ON),
            today=EASIER_ASKED_ON,
        )  # fmt: skip
        rescheduling.answer(
            **told, outcome="AGREED", note="Mulai lagi pelan-pelan, kabari kalau belum bisa",
            by=self.chair, at=self.at(EASIER_ON), today=EASIER_ON,
        )  # fmt: skip

    def recover(self, loan: Loan) -> None:
        """Take in what came back of it."""
        recovering.take_in(
            book=self.book, loan=loan, amount_rp=CAME_BACK_RP, on=CAME_BACK_ON,
            signed=self.signed(CAME_BACK_ON), today=CAME_BACK_ON,
        )  # fmt: skip

    def settle(self, loan: Loan, on: date) -> None:
        """Pay all of it back before its time."""
        found = progress.pay_off(instalments.of_loan(self.book, loan, on=on))
        self._take_in(loan, found.amount_rp, on=on, settles=True)

    def _take_in(self, loan: Loan, amount_rp: int, *, on: date, settles: bool) -> None:
        instalments.pay(
            book=self.book, loan=loan, amount_rp=amount_rp, on=on, signed=self.signed(on),
            today=on, settles=settles,
        )  # fmt: skip
