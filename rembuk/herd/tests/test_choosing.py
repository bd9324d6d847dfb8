"""From '+ Catat' to one goat, and what a goat of its age and sex is offered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rembuk.herd import bookings
from rembuk.herd.models import Kind, Sex
from rembuk.herd.tests.pens import came, happened, kidded, signed
from rembuk.herd.tests.test_pages import address, sent, text
from rembuk.herd.tests.test_sales import agreed
from rembuk.villages.tests.counting import few_queries

NOW = timezone.localdate()


def old(group, tag, *, months, sex=Sex.FEMALE):
    """A goat whose age is known, in the pen for a week."""
    born = NOW - timedelta(days=months * 31)
    return came(group, tag, sex=sex, on=NOW - timedelta(days=8), born_on=born)


def test_catat_leads_to_the_goats_it_may_happen_to(karto, goats, world):
    doe, buck, kid = (
        old(goats, "INDUK", months=30),
        old(goats, "JANTAN", months=30, sex=Sex.MALE),
        old(goats, "CEMPE", months=2),
    )
    catat = text(karto.get(reverse("web:record", args=[goats.village.slug])))
    for word, fits, others in (
        ("birth", [doe], [buck, kid]),
        ("illness", [doe, buck, kid], []),
        ("treatment", [doe, buck, kid], []),
    ):
        begin = reverse(f"herd:begin_{word}", args=[goats.village.slug])
        assert begin in catat
        page = text(karto.get(begin, follow=True))
        assert all(address(goats, word, one.pk) in page for one in fits)
        assert not any(address(goats, word, one.pk) in page for one in others)
    more = text(karto.get(reverse("herd:begin_event", args=[goats.village.slug]), follow=True))
    assert address(goats, "choose_weaning") in more
    assert address(goats, "new_sale") in more
    karto.force_login(world.rina)
    begin = reverse("herd:begin_birth", args=[goats.village.slug])
    assert begin not in text(karto.get(reverse("web:record", args=[goats.village.slug])))


def test_choosing_among_many_goats_is_a_search_and_few_questions(karto, goats):
    for n in range(30):
        old(goats, f"K{n:02d}", months=20)
    with few_queries():
        page = text(karto.get(address(goats, "choose_mating")))
    assert "Cari kambing" in page
    page = text(karto.get(address(goats, "choose_mating"), {"q": "k07"}))
    assert "K07" in page
    assert "K08" not in page


@pytest.mark.parametrize("name", ["new_sale", "new_booking"])
def test_who_is_booked_is_not_offered_and_kids_only_when_asked_for(karto, goats, name):
    buck, kid = old(goats, "JANTAN", months=30, sex=Sex.MALE), old(goats, "CEMPE", months=2)
    taken = old(goats, "PESANAN", months=30)
    wish = bookings.Wish(taken, "Masjid", 2_000_000, NOW, NOW + timedelta(days=9))
    bookings.book(group=goats, wish=wish, signed=signed(NOW))
    agreed(goats)
    url = address(goats, name)

    def offered(**asked):
        page = text(karto.get(url, asked))
        return [one.pk for one in (buck, kid, taken) if f'value="{one.pk}"' in page]

    assert offered() == [buck.pk]
    assert offered(kids="1") == [buck.pk, kid.pk]
    assert offered(goats=kid.pk, goat=kid.pk) == [buck.pk, kid.pk]
    assert "?kids=1" in text(karto.get(url))
    with few_queries():
        karto.get(url)


OFFERED = [
    (30, Sex.FEMALE, {"birth", "mating"}, {"weaning", "nursing"}),
    (30, Sex.MALE, set(), {"birth", "mating", "weaning", "nursing"}),
    (2, Sex.FEMALE, {"weaning", "nursing"}, {"birth", "mating"}),
    (7, Sex.MALE, {"weaning"}, {"birth", "mating", "nursing"}),
]


@pytest.mark.parametrize(("months", "sex", "shown", "hidden"), OFFERED)
def test_a_goat_is_offered_what_may_happen_to_it(karto, goats, months, sex, shown, hidden):
    goat = old(goats, "K1", months=months, sex=sex)
    page = text(karto.get(address(goats, "animal", goat.pk)))
    assert all(address(goats, word, goat.pk) in page for word in shown)
    assert not any(address(goats, word, goat.pk) in page for word in hidden)


def test_a_doe_that_just_kidded_is_not_asked_to_kid_again(karto, goats):
    doe = came(goats, "K1")
    kidded(doe, NOW)
    assert address(goats, "birth", doe.pk) not in text(karto.get(address(goats, "animal", doe.pk)))


def test_illness_leads_to_first_help_and_to_the_treatment(karto, goats):
    goat = came(goats, "K1")
    page = text(sent(karto, address(goats, "illness", goat.pk), note="Perut kembung"))
    assert "Sakit sejak" in page
    assert reverse("goats:emergencies") in page
    assert address(goats, "treatment", goat.pk) in page
    watch, today = address(goats, "watch"), reverse("web:today", args=[goats.village.slug])
    assert "Perut kembung" in text(karto.get(watch))
    assert "K1 sakit: Perut kembung" in text(karto.get(today))
    sent(karto, address(goats, "treatment", goat.pk), medicine="Minyak goreng")
    assert "Perut kembung" not in text(karto.get(watch))
    assert "K1 sakit" not in text(karto.get(today))


def test_a_kid_at_another_doe_is_looked_after_until_it_is_weaned(karto, goats):
    nurse, mother = came(goats, "SUSU"), came(goats, "IBU")
    kidded(nurse, NOW - timedelta(days=19))
    (kid,) = kidded(mother, NOW - timedelta(days=19))
    happened(kid, Kind.NURSED, NOW - timedelta(days=18), nurse=nurse)
    watch = text(karto.get(address(goats, "watch")))
    assert "Menyusu pada induk lain" in watch
    assert "Pada SUSU sejak" in watch
    happened(kid, Kind.WEANED, NOW)
    assert "Menyusu pada induk lain" not in text(karto.get(address(goats, "watch")))


def test_who_kidded_lately_stands_first_among_the_does_that_may_suckle(karto, goats):
    long_ago, lately, mother = (came(goats, tag) for tag in ("AAA", "ZZZ", "IBU"))
    kidded(long_ago, NOW - timedelta(days=300))
    kidded(lately, NOW - timedelta(days=5))
    happened(lately, Kind.TREATED, NOW, medicine="Antibiotik", withdrawal_days=9)
    (kid,) = kidded(mother, NOW - timedelta(days=1))
    page = text(karto.get(address(goats, "nursing", kid.pk)))
    assert page.index("ZZZ · melahirkan") < page.index("AAA · melahirkan")
    assert "ZZZ · melahirkan" in page
    assert "susunya ditahan sampai" in page


def test_withheld_meat_is_asked_about_only_of_who_was_treated(karto, goats):
    well, treated = came(goats, "K1"), came(goats, "K2")
    happened(treated, Kind.TREATED, NOW, medicine="Obat", withdrawal_days=9)
    pages = [text(karto.get(address(goats, "left", one.pk))) for one in (well, treated)]
    assert ["knows_withdrawal" in page for page in pages] == [False, True]
    assert all(address(goats, "new_sale") in page for page in pages)


def test_a_booking_is_kept_until_the_day_before_the_feast(karto, goats):
    from rembuk.herd import feasts
    from rembuk.herd.models import Feast

    came(goats, "K1")
    eve = feasts.coming(goats.village, Feast.ADHA, on=NOW).on - timedelta(days=1)
    page = text(karto.get(address(goats, "new_booking")))
    for part in ("day", "month", "year"):
        assert f'name="keep_until_{part}"' in page
    assert f'value="{eve.year}"' in page


def test_every_buck_stands_beside_a_doe_and_the_best_one_first(karto, goats):
    came(goats, "IBU")
    for n in range(7):
        old(goats, f"P{n}", months=30, sex=Sex.MALE)
    page = text(karto.get(address(goats, "breeding")))
    assert all(f"P{n}: boleh dikawinkan" in page for n in range(7))
    assert "6 pejantan lain" in page


def test_a_booked_goat_says_so_on_its_page_and_before_it_leaves(karto, goats):
    goat = came(goats, "K1")
    until = NOW + timedelta(days=9)
    wish = bookings.Wish(goat, "Masjid Al-Huda", 2_000_000, NOW, until)
    bookings.book(group=goats, wish=wish, signed=signed(NOW))
    for page in ("animal", "left"):
        shown = text(karto.get(address(goats, page, goat.pk)))
        assert "dipesan sampai" in shown.lower()
        assert "Masjid" not in shown
