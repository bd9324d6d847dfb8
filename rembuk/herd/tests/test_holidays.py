"""The feasts as official holidays, for the rosters of the same village."""

from __future__ import annotations

from datetime import date

from rembuk.duty import holidays
from rembuk.herd import feasts
from rembuk.herd.tests.pens import SIGNED


def test_the_day_that_a_village_read_is_the_holiday_of_its_rosters(world):
    days = {"first": date(2027, 5, 1), "last": date(2027, 5, 31)}
    estimated = holidays.between(world.here, **days)
    assert estimated[date(2027, 5, 16)].is_estimate
    feasts.record(
        village=world.here, feast="idul_adha", on=date(2027, 5, 17), source="Sidang isbat",
        signed=SIGNED,
    )  # fmt: skip
    found = holidays.between(world.here, **days)
    assert date(2027, 5, 16) not in found
    assert not found[date(2027, 5, 17)].is_estimate
    assert holidays.between(world.there, **days) == estimated
