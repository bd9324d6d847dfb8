"""A cooperative with a licence, its book and its first products, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from rembuk.cash import approving, purse
from rembuk.coop import custody, dues, paying
from rembuk.coop.custody import Paper
from rembuk.coop.dues import Terms as DuesTerms
from rembuk.coop.models import Licence, Member
from rembuk.coop.tests import scenes
from rembuk.coop.tests.scenes import Coop
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Book, Entry, Pending
from rembuk.savings import accounts, money, products
from rembuk.savings.accounts import Stands
from rembuk.savings.models import SavingsAccount, Version
from rembuk.savings.models.products import Control, Method
from rembuk.savings.products import Terms
from rembuk.villages.actors import Actor
from rembuk.villages.tests.stories import NOW, TODAY, World

BEGINS = date(2026, 1, 1)
BEGINS_SAVING = date(2026, 1, 10)
LIMIT_RP = 1_000_000


@dataclass
class Savings:
    """The cooperative, its book, and who acts."""

    coop: Coop
    book: Book
    licence: Licence

    def signed(self, by: Actor | None = None) -> Signed:
        """Somebody signs, the treasurer unless said otherwise."""
        return Signed(by=by or self.coop.by_treasurer, at=NOW, request_id=uuid4())

    def product(self, control: Control = Control.VOLUNTARY, **more: object) -> Version:
        """Begin a product; of `more`, what differs from 6% of the daily balance."""
        told: dict[str, object] = {
            "since": BEGINS, "rate_bp": 600, "method": Method.DAILY, "source": "Rapat pengurus 1",
        }  # fmt: skip
        if control == Control.TERM:
            told |= {"method": Method.MONTHLY, "term_months": 6, "penalty_bp": 100}
        name = str(more.pop("name", control.label))
        return products.create(
            group=self.coop.group, control=control, name=name, by=self.coop.by_chair, at=NOW,
            terms=Terms(**(told | more)),  # type: ignore[arg-type]  # of a table
        )  # fmt: skip

    def member(self, name: str, on: date = scenes.JOINED) -> Member:
        """Somebody who brought all of her pokok."""
        member = self.coop.member(name, on=on)
        pokok = paying.Payment(member, dues.Due.POKOK, 50_000)
        paying.record(book=self.book, payments=[pokok], on=on, signed=self.signed(), today=TODAY)
        return member

    def account(
        self, member: Member, version: Version, *, on: date = BEGINS_SAVING
    ) -> SavingsAccount:
        """Open an account for her."""
        return accounts.open_account(
            book=self.book, member=member, product=version.product, on=on, signed=self.signed(),
            today=TODAY,
        )  # fmt: skip

    def brought(self, account: SavingsAccount, amount_rp: int, on: date = BEGINS_SAVING) -> Entry:
        """Take money into an account."""
        return money.deposit(
            book=self.book, account=account, amount_rp=amount_rp, on=on, signed=self.signed(),
            today=TODAY,
        )  # fmt: skip

    def asked(self, account: SavingsAccount, amount_rp: int, on: date = TODAY) -> Pending:
        """Ask for money out of an account."""
        return money.withdraw(
            book=self.book, account=account, amount_rp=amount_rp, on=on, signed=self.signed(),
            today=TODAY,
        )  # fmt: skip

    def approved(self, asked: Pending) -> Entry:
        """Let the chair agree."""
        asked.book = self.book
        self.book.group = self.coop.group
        return approving.approve(
            asked=asked, asked_hash=asked.asked_hash, by=self.coop.by_chair, at=NOW, today=TODAY
        )

    def took(self, account: SavingsAccount, amount_rp: int, on: date = TODAY) -> Entry:
        """Money went out of an account, agreed by two."""
        return self.approved(self.asked(account, amount_rp, on))

    def stands(self, account: SavingsAccount, on: date = TODAY) -> Stands:
        """Where an account stands, read anew."""
        found = accounts.in_group(self.coop.group, account.pk)
        assert found is not None
        return accounts.stands(self.book, found, on=on)


def savings(world: World, *, licensed: bool = True) -> Savings:
    """Open it, with a licence of January unless said otherwise."""
    coop = scenes.coop(world)
    book = purse.open_purse(
        group=coop.group, beginning=purse.Beginning(BEGINS, 0, LIMIT_RP),
        signed=Signed(by=coop.by_chair, at=NOW, request_id=uuid4()), today=TODAY,
    )  # fmt: skip
    book.group = coop.group
    terms = DuesTerms(BEGINS, 50_000, 10_000, source="AD pasal 12", exit_days=90)
    dues.agree(group=coop.group, terms=terms, by=coop.by_chair, at=NOW)
    paper = Paper("SP-12/2026", BEGINS, "Menteri Koperasi lewat OSS")
    licence = custody.enter(group=coop.group, paper=paper, by=coop.by_chair, at=NOW, today=TODAY)
    if licensed:
        custody.confirm(licence=licence, by=coop.by_supervisor, at=NOW)
    return Savings(coop, book, licence)
