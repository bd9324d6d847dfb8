"""The desk: last night first, then each thing that waits; calm where nothing does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from rembuk.coop import objections
from rembuk.coop.models import Objection
from rembuk.ledger.checks import Finding as Wrong
from rembuk.supervision import desk, findings, floors, health, nights, related
from rembuk.supervision.models import NightCheck
from rembuk.surplus import yearly
from rembuk.surplus.tests.scenes import YEAR
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY


@pytest.fixture
def console(lived):
    return reverse("supervision:console", args=[lived.coop.group.village.slug, lived.coop.group.pk])


def signs(lived):
    return {one.title: one for one in desk.look(lived.book, today=TODAY)}


def test_the_night_is_kept_and_stands_first(lived, client, console):
    client.force_login(lived.coop.supervisor)
    assert "belum pernah" in client.get(console).content.decode()
    call_command("check_books", stdout=StringIO(), stderr=StringIO())
    (kept,) = NightCheck.objects.of(lived.coop.group.village)
    assert (kept.found, kept.told) == (0, "")
    with few_queries():
        page = client.get(console).content.decode()
    assert "Semua janji buku terpenuhi" in page
    assert page.index("Semua janji") < page.index("Temuan")


def test_a_changed_line_is_told_in_words(lived, client, console):
    found = [Wrong("I3", "Entri 7\nhilang."), Wrong("I7", "Akhir bulan salah.", waits=True)]
    nights.keep(lived.book, found, at=timezone.now())
    (kept,) = NightCheck.objects.of(lived.coop.group.village)
    assert (kept.found, kept.waits, kept.lines) == (2, False, [
        "Entri 7 hilang.", "Akhir bulan salah.",
    ])  # fmt: skip
    client.force_login(lived.coop.supervisor)
    page = client.get(console).content.decode()
    assert "Entri 7 hilang." in page
    assert "Jangan mencatat uang" in page
    today = client.get(reverse("web:today", args=[lived.coop.group.village.slug]))
    assert "Pemeriksaan malam" in today.content.decode()


def test_day_and_hour_of_the_night_are_those_of_the_village(lived, client, console):
    """At seven in the evening of the 30th in London it is two in the morning of the 31st here."""
    nights.keep(lived.book, [], at=datetime(2026, 10, 30, 19, tzinfo=UTC))
    client.force_login(lived.coop.supervisor)
    page = client.get(console).content.decode()
    assert "31 Oktober 2026, pukul 02.00" in page


# How long ago the last check ran -> whether the last night passed without one.
NIGHTS = [(timedelta(hours=8), False), (timedelta(hours=36), False), (timedelta(hours=37), True)]


@pytest.mark.parametrize(("ago", "late"), NIGHTS)
def test_a_night_without_a_check_is_told(lived, ago, late):
    nights.keep(lived.book, [], at=NOW - ago)
    last = nights.rows(lived.coop.group.village, lived.coop.group.pk).first()
    assert nights.is_late(last, at=NOW) == late
    assert nights.is_late(None, at=NOW)


def test_the_database_refuses_a_night_that_says_nothing(lived):
    told = {"village": lived.coop.group.village, "book_id": lived.book.pk, "at": NOW}
    for change in ({"found": 1, "told": ""}, {"found": 0, "told": "x"}):
        with pytest.raises(DatabaseError, match="says_what_it_found"), transaction.atomic():
            NightCheck.objects.create(**told, **change)


def test_each_sign_turns_with_what_it_tells_of(lived):
    group, by, told = lived.coop.group, lived.coop.by_supervisor, {"at": NOW, "today": TODAY}
    before = signs(lived)
    assert before["Temuan"].calm
    assert before["Uang yang siap"].calm
    assert not before["Menghitung kas"].calm
    assert not before["Menutup bulan"].calm
    findings.write(group=group, facts=findings.Facts("CASH", "x", TODAY), by=by, **told)
    lived.booked("1501", "1101", 3_400_000, date(YEAR, 12, 28))
    lived.booked("1101", "2106", 200_000, date(YEAR, 12, 28))
    floors.agree(
        group=group, percent=100, source="AD", since=TODAY, by=lived.coop.by_chair, **told
    )  # fmt: skip
    voice = objections.Voice(Objection.Kind.OTHER, "Belum jelas.")
    objections.tell(group=group, voice=voice, by=None, at=NOW, on=TODAY)
    after = signs(lived)
    assert not after["Temuan"].calm
    assert not after["Keberatan yang belum dijawab"].calm
    assert after["Uang yang siap"].calm
    lived.booked("1501", "1101", 150_000, date(YEAR, 12, 29))
    assert not signs(lived)["Uang yang siap"].calm


def test_a_year_that_nobody_scored_waits_at_the_desk(lived):
    lived.close()
    assert "2025" in signs(lived)["Kesehatan koperasi kita"].told
    assert not signs(lived)["Kesehatan koperasi kita"].calm
    health.sign(
        book=lived.book, told=yearly.year_of(lived.book, YEAR, today=TODAY), answers={},
        source="Kertas kerja", by=lived.coop.by_supervisor, at=NOW,
    )  # fmt: skip
    assert signs(lived)["Kesehatan koperasi kita"].calm


def test_closed_months_are_calm(lived):
    lived.close()
    found = signs(lived)["Menutup bulan"]
    assert ("2026" in found.told) == (not found.calm)


def test_what_is_lent_to_officers_stands_beside_a_tenth_of_own_capital(lived, client):
    found = related.look(lived.book, on=TODAY)
    assert (found.lent_rp, found.limit_rp, found.is_above) == (0, 240_000, False)
    url = reverse("supervision:close_loans", args=[lived.book.village.slug, lived.coop.group.pk])
    client.force_login(lived.coop.supervisor)
    with few_queries():
        assert "Rp240.000" in client.get(url).content.decode()
    client.force_login(lived.coop.chair)
    assert client.get(url).status_code == 403
