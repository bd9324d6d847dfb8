"""Lastri took a down payment; Rina records it, finds it, or says that it never came."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rembuk.cash import approving, expected, lines
from rembuk.cash.expected import State
from rembuk.cash.lines import Money
from rembuk.cash.models import ExpectedMoney
from rembuk.cash.purposes import Way
from rembuk.cash.tests.scenes import came, chair, signed, today, treasurer, url
from rembuk.ledger import pending, reading
from rembuk.lib.errors import Refused
from rembuk.people import rights
from rembuk.people.models import Resident
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries

LARGE_RP = 700_000


def expect(world, amount_rp=50_000, *, way=Way.IN, party="Ibu Guru", on=None, **more):
    purpose = "sale" if way == Way.IN else "materials"
    money = Money(way, party, purpose, amount_rp, on or today(), **more)
    return expected.expect(
        group=world.tailors, money=money, source="test", by=chair(world), at=timezone.now(),
        today=today(),
    )  # fmt: skip


def booked(world, one, purse, **more):
    told = {"on": today(), "today": today(), **more}
    return expected.book(one=one, book=purse, signed=signed(treasurer(world)), **told)


def state(one):
    return expected.settled_one(one).state


def held(purse):
    return reading.purses_of(purse.village, [purse.group_id])[purse.group_id].own_rp


def test_expecting_moves_nothing_and_recording_does(world, purse):
    one = expect(world)
    assert (state(one), held(purse)) == (State.WAITS, 1_000_000)
    entry = booked(world, one, purse)
    told = expected.settled_one(one)
    assert (told.state, told.line_no, told.booked_on) == (State.BOOKED, entry.sequence, today())
    assert told.receipt_no == entry.receipt_no
    assert held(purse) == 1_050_000
    assert expected.waiting(world.here, [world.tailors.pk]) == []


def test_it_is_settled_once(world, purse):
    one = expect(world)
    same = ExpectedMoney.objects.get(pk=one.pk)
    booked(world, one, purse)
    for again in (
        lambda: booked(world, same, purse),
        lambda: expected.withdraw(one=same, why="Salah", by=chair(world), at=timezone.now()),
        lambda: expected.match(
            one=same, book=purse, line_no=1, by=treasurer(world), at=timezone.now()
        ),
    ):
        with pytest.raises(Refused):
            again()
    assert held(purse) == 1_050_000


def test_large_money_out_waits_for_the_second_person_and_may_be_asked_again(world, purse):
    one = expect(world, LARGE_RP, way=Way.OUT, party="Toko Maju")
    asked = booked(world, one, purse)
    assert state(one) == State.ASKED
    with pytest.raises(Refused):
        booked(world, one, purse)
    pending.refuse(asked, reason="Tanya dulu harganya", by=chair(world), at=timezone.now())
    assert state(one) == State.WAITS
    asked = booked(world, one, purse)
    entry = approving.approve(
        asked=asked, asked_hash=asked.asked_hash, by=chair(world), at=timezone.now(),
        today=today(),
    )  # fmt: skip
    told = expected.settled_one(one)
    assert (told.state, told.line_no) == (State.BOOKED, entry.sequence)
    assert held(purse) == 1_000_000 - LARGE_RP


def test_what_is_taken_back_says_so(world, purse):
    one = expect(world)
    entry = booked(world, one, purse)
    lines.take_back(
        book=purse, number=entry.sequence, reason="Uang palsu", signed=signed(treasurer(world)),
        today=today(),
    )  # fmt: skip
    assert state(one) == State.TAKEN_BACK


def test_a_line_that_stands_already_is_found_and_belongs_to_one(world, purse):
    line = came(world, purse, 50_000)
    came(world, purse, 60_000)
    one, other = expect(world), expect(world)
    assert [found.number for found in expected.alike(one, purse)] == [line.sequence]
    told = {"book": purse, "by": treasurer(world), "at": timezone.now()}
    expected.match(one=one, line_no=line.sequence, **told)
    assert expected.settled_one(one).line_no == line.sequence
    assert expected.alike(other, purse) == []
    with pytest.raises(Refused):
        expected.match(one=other, line_no=line.sequence, **told)
    assert held(purse) == 1_110_000


def test_it_is_dropped_with_a_reason(world, purse):
    one = expect(world)
    told = {"one": one, "by": treasurer(world), "at": timezone.now()}
    with pytest.raises(Refused):
        expected.withdraw(why=" ", **told)
    expected.withdraw(why="Tidak jadi", **told)
    assert state(one) == State.WITHDRAWN
    with pytest.raises(Refused):
        booked(world, one, purse)


@pytest.mark.parametrize(("amount_rp", "days"), [(0, 0), (-1, 0), (50_000, 1)])
def test_nothing_is_expected_of_nothing_or_of_tomorrow(world, amount_rp, days):
    with pytest.raises(Refused):
        expect(world, amount_rp, on=today() + timedelta(days=days))


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"amount_rp": 0}, "cash_expectedmoney_is_a_sum"),
        ({"way": "SIDEWAYS"}, "cash_expectedmoney_way_known"),
        ({"dropped_why": "Salah"}, "cash_expectedmoney_dropped_with_a_reason"),
    ],
)
def test_the_database_refuses_it_too(world, wrong, rule):
    one = expect(world)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        ExpectedMoney.objects.filter(pk=one.pk).update(**wrong)


def test_what_is_booked_cannot_be_dropped_in_the_database(world, purse):
    one = expect(world)
    booked(world, one, purse)
    with (
        pytest.raises(IntegrityError, match="booked_or_dropped"),
        transaction.atomic(),
    ):
        ExpectedMoney.objects.filter(pk=one.pk).update(
            dropped_at=timezone.now(), dropped_why="Salah"
        )


def test_who_is_erased_is_not_named_in_what_is_expected(world):
    wati = Resident.objects.get(name="Wati")
    one = expect(world, party="Wati", memo="Seragam", resident_id=wati.pk)
    rights.erase(
        resident=wati, typed_name="Wati", asked_on=today(), by=world.by_adi, at=timezone.now()
    )
    one.refresh_from_db()
    assert (one.resident_id, one.memo) == (None, "")
    assert "Wati" not in one.party


def test_rina_finds_it_on_hari_ini_and_records_it(world, purse, signed_in):
    one = expect(world, memo="Uang muka pesanan 12")
    client = signed_in(world.rina)
    home = client.get(f"/desa/{world.here.slug}/today/").content.decode()
    assert "Uang yang menunggu dicatat: 1" in home
    assert url(world, "expected") in home
    listed = client.get(url(world, "expected")).content.decode()
    assert "Uang muka pesanan 12" in listed
    page = client.get(url(world, "book_expected", one.pk)).content.decode()
    assert "lima puluh ribu rupiah" in page
    sent = {"request_id": uuid4(), "on_which": "today"}
    saved = client.post(url(world, "book_expected", one.pk), sent, follow=True)
    assert "Uang masuk tercatat" in saved.content.decode()
    client.post(url(world, "book_expected", one.pk), sent)
    assert held(purse) == 1_050_000
    assert (
        "Tercatat di kas kelompok"
        in client.get(url(world, "book_expected", one.pk)).content.decode()
    )


def test_an_unusual_sum_is_written_once_more(world, purse, signed_in):
    one = expect(world, 900_000)
    client, address = signed_in(world.rina), url(world, "book_expected", one.pk)
    answer = client.post(address, {"request_id": uuid4(), "on_which": "today"})
    assert answer.status_code == 422
    wrong = {"request_id": uuid4(), "on_which": "today", "again_rp": "90.000"}
    assert client.post(address, wrong).status_code == 422
    right = {"request_id": uuid4(), "on_which": "today", "again_rp": "900rb"}
    assert client.post(address, right).status_code == 302
    assert held(purse) == 1_900_000


def test_rina_says_why_it_is_not_so_and_finds_what_stands_there(world, purse, signed_in):
    line = came(world, purse, 50_000)
    one, other = expect(world), expect(world)
    client = signed_in(world.rina)
    sent = {"request_id": uuid4(), "line_no": line.sequence}
    told = client.post(url(world, "match_expected", one.pk), sent, follow=True)
    assert "Tidak ada yang dicatat dua kali" in told.content.decode()
    empty = client.get(url(world, "match_expected", other.pk)).content.decode()
    assert "Tidak ada baris" in empty
    drop = url(world, "drop_expected", other.pk)
    assert client.post(drop, {"request_id": uuid4(), "reason": ""}).status_code == 422
    client.post(drop, {"request_id": uuid4(), "reason": "Uangnya lain"})
    assert state(other) == State.WITHDRAWN
    assert "Uangnya lain" in client.get(url(world, "book_expected", other.pk)).content.decode()


def test_without_a_purse_the_list_says_who_opens_it(world, signed_in):
    expect(world)
    page = signed_in(world.rina).get(url(world, "expected")).content.decode()
    assert "Ketua kelompok membuka kas" in page


@pytest.mark.parametrize("office", [Office.GROUP_MEMBER, Office.GROUP_OFFICER])
def test_only_who_records_money_settles_it(world, purse, signed_in, office):
    one = expect(world)
    user = stories.user("tari", "Tari")
    stories.appoint(user, office, group=world.tailors)
    for page in ("book_expected", "match_expected", "drop_expected"):
        assert signed_in(user).get(url(world, page, one.pk)).status_code == 403


def test_the_list_asks_few_questions(world, purse, signed_in):
    for number in range(25):
        expect(world, 10_000 + number)
    client = signed_in(world.rina)
    with few_queries():
        client.get(url(world, "expected"))
