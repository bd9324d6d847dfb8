"""Rina counts the box note by note; what does not agree is booked, and stays open in 1199."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from rembuk.cash import approving, counting, differences
from rembuk.cash.counting import SECOND_FROM_RP, Counted
from rembuk.cash.models import FACES, CashCount
from rembuk.cash.tests.scenes import (
    begins,
    came,
    chair,
    closed,
    counted,
    pieces,
    signed,
    today,
    treasurer,
    url,
    went,
)
from rembuk.ledger import checks, posting, reading
from rembuk.ledger.models import Pending
from rembuk.ledger.posting import Plan
from rembuk.lib.errors import Refused
from rembuk.villages import audit
from rembuk.villages.models import AuditEntry
from rembuk.villages.tests.counting import few_queries


def held(purse):
    return reading.held_now(purse, ["1101", "1199"])


def notes(total_rp, **more):
    """What the pad sends for a sum."""
    typed = {f"pieces_{face}": str(n) if n else "" for face, n in pieces(total_rp).items()}
    return {"request_id": str(uuid4()), "other_rp": "", **typed, **more}


@given(st.dictionaries(st.sampled_from(FACES), st.integers(0, 50)), st.integers(0, 10_000))
def test_the_parts_are_the_sum(numbers, other_rp):
    total = sum(face * n for face, n in numbers.items()) + other_rp
    assert Counted(today(), numbers, other_rp).total_rp == total


def test_the_check_page_compares_with_the_book_and_keeps_nothing(world, purse, signed_in):
    page = signed_in(world.rina).post(url(world, "count"), notes(990_000)).content.decode()
    assert "sembilan ratus sembilan puluh ribu rupiah" in page
    assert "Kurang Rp10.000" in page
    assert 'name="seen_rp" value="1000000"' in page
    assert "sepuluh ribu rupiah" in page
    assert CashCount.objects.count() == 0
    assert held(purse) == {"1101": 1_000_000, "1199": 0}


@pytest.mark.parametrize(
    ("counted_rp", "booked"),
    [
        (1_000_000, {"1101": 1_000_000, "1199": 0}),
        (990_000, {"1101": 990_000, "1199": 10_000}),
        (1_005_000, {"1101": 1_005_000, "1199": -5_000}),
    ],
)
def test_saved_the_book_follows_the_box_and_the_difference_stays_open(
    world, purse, signed_in, counted_rp, booked
):
    sent = notes(counted_rp, checked="1", seen_rp="1000000", reason="Belum tahu")
    page = signed_in(world.rina).post(url(world, "count"), sent, follow=True)
    assert "Uang sudah dihitung" in page.content.decode()
    assert held(purse) == booked
    count = CashCount.objects.get()
    assert count.expected_rp + count.difference_rp == count.counted_rp == counted_rp
    assert counting.entry_of(count) == count.entry
    assert bool(count.entry) == (counted_rp != 1_000_000)


def test_sent_twice_it_is_counted_once(world, purse, signed_in):
    client = signed_in(world.rina)
    sent = notes(990_000, checked="1", seen_rp="1000000", reason="Belum tahu")
    client.post(url(world, "count"), sent)
    assert "Sudah tercatat" in client.post(url(world, "count"), sent, follow=True).content.decode()
    assert held(purse)["1199"] == 10_000


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"reason": ""}, "Tulis apa yang terjadi menurut Anda"),
        ({"seen_rp": "900000"}, "Buku sudah berubah sejak Anda menghitung"),
        ({"pieces_500": "dua"}, "dengan angka bulat"),
        ({"pieces_500": "-1"}, "Tulis 0 atau lebih"),
        ({"pieces_500": "999999"}, "hampir tidak mungkin"),
        ({"other_rp": "1.25"}, "Maksudnya Rp1 atau Rp1.250.000?"),
        ({"other_rp": "20jt"}, "Tulis jumlah besar sebagai lembar uang"),
        ({f"pieces_{face}": "" for face in FACES}, "Kalau kas kosong, tulis satu angka 0"),
    ],
)
def test_what_cannot_be_counted_says_what_to_write(world, purse, signed_in, changed, says):
    sent = notes(990_000, checked="1", seen_rp="1000000", reason="Belum tahu") | changed
    response = signed_in(world.rina).post(url(world, "count"), sent)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert CashCount.objects.count() == 0


@pytest.mark.parametrize(("less", "waits"), [(SECOND_FROM_RP - 100, 0), (SECOND_FROM_RP, 1)])
def test_a_larger_difference_waits_for_the_chair(world, purse, signed_in, less, waits):
    total = 1_000_000 - less
    sent = notes(total, checked="1", seen_rp="1000000", reason="Mungkin salah kembalian")
    page = signed_in(world.rina).post(url(world, "count"), sent, follow=True).content.decode()
    assert Pending.objects.count() == waits
    assert ("Menunggu ketua" in page) == bool(waits)
    assert held(purse)["1199"] == (0 if waits else less)


def test_the_chair_reads_the_difference_and_approves_it(world, purse, signed_in):
    count = counted(world, purse, 900_000)
    client = signed_in(chair(world).user)
    assert "Kurang waktu dihitung" in client.get(url(world, "purse")).content.decode()
    page = client.get(url(world, "asked", count.pending_id)).content.decode()
    assert "Setujui Rp100.000" in page
    sent = {"request_id": str(uuid4()), "asked_hash": count.pending.asked_hash}
    client.post(url(world, "approve", count.pending_id), sent)
    assert held(purse) == {"1101": 900_000, "1199": 100_000}
    kept = counting.count_of(purse, count.pk)
    assert counting.entry_of(kept).checker == chair(world).user
    assert "Disetujui" in client.get(url(world, "counted", count.pk)).content.decode()


def test_while_a_difference_waits_nobody_counts_it_again(world, purse):
    count = counted(world, purse, 900_000)
    with pytest.raises(Refused, match="menunggu ketua"):
        counted(world, purse, 900_000)
    approving.refuse(
        asked=count.pending, reason="Hitung lagi", by=chair(world), at=count.counted_at
    )
    assert counted(world, purse, 1_000_000).difference_rp == 0


@pytest.mark.parametrize(
    ("days_from_today", "match"), [(1, "belum tiba"), (-32, "Kas belum dibuka")]
)
def test_a_day_that_cannot_be_counted(world, purse, days_from_today, match):
    with pytest.raises(Refused, match=match):
        counted(world, purse, 0, on=today() + timedelta(days=days_from_today), seen_rp=0)


def test_an_earlier_evening_is_compared_with_the_book_of_that_evening(world, purse):
    came(world, purse, 50_000)
    count = counted(world, purse, 1_000_000, on=today() - timedelta(days=1))
    assert (count.expected_rp, count.difference_rp) == (1_000_000, 0)
    came(world, purse, 10_000, on=begins())  # brought in late: the count knew less
    assert checks.check_book(purse) == []


def test_the_trail_tells_it(world, purse):
    counted(world, purse, 990_000)
    told = audit.sentence(AuditEntry.objects.get(verb="cash.counted_less"))
    assert told == "Bendahara menghitung Rp990.000 di kas Jahit Melati: kurang Rp10.000"


def test_the_pages_ask_the_database_little(world, purse, signed_in):
    count, client = counted(world, purse, 990_000), signed_in(world.rina)
    for address in (url(world, "count"), url(world, "counted", count.pk)):
        with few_queries():
            assert client.get(address).status_code == 200
    with few_queries():
        assert client.post(url(world, "count"), notes(1_000_000)).status_code == 200


@pytest.mark.parametrize("who", ["budi", "chair"])
def test_who_does_not_keep_the_box_does_not_count_it(world, purse, signed_in, who):
    user = chair(world).user if who == "chair" else world.budi
    assert signed_in(user).get(url(world, "count")).status_code == 403


# --- past our own functions ----------------------------------------------------------------------


def copied(row, **changed):
    """Write a row again at the database's own prompt, with some columns changed."""
    fields = row._meta.local_concrete_fields
    values = {f.column: f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields}
    values |= {"id": row.pk + 1000} | changed
    names, marks = ", ".join(values), ", ".join(["%s"] * len(values))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {row._meta.db_table} ({names}) VALUES ({marks})", list(values.values())
        )


