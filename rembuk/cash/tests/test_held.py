"""Siti asks what the purse holds about her, and has her name taken out of it."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from rembuk.cash import lines
from rembuk.cash.tests.scenes import came, chair, out, signed, today, treasurer, url
from rembuk.ledger import about, checks, pending, reading
from rembuk.ledger.models import Entry, Pending
from rembuk.people import rights
from rembuk.people.models import Resident


@pytest.fixture
def siti(world, purse):
    """Siti brought money, and a large sum waits to be paid to her."""
    who = Resident.objects.get(name="Siti Aminah")
    about = {"party": "Siti Aminah", "resident_id": who.pk}
    came(world, purse, 50_000, memo="Titipan Siti", **about)
    came(world, purse, 70_000)
    lines.ask(
        book=purse, money=out(700_000, memo="Jahitan Siti", **about),
        signed=signed(treasurer(world)), today=today(),
    )  # fmt: skip
    return who


def erase(world, who):
    return rights.erase(
        resident=who, typed_name=who.name, asked_on=today(), by=world.by_adi, at=timezone.now()
    )


def test_her_copy_holds_her_lines_and_nobody_elses(world, siti):
    copy = rights.copy_of(resident=siti, by=world.by_adi, at=timezone.now())
    (section,) = [one for one in copy.sections if one.title == "Kas kelompok"]
    told = json.dumps(section.rows, ensure_ascii=False)
    for word in ("Rp50.000", "Titipan Siti", "Rp700.000", "Jahitan Siti", world.tailors.name):
        assert word in told
    assert "Rp70.000" not in told
    assert len(section.rows) == 2


def test_erased_her_name_is_gone_and_the_book_proves_itself(world, siti, purse):
    erasure = erase(world, siti)
    for rows in (Entry, Pending):
        mine = rows.objects.filter(resident_id=siti.pk)
        assert set(mine.values_list("salt", "memo", "party")) == {("", "", "")}
    assert Entry.objects.filter(party="SD Sumber Rejo").count() == 1
    assert checks.check_book(purse) == []
    kept = {kept.code: count for kept, count in rights.what_stayed(erasure)}
    assert kept["cash"] == 2


def test_the_line_says_that_it_was_erased_and_others_stay(world, siti, purse, signed_in):
    erase(world, siti)
    page = signed_in(world.rina).get(url(world, "purse")).content.decode()
    assert "Siti" not in page
    assert "Dihapus atas permintaan" in page
    assert "SD Sumber Rejo" in page


def test_what_waited_is_still_decided_and_names_nobody(world, siti, purse):
    erase(world, siti)
    (waits,) = reading.waiting_in(world.here, [world.tailors.pk])
    assert (waits.party, waits.memo) == ("", "")
    entry = pending.approve(
        waits, asked_hash=waits.asked_hash, by=chair(world), at=timezone.now(), today=today()
    )
    assert (entry.party, entry.memo, entry.checker.username) == ("", "", "lastri")
    assert checks.check_book(purse) == []


def test_what_was_refused_is_told_so_and_what_was_booked_is_told_once(world, siti, purse):
    (waits,) = reading.waiting_in(world.here, [world.tailors.pk])
    pending.refuse(waits, reason="Belum perlu", by=chair(world), at=timezone.now())
    again = lines.ask(
        book=purse, money=out(600_000, party="Siti Aminah", resident_id=siti.pk),
        signed=signed(treasurer(world)), today=today(),
    )  # fmt: skip
    pending.approve(
        again, asked_hash=again.asked_hash, by=chair(world), at=timezone.now(), today=today()
    )
    numbers = [one.number for one in about.lines(world.here, [siti.pk])]
    assert sorted(map(bool, numbers)) == [False, True, True]
    assert about.count(world.here, [siti.pk]) == 3
    assert not any(one.waiting for one in about.lines(world.here, [siti.pk]))
