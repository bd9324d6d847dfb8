"""Any history of deposits, withdrawals and interest: worked out day by day it comes to the same."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rembuk.ledger import daily, reading
from rembuk.savings import checks, runs
from rembuk.savings.models import InterestLine
from rembuk.savings.models.products import Method, YearDays
from rembuk.villages.tests.stories import NOW, TODAY

MONTHS = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
OPENED = date(2026, 1, 10)
DAYS = (date(2026, 3, 31) - OPENED).days
# So many days after it was opened, that many thousand rupiah in or out.
MOVES = st.lists(
    st.tuples(st.integers(0, DAYS), st.integers(-40_000, 40_000).filter(bool)), max_size=8
)
PROMISES = st.tuples(
    st.sampled_from([Method.LOWEST, Method.AVERAGE, Method.DAILY]),
    st.sampled_from(list(YearDays)), st.integers(1, 900), st.integers(1, 900),
    st.integers(1, 30_000), st.booleans(),
)  # fmt: skip


class Ledger:
    """Her account as a child would keep it: one number for each day."""

    def __init__(self, promise):
        self.method, days, first, second, limit, self.sliced = promise
        self.year = 360 if days == YearDays.BANK else 365  # 2026 has no leap day
        self.rates = Fraction(first, 10_000), Fraction(second, 10_000)
        self.limit = limit * 1_000
        self.changes = {}

    def add(self, day, rupiah):
        self.changes[day] = self.changes.get(day, 0) + rupiah

    def at_end_of(self, day):
        return sum(rupiah for on, rupiah in self.changes.items() if on <= day)

    def lowest_from(self, day):
        """The least it holds from a day on: what may be taken out then."""
        last = date(2026, 3, 31)
        return min(self.at_end_of(day + timedelta(n)) for n in range(max((last - day).days, 0) + 1))

    def in_a_year(self, balance):
        low, high = self.rates
        if balance < self.limit:
            return balance * low
        if self.sliced:
            return self.limit * low + (balance - self.limit) * high
        return balance * high

    def interest(self, month):
        count = monthrange(month.year, month.month)[1]
        held = [Fraction(self.at_end_of(month + timedelta(n))) for n in range(count)]
        if self.method == Method.LOWEST:
            exact = self.in_a_year(min(held)) * count / self.year
        elif self.method == Method.AVERAGE:
            exact = self.in_a_year(sum(held) / count) * count / self.year
        else:
            exact = sum(self.in_a_year(one) for one in held) / self.year
        return int(exact + Fraction(1, 2))


def books(kept, month):
    """Work a month out, check it, book it; then press once more."""
    run = runs.prepare(
        book=kept.book, month=month, key=uuid4(), by=kept.coop.by_treasurer, at=NOW, today=TODAY
    )
    runs.check(book=kept.book, run=run, by=kept.coop.by_chair, at=NOW)
    runs.book_on(book=kept.book, run=run, at=NOW, today=TODAY)
    head = daily.last_number(kept.book)
    runs.book_on(book=kept.book, run=run, at=NOW, today=TODAY)
    assert daily.last_number(kept.book) == head
    return run


def lived(kept, siti, promise, moves):
    """Let it happen to an account under a promise; her own ledger beside it."""
    method, days, first, second, limit, sliced = promise
    version = kept.product(
        name="Acak", method=method, year_days=days, rate_bp=first, sliced=sliced,
        tiers=[(limit * 1_000, second)],
    )  # fmt: skip
    account, own = kept.account(siti, version, on=OPENED), Ledger(promise)
    for after, thousands in sorted(moves):
        day, rupiah = OPENED + timedelta(after), thousands * 1_000
        if rupiah > 0:
            kept.brought(account, rupiah, on=day)
        else:
            rupiah = -min(-rupiah, own.lowest_from(day))
            if rupiah:
                kept.took(account, -rupiah, on=day)
        own.add(day, rupiah)
    return account, own


@pytest.mark.slow
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PROMISES, MOVES)
def test_interest_is_what_a_child_would_add_up_day_by_day(kept, siti, promise, moves):
    with transaction.atomic():
        account, own = lived(kept, siti, promise, moves)
        for month in MONTHS:
            due = own.interest(month)
            run = books(kept, month)
            lines = list(InterestLine.objects.filter(run=run))
            assert [one.interest_rp for one in lines] == ([due] if due else [])
            tax = due // 10 if due > 240_000 else 0
            assert [one.tax_rp for one in lines] == ([tax] if due else [])
            own.add(month.replace(day=monthrange(month.year, month.month)[1]), due - tax)
        held = reading.held_now(kept.book, [account.code, "5101", "2108"])
        every = InterestLine.objects.all()
        assert held[account.code] == own.at_end_of(TODAY)
        assert held["5101"] == sum(one.interest_rp for one in every)
        assert held["2108"] == sum(one.tax_rp for one in every)
        assert list(checks.findings(kept.book)) == []
        transaction.set_rollback(True)


@pytest.fixture
def siti(kept):
    return kept.member("Siti Aminah")
