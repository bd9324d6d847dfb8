"""What the goats need today, from what they weigh, and who brings it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone

from rembuk.duty.models import Turn
from rembuk.duty.tests import scenes
from rembuk.herd import numbers, rations, weights
from rembuk.herd.models import Kind
from rembuk.herd.numbers import OURS, Numbers
from rembuk.herd.pen import AgeClass
from rembuk.herd.templatetags.herd import kilograms
from rembuk.herd.tests.pens import SIGNED, TODAY, came, happened, kidded
from rembuk.villages.tests.counting import few_queries

KEPT = Numbers(OURS)

# Girth in centimetres -> kilograms by the line found for does in Lampung Tengah.
GIRTHS = [("72", "31.2"), ("60", "19.0"), ("49.1", "8.0"), ("48", None), ("30", None)]


@pytest.mark.parametrize(("girth", "expected"), GIRTHS)
def test_a_girth_suggests_a_weight_for_goats_of_that_size(girth, expected):
    assert weights.estimate(Decimal(girth), KEPT) == (Decimal(expected) if expected else None)


def test_what_is_weighed_goes_before_what_is_estimated(goats):
    one, other = came(goats, "K1"), came(goats, "K2")
    happened(one, Kind.WEIGHED, date(2026, 11, 1), kg=30, girth_cm=72)
    happened(other, Kind.WEIGHED, date(2026, 11, 1), girth_cm=72)
    found = weights.last(goats, KEPT, on=TODAY)
    assert (found[one.pk].kg, found[one.pk].is_estimate) == (30, False)
    assert (found[other.pk].kg, found[other.pk].is_estimate) == (Decimal("31.2"), True)
    assert not found[one.pk].is_old(TODAY)
    assert found[one.pk].is_old(TODAY + timedelta(days=90))


# Weighed or measured -> how it is told.
TOLD = [
    ({"kg": Decimal("30.5"), "girth_cm": 72}, "30,5 kg"),
    ({"girth_cm": 72}, "sekitar 31 kg, bisa selisih 3 kg"),
    ({"girth_cm": Decimal("63.7")}, "sekitar 23 kg, bisa selisih 3 kg"),
]


@pytest.mark.parametrize(("measured", "expected"), TOLD)
def test_an_estimate_says_how_far_it_may_be_off(goats, measured, expected):
    one = came(goats, "K1")
    happened(one, Kind.WEIGHED, TODAY, **measured)
    held = numbers.of(goats.village, on=TODAY)
    assert kilograms(weights.last(goats, held, on=TODAY)[one.pk]) == expected


def test_how_far_is_a_number_that_the_village_may_put_in_its_place(goats):
    read = numbers.Read(Decimal("2.5"), TODAY, "Ditimbang 20 ekor")
    numbers.record(village=goats.village, measure="GIRTH_OFF", read=read, signed=SIGNED)
    one = came(goats, "K1")
    happened(one, Kind.WEIGHED, TODAY, girth_cm=72)
    held = numbers.of(goats.village, on=TODAY)
    assert kilograms(weights.last(goats, held, on=TODAY)[one.pk]).endswith("bisa selisih 2,5 kg")
    assert kilograms(weights.Weight(Decimal("31.2"), TODAY, is_estimate=True)) == "sekitar 31 kg"


def test_the_feed_follows_the_weights_and_says_whom_it_does_not_know(goats):
    does = [came(goats, f"K{n}") for n in range(3)]
    kidded(does[0], date(2026, 9, 1))
    happened(does[1], Kind.WEIGHED, date(2026, 11, 1), kg=30)
    happened(does[2], Kind.WEIGHED, date(2026, 1, 1), kg=10)  # long ago: as the others
    told = rations.of(goats, on=TODAY, carriers=3)
    assert [(line.age_class, line.goats, line.kg) for line in told.lines] == [
        (AgeClass.DOELING, 2, 60)
    ]
    assert (told.weighed, told.assumed, told.unknown) == (1, 1, 2)
    assert told.feed.forage_kg == 6
    assert told.each_kg == 2
    assert told.feed.concentrate_kg == Fraction(3, 10)
    assert numbers.OURS[told.forage.measure] == told.forage


def test_the_forage_is_divided_between_those_who_have_a_turn(db):
    herd = scenes.herd()
    herd.agree(people_a_day=2)
    herd.roster()
    happened(came(herd.group, "K1"), Kind.WEIGHED, scenes.TODAY, kg=40)
    on = Turn.objects.filter(live=True).order_by("on", "pk")[0].on
    told = rations.of(herd.group, on=on, carriers=9)
    today = Turn.objects.filter(on=on, live=True).values_list("holder__name", flat=True)
    assert sorted(told.carriers) == sorted(today)
    assert (told.heads, told.each_kg) == (2, 2)


def test_the_chair_sees_what_each_brings(karto, goats):
    url = reverse("herd:feed", args=[goats.village.slug, goats.pk])
    assert "tiga bulan terakhir" in karto.get(url).content.decode()
    happened(came(goats, "K1"), Kind.WEIGHED, timezone.localdate(), kg=45)
    with few_queries():
        page = karto.get(url, {"carriers": "2"}).content.decode()
    assert "3 kg rumput segar seorang" in page  # 2.25, rounded up
    assert "Dibagi untuk 2 orang." in page
    assert "Konsentrat: 0,5% dari berat hidup. Tabel pakan nasional" in page
    assert page.count("belum dipastikan: tanyakan petugas kesehatan hewan") == 2
    assert "membutuhkan 5 kg rumput segar" in unquote(page)
    assert karto.get(url, {"carriers": "0"}).status_code == 422


def test_the_column_of_the_table_adds_up_to_its_foot(goats):
    for n, kg in enumerate((11, 17, 23, 31, 47)):
        sex = "M" if n % 2 else "F"
        born = date(2026, 10 - 2 * n, 1)
        one = came(goats, f"K{n}", sex=sex, on=born, born_on=born)
        happened(one, Kind.WEIGHED, date(2026, 11, 19), kg=kg)
    ration = rations.of(goats, on=TODAY)
    assert len(ration.shown) > 1
    for shown, whole in (
        ([one.forage_kg for one in ration.shown], ration.feed.forage_kg),
        ([one.kg for one in ration.shown], ration.feed.live_weight_kg),
    ):
        assert sum(shown) == Fraction(round(whole * 10), 10)