@pytest.mark.tampers
@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"pieces_100": 1}, "cash_count_parts_are_the_sum"),
        ({"other_rp": 1, "counted_rp": 990_001}, "cash_count_expected_and_difference_are_the_sum"),
        ({"pieces_100": -10, "other_rp": 1_000}, "cash_count_nothing_below_zero"),
        ({"entry_id": None}, "cash_count_difference_is_booked_with_a_reason"),
        ({"reason": ""}, "cash_count_difference_is_booked_with_a_reason"),
        ({"difference_rp": 0, "expected_rp": 990_000}, "cash_count_(difference_is|entry_)book"),
        (
            {"difference_rp": -9_900, "expected_rp": 999_900},
            "cash_count_entry_books_the_difference",
        ),
    ],
)
def test_the_database_keeps_no_count_that_does_not_add_up(world, purse, changed, name):
    count = counted(world, purse, 990_000)
    spare = went(world, purse, 10_000)  # an entry that would do, and is no count's yet
    with pytest.raises(IntegrityError, match=name):
        copied(count, **{"entry_id": spare.pk} | changed)


@pytest.mark.tampers
@pytest.mark.parametrize("sql", ["DELETE FROM {}", "UPDATE {} SET reason = 'x'"])
def test_a_count_never_changes_and_never_goes(world, purse, sql):
    counted(world, purse, 990_000)
    with (
        pytest.raises(IntegrityError, match="cash_cashcount_append_only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format("cash_cashcount"))


@pytest.mark.tampers
def test_a_count_that_says_something_else_than_the_book_is_found(world, purse):
    """It adds up in itself, so the database takes it; the check compares it with the movements."""
    count = counted(world, purse, 1_000_000)
    with transaction.atomic():
        copied(count, pieces_100000=11, counted_rp=1_100_000, expected_rp=1_100_000)
        found = checks.check_book(purse)
        assert [one.promise for one in found] == ["I15"]
        transaction.set_rollback(True)


def test_a_difference_booked_the_other_way_round_is_found(world, purse):
    wrong = counting.plan_of(today(), 10_000, reason="terbalik")
    entry = posting.post(
        purse, Plan(wrong.kind, wrong.on, wrong.moves), signed=signed(treasurer(world)),
        today=today(),
    )  # fmt: skip
    count = counted(world, purse, 1_000_000)  # the book says 1,010,000 now: 10,000 is missing
    with transaction.atomic():
        copied(count, entry_id=entry.pk)
        assert [one.promise for one in checks.check_book(purse)] == ["I15"]
        transaction.set_rollback(True)


def test_the_difference_is_on_the_purse_page(world, purse, signed_in):
    counted(world, purse, 990_000)
    closed(world, purse)
    page = signed_in(world.rina).get(url(world, "purse")).content.decode()
    assert "Ada selisih kas" in page
    assert differences.open_rp(purse) == 10_000


def buttons(page):
    """The buttons below the page, in their order, and whether each is the first choice."""
    found = re.findall(r'<button class="button([^"]*)"[^>]*>(?:<svg.*?</svg>)?([^<]+)', page)
    return [(label.strip(), "button-primary" in more) for more, label in found]


@pytest.mark.parametrize(
    ("less", "first", "then"),
    [
        (0, ("Simpan Rp1.000.000 dan tutup hari", True), "Simpan hitungan saja"),
        (10_000, ("Hitung sekali lagi", True), "Simpan Rp990.000 dan tutup hari"),
        (50_000, ("Hitung sekali lagi", True), "Simpan Rp950.000 dan ajukan ke ketua"),
    ],
)
def test_a_difference_is_counted_once_more_before_it_is_booked(
    world, purse, signed_in, less, first, then
):
    page = signed_in(world.rina).post(url(world, "count"), notes(1_000_000 - less))
    asked = [one for one in buttons(page.content.decode()) if one[0] != "Keluar"]
    at = asked.index(first)
    assert asked[at + 1] == (then, False)
    assert sum(is_first for _label, is_first in asked[at:]) == 1


def test_counting_once_more_keeps_the_notes_and_what_was_said(world, purse, signed_in):
    sent = notes(990_000, change="1", reason="Kembalian di laci")
    page = signed_in(world.rina).post(url(world, "count"), sent).content.decode()
    assert "Berapa uang di kas?" in page
    assert 'name="pieces_50000" value="1"' in page
    assert 'name="reason" value="Kembalian di laci"' in page
    assert CashCount.objects.count() == 0
