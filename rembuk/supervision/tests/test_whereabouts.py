"""Where our money is: both sides are one sum, no account is left out, no name is told."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rembuk.ledger import chart
from rembuk.lib.errors import Refused
from rembuk.supervision import floors, whereabouts
from rembuk.supervision.models import Floor
from rembuk.surplus.yearly import Sides
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

CODES = sorted(
    {line.code for lines in chart.charts().values() for line in lines if line.code[0] in "12345"}
)
MOVES = st.lists(
    st.tuples(st.sampled_from(CODES), st.sampled_from(CODES), st.integers(1, 10**12)), max_size=30
)


def address(lived, name, *more):
    group = lived.coop.group
    return reverse(f"supervision:{name}", args=[group.village.slug, group.pk, *more])


def floor(lived, percent, **told):
    facts = {"since": TODAY, "today": TODAY, "source": "AD pasal 21"} | told
    return floors.agree(
        group=lived.coop.group, percent=percent, by=lived.coop.by_chair, at=NOW, **facts
    )


@given(MOVES)
def test_both_sides_are_the_same_sum_whatever_was_booked(moves):
    sums = dict.fromkeys(CODES, Sides(0, 0))
    for debit, credit, amount in moves:
        sums[debit] = Sides(sums[debit].debit + amount, sums[debit].credit)
        sums[credit] = Sides(sums[credit].debit, sums[credit].credit + amount)
    found = whereabouts.of(sums, {code: code for code in CODES})
    for parts in (found.places, found.owners):
        assert sum(part.amount_rp for part in parts) == found.total_rp
        assert all(0 <= part.width <= 100 for part in parts)
        assert all(
            part.amount_rp == sum(line.amount_rp for line in part.accounts) for part in parts
        )


# What lies ready, what members may ask for, the floor in percent -> whether it is above.
READY = [
    (200, 1000, 20, True), (199, 1000, 20, False), (0, 0, 100, True), (1, 3, 34, False),
    (1, 3, 33, True),
]  # fmt: skip


@pytest.mark.parametrize(("ready", "asked", "percent", "above"), READY)
def test_a_floor_is_kept_to_the_rupiah(ready, asked, percent, above):
    sums = {"1102": Sides(ready, 0), "1301": Sides(10_000, 0), "2101": Sides(0, asked)}
    found = whereabouts.of(sums, {code: code for code in sums})
    assert found.cover.is_above(percent) == above


def test_members_read_where_it_is_without_a_name(lived, client):
    """3,500,000 in the box; 2,400,000 of pokok and wajib; 1,100,000 of surplus."""
    found = whereabouts.look(lived.book, on=TODAY)
    assert [one.amount_rp for one in found.places] == [3_500_000, 0, 0, 0, 0]
    assert [one.amount_rp for one in found.owners] == [0, 0, 2_400_000, 0, 0, 0, 1_100_000]
    member = stories.user("ratna", "Ratna Dewi")
    stories.appoint(member, Office.GROUP_MEMBER, group=lived.coop.group)
    client.force_login(member)
    with few_queries():
        page = client.get(address(lived, "money")).content.decode()
    assert "Rp3.500.000" in page
    assert "Rp2.400.000" in page
    assert "Rp1.100.000" in page
    assert "Wati Ningsih" not in page
    assert "/reports/" not in page
    client.force_login(lived.coop.treasurer)
    with few_queries():
        assert "/reports/card/" in client.get(address(lived, "money")).content.decode()


def test_savings_count_as_what_may_be_asked_for(lived, client):
    lived.booked("1501", "1101", 2_500_000, date(2026, 2, 1))
    lived.booked("1101", "2106", 500_000, date(2026, 2, 2))
    found = whereabouts.look(lived.book, on=TODAY).cover
    assert (found.ready_rp, found.asked_rp, found.covers) == (1_500_000, 500_000, 300)
    assert whereabouts.ready(lived.book) == found
    floor(lived, 100)
    client.force_login(lived.coop.chair)
    assert "AD pasal 21" in client.get(address(lived, "money")).content.decode()


def test_a_floor_has_a_source_and_a_day_after_the_last(lived):
    floor(lived, 20, since=date(2026, 1, 1))
    for told, word in (
        ({"source": " "}, "siapa"), ({"since": date(2027, 1, 1)}, "hari ini"),
        ({"since": date(2026, 1, 1)}, "lebih baru"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=word):
            floor(lived, 30, **told)
    assert floors.on(lived.coop.group.village, lived.coop.group.pk, day=TODAY).percent == 20


@pytest.mark.parametrize(
    ("change", "name"),
    [({"percent": 0}, "is_a_part"), ({"percent": 101}, "is_a_part"), ({"source": ""}, "has_a_sou")],
)
def test_the_database_refuses_an_impossible_floor(lived, change, name):
    row = floor(lived, 20)
    values = {"percent": 20, "source": "AD"} | change
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO supervision_floor (id, village_id, group_id, since, percent, source,"
            " by_id, at) VALUES (%s, %s, %s, '2026-01-02', %s, %s, %s, %s)",
            [row.pk + 1, row.village_id, row.group_id, *values.values(), row.by_id, NOW],
        )
    assert Floor.objects.of(row.village).count() == 1


def test_the_chair_writes_the_floor_down(lived, client):
    client.force_login(lived.coop.chair)
    typed = {"request_id": uuid4(), "percent": "25", "source": "Keputusan RAT"}
    typed |= {"since_day": TODAY.day, "since_month": TODAY.month, "since_year": TODAY.year}
    assert client.post(address(lived, "agree_floor"), typed | {"percent": "0"}).status_code == 422
    assert client.post(address(lived, "agree_floor"), typed).status_code == 302
    assert [one.percent for one in Floor.objects.of(lived.coop.group.village)] == [25]
    client.force_login(lived.coop.treasurer)
    assert client.get(address(lived, "agree_floor")).status_code == 403
