"""Which days are holidays: decreed ones, and feasts as the village knows them before a decree."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import translation

from rembuk.duty import agreeing, holidays, records

YEAR = {"first": date(2027, 1, 1), "last": date(2027, 12, 31)}
# Day -> is it a holiday, as far as the decrees and the calendar of the feasts know.
DAYS = [
    (date(2026, 3, 21), True),  # Idul Fitri as decreed
    (date(2026, 3, 22), True),  # its second day
    (date(2026, 3, 20), False),
    (date(2027, 3, 9), True),  # not decreed yet: as the feasts' page estimates it
    (date(2027, 3, 10), True),
    (date(2027, 3, 11), False),  # where the library's own estimate ends
    (date(2027, 5, 16), True),
    (date(2027, 5, 17), False),  # the library's own estimate
    (date(2027, 8, 17), True),
    (date(2028, 1, 26), False),  # only estimated by the library, told by nobody else
]


@pytest.mark.parametrize(("day", "expected"), DAYS)
def test_a_feast_has_one_day_on_all_pages(herd, day, expected):
    found = holidays.between(herd.world.here, first=day, last=day)
    assert (day in found) is expected


@pytest.mark.parametrize("language", ["id", "en"])
def test_both_languages_know_the_same_days_and_call_an_estimate_one(herd, language):
    with translation.override("id"):
        days = set(holidays.between(herd.world.here, **YEAR))
    with translation.override(language):
        found = holidays.between(herd.world.here, **YEAR)
        assert set(found) == days
        told = {on for on, one in found.items() if str(one).endswith(holidays.ESTIMATED)}
    assert told == {on for on, one in found.items() if one.is_estimate}
    assert told == {date(2027, 3, 9), date(2027, 3, 10), date(2027, 5, 16)}


def test_the_page_of_a_roster_shows_which_days_count_more_and_what_they_are(herd, client):
    herd.today = date(2027, 3, 1)
    herd.agree(heavy_days=["H"], heavy_weight=Fraction(3, 2))
    roster = herd.roster(days=14, first_on=date(2027, 3, 8))
    client.force_login(herd.chair.user)
    page = client.get(
        reverse("duty:roster", args=[herd.world.here.slug, herd.group.pk, roster.pk])
    ).content.decode()
    assert page.count("dihitung 1½ giliran") >= 3
    assert "Idul Fitri (perkiraan)" in page
    weighed = {turn.on for turn in records.turns_of(herd.group) if turn.weight_halves == 3}
    assert weighed == {date(2027, 3, 8), date(2027, 3, 9), date(2027, 3, 10)}  # Nyepi, two days


def test_a_roster_made_before_a_day_was_known_says_so(herd, client):
    """What it counts stays: nobody's turns change behind her back."""
    herd.today = date(2026, 8, 3)
    rule = herd.agree(heavy_days=["H"], heavy_weight=Fraction(3, 2))
    roster = herd.roster(days=14, first_on=date(2026, 8, 10))
    roster.turns.filter(on=date(2026, 8, 17)).update(weight_halves=2)
    assert agreeing.weighs_holidays(rule)
    client.force_login(herd.chair.user)
    page = client.get(
        reverse("duty:roster", args=[herd.world.here.slug, herd.group.pk, roster.pk])
    ).content.decode()
    assert "dihitung seperti hari biasa" in page
