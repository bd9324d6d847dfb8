"""The interest of a month: worked out, checked by another, booked once whatever happens between."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rembuk.ledger import daily, posting, reading
from rembuk.lib.calculation import Inputs
from rembuk.lib.errors import Refused
from rembuk.savings import calc, checks, earning, law, runs, terms
from rembuk.savings.law import Law
from rembuk.savings.models import InterestLine, InterestRun, RunBatch, RunChecked
from rembuk.savings.models.products import Control, Method
from rembuk.savings.monthly import State
from rembuk.savings.tax import InterestTax
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

JANUARY, FEBRUARY, OCTOBER = date(2026, 1, 1), date(2026, 2, 1), date(2026, 10, 1)
QUERIES = 12


def text(response):
    return response.content.decode()


def prepared(kept, month, today=TODAY):
    return runs.prepare(
        book=kept.book, month=month, key=uuid4(), by=kept.coop.by_treasurer, at=NOW, today=today
    )


def checked(kept, run):
    return runs.check(book=kept.book, run=run, by=kept.coop.by_chair, at=NOW)


def booked(kept, run, most=None):
    return runs.book_on(book=kept.book, run=run, at=NOW, today=TODAY, most=most)


def done(kept, month):
    run = prepared(kept, month)
    checked(kept, run)
    assert booked(kept, run).state == State.DONE
    return run


def lines(run):
    rows = InterestLine.objects.filter(run=run).order_by("pk")
    return [(one.account.code, one.interest_rp, one.tax_rp) for one in rows]


def test_a_month_is_as_rembuk_calc_says_and_the_next_counts_it(kept):
    siti = kept.account(kept.member("Siti Aminah"), kept.product(rate_bp=600))
    kept.brought(siti, 1_000_000, on=date(2026, 1, 10))
    kept.brought(siti, 500_000, on=date(2026, 1, 21))
    kept.took(siti, 250_000, on=date(2026, 1, 25))
    told = calc.savings_interest(
        Inputs(
            {
                "method": "daily_balance", "annual_rate": "0.06", "quantum": "1",
                "balances_from": {"2025-12-31": "0", "2026-01-10": "1000000",
                                  "2026-01-21": "1500000", "2026-01-25": "1250000"},
                "period": ["2026-01-01", "2026-01-31"],
            }
        )
    )  # fmt: skip
    assert told["interest"] == "4233"
    run = done(kept, JANUARY)
    assert lines(run) == [(siti.code, 4_233, 0)]
    held = reading.held_now(kept.book, [siti.code, "5101", "2108"])
    assert held == {siti.code: 1_254_233, "5101": 4_233, "2108": 0}
    again = prepared(kept, FEBRUARY)
    assert lines(again) == [(siti.code, round(1_254_233 * 0.06 * 28 / 365), 0)]


# Method and balances of January -> interest at 6%: one day low counts for the month by the lowest.
METHODS = [(Method.LOWEST, 0), (Method.AVERAGE, 3_616), (Method.DAILY, 3_616)]


@pytest.mark.parametrize(("method", "interest_rp"), METHODS)
def test_each_method_is_another_sum(kept, method, interest_rp):
    siti = kept.account(kept.member("Siti Aminah"), kept.product(method=method))
    kept.brought(siti, 1_000_000, on=date(2026, 1, 10))
    found = [one.interest_rp for one in earning.of_month(kept.book, JANUARY)]
    assert found == ([interest_rp] if interest_rp else [])


def test_tax_falls_on_all_a_member_earned_in_all_her_accounts(kept):
    voluntary, goal = kept.product(rate_bp=900), kept.product(Control.GOAL, rate_bp=900)
    term = kept.product(Control.TERM, rate_bp=900)
    siti, wati = kept.member("Siti Aminah"), kept.member("Wati Ningsih")
    hers = [kept.account(siti, one, on=JANUARY.replace(day=10)) for one in (voluntary, goal)]
    other = kept.account(wati, voluntary)
    for account, rupiah in ((hers[0], 15_000_000), (hers[1], 15_000_000), (other, 31_000_000)):
        kept.brought(account, rupiah, on=date(2026, 1, 10))
    terms.place(
        book=kept.book, member=siti, product=term.product, signed=kept.signed(), today=TODAY,
        placed=terms.Sum(5_000_000, date(2026, 1, 10), renews=False),
    )  # fmt: skip
    done(kept, JANUARY)
    run = done(kept, FEBRUARY)
    told = {code: (interest, tax) for code, interest, tax in lines(run)}
    sums = {code: interest for code, (interest, _tax) in told.items()}
    of_siti = sum(one for code, one in sums.items() if siti.number in code)
    tax_of_siti = sum(tax for code, (_interest, tax) in told.items() if siti.number in code)
    assert of_siti > 240_000 >= max(sums[hers[0].code], sums[hers[1].code])
    assert tax_of_siti == of_siti // 10
    assert told[other.code] == (sums[other.code], 0)
    assert sums["2102-000013.3"] == 37_500
    held = reading.held_now(kept.book, ["5101", "5102", "2108"])
    assert held["5102"] == 37_500
    assert held["2108"] == tax_of_siti


@given(st.integers(0, 10**9), st.integers(0, 500_000), st.integers(0, 10_000))
def test_the_tax_leaps_at_the_threshold_and_never_takes_more_than_its_part(sum_rp, limit, bp):
    tax = InterestTax(Fraction(limit), Fraction(bp, 10_000)).on(Fraction(sum_rp))
    assert tax == (0 if sum_rp <= limit else sum_rp * bp // 10_000)


def test_another_law_holds_from_its_month(kept):
    siti = kept.account(kept.member("Siti Aminah"), kept.product())
    kept.brought(siti, 10_000_000)
    stricter = Law(900, 10_000, 2_000, "PP 9/2026", since=FEBRUARY)
    law.record(group=kept.coop.group, law=stricter, by=kept.coop.by_chair, at=NOW)
    (january,) = lines(done(kept, JANUARY))
    (february,) = lines(prepared(kept, FEBRUARY))
    assert january[2] == 0
    assert february[2] == february[1] // 5


def test_who_made_it_does_not_check_it_and_order_is_kept(kept):
    siti = kept.account(kept.member("Siti Aminah"), kept.product())
    kept.brought(siti, 1_000_000)
    with pytest.raises(Refused, match="bulan demi bulan"):
        prepared(kept, FEBRUARY)
    with pytest.raises(Refused, match="belum selesai"):
        prepared(kept, date(2026, 11, 1))
    run = prepared(kept, JANUARY)
    with pytest.raises(Refused, match="Orang lain"):
        runs.check(book=kept.book, run=run, by=kept.coop.by_treasurer, at=NOW)
    with pytest.raises(Refused, match="orang kedua"):
        booked(kept, run)
    with pytest.raises(Refused, match="Selesaikan"):
        prepared(kept, JANUARY)
    checked(kept, run)
    with pytest.raises(Refused, match="sudah diputuskan"):
        checked(kept, run)
    booked(kept, run)
    with pytest.raises(Refused, match="sudah diputuskan"):
        runs.drop(run=run, why="Salah", by=kept.coop.by_chair, at=NOW)


def test_what_was_recorded_since_is_seen_before_anything_is_booked(kept):
    siti = kept.account(kept.member("Siti Aminah"), kept.product())
    kept.brought(siti, 1_000_000)
    run = prepared(kept, JANUARY)
    kept.brought(siti, 1_000_000, on=date(2026, 1, 20))
    with pytest.raises(Refused, match="hitung ulang"):
        checked(kept, run)
    with pytest.raises(Refused, match="kenapa"):
        runs.drop(run=run, why=" ", by=kept.coop.by_chair, at=NOW)
    runs.drop(run=run, why="Ada setoran susulan", by=kept.coop.by_chair, at=NOW)
    again = prepared(kept, JANUARY)
    assert again.attempt == 2
    assert lines(again)[0][1] > lines(run)[0][1]


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_and_started_again_it_comes_to_the_same(kept, monkeypatch):
    monkeypatch.setattr(runs, "A_BATCH", 2)
    product = kept.product()
    people = [kept.member(name) for name in ("Siti", "Wati", "Tumini", "Sarmi", "Kartini")]
    hers = [kept.account(one, product) for one in people]
    for place, account in enumerate(hers, start=1):
        kept.brought(account, place * 1_000_000)
    run = prepared(kept, JANUARY)
    checked(kept, run)
    post_many, calls = posting.post_many, []

    def dies(*args, **kwargs):
        calls.append(1)
        entries = post_many(*args, **kwargs)
        if len(calls) == 2:
            raise KeyboardInterrupt  # the power goes after the second batch was written
        return entries

    monkeypatch.setattr(posting, "post_many", dies)
    with pytest.raises(KeyboardInterrupt):
        booked(kept, run)
    monkeypatch.setattr(posting, "post_many", post_many)
    stand = runs.standing_of(run)
    assert (stand.state, stand.booked, stand.batches) == (State.BOOKING, 1, 3)
    assert booked(kept, run).state == State.DONE
    head = daily.last_number(kept.book)
    assert booked(kept, run).state == State.DONE
    assert daily.last_number(kept.book) == head
    held = reading.held_now(kept.book, [one.code for one in hers])
    for place, account in enumerate(hers, start=1):
        (line,) = InterestLine.objects.filter(account=account)
        assert held[account.code] == place * 1_000_000 + line.interest_rp


def test_a_term_earns_until_it_was_broken_and_not_the_running_month(kept):
    siti = kept.account(kept.member("Siti Aminah"), kept.product())
    term = kept.product(Control.TERM, name="Berjangka", rate_bp=600)
    made, _entry = terms.place(
        book=kept.book, member=siti.member, product=term.product, signed=kept.signed(),
        placed=terms.Sum(1_000_000, date(2026, 1, 31), renews=False), today=TODAY,
    )  # fmt: skip
    one = terms.lasting(kept.coop.group).get(pk=made.pk)
    terms.break_early(book=kept.book, placement=one, signed=kept.signed(), today=date(2026, 4, 29))
    earned = {
        month: [line.interest_rp for line in earning.of_month(kept.book, date(2026, month, 1))
                if line.placement]
        for month in range(1, 6)
    }  # fmt: skip
    assert earned == {1: [], 2: [5_000], 3: [5_000], 4: [], 5: []}


def test_the_books_tell_when_interest_is_not_what_the_balances_say(kept):
    siti = kept.account(kept.member("Siti Aminah"), kept.product())
    kept.brought(siti, 1_000_000)
    run = done(kept, JANUARY)
    kept.brought(siti, 1_000_000, on=date(2026, 1, 20))  # later: known then is what counts
    assert list(checks.findings(kept.book)) == []
    other = kept.account(siti.member, kept.product(name="Lain"))
    InterestLine.objects.create(
        village=run.village, run=run, batch=1, member=siti.member, account=other,
        version=siti.product.versions.get(), interest_rp=1, tax_rp=0,
    )  # fmt: skip
    assert [one.promise for one in checks.findings(kept.book)] == ["I12"]
    assert list(checks.findings(kept.book, date(2026, 1, 31))) == []


def test_the_database_refuses_what_cannot_be(kept):
    siti = kept.account(kept.member("Siti Aminah"), kept.product())
    kept.brought(siti, 1_000_000)
    run = done(kept, JANUARY)
    (line,) = InterestLine.objects.all()
    other = kept.account(siti.member, kept.product(name="Lain"))
    facts = {"village": run.village, "run": run, "batch": 1, "member": siti.member,
             "account": other, "version": line.version}  # fmt: skip
    by, later = kept.coop.treasurer, prepared(kept, FEBRUARY)
    broken = [
        (InterestLine(interest_rp=1, tax_rp=0, **{**facts, "account": siti}), "once|UNIQUE"),
        (InterestLine(interest_rp=0, tax_rp=0, **facts), "interestline_is_a_sum"),
        (InterestLine(interest_rp=1, tax_rp=2, **facts), "interestline_tax_is_a_part"),
        (RunBatch(village=run.village, run=run, number=1, first_entry=9, last_entry=9, at=NOW),
         "runbatch_once|UNIQUE"),
        (RunBatch(village=run.village, run=run, number=2, first_entry=9, last_entry=8, at=NOW),
         "runbatch_has_entries"),
        (RunChecked(village=run.village, run=later, maker=by, by=by, at=NOW),
         "runchecked_by_another"),
    ]  # fmt: skip
    for row, constraint in broken:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            row.save(force_insert=True)
    for model in (InterestRun, InterestLine, RunBatch, RunChecked):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all().delete()


def test_the_treasurer_works_it_out_the_chair_books_it_and_each_line_proves_itself(kept, opened):
    siti = kept.account(
        kept.member("Siti Aminah"), kept.product(rate_bp=900, method=Method.AVERAGE)
    )
    kept.brought(siti, 50_000_000, on=date(2026, 1, 10))
    group = kept.coop.group
    place = [group.village.slug, group.pk]
    treasurer = opened(kept.coop.treasurer)
    page = text(treasurer.get(reverse("savings:runs", args=place)))
    assert "Hitung Januari 2026" in page
    key = {"request_id": uuid4()}
    prepare = reverse("savings:prepare_run", args=place)
    there = treasurer.post(prepare, key).url
    assert treasurer.post(prepare, key).url == there
    run = InterestRun.objects.get()
    assert "Minta ketua" in text(treasurer.get(there))
    check = reverse("savings:check_run", args=[*place, run.pk])
    assert treasurer.post(check, {"request_id": uuid4()}).status_code == 403
    chair = opened(kept.coop.chair)
    with few_queries(QUERIES):
        page = text(chair.get(there))
    assert "Sudah saya periksa" in page
    assert "sudah dibukukan" in text(chair.post(check, {"request_id": uuid4()}, follow=True))
    line = InterestLine.objects.get()
    assert (line.interest_rp, line.tax_rp) == (271_233, 27_123)
    proof = reverse("savings:interest", args=[*place, run.pk, line.pk])
    with few_queries(QUERIES):
        page = text(chair.get(proof))
    for told in ("Rp50.000.000", "22", "35.483.870,97", "271.232,8767", "Rp271.233", "Rp27.123",
                 "PP 15/2009"):  # fmt: skip
        assert told in page
    assert "hasilnya lain" not in page
    treasurer = opened(kept.coop.treasurer)
    assert "Hitung Februari 2026" in text(treasurer.get(reverse("savings:runs", args=place)))
