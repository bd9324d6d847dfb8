"""From nineteen goats to forty: a range that rests on the group's own book, if it is long."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk.herd import due, fathers, growing, kin, numbers, own_rates, projecting, weights
from rembuk.herd.charts import picture
from rembuk.herd.models import HerdNumber, Kind, Measure, Sex
from rembuk.herd.numbers import OURS, Numbers, Read
from rembuk.herd.projecting import Herd, Rates, Span
from rembuk.herd.tests.pens import SIGNED, TODAY, came, happened, kidded
from rembuk.lib.errors import Refused
from rembuk.villages.tests.counting import few_queries

KEPT = Numbers(OURS)
EVEN = Rates(Span(1.5, 1.5), Span(9, 9), Span(0.1, 0.1), Span(0.02, 0.02), 17, 3)
NINETEEN = Herd((), 17, 2)


def test_nineteen_goats_with_steady_rates_double_in_about_a_year():
    bands = projecting.project(NINETEEN, EVEN, months=24)
    assert bands[0] == projecting.Band(0, 19, 19, 19)
    # 17 does bear 17 * 1.5 / 9 kids a month, less a tenth: 2.55 a month, before daughters bear.
    assert 46 <= bands[12].middle <= 52
    assert bands[12].low < bands[12].middle < bands[12].high
    early, likely = projecting.reached(bands, 40)
    assert early is not None
    assert likely is not None
    assert early <= likely <= 10
    assert projecting.project(NINETEEN, EVEN, months=24) == bands  # the same picture every time


def test_without_does_nothing_is_born_and_without_loss_nothing_goes():
    bands = projecting.project(Herd((), 0, 4), EVEN, months=12)
    assert bands[-1].high <= 4
    safe = Rates(Span(2, 2), Span(8, 8), Span(0, 0), Span(0, 0), 17, 3)
    totals = [band.low for band in projecting.project(NINETEEN, safe, months=12)]
    assert totals == sorted(totals)


@settings(max_examples=20, deadline=None)
@given(does=st.integers(0, 40), males=st.integers(0, 10), young=st.lists(st.integers(0, 16)))
def test_a_range_is_never_upside_down(does, males, young):
    herd = Herd(tuple(young), does, males)
    rates = Rates(Span(1, 3), Span(6, 12), Span(0, 1), Span(0, 1), 17, 3)
    for band in projecting.project(herd, rates, months=6):
        assert 0 <= band.low <= band.middle <= band.high


def test_a_young_book_goes_by_the_numbers_and_a_long_one_by_itself(goats):
    doe = came(goats, "B1", on=date(2024, 1, 10))
    kidded(doe, date(2024, 9, 1), males=1)
    few = own_rates.of(own_rates.read(goats, on=TODAY), KEPT, on=TODAY)
    assert (few.litters, few.own_litter, few.rates.litter) == (1, False, Span(1.4, 1.83))
    does = [came(goats, f"D{n:02d}", on=date(2024, 1, 10)) for n in range(10)]
    for place, one in enumerate(does):
        on = date(2025, 1, 1) + timedelta(days=place * 20)
        first = kidded(one, on, males=place % 2)[0]
        kidded(one, on + timedelta(days=300), males=1)
        if place < 3:
            happened(first, Kind.DIED, on + timedelta(days=10))
    own = own_rates.of(own_rates.read(goats, on=TODAY), KEPT, on=TODAY)
    assert (own.litters, own.kids) == (21, 37)
    assert own.own_litter
    assert own.own_kid_loss
    assert own.own_grown_loss
    assert own.rates.litter.low < 37 / 21 < own.rates.litter.high
    assert own.rates.kid_loss.low < 3 / 37 < own.rates.kid_loss.high < 0.5
    assert own.rates.interval_months.low > 10
    herd = own_rates.herd_on(own_rates.read(goats, on=TODAY), KEPT, on=TODAY)
    assert herd.total == 11 + 37 - 3


def test_the_age_of_weaning_decides_who_was_lost_as_a_kid(goats):
    """Twenty kids, of which four died at a hundred days: weaned by ours, kids where it is later."""
    for n in range(10):
        doe = came(goats, f"D{n}", on=date(2024, 1, 10))
        kids = kidded(doe, date(2025, 1, 1), females=2)
        if n < 4:
            happened(kids[0], Kind.DIED, date(2025, 4, 11))
    book = own_rates.read(goats, on=TODAY)
    ours = own_rates.of(book, KEPT, on=TODAY).rates
    record(goats.village, "WEANING", "120")
    held = numbers.of(goats.village, on=TODAY)
    own = own_rates.of(book, held, on=TODAY).rates
    assert (ours.weaned_months, own.weaned_months) == (3, 4)
    assert ours.kid_loss.low < 1 / 22 < ours.kid_loss.high < 5 / 22
    assert own.kid_loss.low < 5 / 22 < own.kid_loss.high
    assert own.grown_loss_a_year.high < ours.grown_loss_a_year.high


def test_time_as_a_grown_goat_is_counted_from_the_day_of_weaning(goats):
    """Not from its month: a goat was a kid or grown on each day, never both."""
    doe = came(goats, "B1", on=date(2026, 1, 1), born_on=date(2020, 1, 1))
    kidded(doe, date(2026, 2, 1), females=1)
    book, years = own_rates.read(goats, on=TODAY), []
    for days in ("61", "75"):
        record(goats.village, "WEANING", days)
        held = numbers.of(goats.village, on=TODAY)
        years.append(own_rates.of(book, held, on=TODAY).grown_years)
    assert (years[0] - years[1]) * 365.25 == pytest.approx(14)


def test_kids_that_are_weaned_late_are_lost_as_kids_for_longer():
    """The same part is lost before weaning, spread over more months: fewer are gone at first."""
    told = {
        months: projecting.project(
            Herd((0,) * 60, 0, 0),
            Rates(Span(1, 1), Span(9, 9), Span(0.5, 0.5), Span(0, 0), 17, months), months=3,
        )
        for months in (1, 3, 6)
    }  # fmt: skip
    after = {months: bands[-1].middle for months, bands in told.items()}
    assert after[1] < after[6]
    assert 25 <= after[3] <= 35
    assert 38 <= after[6] <= 47


def test_the_past_stands_beside_the_range_and_both_readings_stay(goats):
    doe = came(goats, "B1", on=date(2024, 1, 10))
    kids = kidded(doe, date(2024, 9, 1), males=1)
    happened(kids[0], Kind.SLAUGHTERED, date(2025, 9, 1))
    told = growing.of(goats, KEPT, on=TODAY)
    assert told.start_on == date(2025, 9, 1)
    assert (told.past.first, told.past.here, told.past.sold, told.target) == (1, 2, 0, 40)
    assert growing.of(goats, KEPT, on=date(2024, 9, 2)).past is None
    assert growing.of(goats, KEPT, on=date(2030, 1, 1)).start_on == date(2025, 9, 1)
    assert growing.of(goats, KEPT, on=date(2024, 1, 1)) is None


def test_the_picture_keeps_its_frame_and_fits_in_six_kilobytes():
    bands = projecting.project(NINETEEN, EVEN, months=36)
    made = picture(bands, target=40, labels=["a", "b", "c"])
    points = [tuple(map(float, one.split(","))) for one in made.band.split()]
    assert len(points) == 2 * 37
    assert all(0 <= x <= made.width and 0 <= y <= made.height for x, y in points)
    assert len(made.band) + len(made.middle) < 2000
    assert [mark.text for mark in made.across][:2] == ["0", made.across[1].text]


def read(value, **more):
    told = {"valid_from": TODAY, "source": "Puskeswan", "is_verified": True} | more
    return Read(Decimal(value), **told)


def record(village, measure, value, **more):
    return numbers.record(village=village, measure=measure, read=read(value, **more), signed=SIGNED)


def test_a_village_puts_its_own_number_in_place_of_ours(world, goats):
    record(world.here, "FORAGE", "12")
    record(world.here, "FORAGE", "15", valid_from=TODAY + timedelta(days=30))
    assert numbers.of(world.here, on=TODAY)[Measure.FORAGE] == 12
    assert numbers.of(world.there, on=TODAY)[Measure.FORAGE] == 10
    assert not numbers.of(world.here, on=TODAY).by_measure[Measure.FORAGE].is_ours
    buck, doe = came(goats, "J1", sex=Sex.MALE), came(goats, "B1")
    kid = kidded(doe, date(2024, 9, 1), sire=buck)[0]
    assert kin.with_bucks(kid, on=TODAY)[0].verdict == kin.FORBIDDEN
    record(world.here, "KIN_FORBIDS", "0.3")
    assert kin.with_bucks(kid, on=TODAY)[0].verdict == kin.WARNED


WRONG = [
    ("FORAGE", "10", {"source": " "}, "di mana Anda membacanya"),
    ("FORAGE", "31", {}, "dari 0 sampai 30"),
    ("INTERVAL_LOW", "2", {}, "dari 5 sampai 36"),
    ("LITTER_LOW", "0.5", {}, "dari 1 sampai 4"),
    ("KIN_WARNS", "0.2", {}, "lebih besar dari"),
    ("KID_LOSS_HIGH", "5", {}, "lebih besar dari"),
]


@pytest.mark.parametrize(("measure", "value", "more", "says"), WRONG)
def test_a_number_that_cannot_be_is_a_sentence(world, measure, value, more, says):
    with pytest.raises(Refused, match=says):
        record(world.here, measure, value, **more)
    assert not HerdNumber.objects.exists()


# Read for a day long past, after a later number: would it cross the other end on a later day?
BACKDATED = [
    ("LITTER_HIGH", "1.5", "LITTER_LOW", "1.7", True),
    ("LITTER_LOW", "1.7", "LITTER_HIGH", "1.6", True),
    ("KIN_FORBIDS", "0.1", "KIN_WARNS", "0.11", True),
    ("LITTER_HIGH", "1.5", "LITTER_LOW", "1.5", False),
]


@pytest.mark.parametrize(("first", "now", "second", "before", "refused"), BACKDATED)
def test_a_pair_never_crosses_on_a_later_day(world, first, now, second, before, refused):
    long_ago = {"valid_from": date(2018, 1, 1)}
    record(world.here, first, now)
    if refused:
        with pytest.raises(Refused, match="lebih besar dari"):
            record(world.here, second, before, **long_ago)
    else:
        record(world.here, second, before, **long_ago)
        kept = numbers.of(world.here, on=TODAY)
        assert kept[Measure.LITTER_LOW] <= kept[Measure.LITTER_HIGH]


def test_a_backdated_number_that_held_only_before_a_later_one_stands(world):
    record(world.here, "LITTER_HIGH", "3", valid_from=date(2017, 6, 1))
    record(world.here, "LITTER_LOW", "1.2", valid_from=date(2019, 1, 1))
    record(world.here, "LITTER_HIGH", "1.3", valid_from=date(2020, 1, 1))
    record(world.here, "LITTER_LOW", "2.5", valid_from=date(2018, 1, 1))
    assert numbers.of(world.here, on=date(2018, 7, 1))[Measure.LITTER_LOW] == Decimal("2.5")


DAY = timedelta(days=1)
SINCE_2025 = date(2025, 1, 1)  # the line from girth to weight, as its abstract tells


def test_no_number_of_ours_holds_before_its_day(world, goats):
    before = numbers.of(world.here, on=SINCE_2025 - DAY)
    assert Measure.GIRTH_TIMES not in before.by_measure
    assert numbers.of(world.here, on=SINCE_2025)[Measure.GIRTH_TIMES] == Decimal("1.01125")
    assert weights.estimate(Decimal(70), before) is None
    assert weights.estimate(Decimal(70), numbers.of(world.here, on=SINCE_2025)) is not None
    assert not numbers.of(world.here, on=date(2004, 12, 31)).by_measure
    for on, expected in ((date(2008, 12, 31), None), (date(2009, 1, 1), (142, 150, 156))):
        assert numbers.of(world.here, on=on).due_days == expected
    assert due.marks(goats, numbers.of(world.here, on=date(2000, 1, 1)), on=TODAY).due == {}
    assert fathers.likely(came(goats, "B1"), on=date(2000, 1, 1))[0] is None


# A village's row for the girth: since when, verified -> what holds on the day before ours begins,
# and from then on: is it the village's own?
STANDING = [
    (date(2020, 1, 1), False, True, False),
    (date(2020, 1, 1), True, True, True),  # recorded after ours, and read at the source
    (SINCE_2025, False, False, True),
    (date(2026, 3, 1), False, False, True),
]


@pytest.mark.parametrize(("since", "verified", "before", "now"), STANDING)
def test_a_newer_number_of_ours_stands_before_an_older_one(world, since, verified, before, now):
    HerdNumber.objects.create(
        village=world.here, measure="GIRTH_TIMES", value=Decimal("1.2"), valid_from=since,
        source="Puskeswan", is_verified=verified, recorded_at=SIGNED.at,
    )  # fmt: skip
    told = numbers.of(world.here, on=SINCE_2025 - DAY).by_measure.get(Measure.GIRTH_TIMES)
    assert (told is not None and not told.is_ours) == before
    assert numbers.of(world.here, on=TODAY).by_measure[Measure.GIRTH_TIMES].is_ours != now


def test_what_would_never_be_used_is_refused_with_the_day_to_choose(world):
    with pytest.raises(Refused, match="sejak 1 Januari 2025"):
        record(world.here, "GIRTH_TIMES", "1.2", valid_from=date(2020, 1, 1), is_verified=False)
    record(world.here, "GIRTH_TIMES", "1.2", valid_from=SINCE_2025, is_verified=False)
    assert numbers.of(world.here, on=TODAY)[Measure.GIRTH_TIMES] == Decimal("1.2")


def test_what_is_our_choice_or_quoted_at_second_hand_is_unverified():
    doubtful = {Measure.KIN_WARNS, Measure.KIN_FORBIDS, Measure.FORAGE, Measure.CONCENTRATE}
    doubtful |= {Measure.GROWN_LOSS_LOW, Measure.GROWN_LOSS_HIGH, Measure.FIRST_KIDDING}
    doubtful |= {Measure.DUE_MEAN, Measure.WEANING, Measure.CHECKED_DAYS, Measure.GIRTH_OFF}
    doubtful |= {Measure.LITTER_LOW, Measure.GIRTH_TIMES, Measure.GIRTH_LESS}
    doubtful |= {one for one in Measure if one.is_asked}
    assert {one for one, number in OURS.items() if not number.is_verified} == doubtful


def test_the_database_keeps_numbers_as_they_were_read(world):
    row = record(world.here, "FORAGE", "12")
    for told in ("value = -1", "source = ''", "measure = 'X'", "value = 9"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE herd_herdnumber SET {told} WHERE id = %s", [row.pk])
    again = HerdNumber.objects.get(pk=row.pk)
    for told, name in (
        ({"value": -1}, "not_below"), ({"source": ""}, "has_a_source"),
        ({"value": 2, "measure": "UNFIT_LAME"}, "question_is_yes_or_no"),
    ):  # fmt: skip
        again.pk, again.value, again.source = row.pk + 1, Decimal(1), "x"
        for field, value in told.items():
            setattr(again, field, value)
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            again.save(force_insert=True)


def address(group, name, *more):
    return reverse(f"herd:{name}", args=[group.village.slug, group.pk, *more])


def test_the_chair_sees_the_range_and_records_a_number(karto, goats):
    assert "Belum ada kambing" in karto.get(address(goats, "growth")).content.decode()
    for n in range(18):
        came(goats, f"K{n}", sex=Sex.FEMALE if n < 17 else Sex.MALE)
    came(goats, "K18", sex=Sex.MALE, on=timezone.localdate() - timedelta(days=30))
    karto.get(address(goats, "growth"))
    with few_queries():
        page = karto.get(address(goats, "growth"), {"target": "60"}).content.decode()
    assert "Kalau tidak ada yang dijual, 19 kambing menjadi" in page
    assert "60 ekor:" in page
    assert "dua angka" in page
    assert page.count("<polygon") == 1
    url = address(goats, "new_number", "FORAGE")
    typed = {
        "value": "12,5", "source": "Puskeswan", "valid_from_day": "1", "valid_from_month": "1",
        "valid_from_year": "2026", "request_id": uuid4(),
    }  # fmt: skip
    assert karto.post(url, typed | {"value": "banyak"}).status_code == 422
    assert (
        "Bawaan Rembuk, berlaku sejak 1 Januari 2009"
        in karto.get(address(goats, "numbers")).content.decode()
    )
    page = karto.post(url, typed, follow=True).content.decode()
    assert "persen dari berat hidup: 12,5" in page
    assert karto.get(address(goats, "new_number", "X")).status_code == 404
