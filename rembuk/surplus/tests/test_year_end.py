"""One page to close a year: months, surplus, the members' meeting, payment, seal."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from rembuk.cash import months, yearend
from rembuk.cash.monthend import State
from rembuk.cash.yearend import Asked
from rembuk.ledger import months as ledger_months
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Entry
from rembuk.surplus import paying
from rembuk.surplus.models import MemberShare
from rembuk.surplus.tests.acts import (
    agreed_rule,
    agreed_upon,
    checked,
    computed,
    ended,
    was_booked,
)
from rembuk.surplus.tests.scenes import CASH, YEAR
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

MONTHS, SHU, MEETING, PAYING, SEAL = (
    "Tutup semua bulan", "Hitung dan periksa SHU", "Rapat Anggota Tahunan (RAT)",
    "Bukukan dan bayar SHU", "Segel tahun ini",
)  # fmt: skip
WRITTEN = "Tulis laporan, rencana kerja, dan anggaran"


def asked(lived, year=YEAR, today=TODAY):
    return Asked(lived.book, year, ledger_months.standings(lived.book), today)


def states(lived, **more):
    return {str(one.label): one.state for one in yearend.steps_of(asked(lived, **more))}


def test_the_year_goes_from_its_months_to_the_seal(lived):
    assert states(lived) == {
        MONTHS: State.TO_DO, SHU: State.LATER, WRITTEN: State.TO_DO, MEETING: State.TO_DO,
        PAYING: State.LATER, SEAL: State.LATER,
    }  # fmt: skip
    lived.close(until=5)
    (step, *_rest) = yearend.steps_of(asked(lived))
    assert (step.state, step.done, step.total) == (State.HALF, 5, 12)
    assert "Juni 2025" in step.says
    lived.close(since=6)
    agreed_rule(lived)
    assert (states(lived)[MONTHS], states(lived)[SHU]) == (State.DONE, State.TO_DO)
    division = computed(lived)
    assert states(lived)[SHU] == State.WAITS
    checked(lived, division)
    assert states(lived)[SHU] == State.DONE
    assert states(lived)[PAYING] == State.LATER
    ended(lived, division, why="Salah hitung")
    assert states(lived)[SHU] == State.TO_DO


def test_the_meeting_that_decided_counts_though_nobody_called_it_here(closed, client):
    division = agreed_upon(closed)
    assert states(closed)[MEETING] == State.DONE
    assert states(closed)[WRITTEN] == State.NOTHING
    assert states(closed)[PAYING] == State.TO_DO
    was_booked(closed, division)
    assert (states(closed)[PAYING], states(closed)[SEAL]) == (State.HALF, State.LATER)
    client.force_login(closed.coop.treasurer)
    place = [closed.coop.group.village.slug, closed.coop.group.pk]
    with few_queries():
        client.get(reverse("cash:year_end", args=[*place, YEAR]))
    for share in MemberShare.objects.filter(division=division).select_related("member"):
        signed = Signed(by=closed.coop.by_treasurer, at=NOW, request_id=uuid4())
        paid = paying.pay(book=closed.book, share=share, on=TODAY, signed=signed, today=TODAY)
        assert isinstance(paid, Entry)
    assert states(closed)[PAYING] == State.DONE
    (*_before, seal) = yearend.steps_of(asked(closed))
    assert (seal.state, seal.more) == (State.TO_DO, (date(YEAR, 12, 1),))
    months.seal(book=closed.book, first=date(YEAR, 12, 1), by=closed.coop.by_chair, at=NOW)
    (*_before, seal) = yearend.steps_of(asked(closed))
    assert seal.state == State.DONE
    code = months.short_code(asked(closed).standings[date(YEAR, 12, 1)])
    assert code
    assert code in seal.says
    found = yearend.year_to_close(closed.book, asked(closed).standings, today=TODAY)
    assert found == YEAR + 1


def test_a_loss_asks_for_what_bears_it(lived, client):
    lived.booked("5202", CASH, 1_500_000, date(YEAR, 12, 31))
    lived.close()
    found = states(lived)
    assert found["Bukukan apa yang menanggung rugi"] == State.TO_DO
    assert found[SHU] == State.NOTHING
    client.force_login(lived.coop.treasurer)
    group = lived.coop.group
    with few_queries():
        client.get(reverse("cash:year_end", args=[group.village.slug, group.pk, YEAR]))


def test_a_running_year_waits(lived):
    found = states(lived, year=TODAY.year)
    assert found[MEETING] == State.LATER
    assert found[WRITTEN] == State.LATER
    assert found[SEAL] == State.LATER


def test_rina_finds_it_in_the_menu_and_opens_each_step(closed, client):
    group = closed.coop.group
    place = [group.village.slug, group.pk]
    client.force_login(closed.coop.treasurer)
    hall = client.get(reverse("hall:group", args=place)).content.decode()
    begin = reverse("cash:begin_year_end", args=place)
    assert begin in hall
    there = reverse("cash:year_end", args=[*place, YEAR])
    assert client.get(begin).url == there
    with few_queries():
        page = client.get(there).content.decode()
    for label in (MONTHS, SHU, MEETING, PAYING, SEAL):
        assert label in page
    assert f"{reverse('surplus:shu', args=place)}?year={YEAR}" in page
    assert "2.025" not in page, "a year is no sum"
    december = reverse("cash:month_end", args=[*place, date(YEAR, 12, 1)])
    assert there in client.get(december).content.decode()


@pytest.mark.parametrize("year", [YEAR - 1, TODAY.year + 1])
def test_a_year_before_the_book_or_to_come_is_not_found(closed, client, year):
    group = closed.coop.group
    client.force_login(closed.coop.treasurer)
    url = reverse("cash:year_end", args=[group.village.slug, group.pk, year])
    assert client.get(url).status_code == 404
