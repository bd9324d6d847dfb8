"""The goats as their chair sees them on his phone."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from rembuk.herd import animals, events
from rembuk.herd.models import Animal, Event, Kind, Sex
from rembuk.herd.tests.pens import TODAY, came, happened, kidded, signed
from rembuk.lib import words
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries

LAST_YEAR = timezone.localdate().replace(day=1) - timedelta(days=400)


def address(group, name, *more):
    return reverse(f"herd:{name}", args=[group.village.slug, group.pk, *more])


def text(response):
    return response.content.decode()


def sent(client, url, **typed):
    typed = {"on_which": "today", **typed, "request_id": uuid4()}
    return client.post(url, typed, follow=True)


def day(on, field="on"):
    return {f"{field}_parts_{part}": getattr(on, part) for part in ("day", "month", "year")}


def test_a_goat_comes_and_bears_and_one_kid_dies(karto, goats):
    assert "Belum ada kambing" in text(karto.get(address(goats, "animals")))
    new = {"tag": "KMB-1", "sex": "F", "kind": "GRANTED", "age_months": "14"}
    page = text(sent(karto, address(goats, "new_animal"), **new))
    assert "KMB-1 tercatat di buku kandang." in page
    doe = Animal.objects.get()
    page = text(sent(karto, address(goats, "birth", doe.pk), litter="1-1"))
    assert "Tercatat: KMB-1 melahirkan, 2 hidup." in page
    assert "Hari-hari pertama setelah melahirkan" in page
    kid = Animal.objects.get(sex=Sex.MALE)
    page = text(sent(karto, address(goats, "death", kid.pk), cause="WEAK"))
    assert "Tidak ada lagi di kandang" in page
    page = text(karto.get(address(goats, "animals")))
    assert "Semua 2" in page
    assert "Cempe 1" in page
    page = text(karto.get(address(goats, "book")))
    assert "Lahir" in page
    assert "Mati" in page


def test_the_same_key_twice_is_one_kidding(karto, goats):
    doe = came(goats, "KMB-1")
    typed = {"on_which": "today", "litter": "2-0", "request_id": uuid4()}
    for _time in range(2):
        karto.post(address(goats, "birth", doe.pk), typed)
    assert Animal.objects.count() == 3


RECORDED = [
    ("illness", {"note": "Batuk"}, Kind.ILL),
    ("treatment", {"medicine": "Obat cacing", "withdrawal_days": "7"}, Kind.TREATED),
    ("weight", {"kg": "23,5"}, Kind.WEIGHED),
    ("mating", {"sire_id": ""}, Kind.MATED),
    ("weaning", {}, Kind.WEANED),
    ("keeper", {"keeper_id": "", "kids_keeper": "0", "kids_of": "0"}, Kind.KEPT),
    ("left", {"how": "LOST"}, Kind.LOST),
    ("left", {"how": "CULLED", "note": "Dua kali tidak bunting"}, Kind.CULLED),
    ("left", {"how": "GIVEN", "party": "Kelompok Mekar"}, Kind.GIVEN),
    ("birth", {"litter": "other", "stillborn": "1"}, Kind.KIDDED),
]


@pytest.mark.parametrize(("name", "typed", "kind"), RECORDED)
def test_everything_else_is_a_few_taps(karto, goats, name, typed, kind):
    doe = came(goats, "KMB-1")
    answer = sent(karto, address(goats, name, doe.pk), **typed)
    assert answer.redirect_chain
    assert Event.objects.filter(animal=doe, kind=kind).count() == 1


def test_a_kid_whose_mother_died_drinks_at_another_doe(karto, goats):
    born = timezone.localdate() - timedelta(days=20)
    mother, nurse, young = (came(goats, tag) for tag in ("KMB-1", "KMB-2", "KMB-3"))
    (kid,) = kidded(mother, born)
    kidded(nurse, born)
    happened(mother, Kind.DIED, born + timedelta(days=2), cause="KIDDING")
    page = text(karto.get(address(goats, "animal", kid.pk)))
    assert address(goats, "nursing", kid.pk) in page
    asked = text(karto.get(address(goats, "nursing", kid.pk)))
    assert "KMB-2" in asked
    assert "KMB-3" not in asked  # she never kidded and has no milk
    answer = sent(karto, address(goats, "nursing", kid.pk), nurse_id=young.pk)
    assert answer.status_code == 422
    page = text(sent(karto, address(goats, "nursing", kid.pk), nurse_id=nurse.pk))
    assert "Menyusu pada" in page
    assert ">KMB-1</a>" in page  # who bore it stays its mother
    kid.refresh_from_db()
    assert kid.dam == mother
    her_page = text(karto.get(address(goats, "animal", nurse.pk)))
    assert address(goats, "nursing", nurse.pk) not in her_page
    happened(nurse, Kind.DIED, timezone.localdate())
    row = Event.objects.get(kind=Kind.NURSED)
    again = {"nurse_id": nurse.pk, "note": "Sejak pagi"}
    assert "Sejak pagi" in text(sent(karto, address(goats, "correct", row.pk), **again))


def test_a_doe_that_kidded_long_ago_is_asked_about_before_she_suckles(karto, goats):
    today = timezone.localdate()
    mother, dry = came(goats, "KMB-1", on=LAST_YEAR), came(goats, "KMB-2", on=LAST_YEAR)
    (kid,) = kidded(mother, today - timedelta(days=5))
    kidded(dry, today - timedelta(days=91))
    asked = address(goats, "nursing", kid.pk)
    assert "Tetap catat" not in text(karto.get(asked))
    answer = sent(karto, asked, nurse_id=dry.pk)
    assert answer.status_code == 422
    assert "mungkin tidak ada susunya lagi. Tetap catat?" in text(answer)
    sent(karto, asked, nurse_id=dry.pk, is_sure="on")
    assert Event.objects.get(kind=Kind.NURSED).nurse == dry
    # Told late: on that day she had kidded just before.
    (other,) = kidded(mother, today - timedelta(days=200))
    then = {"on_which": "other", **day(today - timedelta(days=88))}
    assert sent(karto, address(goats, "nursing", other.pk), nurse_id=dry.pk, **then).redirect_chain


def test_a_doe_whose_kidding_was_taken_back_is_asked_about_too(karto, goats):
    today = timezone.localdate()
    mother, nurse = came(goats, "KMB-1", on=LAST_YEAR), came(goats, "KMB-2", on=LAST_YEAR)
    (kid,) = kidded(mother, today - timedelta(days=5))
    kidded(nurse, today - timedelta(days=10))
    sent(karto, address(goats, "nursing", kid.pk), nurse_id=nurse.pk)
    kidding = Event.objects.get(kind=Kind.KIDDED, animal=nurse)
    events.take_back(event=kidding, why="Salah induk", signed=signed(today))
    again = address(goats, "correct", Event.objects.get(kind=Kind.NURSED).pk)
    answer = sent(karto, again, nurse_id=nurse.pk, note="Sejak pagi")
    assert answer.status_code == 422
    assert "KMB-2 tidak tercatat pernah melahirkan" in text(answer)
    answer = sent(karto, again, nurse_id=nurse.pk, note="Sejak pagi", is_sure="on")
    assert "Sejak pagi" in text(answer)


def test_the_days_a_village_reckons_with_are_those_the_page_tells(karto, goats):
    """The animal health officer says that goats here carry 145 to 160 days, kids wean at 60."""
    today = timezone.localdate()
    doe = came(goats, "KMB-1", on=LAST_YEAR)
    happened(doe, Kind.MATED, today - timedelta(days=158))
    kidded(came(goats, "KMB-2", on=LAST_YEAR), today - timedelta(days=70))
    assert "142 sampai 156 hari" in text(karto.get(address(goats, "watch")))
    assert "Cukup umur untuk disapih" not in text(karto.get(address(goats, "watch")))
    since = {f"valid_from_{part}": getattr(today, part) for part in ("day", "month", "year")}
    for measure, days in (("DUE_HIGH", "160"), ("DUE_LOW", "145"), ("WEANING", "60")):
        typed = {"value": days, "source": "Petugas kesehatan hewan", **since}
        assert sent(karto, address(goats, "new_number", measure), **typed).redirect_chain
    page = text(karto.get(address(goats, "watch")))
    assert "145 sampai 160 hari" in page
    assert "Mulai umur 60 hari" in page
    until = words.short_day(today + timedelta(days=2), language="id")
    assert f"sampai {until}" in page
    refused = sent(
        karto, address(goats, "new_number", "DUE_LOW"), value="150,5", source="x", **since
    )
    assert "Tulis hari bulat" in text(refused)


def test_a_mother_may_be_likely_only(karto, goats):
    came(goats, "KMB-1")
    young = came(goats, "KMB-2", on=TODAY)
    typed = {"tag": "KMB-2", "sex": "F", "sure_dam": "LIKELY", "dam": ""}
    answer = sent(karto, address(goats, "correct_animal", young.pk), **typed)
    assert "Sebutkan betina yang mungkin" in text(answer)
    typed["dam"] = str(Animal.objects.get(tag="KMB-1").pk)
    page = text(sent(karto, address(goats, "correct_animal", young.pk), **typed))
    assert "(Mungkin sekali)" in page


def test_a_goat_that_moves_in_from_another_herd_is_in_the_book(karto, goats):
    new = {"tag": "KMB-1", "sex": "F", "kind": "CAME", "party": "Kelompok Mekar"}
    page = text(sent(karto, address(goats, "new_animal"), **new))
    assert "Pindahan dari kandang lain" in page
    doe = Animal.objects.get()
    sent(karto, address(goats, "left", doe.pk), how="CULLED", note="Tua")
    page = text(karto.get(address(goats, "book")))
    assert "Pindahan dari kandang lain" in page
    assert "Afkir" in page


WRONG = [
    ("death", {}, "Pilih sebab matinya"),
    ("illness", {}, "Tulis apa yang terlihat."),
    ("weight", {}, "Tulis berat atau lingkar dada."),
    ("birth", {}, "Pilih berapa yang lahir."),
    ("birth", {"litter": "other"}, "Tulis berapa yang lahir."),
    ("birth", {"litter": "other", "females": "5", "males": "4"}, "satu sampai 6"),
    ("keeper", {"kids_keeper": "2", "kids_of": "1"}, "Tulis bagiannya"),
    ("illness", {"note": "x", "on_which": "other", **day(LAST_YEAR)}, "datang"),
]


@pytest.mark.parametrize(("name", "typed", "says"), WRONG)
def test_wrong_input_says_what_to_do(karto, goats, name, typed, says):
    doe = came(goats, "KMB-1", on=LAST_YEAR + timedelta(days=5))
    answer = sent(karto, address(goats, name, doe.pk), **typed)
    assert answer.status_code == 422
    assert says in text(answer)


def test_what_was_wrong_is_corrected_and_taken_back(karto, goats):
    doe = came(goats, "KMB-1")
    ill = happened(doe, Kind.ILL, timezone.localdate() - timedelta(days=3), note="Batuk")
    page = text(sent(karto, address(goats, "correct", ill.pk), note="Pilek"))
    assert "Pilek" in page
    again = Event.objects.get(corrects=ill)
    page = text(sent(karto, address(goats, "take_back", again.pk), why="Sehat"))
    assert "Tidak dihitung lagi" in page
    kids = kidded(doe, timezone.localdate())
    row = Event.objects.get(kind=Kind.KIDDED)
    sent(karto, address(goats, "add_kid", row.pk), sex="M")
    sent(karto, address(goats, "correct", row.pk), stillborn="1", on_which="yesterday")
    kids[0].refresh_from_db()
    assert kids[0].born_on == timezone.localdate() - timedelta(days=1)
    facts = {"tag": "KMB-9", "sex": "F", "certain": "LIKELY", "dam": "", "sire": ""}
    page = text(sent(karto, address(goats, "correct_animal", doe.pk), **facts))
    assert "KMB-9" in page


def test_a_card_calls_for_the_night_watch(karto, goats):
    today = timezone.localdate()
    doe = came(goats, "KMB-1")
    happened(doe, Kind.MATED, today - timedelta(days=148))
    other = came(goats, "KMB-2")
    kidded(other, today - timedelta(days=2))
    kidded(came(goats, "KMB-3"), today - timedelta(days=100))
    happened(doe, Kind.TREATED, today - timedelta(days=6), medicine="Obat", withdrawal_days=7)
    page = text(karto.get(reverse("web:today", args=[goats.village.slug])))
    assert "Jaga malam: 1 induk mungkin melahirkan" in page
    assert "KMB-2 melahirkan: lihat pagi dan sore" in page
    assert "1 cempe cukup umur untuk disapih" in page
    assert "KMB-1: masa henti obat berakhir" in page
    assert "KMB-1" in text(karto.get(address(goats, "watch")))
    page = text(karto.get(address(goats, "animals")))
    assert "Bunting, lahir sekitar" in page


def test_the_herd_of_another_day_and_one_goat_among_many(karto, goats):
    came(goats, "KMB-1", on=LAST_YEAR)
    came(goats, "KMB-22", on=TODAY)
    asked = {f"on_{part}": getattr(LAST_YEAR, part) for part in ("day", "month", "year")}
    page = text(karto.get(address(goats, "animals"), asked))
    assert "KMB-1" in page
    assert "KMB-22" not in page
    page = text(karto.get(address(goats, "animals"), {"q": "22"}))
    assert "KMB-22" in page
    assert "Semua 2" in page


def test_five_hundred_goats_are_few_questions(karto, goats):
    Animal.objects.bulk_create(
        Animal(village=goats.village, group=goats, sex="F", tag=f"K{n:03d}") for n in range(500)
    )
    Event.objects.bulk_create(
        Event(
            village=goats.village, group=goats, animal=one, kind=Kind.GRANTED,
            happened_on=LAST_YEAR, recorded_at=timezone.now(),
        )
        for one in animals.of(goats)
    )  # fmt: skip
    karto.get(address(goats, "animals"))
    with few_queries():
        page = text(karto.get(address(goats, "animals")))
    assert "Semua 500" in page
    with few_queries():
        karto.get(address(goats, "animal", Animal.objects.order_by("pk")[0].pk))
    with few_queries():
        karto.get(address(goats, "book"))


def test_the_bar_and_the_group_lead_to_the_goats(karto, goats, world):
    page = text(karto.get(reverse("web:today", args=[goats.village.slug])))
    assert reverse("herd:herds", args=[goats.village.slug]) in page
    answer = karto.get(reverse("herd:herds", args=[goats.village.slug]))
    assert answer["Location"] == address(goats, "animals")
    page = text(karto.get(reverse("hall:group", args=[goats.village.slug, goats.pk])))
    assert address(goats, "animals") in page
    karto.force_login(world.rina)
    page = text(karto.get(reverse("web:today", args=[goats.village.slug])))
    assert reverse("herd:herds", args=[goats.village.slug]) not in page


@pytest.mark.parametrize(("office", "status"), [("TREASURER", 403), ("GROUP_OFFICER", 200)])
def test_who_records_goats(world, goats, client, office, status):
    user = stories.user("tari", "Tari")
    stories.appoint(user, Office(office), group=goats)
    client.force_login(user)
    assert client.get(address(goats, "animals")).status_code == 200
    assert client.get(address(goats, "new_animal")).status_code == status
