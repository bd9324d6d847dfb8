"""How well a loan is paid back, on any day, and what a month sets aside for it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rembuk.cash import lines
from rembuk.ledger import daily, posting, reading
from rembuk.lib.dates import months_later
from rembuk.lib.errors import Refused
from rembuk.loans import (
    checks,
    classes,
    collectability,
    instalments,
    products,
    provisions,
    reserves,
)
from rembuk.loans.models import (
    Class,
    Product,
    ProvisionChecked,
    ProvisionLine,
    ProvisionRun,
    Rates,
)
from rembuk.loans.reserves import Rule
from rembuk.loans.tests.scenes import BEGINS, BUSINESS, signed
from rembuk.savings.monthly import State
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

JANUARY, JUNE, AUGUST = date(2026, 1, 1), date(2026, 6, 1), date(2026, 8, 1)
LENT = date(2026, 1, 31)  # first due on 28 February
QUERIES = 12


def product(lender, rhythm):
    told = vars(BUSINESS) | {"name": f"Pinjaman {rhythm}", "rhythm": rhythm}
    version = type(BUSINESS)(**told)
    return products.agree(group=lender.coop.group, version=version, by=lender.coop.by_chair, at=NOW)


def lent(lender, name="Siti Aminah", **more):
    return lender.paid_out(lender.member(name), **({"on": LENT} | more))


def paid(lender, loan, amount_rp, on):
    return instalments.pay(
        book=lender.book, loan=loan, amount_rp=amount_rp, on=on,
        signed=signed(lender.coop.by_treasurer), today=TODAY,
    )  # fmt: skip


def day_of(lender, on, known=daily.EVER):
    return classes.of_day(lender.book, on, known=known)


def class_on(lender, on):
    (one,) = day_of(lender, on).loans
    return one.klass, one.late_days


def prepared(lender, month):
    return provisions.prepare(
        book=lender.book, month=month, key=uuid4(), by=lender.coop.by_treasurer, at=NOW,
        today=TODAY,
    )  # fmt: skip


def checked(lender, run, by=None):
    return provisions.check(
        book=lender.book, run=run, by=by or lender.coop.by_chair, at=NOW, today=TODAY
    )


def done(lender, month):
    run = prepared(lender, month)
    checked(lender, run)
    return run


# Rhythm, day after pay-out on 31 January -> class: bounds are included, whichever rhythm it is.
TABLE = [
    ("MONTHLY", date(2026, 2, 28), Class.CURRENT),
    ("MONTHLY", date(2026, 5, 28), Class.CURRENT),
    ("MONTHLY", date(2026, 5, 29), Class.SUBSTANDARD),
    ("MONTHLY", date(2026, 8, 28), Class.SUBSTANDARD),
    ("MONTHLY", date(2026, 8, 29), Class.BAD),
    ("WEEKLY", date(2026, 3, 7), Class.CURRENT),
    ("WEEKLY", date(2026, 3, 8), Class.SUBSTANDARD),
    ("WEEKLY", date(2026, 4, 7), Class.SUBSTANDARD),
    ("WEEKLY", date(2026, 4, 8), Class.BAD),
    ("HARVEST", date(2026, 4, 30), Class.CURRENT),
    ("HARVEST", date(2026, 5, 1), Class.SUBSTANDARD),
    ("HARVEST", date(2026, 7, 30), Class.SUBSTANDARD),
    ("HARVEST", date(2026, 7, 31), Class.BAD),
]


@pytest.mark.slow
def test_each_rhythm_reaches_a_class_at_its_own_age(lender):
    for name, rhythm in zip(("Siti", "Wati", "Sri"), Product.Rhythm.values, strict=True):
        periods = 3 if rhythm == "HARVEST" else 10
        more = {"product": product(lender, rhythm), "periods": periods}
        more |= {"income_rp": 30_000_000}
        lent(lender, name, **more)
    for rhythm, on, klass in TABLE:
        found = {
            one.progress.worked.deal.product.rhythm: one.klass for one in day_of(lender, on).loans
        }
        assert found[rhythm] == klass, (rhythm, on)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 900))
def test_months_late_never_fall_and_are_whole_on_the_same_day(due, days):
    on = due + timedelta(days=days)
    late = collectability.months_late(due, on=on)
    assert late <= collectability.months_late(due, on=on + timedelta(days=1))
    whole = int(late)
    assert months_later(due, whole) <= on < months_later(due, whole + 1)
    assert (late == whole) == (on == months_later(due, whole))
    assert late == 0 or isinstance(late, Fraction)


def test_the_classes_are_those_of_the_calculator():
    assert Class.values == [one.value for one in collectability.Class]


def test_a_day_gone_by_is_told_as_the_book_knew_it_then(lender):
    loan = lent(lender)
    payment = paid(lender, loan, 330_000, date(2026, 2, 28))
    assert class_on(lender, date(2026, 6, 28)) == (Class.CURRENT, 89)
    known = daily.last_number(lender.book)
    lines.take_back(
        book=lender.book, number=payment.entry.sequence, reason="Salah orang",
        signed=signed(lender.coop.by_chair), today=TODAY,
    )  # fmt: skip
    assert class_on(lender, date(2026, 6, 28)) == (Class.SUBSTANDARD, 120)
    (then,) = day_of(lender, date(2026, 6, 28), known=known).loans
    assert (then.klass, then.late_days) == (Class.CURRENT, 89)
    day = day_of(lender, TODAY, known=known)
    assert day.left_rp == 2_700_000
    assert classes.of_day(lender.book, TODAY).left_rp == 3_000_000


def test_money_kept_for_her_counts_as_paid(lender):
    loan = lent(lender)
    paid(lender, loan, 660_000 + 330_000, date(2026, 2, 28))
    (one,) = day_of(lender, date(2026, 5, 31)).loans
    assert (one.progress.held_rp, one.late_days) == (330_000, 0)
    assert class_on(lender, date(2026, 6, 1))[1] == 1


def test_a_month_books_only_the_change(lender):
    lent(lender)
    run = done(lender, JANUARY)
    assert (run.before_rp, run.required_rp, run.change_rp) == (0, 15_000, 15_000)
    for month in range(2, 8):
        done(lender, date(2026, month, 1))
    run = done(lender, AUGUST)
    assert (run.before_rp, run.required_rp) == (300_000, 3_000_000)
    held = reading.held_now(lender.book, ["1309", "5204"])
    assert held == {"1309": 3_000_000, "5204": 3_000_000}
    entry = run.checked.entry
    assert (entry.value_on, entry.maker, entry.checker) == (
        date(2026, 8, 31), lender.coop.treasurer, lender.coop.chair,
    )  # fmt: skip
    assert ProvisionChecked.objects.filter(entry=None).count() == 5  # months without a change


def test_less_to_set_aside_goes_back(lender):
    loan = lent(lender)
    reserves.record(
        group=lender.coop.group, rule=Rule("PPAP", (500, 1_000, 5_000, 10_000), "AD", BEGINS),
        by=lender.coop.by_chair, at=NOW, today=TODAY,
    )  # fmt: skip
    done(lender, JANUARY)
    paid(lender, loan, 330_000, date(2026, 2, 28))
    run = done(lender, date(2026, 2, 1))
    assert (run.before_rp, run.change_rp) == (150_000, -15_000)
    assert reading.held_now(lender.book, ["1309", "5204"]) == {"1309": 135_000, "5204": 135_000}


def test_two_people_and_an_order(lender):
    lent(lender)
    with pytest.raises(Refused, match="belum selesai"):
        prepared(lender, TODAY.replace(day=1))
    with pytest.raises(Refused, match="Mulai dari"):
        prepared(lender, JUNE)
    run = prepared(lender, JANUARY)
    with pytest.raises(Refused, match="Selesaikan"):
        prepared(lender, JANUARY)
    with pytest.raises(Refused, match="Orang lain"):
        checked(lender, run, by=lender.coop.by_treasurer)
    checked(lender, run)
    with pytest.raises(Refused, match="sudah diputuskan"):
        checked(lender, run)
    with pytest.raises(Refused, match="sudah diputuskan"):
        provisions.drop(run=run, why="Salah", by=lender.coop.by_treasurer, at=NOW)
    assert provisions.is_as_worked_out(lender.book, run)


def test_what_was_recorded_since_is_seen_and_it_is_worked_out_anew(lender):
    loan = lent(lender)
    done(lender, JANUARY)
    run = prepared(lender, date(2026, 2, 1))
    paid(lender, loan, 330_000, date(2026, 2, 28))
    with pytest.raises(Refused, match="hitung ulang"):
        checked(lender, run)
    provisions.drop(run=run, why="Ada angsuran susulan", by=lender.coop.by_treasurer, at=NOW)
    again = prepared(lender, date(2026, 2, 1))
    assert (again.attempt, again.required_rp) == (2, 13_500)


@pytest.mark.django_db(transaction=True)
def test_power_that_goes_while_it_is_booked_leaves_it_waiting(lender, monkeypatch):
    lent(lender)
    run = prepared(lender, JANUARY)
    post = posting.post

    def dies(*args, **kwargs):
        post(*args, **kwargs)
        raise KeyboardInterrupt

    monkeypatch.setattr(posting, "post", dies)
    with pytest.raises(KeyboardInterrupt):
        checked(lender, run)
    monkeypatch.setattr(posting, "post", post)
    assert provisions.standing_of(run).state == State.WAITS
    assert reading.held_now(lender.book, ["1309"]) == {"1309": 0}
    checked(lender, run)
    assert reading.held_now(lender.book, ["1309"]) == {"1309": 15_000}


def test_experience_is_a_figure_of_its_own_and_books_nothing(lender):
    lent(lender)
    rule = Rule("CKPN", (100, 500, 1_500, 5_000, 10_000), "Rapat pengurus", BEGINS)
    told = {"group": lender.coop.group, "by": lender.coop.by_chair, "at": NOW, "today": TODAY}
    reserves.record(rule=rule, **told)
    run = done(lender, JANUARY)
    assert (run.required_rp, run.ckpn_rp) == (15_000, 30_000)
    assert reading.held_now(lender.book, ["1309"]) == {"1309": 15_000}
    ages = [("lancar", 1_001, days) for days in (0, 1, 30, 31, 90, 91, 180, 181)]
    parts = reserves.by_age(ages, all_bp=rule.all_bp)
    assert [(one.loans, one.required_rp) for one in parts] == [
        (1, 10), (2, 100), (2, 300), (2, 1_001), (1, 1_001),
    ]  # fmt: skip
    falling = Rule("PPAP", (100, 50, 50, 50), "AD", TODAY)
    for wrong, words in [
        (falling, "sedikitnya setinggi"),
        (Rule("PPAP", (50, 100, 500, 1_000), " ", TODAY), "Tulis sumbernya"),
        (Rule("PPAP", (50, 100, 500, 1_000), "AD", TODAY + timedelta(days=1)), "hari ini"),
        (Rule("CKPN", (1, 2, 3, 4, 5), "AD", BEGINS), "sudah berlaku"),
    ]:  # fmt: skip
        with pytest.raises(Refused, match=words):
            reserves.record(rule=wrong, **told)


def test_each_night_a_booked_provision_is_worked_out_again(lender):
    lent(lender)
    run = done(lender, JANUARY)
    other = lent(lender, "Wati Ningsih")  # recorded later: known then is what counts
    assert list(checks.findings(lender.book)) == []
    ProvisionLine.objects.create(
        village=run.village, run=run, loan=other, klass="lancar", left_rp=1, late_days=0
    )
    assert [one.promise for one in checks.findings(lender.book)] == ["I22"]
    assert list(checks.findings(lender.book, date(2026, 1, 31))) == []


def test_the_database_refuses_what_cannot_be(lender):
    loan = lent(lender)
    run = done(lender, JANUARY)
    waits = prepared(lender, date(2026, 2, 1))
    village, by = run.village, lender.coop.treasurer
    line = {"village": village, "run": waits, "klass": "lancar", "left_rp": 1, "late_days": 0}
    rates = {"village": village, "group": run.group, "since": TODAY, "source": "AD", "by": by,
             "at": NOW, "kind": "PPAP", "rate_1_bp": 1, "rate_2_bp": 2, "rate_3_bp": 3,
             "rate_4_bp": 4}  # fmt: skip
    month = {"village": village, "group": run.group, "month": JUNE, "attempt": 1, "known": 1,
             "key": uuid4(), "maker": by, "at": NOW, "rate_1_bp": 1, "rate_2_bp": 2,
             "rate_3_bp": 3, "rate_4_bp": 4, "source": "AD", "before_rp": 0,
             "required_rp": 0}  # fmt: skip
    broken = [
        (ProvisionLine(**line, loan=loan), "once|UNIQUE"),
        (ProvisionLine(**{**line, "run": run, "klass": "baik"}, loan=loan), "class_known|UNIQUE"),
        (Rates(**{**rates, "rate_4_bp": 2}), "rates_rise"),
        (Rates(**rates, rate_5_bp=9), "as_many_as_their_kind"),
        (Rates(**{**rates, "kind": "CKPN"}, rate_5_bp=10_001), "are_parts"),
        (Rates(**{**rates, "source": ""}), "have_a_source"),
        (ProvisionRun(**{**month, "month": TODAY}), "is_of_a_month"),
        (ProvisionRun(**{**month, "required_rp": -1}), "is_a_sum"),
        (ProvisionRun(**month, ckpn_rp=1), "ckpn_by_its_rates"),
        (ProvisionChecked(village=village, run=waits, maker=by, by=by, at=NOW), "by_another"),
    ]  # fmt: skip
    for row, constraint in broken:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            row.save(force_insert=True)
    for model in (ProvisionRun, ProvisionLine, ProvisionChecked):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all().delete()


def opened(user):
    client = Client(headers={"accept-language": "id"})
    client.force_login(user)
    return client


def test_the_treasurer_works_it_out_the_chair_books_it(lender):
    loan = lent(lender)
    group = lender.coop.group
    place = [group.village.slug, group.pk]
    treasurer = opened(lender.coop.treasurer)
    with few_queries(QUERIES):
        page = treasurer.get(reverse("loans:classes", args=place)).content.decode()
    for told in (
        "Macet",
        ": 1 pinjaman, pokok Rp3.000.000.",
        "Periksa di AD",
        "Siti Aminah",
        "Belum dihitung",
    ):
        assert told in page
    one = reverse("loans:application", args=[*place, loan.application_id])
    assert "Macet" in treasurer.get(one).content.decode()
    there = treasurer.post(
        reverse("loans:prepare_provision", args=place), {"request_id": uuid4()}
    ).url
    run = ProvisionRun.objects.get()
    check = reverse("loans:check_provision", args=[*place, run.pk])
    assert treasurer.post(check, {"request_id": uuid4()}).status_code == 403
    chair = opened(lender.coop.chair)
    with few_queries(QUERIES):
        page = chair.get(there).content.decode()
    assert "Sudah saya periksa" in page
    assert "Lancar" in page
    sent = {"request_id": uuid4()}
    for _again in range(2):
        chair.post(check, sent)
    assert reading.held_now(lender.book, ["1309"]) == {"1309": 15_000}
    rates = reverse("loans:record_rates", args=[*place, "ckpn"])
    typed = {"request_id": uuid4(), "source": "Rapat 3 Juli", "since_day": str(TODAY.day)}
    typed |= {"since_month": str(TODAY.month), "since_year": str(TODAY.year)}
    typed |= {f"rate_{n}_bp": rate for n, rate in enumerate(("1", "5", "15", "50", ""), start=1)}
    assert chair.post(rates, typed).status_code == 422
    assert chair.post(rates, typed | {"rate_5_bp": "100"}).status_code == 302
    assert reserves.rules_of(group, on=TODAY)[1].all_bp == (100, 500, 1_500, 5_000, 10_000)
    member = opened(loan.application.member.resident.user)
    assert member.get(reverse("loans:classes", args=place)).status_code in (403, 404)
