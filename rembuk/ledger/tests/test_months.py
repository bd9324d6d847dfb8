"""A month of the tailors' book is begun to be closed, closed, opened again, sealed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rembuk.ledger import balances, chain, months, sealing
from rembuk.ledger.models import Period
from rembuk.ledger.tests.scenes import by_adi, by_rina, posted, sale
from rembuk.lib.errors import Refused
from rembuk.villages.tests.stories import NOW, TODAY

OCTOBER = date(2026, 10, 1)


@pytest.fixture
def october(world, book) -> Period:
    posted(world, book, sale(50_000, on=OCTOBER))
    return months.begin_closing(book=book, first=OCTOBER, by=by_rina(world), at=NOW, today=TODAY)


def test_a_month_that_is_being_closed_still_takes_entries(world, book, october):
    posted(world, book, sale(1_000, on=OCTOBER))
    months.close(period=october, by=by_rina(world), at=NOW)
    with pytest.raises(Refused, match="Oktober 2026"):
        posted(world, book, sale(1_000, on=OCTOBER))


@pytest.mark.parametrize(
    ("first", "today", "allowed"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), False),
        (date(2026, 11, 1), date(2026, 12, 1), True),
        (date(2026, 12, 1), date(2026, 12, 31), False),
        (date(2026, 12, 1), date(2027, 1, 1), True),
    ],
)
def test_a_month_is_closed_when_it_is_over(world, book, first, today, allowed):
    def begin():
        return months.begin_closing(book=book, first=first, by=by_rina(world), at=NOW, today=today)

    if allowed:
        assert begin().state == "CLOSING"
        return
    with pytest.raises(Refused, match="belum selesai"):
        begin()


def test_two_people_at_one_page_close_it_once(world, october):
    """Each holds the month as she read it; the second is told, and the database is not asked."""
    hers, his = (Period.objects.get(pk=october.pk) for _ in range(2))
    months.close(period=hers, by=by_rina(world), at=NOW)
    with pytest.raises(Refused):
        months.close(period=his, by=by_adi(world), at=NOW)
    his = Period.objects.get(pk=october.pk)
    sealing.seal(period=hers, by=by_rina(world), at=NOW)
    with pytest.raises(Refused):
        sealing.seal(period=his, by=by_adi(world), at=NOW)
    with pytest.raises(Refused, match="disegel"):
        months.open_again(period=his, reason="Ada nota tertinggal", by=by_adi(world), at=NOW)
    assert [event.state for event in october.events.order_by("pk")] == [
        "CLOSING", "CLOSED", "SEALED",
    ]  # fmt: skip


def test_opening_again_takes_a_reason_and_stays_on_record(world, book, october):
    months.close(period=october, by=by_rina(world), at=NOW)
    with pytest.raises(Refused, match="Tulis"):
        months.open_again(period=october, reason=" lupa ", by=by_adi(world), at=NOW)
    months.open_again(period=october, reason="Nota tertinggal", by=by_adi(world), at=NOW)
    posted(world, book, sale(2_000, on=OCTOBER + timedelta(days=30)))
    assert october.events.order_by("pk").last().reason == "Nota tertinggal"
    with pytest.raises(Refused):
        months.open_again(period=october, reason="Nota tertinggal", by=by_adi(world), at=NOW)


def close(world, book, first) -> Period:
    period = months.begin_closing(book=book, first=first, by=by_rina(world), at=NOW, today=TODAY)
    return months.close(period=period, by=by_rina(world), at=NOW)


def test_months_close_in_order_and_open_again_from_the_last(world, book, october):
    posted(world, book, sale(4_000, on=date(2026, 7, 31)))
    posted(world, book, sale(4_000, on=date(2026, 9, 1)))
    with pytest.raises(Refused, match="Juli 2026"):
        months.close(period=october, by=by_rina(world), at=NOW)
    july = close(world, book, date(2026, 7, 1))
    with pytest.raises(Refused, match="September 2026"):
        months.close(period=october, by=by_rina(world), at=NOW)
    close(world, book, date(2026, 9, 1))
    months.close(period=october, by=by_rina(world), at=NOW)
    with pytest.raises(Refused, match="terakhir"):
        months.open_again(period=july, reason="Nota tertinggal", by=by_adi(world), at=NOW)
    months.open_again(period=october, reason="Nota tertinggal", by=by_adi(world), at=NOW)


def test_a_closing_keeps_the_last_entry_that_was_there(world, book, october):
    months.close(period=october, by=by_rina(world), at=NOW)
    posted(world, book, sale(1_000))
    sealing.seal(period=october, by=by_adi(world), at=NOW)
    assert [event.sequence for event in october.events.order_by("pk")] == [1, 1, 2]


def test_a_seal_reads_the_codes_in_one_order_whatever_the_database_sorts_by(book):
    sums = [(code, 5, 5) for code in ("2101", "2101-000017", "2101.1", "3")]
    told = {"book": 1, "until": TODAY, "sequence": 4, "head": "ab" * 32}
    assert chain.digest(sums=sums, **told) == chain.digest(sums=sums[::-1], **told)
    assert balances.trial_balance(book) == []
