"""Which day a feast is, and who is old enough on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib.metadata import version

import pytest

from rembuk.herd import feasts, ripe
from rembuk.herd.feasts import Basis
from rembuk.herd.models import Feast, FeastDay, Kind
from rembuk.herd.ripe import Verdict
from rembuk.herd.tests.pens import SIGNED, TODAY, came, happened, kidded
from rembuk.lib.errors import Refused
from rembuk.villages.models import AuditEntry, Known

# Days proclaimed for Indonesia (decrees on public holidays), and one that no decree knows yet.
OFFICIAL = [
    (Feast.ADHA, date(2019, 8, 1), date(2019, 8, 11), Basis.PROCLAIMED),
    (Feast.ADHA, date(2022, 7, 9), date(2022, 7, 10), Basis.PROCLAIMED),  # a day after the calendar
    (Feast.ADHA, date(2024, 6, 17), date(2024, 6, 17), Basis.PROCLAIMED),  # the day itself
    (Feast.ADHA, date(2024, 6, 18), date(2025, 6, 6), Basis.PROCLAIMED),
    (Feast.FITRI, date(2026, 1, 1), date(2026, 3, 21), Basis.PROCLAIMED),
    (Feast.ADHA, date(2030, 6, 1), date(2031, 4, 2), Basis.ESTIMATE),
]


@pytest.mark.parametrize(("feast", "on", "expected", "basis"), OFFICIAL)
def test_the_next_feast_is_as_proclaimed_or_an_estimate(world, feast, on, expected, basis):
    found = feasts.coming(world.here, feast, on=on)
    assert (found.on, found.basis) == (expected, basis)
    assert feasts.computed(feast, on=on) == found
    assert found.source


def test_a_day_proclaimed_names_its_year_and_the_library(world):
    found = feasts.coming(world.here, Feast.ADHA, on=date(2024, 6, 18))
    assert "2025" in found.source
    assert f"holidays {version('holidays')}" in found.source


def test_a_village_records_another_day_and_the_newest_counts(world):
    first = feasts.coming(world.here, Feast.ADHA, on=TODAY)
    assert first.is_estimate
    later = first.on.replace(day=first.on.day + 1)
    for on, source in ((first.on, "TV"), (later, "Sidang isbat, TVRI")):
        feasts.record(village=world.here, feast="idul_adha", on=on, source=source, signed=SIGNED)
    found = feasts.coming(world.here, Feast.ADHA, on=TODAY)
    assert (found.on, found.basis, found.source) == (later, Basis.VILLAGE, "Sidang isbat, TVRI")
    assert feasts.coming(world.there, Feast.ADHA, on=TODAY) == first
    assert feasts.coming(world.here, Feast.FITRI, on=TODAY).basis == Basis.ESTIMATE
    assert feasts.coming(world.here, Feast.ADHA, on=later) == found
    assert FeastDay.objects.count() == 2
    assert AuditEntry.objects.filter(verb="herd.feast_recorded").count() == 2


def test_a_misprinted_month_and_no_source_are_refused(world):
    on = feasts.coming(world.here, Feast.ADHA, on=TODAY).on
    told = {"village": world.here, "feast": "idul_adha", "signed": SIGNED}
    with pytest.raises(Refused, match="jauh dari hari di kalender"):
        feasts.record(on=on.replace(month=on.month + 1), source="TV", **told)
    with pytest.raises(Refused, match="di mana Anda membacanya"):
        feasts.record(on=on, source=" ", **told)


# Born on (and how exactly that is known) -> what is said for Idul Adha on 17 June 2024.
AGES = [
    (date(2023, 6, 17), Known.DAY, Verdict.READY),
    (date(2023, 6, 20), Known.DAY, Verdict.ONE_CALENDAR),  # 12 Hijri months only
    (date(2023, 7, 9), Known.DAY, Verdict.YOUNG),
    (date(2023, 5, 1), Known.MONTH, Verdict.READY),
    (date(2023, 6, 1), Known.MONTH, Verdict.YOUNG),  # as if born on 30 June
    (date(2022, 3, 1), Known.YEAR, Verdict.READY),
    (date(2023, 3, 1), Known.YEAR, Verdict.YOUNG),  # as if born on 31 December
    (None, Known.DAY, Verdict.UNKNOWN),
]


@pytest.mark.parametrize(("born_on", "precision", "expected"), AGES)
def test_who_is_old_enough_by_both_calendars(goats, born_on, precision, expected):
    today = date(2024, 5, 20)
    came(goats, "K1", sex="M", on=date(2024, 5, 1), born_on=born_on, born_precision=precision)
    feast = feasts.coming(goats.village, Feast.ADHA, on=today)
    assert feast.on == date(2024, 6, 17)
    (one,) = ripe.candidates(goats, feast, today=today)
    assert one.verdict == expected
    assert one.is_free == (expected == Verdict.READY)


def test_the_list_says_weight_and_health_and_who_left_is_not_on_it(goats):
    doe = came(goats, "K1", born_on=date(2023, 1, 1))
    gone = came(goats, "K2", born_on=date(2023, 1, 1))
    kidded(doe, date(2026, 10, 1))
    happened(gone, Kind.DIED, date(2026, 5, 1))
    happened(doe, Kind.WEIGHED, date(2026, 9, 1), kg=30)
    happened(doe, Kind.WEIGHED, date(2026, 11, 1), kg=33)
    happened(doe, Kind.TREATED, date(2026, 11, 10), medicine="Obat", withdrawal_days=28)
    happened(doe, Kind.ILL, date(2026, 11, 18), note="Batuk")
    adha = feasts.coming(goats.village, Feast.ADHA, on=TODAY)
    first, kid = ripe.candidates(goats, adha, today=TODAY)
    assert (first.animal, kid.verdict) == (doe, Verdict.YOUNG)
    assert (first.weight.kg, first.is_ill, first.withheld_until) == (33, True, date(2026, 12, 8))
    fitri = feasts.coming(goats.village, Feast.FITRI, on=TODAY)
    assert [one.verdict for one in ripe.candidates(goats, fitri, today=TODAY)] == [
        Verdict.READY, Verdict.YOUNG,
    ]  # fmt: skip
    early = replace(adha, on=date(2026, 12, 1))
    assert ripe.counted(ripe.candidates(goats, early, today=TODAY))[Verdict.READY] == 1


def test_who_is_ill_or_withheld_on_the_feast_is_not_offered(goats):
    well, ill, treated = (came(goats, tag, born_on=date(2024, 1, 1)) for tag in ("A", "B", "C"))
    happened(ill, Kind.ILL, TODAY, note="Batuk")
    happened(treated, Kind.TREATED, TODAY, medicine="Obat", withdrawal_days=365)
    feast = feasts.coming(goats.village, Feast.ADHA, on=TODAY)
    found = ripe.candidates(goats, feast, today=TODAY)
    assert {one.animal: one.is_free for one in found} == {well: True, ill: False, treated: False}
