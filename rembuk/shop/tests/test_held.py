"""Who keeps a stall reads what is kept of her, and has it erased."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from rembuk.people import residents
from rembuk.people.residents import ResidentFacts
from rembuk.shop import stalls
from rembuk.villages import holdings

NOW, TODAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC), date(2026, 3, 2)


@pytest.fixture
def tini(world):
    facts = ResidentFacts(name="Tini Hartini", phone="+628990000777")
    return residents.register(village=world.here, facts=facts, by=world.by_adi, at=NOW)


@pytest.mark.parametrize(
    ("keeper", "phone", "hers"),
    [("Bu Tini", "+628990000777", True), ("tini hartini", "", True), ("Tini", "", False)],
)
def test_a_keeper_is_found_by_number_or_by_a_name_of_her_own(world, tini, keeper, phone, hers):
    stall = stalls.begin(
        group=world.tailors, facts=stalls.Facts("Warung Bu Tini", keeper=keeper, phone=phone),
        agreed=None, by=world.by_adi, at=NOW, today=TODAY,
    )  # fmt: skip
    told = [one for one in holdings.sections(world.here, [tini.pk]) if one.title == "Warung"]
    assert bool(told) == hers
    holdings.erase(village=world.here, ids=[tini.pk], at=NOW)
    stall.refresh_from_db()
    assert ((stall.keeper, stall.phone) == (keeper, phone)) != hers


def test_a_name_that_two_people_have_is_nobodys(world, tini):
    facts = ResidentFacts(name="Tini Hartini")
    residents.register(village=world.here, facts=facts, by=world.by_adi, at=NOW)
    stalls.begin(
        group=world.tailors, facts=stalls.Facts("Warung", keeper="Tini Hartini"), agreed=None,
        by=world.by_adi, at=NOW, today=TODAY,
    )  # fmt: skip
    titles = [one.title for one in holdings.sections(world.here, [tini.pk])]
    assert "Warung" not in titles
