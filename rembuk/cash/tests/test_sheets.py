"""Rina writes down what the tailors brought to the meeting: rows, one check page, one command."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from rembuk.cash import lines, sheets
from rembuk.cash.sheets import Member
from rembuk.cash.tests.scenes import (
    LIMIT_RP,
    came,
    chair,
    closed,
    opened,
    sheet,
    signed,
    today,
    treasurer,
    url,
)
from rembuk.ledger import checks, reading
from rembuk.ledger.models import Entry
from rembuk.lib.errors import Refused
from rembuk.people.models import Resident
from rembuk.villages.models import AuditEntry
from rembuk.villages.tests.counting import few_queries


@pytest.fixture
def members(world, monkeypatch):
    """Siti and Wati are members of the tailors; Wati is known among the residents."""
    wati = Resident.objects.get(name="Wati")
    listed = [Member("m1", "Siti", None), Member("m2", "Wati", wati.pk)]
    kept = sheets.Source(lambda group, _on: listed if group == world.tailors else [], "cash:purse")
    monkeypatch.setattr(sheets, "_sources", [kept])
    return listed


def key(member, kind="contribution"):
    return f"sum_{member.key}_{kind}"


def typed(**more):
    """What the sheet sends: today, contributions, nothing brought yet."""
    sent = {"request_id": str(uuid4()), "on_which": "today", "memo": "Rapat bulanan"}
    return sent | {"for": "contribution"} | more


def lines_in(book):
    return list(Entry.objects.filter(book=book, kind="CASH_IN").order_by("sequence"))


def test_many_members_in_one_go_each_with_a_receipt(world, purse, members, signed_in):
    siti, wati = members
    client, address = signed_in(world.rina), url(world, "record_sheet")
    page = client.get(address).content.decode()
    assert page.index("Siti") < page.index("Wati")  # by their names
    sent = typed(**{key(siti): "50rb", key(wati): "1,25jt", "name_x1": "Bu Guru"})
    sent |= {"sum_x1_contribution": "20.000"}
    page = client.post(address, sent).content.decode()
    for said in ("Rp1.320.000", "satu juta tiga ratus dua puluh ribu rupiah", "Rp1.250.000",
                 "satu juta dua ratus lima puluh ribu rupiah", "Bu Guru", "3 catatan"):  # fmt: skip
        assert said in page
    assert lines_in(purse) == []
    sent |= {"checked": "1", "again_rp": "1.320.000"}
    page = client.post(address, sent, follow=True).content.decode()
    assert "Daftar uang rapat tercatat" in page
    entries = lines_in(purse)
    assert [(one.party, one.part) for one in entries] == [("Siti", 0), ("Wati", 1), ("Bu Guru", 2)]
    assert [one.receipt_no for one in entries] == [1, 2, 3]
    assert {one.memo for one in entries} == {"Rapat bulanan"}
    assert len({one.request_id for one in entries}) == 1
    wati_resident = Resident.objects.get(name="Wati")
    assert [one.resident_id for one in entries] == [None, wati_resident.pk, None]
    for entry in entries:
        assert url(world, "receipt", entry.sequence) in page
        assert client.get(url(world, "receipt", entry.sequence)).status_code == 200
    assert AuditEntry.objects.filter(verb="cash.came_in").count() == 3
    client.post(address, sent)  # sent twice, written once
    assert len(lines_in(purse)) == 3
    assert checks.check_book(purse) == []


def test_one_column_for_each_kind_of_money(world, purse, members, signed_in):
    siti, _wati = members
    client, address = signed_in(world.rina), url(world, "record_sheet")
    page = client.get(f"{address}?for=contribution&for=sale").content.decode()
    assert key(siti, "sale") in page
    sent = typed(**{key(siti): "10.000", key(siti, "sale"): "5.000"})
    sent |= {"for": ["contribution", "sale"], "checked": "1"}
    client.post(address, sent)
    accounts = {
        line.other_code: line.in_rp for line in reading.lines_of(purse) if line.party == "Siti"
    }
    assert accounts == {"3109": 10_000, "4201": 5_000}


# What is typed -> what the page says; the rest of what was typed stands there still.
WRONG = [
    ({}, "Tulis paling sedikit satu jumlah"),
    ({"siti": "sepuluh"}, "Tulis jumlah dalam rupiah bulat"),
    ({"siti": "1.25"}, "Maksudnya"),
    ({"siti": "-5"}, "Tulis jumlah dalam rupiah bulat"),
    ({"sum_x2_contribution": "5.000"}, "Tulis siapa orangnya"),
]


@pytest.mark.parametrize(("sent", "says"), WRONG)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    world, purse, members, signed_in, sent, says
):
    siti, wati = members
    more = {key(siti) if name == "siti" else name: value for name, value in sent.items()}
    sent = typed(**more, memo="Arisan RT 3") | ({key(wati): "7.500"} if more else {})
    response = signed_in(world.rina).post(url(world, "record_sheet"), sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert says in page
    assert "Arisan RT 3" in page
    for value in more.values():
        assert f'value="{value}"' in page
    assert lines_in(purse) == []


def test_change_brings_the_sheet_back_as_it_was_typed(world, purse, members, signed_in):
    siti, _wati = members
    sent = typed(**{key(siti): "50rb", "change": "1"})
    page = signed_in(world.rina).post(url(world, "record_sheet"), sent).content.decode()
    assert 'value="50rb"' in page
    assert "Siapa membawa berapa?" in page


@pytest.mark.parametrize(("again", "written"), [("", 0), ("600.001", 0), ("600.000", 2)])
def test_a_large_total_is_written_once_more(world, purse, members, signed_in, again, written):
    sent = typed(**{key(user): "300.000" for user in members}, checked="1", again_rp=again)
    response = signed_in(world.rina).post(url(world, "record_sheet"), sent)
    assert response.status_code == (302 if written else 422)
    assert len(lines_in(purse)) == written


def test_where_no_member_is_listed_the_page_says_where_they_are_recorded(world, purse, signed_in):
    page = signed_in(world.rina).get(url(world, "record_sheet")).content.decode()
    assert "belum punya daftar anggota" in page
    assert (
        reverse(sheets.members_page(world.tailors), args=[world.here.slug, world.tailors.pk])
        in page
    )
    assert "Rina Lestari" in page  # officers stand there until then
    assert page.count("Nama orang lain") == 3


def test_all_or_nothing_on_a_closed_day(world, purse, members):
    closed(world, purse)
    moneys = [lines.Money(lines.Way.IN, "Siti", "contribution", 5_000, today())] * 2
    with pytest.raises(Refused, match="sudah ditutup"):
        sheets.record(book=purse, moneys=moneys, signed=signed(treasurer(world)), today=today())
    assert lines_in(purse) == []


def test_the_whole_sheet_is_taken_back_as_one(world, purse, signed_in):
    came(world, purse, 75_000)
    number, client = sheet(world, purse, each_rp=20_000, names="ABC"), signed_in(world.rina)
    page = client.get(url(world, "sheet", number + 1)).content.decode()  # by any of its lines
    assert url(world, "take_back_sheet", number) in page
    with few_queries():
        line = client.get(url(world, "line", number + 1)).content.decode()
    assert url(world, "sheet", number) in line
    address = url(world, "take_back_sheet", number)
    assert "enam puluh ribu rupiah" in client.get(address).content.decode()
    sent = {"request_id": str(uuid4()), "reason": ""}
    assert client.post(address, sent).status_code == 422
    page = client.post(address, sent | {"reason": "Salah rapat"}, follow=True).content.decode()
    assert "Daftar ini dibatalkan" in page
    assert reading.balance_of(purse, "1101") == 1_075_000
    back = [line for line in reading.lines_of(purse) if line.takes_back]
    assert {line.takes_back for line in back} == {number, number + 1, number + 2}
    assert {line.memo for line in back} == {"Salah rapat"}
    client.post(address, sent | {"reason": "Salah rapat"})
    assert reading.balance_of(purse, "1101") == 1_075_000
    assert client.get(address).status_code == 404  # nothing is left
    with pytest.raises(Refused, match="sudah dibatalkan"):
        sheets.take_back(
            book=purse, number=number, reason="Lagi", signed=signed(treasurer(world)), today=today()
        )
    assert checks.check_book(purse) == []


def test_what_was_taken_back_alone_is_not_taken_back_again(world, purse):
    number = sheet(world, purse, each_rp=20_000, names="ABC")
    told = {"book": purse, "reason": "Salah", "today": today()}
    lines.take_back(number=number + 1, signed=signed(treasurer(world)), **told)
    done = sheets.take_back(number=number, signed=signed(treasurer(world)), **told)
    assert [entry.reverses.sequence for entry in done] == [number, number + 2]
    assert reading.balance_of(purse, "1101") == 1_000_000


def test_a_sheet_up_to_the_limit_takes_somebody_else(world, purse, signed_in):
    """Two people stand for it: who wrote it down, and the chair who takes it back."""
    number = sheet(world, purse, each_rp=LIMIT_RP // 2)
    client = signed_in(world.rina)
    page = client.get(url(world, "sheet", number)).content.decode()
    assert "ketua kelompok yang bisa membatalkan seluruh daftar" in page
    assert client.get(url(world, "take_back_sheet", number)).status_code == 404
    told = {"book": purse, "number": number, "reason": "Salah", "today": today()}
    with pytest.raises(Refused, match="pengurus lain"):
        sheets.take_back(signed=signed(treasurer(world)), **told)
    client = signed_in(chair(world).user)
    sent = {"request_id": str(uuid4()), "reason": "Uangnya belum ada"}
    client.post(url(world, "take_back_large_sheet", number), sent)
    assert reading.balance_of(purse, "1101") == 1_000_000


def test_a_line_that_is_large_by_itself_waits_like_any(world, purse):
    number = sheet(world, purse, each_rp=LIMIT_RP)
    told = {"book": purse, "number": number, "reason": "Salah", "today": today()}
    with pytest.raises(Refused, match="jumlahnya besar"):
        sheets.take_back(signed=signed(chair(world)), **told)


def test_a_sheet_of_a_closed_day_is_taken_back_today(world):
    book = opened(world)
    yesterday = today() - timedelta(days=1)
    moneys = [lines.Money(lines.Way.IN, name, "contribution", 5_000, yesterday) for name in "AB"]
    by = signed(treasurer(world))
    number = sheets.record(book=book, moneys=moneys, signed=by, today=today())[0].sequence
    closed(world, book, on=yesterday)
    told = {"book": book, "number": number, "reason": "Salah", "today": today()}
    done = sheets.take_back(signed=signed(treasurer(world)), **told)
    assert {entry.value_on for entry in done} == {today()}


def test_a_line_alone_is_no_sheet(world, purse, signed_in):
    entry = came(world, purse, 20_000)
    client = signed_in(world.rina)
    assert client.get(url(world, "sheet", entry.sequence)).status_code == 404
    assert client.get(url(world, "sheet", 4242)).status_code == 404


def test_the_pages_ask_the_database_little_however_many_come(world, purse, members, signed_in):
    members += [Member(f"m9{number}", f"Anggota {number}", None) for number in range(60)]
    number, client = sheet(world, purse, each_rp=5_000, names="ABCDEFGH"), signed_in(world.rina)
    for address in (url(world, "record_sheet"), url(world, "sheet", number)):
        with few_queries():
            assert client.get(address).status_code == 200
    sent = typed(**{key(member): "50.000" for member in members})
    with few_queries():
        assert client.post(url(world, "record_sheet"), sent).status_code == 200


def test_officers_stand_for_themselves_where_nobody_is_listed(world, purse):
    Resident.objects.filter(name="Wati").update(user=world.rina)
    people = sheets.members_of(world.tailors, on=today())
    assert not people.listed
    known = [one.name for one in people.people if one.resident_id]
    assert known == ["Rina Lestari"]
