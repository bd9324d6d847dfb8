"""One page to close a month: Rina sees each run in order, what blocks it, and one button each."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from rembuk.cash import counting, days, monthend, months
from rembuk.cash.monthend import Asked, State
from rembuk.cash.tests.scenes import pieces
from rembuk.lib.dates import month_end
from rembuk.lib.errors import Refused
from rembuk.loans import provisions
from rembuk.loans.tests.scenes import signed
from rembuk.savings import runs, slips
from rembuk.savings.models import InterestRun
from rembuk.savings.tests.scenes import Savings
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
QUERIES = 12


@pytest.fixture
def both(lender):
    """Siti borrowed at the end of January, and put Rp1 million aside in the middle of it."""
    siti = lender.member("Siti Aminah")
    lender.paid_out(siti, on=date(2026, 1, 31))
    kept = Savings(lender.coop, lender.book, licence=None)
    kept.brought(kept.account(siti, kept.product()), 1_000_000, on=date(2026, 1, 10))
    return lender


def asked(lender, first=JANUARY, closed=None, today=TODAY):
    return Asked(lender.coop.group, first, today, closed)


def states(lender, first=JANUARY, **more):
    return [(str(one.label), one.state) for one in monthend.of_rooms(asked(lender, first, **more))]


def prepared(lender, room, month=JANUARY):
    return room.prepare(
        book=lender.book, month=month, key=uuid4(), by=lender.coop.by_treasurer, at=NOW,
        today=TODAY,
    )  # fmt: skip


def done(lender, month=JANUARY):
    run = prepared(lender, runs, month)
    runs.check(book=lender.book, run=run, by=lender.coop.by_chair, at=NOW)
    runs.book_on(book=lender.book, run=run, at=NOW, today=TODAY)
    slips.issue_on(run, at=NOW)
    run = prepared(lender, provisions, month)
    provisions.check(book=lender.book, run=run, by=lender.coop.by_chair, at=NOW, today=TODAY)


def close_days(lender, first):
    on, by = month_end(first), signed(lender.coop.by_treasurer)
    said = counting.expected(lender.book, on)
    count = counting.record(
        book=lender.book, counted=counting.Counted(on, pieces(said)), seen_rp=said, reason="",
        signed=by, today=TODAY,
    )  # fmt: skip
    return days.close(count=count, signed=signed(lender.coop.by_treasurer), today=TODAY)


def test_each_run_goes_its_way_and_the_month_closes_last(both):
    interest, tax, provision = "Jasa simpanan", "Pajak dan bukti potong", "Penyisihan pinjaman"
    assert states(both) == [
        (interest, State.TO_DO), (tax, State.LATER), (provision, State.TO_DO),
    ]  # fmt: skip
    with pytest.raises(Refused, match="Jasa simpanan belum selesai"):
        monthend.require_done(asked(both))
    run = prepared(both, runs)
    assert states(both)[0] == (interest, State.WAITS)
    runs.check(book=both.book, run=run, by=both.coop.by_chair, at=NOW)
    assert states(both)[0] == (interest, State.HALF)
    runs.book_on(book=both.book, run=run, at=NOW, today=TODAY)
    assert states(both)[:2] == [(interest, State.DONE), (tax, State.HALF)]
    slips.issue_on(run, at=NOW)
    assert states(both)[1] == (tax, State.DONE)
    with pytest.raises(Refused, match="Penyisihan pinjaman belum selesai"):
        monthend.require_done(asked(both))
    other = prepared(both, provisions)
    assert states(both)[2] == (provision, State.WAITS)
    provisions.check(book=both.book, run=other, by=both.coop.by_chair, at=NOW, today=TODAY)
    assert {state for _label, state in states(both)} == {State.DONE}
    monthend.require_done(asked(both))


# Month asked for, last closed month -> what the steps of interest and provision say.
ORDER = [
    (FEBRUARY, None, "Mulai dari Januari 2026.", "Mulai dari Januari 2026."),
    (FEBRUARY, JANUARY, "Januari 2026 ditutup tanpa jasanya", ""),
    (JANUARY, JANUARY, "Januari 2026 ditutup tanpa jasanya", "Bulan sesudahnya"),
]


@pytest.mark.parametrize(("first", "closed", "interest", "provision"), ORDER)
def test_the_months_follow_each_other(both, first, closed, interest, provision):
    steps = monthend.of_rooms(asked(both, first, closed=closed))
    assert steps[0].says.startswith(interest)
    assert steps[-1].says.startswith(provision)
    assert steps[0].blocks == (closed is None)


def test_before_its_end_a_month_waits(both):
    found = states(both, today=date(2026, 1, 31))
    assert {state for _label, state in found} == {State.LATER}


def test_a_cooperative_without_accounts_or_loans_has_no_such_steps(lender):
    assert states(lender) == []


def test_rina_presses_one_button_for_each(both, client):
    group = both.coop.group
    place = [group.village.slug, group.pk]
    client.force_login(both.coop.treasurer)
    begin = client.get(reverse("cash:begin_month_end", args=place))
    there = reverse("cash:month_end", args=[*place, JANUARY])
    assert begin.url == there
    with few_queries(QUERIES):
        page = client.get(there).content.decode()
    for told in ("Hitung kas dan tutup harinya", "Jasa simpanan", "Penyisihan pinjaman",
                 "Lebih dulu: Jasa simpanan"):  # fmt: skip
        assert told in page
    press = reverse("savings:prepare_run", args=place)
    assert f'action="{press}"' in page
    client.post(press, {"request_id": uuid4()})
    assert InterestRun.objects.get().month == JANUARY
    page = client.get(there).content.decode()
    assert reverse("savings:run", args=[*place, InterestRun.objects.get().pk]) not in page
    client.force_login(both.coop.chair)
    page = client.get(there).content.decode()
    assert reverse("savings:run", args=[*place, InterestRun.objects.get().pk]) in page
    client.force_login(both.coop.world.budi)
    assert client.get(there).status_code in {403, 404}


def test_a_run_of_a_closed_day_is_refused_until_the_day_is_open_again(both):
    close = close_days(both, JANUARY)
    with pytest.raises(Refused, match="Kas sudah ditutup sampai 31 Januari 2026"):
        prepared(both, runs)
    found = monthend.of_rooms(Asked(both.coop.group, JANUARY, TODAY, None, date(2026, 1, 31)))
    assert "hari terakhirnya sudah ditutup" in found[0].says
    days.open_again(
        closed=close, reason="Jasa belum dibukukan", by=both.coop.by_chair, at=NOW
    )  # fmt: skip
    run = prepared(both, runs)
    runs.check(book=both.book, run=run, by=both.coop.by_chair, at=NOW)
    close_days(both, JANUARY)
    with pytest.raises(Refused, match="Kas sudah ditutup sampai"):
        runs.book_on(book=both.book, run=run, at=NOW, today=TODAY)


def test_the_chair_is_asked_only_when_all_is_done(both):
    told = {"book": both.book, "first": JANUARY, "at": NOW, "today": TODAY}
    done(both)
    close_days(both, JANUARY)
    months.propose(by=both.coop.by_treasurer, **told)
    months.confirm(by=both.coop.by_chair, **told)


def test_a_month_whose_interest_is_missing_is_not_closed(both):
    close_days(both, JANUARY)
    told = {"book": both.book, "first": JANUARY, "at": NOW, "today": TODAY}
    with pytest.raises(Refused, match="Jasa simpanan belum selesai"):
        months.propose(by=both.coop.by_treasurer, **told)
