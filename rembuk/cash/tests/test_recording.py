"""Rina records money: who, what for, how much; she checks, saves, and reads it back."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from rembuk.cash import lines, purposes
from rembuk.cash.purposes import Way
from rembuk.cash.tests.scenes import came, typed, url
from rembuk.ledger import reading
from rembuk.ledger.models import Entry
from rembuk.people import residents
from rembuk.people.models import Resident
from rembuk.villages.models import AuditEntry
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.reading import main_of

LARGE = {"amount_rp": "600rb"}


def held(purse):
    return reading.purses_of(purse.village, [purse.group_id])[purse.group_id].own_rp


def test_the_check_page_reads_the_sum_back_in_words_and_books_nothing(world, purse, signed_in):
    page = signed_in(world.rina).post(url(world, "record_in"), typed()).content.decode()
    assert "lima puluh ribu rupiah" in page
    assert "Simpan Rp50.000 masuk" in page
    assert held(purse) == 1_000_000


@pytest.mark.parametrize(
    ("way", "purpose", "words", "after"),
    [
        ("in", "sale", "Uang masuk tercatat", 1_050_000),
        ("out", "materials", "Uang keluar tercatat", 950_000),
    ],
)
def test_saved_it_stands_in_the_purse_and_says_what_next(
    world, purse, signed_in, way, purpose, words, after
):
    client = signed_in(world.rina)
    sent = typed(checked="1", resident_id="", purpose=purpose)
    page = client.post(url(world, f"record_{way}"), sent, follow=True).content.decode()
    assert words in page
    assert "Catatan no. 2" in page
    assert "Kuitansi no. 1" in page
    assert "tidak setiap catatan diberi kuitansi" in page
    assert "https://wa.me/?text=Kas%20Jahit%20Melati" in page
    assert held(purse) == after
    assert client.get(url(world, "saved", 2)).status_code == 200


def test_the_next_form_says_that_the_last_purpose_is_chosen(world, purse, signed_in):
    client = signed_in(world.rina)
    assert "Sudah terpilih" not in client.get(url(world, "record_out")).content.decode()
    sent = typed(checked="1", resident_id="", purpose="wages")
    client.post(url(world, "record_out"), sent)
    page = client.get(url(world, "record_out")).content.decode()
    assert "Sudah terpilih, seperti terakhir kali" in page


def test_a_line_without_a_receipt_says_so(world, purse, signed_in):
    page = signed_in(world.rina).get(url(world, "line", 1)).content.decode()
    assert "Catatan ini tanpa kuitansi" in page


def test_sent_twice_it_is_booked_once(world, purse, signed_in):
    client, sent = signed_in(world.rina), typed(checked="1", resident_id="")
    client.post(url(world, "record_in"), sent)
    page = client.post(url(world, "record_in"), sent, follow=True).content.decode()
    assert "Sudah tercatat" in page
    assert held(purse) == 1_050_000


def test_the_same_form_with_another_sum_is_refused(world, purse, signed_in):
    client, sent = signed_in(world.rina), typed(checked="1", resident_id="")
    client.post(url(world, "record_in"), sent)
    again = client.post(url(world, "record_in"), sent | {"amount_rp": "60.000"})
    assert again.status_code == 409
    assert held(purse) == 1_050_000


@pytest.mark.parametrize(
    ("sum_", "says"),
    [
        ("", "Tulis jumlah dalam rupiah bulat"),
        ("1.25", "Maksudnya Rp1 atau Rp1.250.000?"),
        ("lima", "rupiah bulat"),
        ("0", "Tulis Rp1 atau jumlah yang lebih besar"),
        ("-5000", "rupiah bulat"),
        ("50.000,50", "rupiah bulat"),
        ("9" * 18, "rupiah bulat"),
    ],
)
def test_a_sum_that_cannot_be_read_says_what_to_write(world, purse, signed_in, sum_, says):
    response = signed_in(world.rina).post(url(world, "record_in"), typed(amount_rp=sum_))
    assert response.status_code == 422
    assert says in response.content.decode()


@pytest.mark.parametrize(
    ("written", "rupiah"),
    [("1250000", "1.250.000"), ("Rp 1.250.000,00", "1.250.000"), ("50 ribu", "50.000"),
     ("1,25jt", "1.250.000"), ("50rb", "50.000")],
)  # fmt: skip
def test_a_sum_may_be_written_as_people_do(world, purse, signed_in, written, rupiah):
    page = signed_in(world.rina).post(url(world, "record_in"), typed(amount_rp=written))
    assert f"Simpan Rp{rupiah} masuk" in page.content.decode()


@pytest.mark.parametrize(
    ("again", "status", "after"),
    [("", 422, 1_000_000), ("500rb", 422, 1_000_000), ("600.000", 302, 1_600_000)],
)
def test_an_unusual_sum_is_typed_twice(world, purse, signed_in, again, status, after):
    client = signed_in(world.rina)
    assert "sekali lagi" in client.post(url(world, "record_in"), typed(**LARGE)).content.decode()
    sent = typed(**LARGE, checked="1", resident_id="", again_rp=again)
    assert client.post(url(world, "record_in"), sent).status_code == status
    assert held(purse) == after


@pytest.mark.parametrize(("amount", "asks"), [("100.000", False), ("110.000", True)])
def test_ten_times_what_is_usual_is_unusual(world, purse, signed_in, amount, asks):
    for _each in range(5):
        came(world, purse, 10_000)
    page = signed_in(world.rina).post(url(world, "record_in"), typed(amount_rp=amount))
    assert ("sekali lagi" in main_of(page)) == asks


# What Ibu Guru and the others brought before, what she brings now -> is it asked for twice?
OWN = [
    ([300_000] * 5, [10_000] * 20, "400.000", False),  # usual for her, not for the purse
    ([10_000] * 5, [300_000] * 20, "110.000", True),  # usual for the purse, not for her
    ([10_000] * 4, [300_000] * 20, "110.000", False),  # too few of her own: the purse's
]


@pytest.mark.parametrize(("own", "others", "amount", "asks"), OWN)
def test_what_is_usual_is_the_person_s_own(world, purse, signed_in, own, others, amount, asks):
    for each in own:
        came(world, purse, each, party="ibu  guru")
    for each in others:
        came(world, purse, each)
    page = signed_in(world.rina).post(url(world, "record_in"), typed(amount_rp=amount))
    assert ("sekali lagi" in main_of(page)) == asks


def test_two_residents_of_one_name_have_each_their_own_usual(world, purse):
    one, other = (residents_of(world, "Sri")).values()
    for _each in range(5):
        came(world, purse, 300_000, party="Sri", resident_id=one)
        came(world, purse, 10_000, party="Sri", resident_id=other)
    told = {"way": Way.IN, "amount_rp": 200_000, "party": "Sri"}
    assert not lines.is_unusual(purse, **told, resident_id=one)
    assert lines.is_unusual(purse, **told, resident_id=other)


def residents_of(world, name):
    """Two residents who are called the same."""
    made = {}
    for rt in ("001", "002"):
        facts = residents.ResidentFacts(name=name, neighborhood_unit=rt)
        made[rt] = residents.register(
            village=world.here, facts=facts, by=world.by_adi, at=timezone.now()
        ).pk
    return made


def test_who_is_meant_is_chosen_on_the_check_page(world, purse, signed_in):
    client, siti = signed_in(world.rina), Resident.objects.get(name="Siti Aminah")
    page = client.post(url(world, "record_in"), typed(party="siti aminah")).content.decode()
    assert "Siti Aminah · RT 003" in page
    assert re.search(rf'value="{siti.pk}"[^>]* checked', page)
    sent = typed(party="siti aminah", checked="1", resident_id=str(siti.pk))
    client.post(url(world, "record_in"), sent)
    line = reading.line_of(purse, 2)
    assert (line.party, line.resident_id) == ("Siti Aminah", siti.pk)
    assert AuditEntry.objects.get(verb="cash.came_in").resident_id == siti.pk


def test_change_goes_back_to_the_question_with_all_that_was_typed(world, purse, signed_in):
    page = signed_in(world.rina).post(url(world, "record_in"), typed(checked="1", change="1"))
    assert 'value="Ibu Guru"' in page.content.decode()
    assert Entry.objects.filter(book=purse).count() == 1


def test_money_that_is_not_there_does_not_go_out(world, purse, signed_in):
    sent = typed(checked="1", resident_id="", purpose="wages", amount_rp="400.000")
    client = signed_in(world.rina)
    for _each in range(2):
        client.post(url(world, "record_out"), sent | {"request_id": typed()["request_id"]})
    response = client.post(url(world, "record_out"), sent | {"request_id": typed()["request_id"]})
    assert response.status_code == 422
    assert "hanya ada Rp200.000" in response.content.decode()


def test_the_trail_tells_it(world, purse, signed_in):
    from rembuk.villages import audit

    came(world, purse, 50_000)
    told = audit.sentence(AuditEntry.objects.get(verb="cash.came_in"))
    assert told == "Bendahara mencatat Rp50.000 masuk ke kas Jahit Melati (catatan no. 2)"


@pytest.mark.parametrize("page", ["record_in", "record_out"])
def test_pages_of_recording_ask_the_database_little(world, purse, signed_in, page):
    client = signed_in(world.rina)
    with few_queries():
        assert client.get(url(world, page)).status_code == 200


def test_from_record_one_comes_to_ones_own_group(world, purse, signed_in):
    from django.urls import reverse

    client = signed_in(world.rina)
    there = client.get(reverse("cash:begin_in", args=[world.here.slug]))
    assert there.url == url(world, "record_in")


CLOCKS = [
    ("2026-11-20T03:00:00.000Z", datetime(2026, 11, 20, 3, tzinfo=UTC)),
    ("2026-02-30T03:00:00.000Z", None),
    ("1970-01-01T00:00:00.000Z", None),
    ("2026-11-20", None),
    ("٢٠٢٦-11-20T03:00:00Z", None),
    ("x" * 5000, None),
    ("", None),
]


@pytest.mark.parametrize(("typed_clock", "kept"), CLOCKS)
def test_the_device_s_clock_is_kept_for_information(world, purse, signed_in, typed_clock, kept):
    sent = typed(checked="1", resident_id="", claimed_at=typed_clock)
    client = signed_in(world.rina)
    assert client.post(url(world, "record_in"), sent).status_code == 302
    assert reading.entry_of(purse, 2).claimed_at == kept
    later = sent | {"claimed_at": "2026-11-20T04:00:00.000Z"}  # the same form, sent once more
    assert client.post(url(world, "record_in"), later).status_code == 302
    assert reading.totals(purse)[0] == 2


def test_the_check_page_asks_the_device_for_its_clock(world, purse, signed_in):
    page = signed_in(world.rina).post(url(world, "record_in"), typed()).content.decode()
    assert '<input type="hidden" name="claimed_at" data-clock>' in page


def test_a_cooperative_keeps_members_business_apart_and_divides_nothing_from_its_cash():
    """Its surplus is divided by a decision of the annual meeting (UU 25/1992 art. 45)."""
    for way in Way:
        for purpose in purposes.offered(way, chart_code="COOPERATIVE"):
            assert purpose.code not in {"share", "sale"}
        assert "sale_members" not in {one.code for one in purposes.offered(way, chart_code="GROUP")}
    came = {one.code: one.account for one in purposes.offered(Way.IN, chart_code="COOPERATIVE")}
    assert (came["sale_members"], came["sale_others"]) == ("4104", "4201")
