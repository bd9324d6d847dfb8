"""Reports of any days, as known at any number: they add up, they follow, and the past stays.

A book is filled by chance, some of it dated back, with months closed and opened on the way, so that
what is kept at month ends lies everywhere. What each report said at each moment is written down.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rembuk.ledger import (
    balances,
    checkpoints,
    checks,
    ends,
    months,
    posting,
    statements,
    trial,
    walking,
)  # fmt: skip
from rembuk.ledger.balances import Sums
from rembuk.ledger.chain import Move
from rembuk.ledger.models import Account, Checkpoint
from rembuk.ledger.posting import Plan, Words
from rembuk.ledger.statements import Period
from rembuk.ledger.tests.scenes import BEGINS, by_rina, posted, purchase, sale, signed
from rembuk.lib.errors import Refused
from rembuk.villages.tests.stories import NOW, TODAY

ENTRIES = 14
DAYS = (TODAY - BEGINS).days
OTHER = Move("1102", "4901", 1)


@pytest.fixture(autouse=True)
def _every_account_is_busy(monkeypatch):
    """Let month ends be used from the third movement on: a thousand would take long to write."""
    monkeypatch.setattr(balances, "FEW", 2)


def reports(book, period):
    """All that is told of a period."""
    return (
        statements.cash_book(book, period),
        statements.statement(book, period, code="4201"),
        statements.journal(book, period),
        statements.journal_totals(book, period),
        balances.trial_balance(book, on=period.last, known=period.known),
        balances.trial_balance(book, on=period.last, known=period.known, under=""),
    )


def one_more(world, book, rng, written):
    """Post, take back, or close and open a month: whatever comes up and is not refused."""
    on = TODAY - timedelta(days=rng.choice([0, 1, 30, rng.randrange(DAYS)]))
    amount = rng.randrange(1, 9) * 1000
    try:
        match rng.randrange(6):
            case 0 if written:
                entry = rng.choice(written)
                posting.reverse(entry, reason="Salah", signed=signed(world), today=TODAY)
            case 1:
                first = on.replace(day=1)
                by = {"by": by_rina(world), "at": NOW}
                period = months.begin_closing(book=book, first=first, today=TODAY, **by)
                months.close(period=period, **by)
                if rng.random() < 0.8:
                    months.open_again(period=period, reason="Nota tertinggal", **by)
            case 2:
                moves = [Move("1101", "4201", amount), Move("5202", "1101", 500), OTHER]
                written.append(posted(world, book, Plan(kind="CASH_IN", on=on, moves=moves)))
            case 3:
                written.append(posted(world, book, purchase(amount, on=on)))
            case _:
                written.append(posted(world, book, sale(amount, on=on)))
    except Refused:
        pass  # no money for it, or its month is closed: as in life


def a_period(rng):
    first = BEGINS + timedelta(days=rng.randrange(DAYS))
    return first, min(first + timedelta(days=rng.choice([0, 5, 31, 200])), TODAY)


@pytest.mark.slow
def test_a_report_of_the_past_is_what_it_was_then(world, book, proof):
    """I18: with a number of the past, a report is that of a book that was stopped there."""

    def stopped(seed):
        rng, written, told = random.Random(seed), [], []
        for _each in range(ENTRIES):
            one_more(world, book, rng, written)
            first, last = a_period(rng)
            known = ends.last(book).sequence
            told.append((Period(first, last, known), reports(book, Period(first, last))))
        for period, then in told:
            assert reports(book, period) == then
        assert checks.check_book(book) == []
        checkpoints.drop(book)
        for period, then in told:
            assert reports(book, period) == then

    by_chance(stopped, proof)


@pytest.mark.slow
def test_closing_is_the_next_opening(world, book, proof):
    """I14: opening and movements make the closing, and the day after begins with it."""

    def follows(seed):
        rng, written = random.Random(seed), []
        for _each in range(ENTRIES):
            one_more(world, book, rng, written)
        known = rng.choice([None, rng.randrange(ENTRIES)])
        first, last = a_period(rng)
        between = first + timedelta(days=rng.randrange((last - first).days + 1))
        for code in ("1101", "4201", "5202"):
            whole, early, late = (
                statements.statement(book, Period(*days, known), code=code)
                for days in ((first, last), (first, between), (between + timedelta(days=1), last))
            )
            assert early.closing_rp == late.opening_rp
            assert (early.opening_rp, late.closing_rp) == (whole.opening_rp, whole.closing_rp)
            assert early.lines + late.lines == whole.lines
            assert [line.balance_rp for line in whole.lines[-1:]] in ([], [whole.closing_rp])
            account = Account.objects.get(book=book, code=code)
            assert whole.closing_rp == balances.balance(account, on=last, known=known)
            assert pages(book, Period(first, last, known), code) == whole.lines

    by_chance(follows, proof)


def pages(book, period, code):
    """Return the same lines, asked for by threes; each page begins where the last one ended."""
    whole, held = [], None
    while True:
        page = statements.statement(book, period, code=code, skip=len(whole), most=3)
        assert held in (None, page.before_rp)
        if not page.lines:
            assert page.count == len(whole)
            return whole
        whole += page.lines
        held = page.lines[-1].balance_rp


def by_chance(story, proof):
    @settings(
        max_examples=6 * proof, derandomize=proof == 1, database=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(seed=st.integers(0, 2**32))
    def run(seed):
        with transaction.atomic():
            story(seed)
            transaction.set_rollback(True)

    run()


def test_a_late_line_is_in_an_old_trial_balance_and_was_not_known_then(world, book):
    posted(world, book, sale(50_000, on=date(2026, 9, 10)))
    checkpoints.take(book, until=date(2026, 9, 30))
    posted(world, book, sale(7_000, on=date(2026, 9, 12)))
    posted(world, book, sale(100, on=date(2026, 10, 2)))

    def sales(**when):
        return {one.code: one.own_rp for one in balances.trial_balance(book, **when)}["4201"]

    assert sales(on=date(2026, 9, 30)) == sales(on=date(2026, 10, 1)) == 57_000
    assert sales(on=date(2026, 9, 30), known=1) == sales(known=1) == 50_000
    assert sales(on=date(2026, 9, 11)) == 50_000
    assert sales() == 57_100


def test_month_ends_are_kept_once_and_can_be_forgotten(world, book):
    posted(world, book, sale(50_000, on=date(2026, 2, 28)))
    assert list(checkpoints.month_ends(date(2025, 12, 3), date(2026, 3, 1))) == [
        date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28),
    ]  # fmt: skip
    assert checkpoints.take_due(book, today=date(2026, 3, 31)) == 1  # nothing in January
    assert checkpoints.take_due(book, today=date(2026, 4, 1)) == 1
    before = balances.trial_balance(book, on=date(2026, 3, 1))
    assert {mark.until for mark in checkpoints.marks(book)} == {
        date(2026, 2, 28), date(2026, 3, 31),
    }  # fmt: skip
    checkpoints.drop(book)
    assert not Checkpoint.objects.exists()
    assert balances.trial_balance(book, on=date(2026, 3, 1)) == before


@pytest.mark.tampers
def test_a_month_end_that_was_changed_is_found(world, book):
    posted(world, book, sale(50_000, on=date(2026, 2, 1)))
    checkpoints.take_due(book, today=date(2026, 5, 1))
    rows = Checkpoint.objects.filter(until=date(2026, 3, 31), account__code="1101")
    for change in ({"debit_rp": 50_001}, {"credit_rp": 1}, {"sequence": 0}):
        sound = rows.values(*change).get()
        rows.update(**change)
        assert [one.promise for one in checks.check_book(book)] == ["I7"]
        rows.update(**sound)
    rows.delete()
    assert [one.promise for one in checks.check_book(book)] == ["I7"]


def test_a_control_account_is_the_sum_of_its_members(world):
    from rembuk.ledger import books
    from rembuk.villages.models import Group

    group = Group.objects.create(village=world.here, kind="COOPERATIVE", name="Koperasi")
    coop = books.open_book(
        group=group, chart="COOPERATIVE", begins_on=BEGINS, by=by_rina(world), at=NOW
    )
    for number, amount in (("000001", 5_000), ("000002", 8_000)):
        books.open_member_account(book=coop, control="2101", resident_id=1, number=number)
        moves = [Move("1101", f"2101-{number}", amount)]
        posted(world, coop, Plan(kind="SAVING", on=TODAY, moves=moves))
    rolled = {one.code: one.own_rp for one in balances.trial_balance(coop, under="")}
    assert rolled == {"1101": 13_000, "2101": 13_000}
    members = balances.trial_balance(coop, under="2101")
    assert [(one.code, one.own_rp) for one in members] == [
        ("2101-000001", 5_000), ("2101-000002", 8_000),
    ]  # fmt: skip
    assert statements.statement(coop, Period(BEGINS, TODAY), code="2101") is None
    assert statements.accounts_of(coop) == [("1101", "Kas")]


def test_a_statement_tells_the_words_and_what_was_taken_back(world, book):
    entry = posted(world, book, sale(50_000))
    plan = Plan(
        kind="CASH_IN", on=TODAY, moves=[Move("1101", "3109", 1_000)], words=Words(party="Wati")
    )
    posted(world, book, plan)
    posting.reverse(entry, reason="Salah", signed=signed(world), today=TODAY)
    first, second, third = statements.cash_book(book, Period(TODAY, TODAY)).lines
    assert (first.memo, first.party, first.other_code) == ("Seragam", "SD Sumber Rejo", "4201")
    assert (first.taken_back_by, third.takes_back, third.credit_rp) == (3, 1, 50_000)
    assert (second.party, second.other_name, second.balance_rp) == (
        "Wati",
        "Modal kelompok",
        51_000,
    )
    assert statements.cash_book(book, Period(TODAY, TODAY, 2)).lines[0].taken_back_by is None
    assert [move.debit_code for move in statements.entry(book, 3)] == ["4201"]
    assert statements.entry(book, 4) == []


def test_the_walk_hashes_the_bytes_of_the_chain(world, book):
    """Moments with and without a fraction, with and without everything that may be missing."""
    plan = sale(50_000)
    posting.post(
        book,
        Plan(plan.kind, plan.on, plan.moves, plan.words, receipt=False, claimed_at=NOW),
        signed=signed(world, at=NOW + timedelta(microseconds=120_300)),
        today=TODAY,
    )
    posted(world, book, sale(1_000))
    codes = dict(Account.objects.filter(book=book).values_list("pk", "code"))
    seen = [one for page in walking.pages(book) for one in page]
    assert [one.sequence for one in seen] == [1, 2]
    for one in seen:
        assert walking.looks_sound(one)
        entry, moves = walking.entry(book, one.sequence)
        assert walking.head(entry, moves, book=book, codes=codes) == one.head


def test_what_is_written_while_a_trial_balance_is_read_counts_once(world, book):
    """What a mark holds is read first, then what moved beyond it: a mark never becomes untrue."""
    old = date(2026, 10, 31)
    posted(world, book, sale(50_000, on=old))
    checkpoints.take(book, until=old)
    written = []

    def meanwhile(execute, sql, params, many, context):
        if sql.startswith("WITH RECURSIVE") and not written:
            written.append(posted(world, book, sale(10_000, on=old)))
            checkpoints.take(book, until=old)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        told = {one.code: one.own_rp for one in balances.trial_balance(book)}
    assert written
    assert told == {"1101": 60_000, "4201": 60_000}


def test_a_month_end_kept_anew_meanwhile_counts_nothing_twice(world, book):
    old = date(2026, 10, 31)
    posted(world, book, sale(50_000, on=old))
    checkpoints.take(book, until=old)
    stale = checkpoints.nearest(book, on=old)
    posted(world, book, sale(10_000, on=old))
    checkpoints.take(book, until=old)
    sums = checkpoints.sums(book, on=old, known=checkpoints.EVER, mark=stale)
    assert {one[1:] for one in sums} == {(60_000, 0), (0, 60_000)}
    rows = trial.in_order(book, Sums._make, on=old, known=checkpoints.EVER, mark=stale)
    assert [one.own_rp for one in rows] == [60_000, 60_000]
    cash = Account.objects.get(book=book, code="1101")
    assert checkpoints._sums_from(cash, stale, on=old, known=checkpoints.EVER) is None
    assert checkpoints.sums_of(cash, on=old, known=checkpoints.EVER) == (60_000, 0)
