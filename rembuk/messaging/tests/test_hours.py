"""Seven in the morning to eight in the evening, by the clock of whoever is told."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from rembuk.lib.countries import countries
from rembuk.messaging.hours import ZONES, clock_of


@pytest.mark.parametrize(
    ("country", "utc", "local", "awake"),
    [
        ("", "00:30", "07:30", True),
        ("", "13:30", "20:30", False),
        ("HK", "23:10", "07:10", True),
        ("HK", "12:00", "20:00", False),
        ("SA", "03:00", "06:00", False),
        ("SA", "05:00", "08:00", True),
    ],
)
def test_whose_clock_it_is(country, utc, local, awake):
    hour, minute = map(int, utc.split(":"))
    at = datetime(2026, 5, 20, hour, minute, tzinfo=UTC)
    clock = clock_of(country, at=at, home="Asia/Jakarta")
    assert (f"{clock.local:%H:%M}", clock.awake, clock.known) == (local, awake, True)


def test_an_unknown_country_is_said_to_be_unknown():
    at = datetime(2026, 5, 20, 3, 0, tzinfo=UTC)
    assert not clock_of("AQ", at=at, home="Asia/Jakarta").known


def test_every_clock_and_country_is_real():
    assert ZONES.keys() <= countries().keys()
    assert all(ZoneInfo(zone) for zone in ZONES.values())
