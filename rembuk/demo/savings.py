"""Savings of the cooperative of Sukamaju after its licence, all of it invented.

Deposits of past months come into the book by blocks; accounts, terms, a withdrawal and each
month's interest go through the functions the pages use.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from rembuk.cash import approving
from rembuk.coop import custody
from rembuk.coop.custody import Paper
from rembuk.coop.models import Member
from rembuk.ledger import history
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Book
from rembuk.lib.dates import next_month
from rembuk.savings import (
    accounts,
    blocks,
    closing,
    earning,
    goals,
    money,
    products,
    runs,
    slips,
    statetax,
    terms,
)
from rembuk.savings.goals import Wanted
from rembuk.savings.models import InterestRun, Product, SavingsAccount
from rembuk.savings.models.products import Control, Method
from rembuk.savings.products import Terms
from rembuk.villages.actors import Actor

LICENSED_ON, OPENED_ON, LAST_MONTH = date(2025, 7, 1), date(2025, 7, 8), date(2026, 9, 1)
PAPER = Paper(
    "SP-0099/2025", LICENSED_ON, "Menteri Koperasi lewat OSS, unit simpan pinjam (rekaan)"
)
DECIDED = "Rapat pengurus 4 Juli 2025, butir 2"
PAID_DAY = 12
# Place among the members -> what she brings each month into her voluntary account.
EACH_MONTH = {0: 100_000, 1: 50_000, 2: 75_000, 5: 150_000, 8: 40_000, 11: 60_000}
FIRST_RP = {5: 38_000_000}  # somebody came home with her savings: her interest is taxed
GOALS = {
    0: (Wanted("Sekolah Dimas", 12_000_000, date(2027, 7, 1)), 400_000),
    2: (Wanted("Warung di depan rumah", 9_000_000), 250_000),
    11: (Wanted("Mesin jahit", 2_000_000), 250_000),
}
# Who has what she saved for closes her account.
CLOSED, CLOSED_ON, CLOSED_WHY = 11, date(2026, 3, 20), "Mesin jahitnya sudah dibeli"
# Place, sum, placed on, goes on at its end.
PLACED = ((5, 12_000_000, date(2025, 8, 4), True), (8, 3_000_000, date(2026, 3, 9), False))
TAX_PAID_DAY = 8  # of the next month; of the last month the state's number is still missing
WITHDRAWN_ON, WITHDRAWN_RP, BLOCKED_UNTIL = date(2026, 5, 20), 300_000, date(2027, 2, 1)


class Savings:
    """Tells it: who signs, for which members, in which book."""

    def __init__(
        self, book: Book, *, people: list[Member], officers: dict[str, Actor],
        at: Callable[[date], datetime],
    ) -> None:  # fmt: skip
        self.book, self.group, self.people, self.at = book, book.group, people, at
        self.chair, self.treasurer = officers["chair"], officers["treasurer"]
        self.supervisor, self.told = officers["supervisor"], 0

    def tell(self) -> None:
        """Tell it in order: licence, products, accounts, months."""
        self._license()
        voluntary, goal, term = self._products()
        hers = {place: self._open(place, voluntary) for place in EACH_MONTH}
        aimed = {place: self._open(place, goal) for place in GOALS}
        for place, account in aimed.items():
            goals.set_goal(
                member=account.member, wanted=GOALS[place][0], account=account,
                **self._by(self.treasurer, OPENED_ON),
            )  # fmt: skip
        month = LICENSED_ON
        while month <= LAST_MONTH:
            if month == CLOSED_ON.replace(day=1):
                self._close(aimed.pop(CLOSED))
            self._bring(hers, aimed, month)
            self._place(term, month)
            if month == WITHDRAWN_ON.replace(day=1):
                self._withdraw(hers[0])
            self._interest(month)
            month = next_month(month)
        wanted = blocks.Wanted(500_000, BLOCKED_UNTIL, "Jaminan pinjaman bibit")
        told = self._by(self.chair, WITHDRAWN_ON)
        blocks.block(book=self.book, account=hers[2], wanted=wanted, **told)

    def _by(self, by: Actor, day: date) -> dict[str, Any]:
        return {"by": by, "at": self.at(day), "today": day}

    def _signed(self, by: Actor, day: date) -> Signed:
        self.told += 1
        key = uuid5(NAMESPACE_URL, f"{self.group.village.slug}/savings/{self.told}")
        return Signed(by=by, at=self.at(day), request_id=key)

    def _license(self) -> None:
        told = self._by(self.chair, LICENSED_ON)
        licence = custody.enter(group=self.group, paper=PAPER, **told)
        custody.confirm(licence=licence, by=self.supervisor, at=self.at(LICENSED_ON))

    def _products(self) -> list[Product]:
        free = Terms(LICENSED_ON, 400, Method.DAILY, source=DECIDED, tiers=[(25_000_000, 600)])
        goal = replace(free, rate_bp=450, tiers=(), method=Method.LOWEST)
        term = replace(goal, rate_bp=700, method=Method.MONTHLY, term_months=12, penalty_bp=100)
        told: dict[str, Any] = {
            "group": self.group, "by": self.chair, "at": self.at(LICENSED_ON)
        }  # fmt: skip
        return [
            products.create(control=control, name=name, terms=one, **told).product
            for control, name, one in (
                (Control.VOLUNTARY, "Simpanan sukarela", free),
                (Control.GOAL, "Simpanan tujuan", goal),
                (Control.TERM, "Simpanan berjangka 12 bulan", term),
            )
        ]

    def _open(self, place: int, product: Product) -> SavingsAccount:
        return accounts.open_account(
            book=self.book, member=self.people[place], product=product, on=OPENED_ON,
            signed=self._signed(self.treasurer, OPENED_ON), today=OPENED_ON,
        )  # fmt: skip

    def _bring(
        self, hers: dict[int, SavingsAccount], aimed: dict[int, SavingsAccount], month: date
    ) -> None:
        on = month.replace(day=PAID_DAY)
        sums = [(hers[place], rp) for place, rp in EACH_MONTH.items()]
        sums += [(aimed[place], GOALS[place][1]) for place in aimed]
        if month == LICENSED_ON:
            sums += [(hers[place], rp) for place, rp in FIRST_RP.items()]
        plans = [money.plan_in(account, amount_rp=rp, on=on) for account, rp in sums]
        told = history.bring_in(self.book, plans, signed=self._signed(self.treasurer, on), today=on)
        assert not told.refused, told.refused

    def _place(self, product: Product, month: date) -> None:
        for place, rupiah, on, renews in PLACED:
            if on.replace(day=1) == month:
                terms.place(
                    book=self.book, member=self.people[place], product=product,
                    placed=terms.Sum(rupiah, on, renews),
                    signed=self._signed(self.treasurer, on), today=on,
                )  # fmt: skip
        on = month.replace(day=PAID_DAY)
        if terms.due(self.group, on).exists():
            terms.end_all(book=self.book, signed=self._signed(self.treasurer, on), today=on)

    def _withdraw(self, account: SavingsAccount) -> None:
        asked = money.withdraw(
            book=self.book, account=account, amount_rp=WITHDRAWN_RP, on=WITHDRAWN_ON,
            signed=self._signed(self.treasurer, WITHDRAWN_ON), today=WITHDRAWN_ON,
        )  # fmt: skip
        self._agree(asked, WITHDRAWN_ON)

    def _close(self, account: SavingsAccount) -> None:
        closed = closing.close(
            book=self.book, account=account, reason=CLOSED_WHY, on=CLOSED_ON,
            signed=self._signed(self.treasurer, CLOSED_ON), today=CLOSED_ON,
        )  # fmt: skip
        self._agree(closed.asked, CLOSED_ON)

    def _agree(self, asked: Any, on: date) -> None:
        asked.book = self.book
        told = self._by(self.chair, on)
        approving.approve(asked=asked, asked_hash=asked.asked_hash, **told)

    def _interest(self, month: date) -> None:
        on = earning.last_day(month)
        on = date.fromordinal(on.toordinal() + 2)
        key = self._signed(self.treasurer, on).request_id
        told = self._by(self.treasurer, on)
        run = runs.prepare(book=self.book, month=month, key=key, **told)
        runs.check(book=self.book, run=run, by=self.chair, at=self.at(on))
        runs.book_on(book=self.book, run=run, at=self.at(on), today=on)
        slips.issue_on(run, at=self.at(on))
        self._pay_tax(run)

    def _pay_tax(self, run: InterestRun) -> None:
        due, on = statetax.of_run(run), next_month(run.month).replace(day=TAX_PAID_DAY)
        if due is None or not due.tax_rp:
            return
        signed = self._signed(self.treasurer, on)
        statetax.pay(book=self.book, run=run, on=on, signed=signed, today=on)
        if run.month < LAST_MONTH:
            ntpn = f"99REKAAN{run.month:%Y%m}00"
            statetax.prove(run=run, ntpn=ntpn, by=self.treasurer, at=self.at(on))
