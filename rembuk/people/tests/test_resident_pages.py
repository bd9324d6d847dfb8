"""Warga baru, the page of one person, correcting her data."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone

from rembuk.people import consents
from rembuk.people.models import Consent, JourneyStep, NationalId, Resident
from rembuk.people.tests.scenes import SITIS_NIK, address, siti, step, text_of, wati
from rembuk.villages.models import AccessEntry, AuditEntry
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.reading import main_of

NEW = {
    "name": "Siti Aminah",
    "nickname": "Yuni",
    "standing": "returned_migrant",
    "neighborhood_unit": "3",
    "phone": "0812-3456-7890",
    "consent": "PAPER",
}


def send(client, url, **told):
    return client.post(url, {"request_id": str(uuid4()), **told})


@pytest.fixture
def new(adi, world):
    return address(world, "new_resident")


def test_nothing_is_saved_before_it_was_checked(adi, new):
    page = text_of(send(adi, new, **NEW, step="check"))
    assert "Sudah benar?" in page
    assert "Sudah pulang dari luar negeri" in page
    assert not Resident.objects.exists()


def test_a_newcomer_is_saved_with_status_and_consent(adi, new):
    answer = send(adi, new, **NEW, step="save")
    who = Resident.objects.get()
    assert answer.url.endswith(f"/{who.pk}/")
    assert (who.name, who.neighborhood_unit, who.phone) == ("Siti Aminah", "003", "+6281234567890")
    assert (who.phone_typed, who.status) == ("0812-3456-7890", "returned_migrant")
    assert Consent.objects.get().channel == "PAPER"


def test_a_newcomer_may_agree_to_be_called_as_well(adi, new):
    told = NEW | {"contact": "on"}
    assert "Boleh ditelepon dan dikirimi pesan" in text_of(send(adi, new, **told, step="check"))
    page = adi.get(send(adi, new, **told, step="save").url)
    assert set(Consent.objects.values_list("purpose", flat=True)) == {"REGISTRY", "CONTACT"}
    assert "Belum ditanya boleh dihubungi." not in text_of(page)


def test_a_phone_does_not_say_that_its_owner_wants_to_be_called(adi, world):
    who = siti(world)
    page = text_of(adi.get(address(world, "resident", who.pk)))
    assert "Belum ditanya boleh dihubungi." in page
    assert address(world, "resident_consents", who.pk) in page


def test_who_does_not_want_to_be_called_is_not_a_tap_away(adi, new, world):
    page = adi.get(send(adi, new, **NEW | {"contact": "on"}, step="save").url)
    assert "<details" not in main_of(page)
    consent = Consent.objects.get(purpose="CONTACT")
    on = timezone.localdate()
    consents.withdraw(consent=consent, withdrawn_on=on, by=world.by_adi, at=timezone.now())
    page = text_of(adi.get(address(world, "resident", Resident.objects.get().pk)))
    assert "Tidak mau dihubungi." in page
    assert page.index("<details") < page.index("tel:") < page.index("</details>")


def test_family_is_recorded_without_a_status_but_was_asked(adi, new):
    send(adi, new, **NEW | {"standing": "resident", "consent": "not_asked"}, step="save")
    assert Resident.objects.get().status == ""
    assert JourneyStep.objects.get().kind == "RECORDED"
    assert not Consent.objects.exists()


def test_somebody_abroad_is_asked_where_and_a_spoken_consent_who_heard_it(adi, new):
    told = NEW | {"standing": "migrant_worker", "consent": "SPOKEN"}
    page = text_of(send(adi, new, **told, step="check"))
    assert 'name="country"' in page
    assert 'name="witness"' in page
    refused = send(adi, new, **told, step="save")
    assert refused.status_code == 422
    assert "Tulis siapa saksinya." in text_of(refused)
    send(adi, new, **told, country="HK", witness="Bu Karto", step="save")
    assert Resident.objects.get().country == "HK"
    assert Consent.objects.get().witness == "Bu Karto"


def test_changing_goes_back_with_everything_typed(adi, new):
    page = text_of(send(adi, new, **NEW, step="back"))
    for typed in ("Siti Aminah", "Yuni", "0812-3456-7890"):
        assert typed in page
    assert 'value="returned_migrant"' in page
    assert re.search(r'value="returned_migrant"[^>]*checked', page)
    assert "errors" not in re.findall(r'class="errors"', page)


WRONG = [
    ({"name": " "}, "Tulis nama orang ini."),
    ({"standing": ""}, "Pilih sampai mana perjalanannya."),
    ({"consent": ""}, "Pilih apakah orang ini setuju."),
    ({"phone": "12"}, "Periksa nomor HP."),
    ({"neighborhood_unit": "tiga"}, "Tulis paling banyak tiga angka"),
    ({"neighborhood_unit": "1234"}, "Tulis paling banyak tiga angka"),
    ({"name": "a" * 101}, "Pendekkan menjadi 100 huruf."),
    ({"name": "12345"}, "Tulis nama dengan huruf"),
    ({"name": "12345 <b>x</b>"}, "Tulis nama dengan huruf"),
    ({"contact": "on", "consent": "not_asked"}, "Pilih bagaimana orang ini setuju"),
]


@pytest.mark.parametrize(("told", "sentence"), WRONG)
@pytest.mark.parametrize("pressed", ["check", "save"])
def test_what_is_missing_is_said_and_what_was_typed_stays(adi, new, told, sentence, pressed):
    answer = send(adi, new, **NEW | told, step=pressed)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Yuni" in text_of(answer)
    assert "<title>Periksa lagi:" in text_of(answer)
    assert not Resident.objects.exists()


def test_sent_twice_it_is_saved_once(adi, new):
    told = NEW | {"request_id": str(uuid4()), "step": "save"}
    first, second = adi.post(new, told), adi.post(new, told)
    assert first.url == second.url
    assert Resident.objects.count() == 1
    other = adi.post(new, told | {"name": "Lain"})
    assert other.status_code == 409
    assert Resident.objects.count() == 1


def test_who_may_be_here_already_is_shown(adi, world, new):
    siti(world)
    page = text_of(send(adi, new, **NEW | {"name": "Sity Aminah"}, step="check"))
    assert "Mungkin orang ini sudah ada" in page
    assert address(world, "resident", Resident.objects.get().pk) in page


def test_a_record_is_taken_back_while_nothing_rests_on_it(adi, world, new):
    send(adi, new, **NEW, step="save")
    who = Resident.objects.get()
    adi.post(address(world, "undo_resident", who.pk), {"request_id": str(uuid4())})
    assert not Resident.objects.exists()
    assert AuditEntry.objects.filter(verb="people.registration_taken_back").exists()


def test_a_record_stays_once_others_rest_on_it(adi, world):
    from rembuk.people import households
    from rembuk.people.tests.scenes import NOW

    who = wati(world)
    facts = households.HouseholdFacts(head=who)
    households.open_household(village=world.here, facts=facts, by=world.by_adi, at=NOW)
    answer = adi.post(
        address(world, "undo_resident", who.pk), {"request_id": str(uuid4())}, follow=True
    )
    assert "Sudah ada catatan lain" in text_of(answer)
    assert Resident.objects.exists()


def test_the_page_of_a_person_tells_who_where_and_since_when(adi, world):
    who = siti(world)
    step(world, who, "DEPARTURE", date(2024, 1, 10), contract_months=24)
    text = text_of(adi.get(address(world, "resident", who.pk)))
    for told in ("Siti Aminah", "dipanggil Yuni", "sejak 10 Januari 2024", "Hong Kong",
                 "Dusun Satu, RT\xa0003/RW\xa0001", "tel:+6281234567890",
                 "https://wa.me/6281234567890", "9901••••••••0001"):  # fmt: skip
        assert told in text
    assert SITIS_NIK not in text


def test_the_page_of_a_person_asks_few_questions(adi, world):
    who = siti(world)
    step(world, who, "DEPARTURE", date(2024, 1, 10))
    for name in ("resident", "journey"):
        with few_queries():
            adi.get(address(world, name, who.pk))


def test_the_whole_nik_is_shown_once_noted_and_never_kept(adi, world):
    who = siti(world)
    answer = adi.post(address(world, "national_id", who.pk))
    assert "9901 0155 0190 0001" in text_of(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert AccessEntry.objects.get().by == world.adi
    assert adi.get(address(world, "national_id", who.pk)).status_code == 405


def test_the_village_head_does_not_see_a_nik(client, world):
    who = siti(world)
    client.force_login(world.budi)
    assert client.post(address(world, "national_id", who.pk)).status_code == 403
    assert "Lihat NIK" not in text_of(client.get(address(world, "resident", who.pk)))


def test_an_address_is_corrected_and_the_rest_stays(adi, world):
    who = siti(world)
    url = address(world, "edit_resident", who.pk, "address")
    assert 'value="003"' in text_of(adi.get(url))
    send(adi, url, hamlet="Dusun Dua", neighborhood_unit="5", community_unit="1", phone="")
    who.refresh_from_db()
    assert (who.hamlet, who.neighborhood_unit, who.phone) == ("Dusun Dua", "005", "")
    assert (who.name, who.birth_date) == ("Siti Aminah", date(1990, 1, 15))


def test_a_correction_is_taken_back_and_both_stay_in_the_trail(adi, world):
    who = siti(world)
    url = address(world, "edit_resident", who.pk, "address")
    told = {"hamlet": "Dusun Dua", "neighborhood_unit": "5", "community_unit": "1", "phone": ""}
    page = text_of(adi.post(url, {"request_id": str(uuid4()), **told}, follow=True))
    entry = AuditEntry.objects.get(verb="people.corrected")
    undo = address(world, "undo_correction", who.pk, entry.pk)
    assert undo in page
    adi.post(undo, {"request_id": str(uuid4())})
    who.refresh_from_db()
    assert (who.hamlet, who.neighborhood_unit, who.phone) == ("Dusun Satu", "003", "+6281234567890")
    assert AuditEntry.objects.filter(verb="people.corrected").count() == 2
    assert "diubah lagi" in text_of(adi.post(undo, {"request_id": str(uuid4())}, follow=True))


def test_a_birth_date_that_differs_from_the_nik_is_kept_with_a_note(adi, world):
    who = siti(world)
    url = address(world, "edit_resident", who.pk, "name")
    told = {"name": "Siti Aminah", "nickname": "Yuni", "sex": "P", "birth_place": "",
            "birth_date_day": "16", "birth_date_month": "1", "birth_date_year": "1990"}  # fmt: skip
    answer = adi.post(url, {"request_id": str(uuid4()), **told}, follow=True)
    assert "NIK dan tanggal lahir tidak sama." in text_of(answer)
    who.refresh_from_db()
    assert who.birth_date == date(1990, 1, 16)


def test_a_nik_of_somebody_else_is_refused_by_name(adi, world):
    siti(world)
    mother = wati(world)
    url = address(world, "edit_resident", mother.pk, "national-id")
    answer = send(adi, url, national_id="9901 0155 0190 0001")
    assert answer.status_code == 422
    assert "NIK ini milik Siti Aminah." in text_of(answer)
    assert SITIS_NIK not in text_of(adi.get(url))


def test_an_unknown_part_is_not_there(adi, world):
    assert adi.get(address(world, "edit_resident", siti(world).pk, "secrets")).status_code == 404


def test_a_nik_is_removed_on_purpose_and_never_by_an_empty_field(adi, world):
    who = siti(world)
    url = address(world, "edit_resident", who.pk, "national-id")
    answer = send(adi, url, national_id="")
    assert answer.status_code == 422
    assert "Ketik 16 angka NIK." in text_of(answer)
    assert NationalId.objects.exists()
    send(adi, url, national_id="", remove="on")
    assert not NationalId.objects.exists()


# --- a page that was opened before somebody else saved -------------------------------------------


def as_read(page) -> str:
    return re.findall(r'name="as_read" value="(\w+)"', page.content.decode())[0]


def test_an_old_page_does_not_write_over_what_came_meanwhile(adi, world):
    who = siti(world)
    url = address(world, "edit_resident", who.pk, "address")
    opened = as_read(adi.get(url))
    newer = {"hamlet": "Dusun Baru", "neighborhood_unit": "7", "phone": who.phone_typed}
    assert send(adi, url, **newer, as_read=opened).status_code == 302
    mine = {"hamlet": "Dusun Lama", "neighborhood_unit": "1", "phone": who.phone_typed}
    answer = send(adi, url, **mine, as_read=opened)
    assert answer.status_code == 422
    said = text_of(answer)
    assert "diubah orang lain" in said
    assert "Dusun: Dusun Baru" in said
    assert 'value="Dusun Lama"' in answer.content.decode(), "what was typed is kept"
    who.refresh_from_db()
    assert who.hamlet == "Dusun Baru"
    assert send(adi, url, **mine, as_read=as_read(answer)).status_code == 302, "on purpose, it may"
    who.refresh_from_db()
    assert who.hamlet == "Dusun Lama"


def test_a_number_changed_meanwhile_is_not_told_and_not_written_over(adi, world):
    who = siti(world)
    url = address(world, "edit_resident", who.pk, "national-id")
    opened = as_read(adi.get(url))
    assert send(adi, url, national_id="9907154708850012", as_read=opened).status_code == 302
    answer = send(adi, url, remove="on", as_read=opened)
    assert answer.status_code == 422
    assert "diubah orang lain" in text_of(answer)
    assert "9907154708850012" not in answer.content.decode()
    assert NationalId.objects.filter(resident=who).exists()


def test_the_same_old_page_sent_twice_is_done_once(adi, world):
    who = siti(world)
    url = address(world, "edit_resident", who.pk, "address")
    told = {"hamlet": "Dusun Baru", "phone": who.phone_typed, "as_read": as_read(adi.get(url))}
    key = str(uuid4())
    for _time in (1, 2):
        assert adi.post(url, {"request_id": key, **told}).status_code == 302
