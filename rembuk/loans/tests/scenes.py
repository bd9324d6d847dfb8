"""A cooperative that lends, for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from rembuk.accounts.models import User
from rembuk.cash import approving, lines, purse
from rembuk.cash.lines import Money
from rembuk.cash.purposes import Way
from rembuk.coop import custody, dues, paying
from rembuk.coop.custody import Paper
from rembuk.coop.dues import Terms
from rembuk.coop.models import Member
from rembuk.coop.tests import scenes
from rembuk.coop.tests.scenes import Coop
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Book
from rembuk.loans import applying, deciding, lending, products
from rembuk.loans.applying import Wish
from rembuk.loans.models import Application, Loan, Product
from rembuk.loans.products import Version
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.stories import NOW, TODAY, World

BEGINS = date(2026, 1, 1)
LIMIT_RP = 500_000
BUSINESS = Version(
    name="Pinjaman usaha", since=BEGINS, rhythm="MONTHLY", method="flat",
    percent_year=Decimal(12), most_rp=10_000_000, most_periods=24, income_percent=30,
    fee_tenths=10, fine_tenths=1, fine_grace_days=7, source="Rapat anggota 5 Januari 2026",
)  # fmt: skip


def signed(by: Actor) -> Signed:
    """Sign on the stories' day."""
    return Signed(by=by, at=NOW, request_id=uuid4())


@dataclass
class Lender:
    """A cooperative that lends; everybody acts on the stories' day unless a day is told."""

    coop: Coop
    book: Book
    product: Product
    first: User  # of the loan committee
    second: User
    people: dict[str, Member] = field(default_factory=dict)

    @property
    def by_first(self) -> Actor:
        """One of the committee, acting."""
        return Actor(user=self.first, office=Office.LOAN_COMMITTEE)

    @property
    def by_second(self) -> Actor:
        """The other one."""
        return Actor(user=self.second, office=Office.LOAN_COMMITTEE)

    def member(self, name: str, *, pays: bool = True) -> Member:
        """Somebody who brought her pokok and can sign in."""
        member = self.coop.member(name)
        member.resident.user = stories.user(name.split(maxsplit=1)[0].lower(), name)
        member.resident.save(update_fields=["user"])
        if pays:
            paying.record(
                book=self.book, payments=paying.as_due(dues.of_member(self.book, member, on=TODAY)),
                on=TODAY, signed=signed(self.coop.by_treasurer), today=TODAY,
            )  # fmt: skip
        return member

    def asks(self, member: Member, *, on: date = TODAY, **more: Any) -> Application:
        """Let a member ask for a loan."""
        told: dict[str, Any] = {
            "product": self.product, "principal_rp": 3_000_000, "periods": 10,
            "purpose": "Mesin obras kedua", "income_rp": 4_000_000, "costs_rp": 2_000_000,
            "debts_rp": 0,
        } | more  # fmt: skip
        by = Actor(user=member.resident.user)
        return applying.apply(
            book=self.book, member=member, wish=Wish(**told), on=on, by=by, at=NOW
        )

    def says(
        self, application: Application, by: Actor, outcome: str = "AGREED", note: str = ""
    ) -> None:
        """Let one of the committee decide."""
        deciding.decide(
            book=self.book, application=application, outcome=outcome, note=note, by=by, at=NOW,
            today=application.on,
        )  # fmt: skip

    def agreed(self, member: Member, **more: Any) -> Application:
        """A loan that two agreed to."""
        application = self.asks(member, **more)
        for by in (self.by_first, self.by_second):
            self.says(application, by)
        return application

    def asked_out(self, application: Application, *, on: date = TODAY) -> Loan:
        """Let the treasurer ask for it to be paid out."""
        return lending.pay_out(
            book=self.book, application=application, on=on,
            signed=signed(self.coop.by_treasurer), today=TODAY,
        )  # fmt: skip

    def paid_out(self, member: Member, *, on: date = TODAY, **more: Any) -> Loan:
        """A loan that the chair let go."""
        loan = self.asked_out(self.agreed(member, on=on, **more), on=on)
        self.approve(loan)
        return loan

    def approve(self, loan: Loan, by: Actor | None = None) -> None:
        """Let a second person agree that the money goes."""
        loan.asked.book = self.book
        approving.approve(
            asked=loan.asked, asked_hash=loan.asked.asked_hash, by=by or self.coop.by_chair,
            at=NOW, today=TODAY,
        )  # fmt: skip


def lender(world: World) -> Lender:
    """Open it: Rp20 million in the box, a licence since January, one product."""
    coop = scenes.coop(world)
    group = coop.group
    book = purse.open_purse(
        group=group, beginning=purse.Beginning(BEGINS, 0, LIMIT_RP),
        signed=signed(coop.by_chair), today=TODAY,
    )  # fmt: skip
    book.group = group
    borrowed = Money(Way.IN, "Bank desa", "loan", 20_000_000, BEGINS)
    lines.record(book=book, money=borrowed, signed=signed(coop.by_treasurer), today=TODAY)
    terms = Terms(BEGINS, 50_000, 10_000, source="AD pasal 12", exit_days=90)
    dues.agree(group=group, terms=terms, by=coop.by_chair, at=NOW)
    licence = custody.enter(
        group=group, paper=Paper("SP-12/2026", BEGINS, "OSS"), by=coop.by_chair, at=NOW,
        today=TODAY,
    )  # fmt: skip
    custody.confirm(licence=licence, by=coop.by_supervisor, at=NOW)
    product = products.agree(group=group, version=BUSINESS, by=coop.by_chair, at=NOW)
    first, second = stories.user("karto", "Sukarto"), stories.user("tari", "Tari Lestari")
    for user in (first, second):
        stories.appoint(user, Office.LOAN_COMMITTEE, group=group)
    return Lender(coop, book, product, first, second)
