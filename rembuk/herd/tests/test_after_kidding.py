"""After a doe has kidded she is looked at for some days, and everybody sees who looked."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from rembuk.herd import due, events, numbers
from rembuk.herd.emergencies import AFTER_KIDDING
from rembuk.herd.models import Event, Kind, Sex
from rembuk.herd.numbers import Read
from rembuk.herd.tests.pens import SIGNED, TODAY, came, happened, kidded
from rembuk.herd.tests.test_pages import address, text
from rembuk.lib.errors import Refused
from rembuk.villages.tests.counting import few_queries


def told(group, on=TODAY):
    return [row.animal for row in due.duties(group, on=on).just_kidded]


def test_a_doe_is_told_of_for_as_many_days_as_hold(goats):
    doe = came(goats, "B1")
    kidded(doe, TODAY - timedelta(days=6))
    assert (told(goats), told(goats, TODAY + timedelta(days=1))) == ([doe], [])
    read = Read(Decimal(10), TODAY, "Puskeswan")
    numbers.record(village=goats.village, measure="CHECKED_DAYS", read=read, signed=SIGNED)
    last = TODAY + timedelta(days=3)
    assert (told(goats, last), told(goats, last + timedelta(days=1))) == ([doe], [])
    with pytest.raises(Refused, match="hari bulat"):
        numbers.record(
            village=goats.village, measure="CHECKED_DAYS", signed=SIGNED,
            read=Read(Decimal("1.5"), TODAY, "Puskeswan"),
        )  # fmt: skip


def test_only_a_doe_that_kidded_is_looked_at(goats):
    doe, buck = came(goats, "B1"), came(goats, "J1", sex=Sex.MALE)
    kidded(doe, TODAY - timedelta(days=2))
    assert due.duties(goats, on=TODAY).looked == {}
    row = happened(doe, Kind.CHECKED, TODAY)
    assert due.duties(goats, on=TODAY).looked == {doe.pk: row}
    assert due.duties(goats, on=TODAY + timedelta(days=1)).looked == {}
    events.take_back(event=row, why="Salah induk", signed=SIGNED)
    assert due.duties(goats, on=TODAY).looked == {}
    with pytest.raises(Refused, match="belum tercatat melahirkan"):
        happened(doe, Kind.CHECKED, TODAY - timedelta(days=3))
    with pytest.raises(Refused, match="jantan"):
        happened(buck, Kind.CHECKED, TODAY)


def test_who_looked_ticks_it_and_the_card_goes_away_for_the_day(karto, goats):
    today = timezone.localdate()
    doe = came(goats, "KMB-1")
    kidded(doe, today - timedelta(days=2))
    hall = reverse("web:today", args=[goats.village.slug])
    assert "KMB-1 melahirkan: lihat pagi dan sore" in text(karto.get(hall))
    page = text(karto.get(address(goats, "animal", doe.pk)))
    lines = [*AFTER_KIDDING.seen, *AFTER_KIDDING.done, *AFTER_KIDDING.left]
    assert all(str(line.text) in page for line in lines)
    assert page.count("tanyakan petugas (puskeswan)") == sum(not line.source for line in lines)
    assert "Perkiraan kami: seminggu." in page
    key = {"request_id": uuid4()}
    for _time in range(2):
        page = text(karto.post(address(goats, "checked", doe.pk), key, follow=True))
    assert "Sudah ditengok hari ini: Karto Wiryo" in page
    assert Event.objects.filter(kind=Kind.CHECKED).count() == 1
    assert "KMB-1 melahirkan: lihat pagi dan sore" not in text(karto.get(hall))
    with few_queries():
        watch = text(karto.get(address(goats, "watch")))
    assert "Sudah ditengok hari ini: Karto Wiryo" in watch
    with few_queries():
        karto.get(address(goats, "animal", doe.pk))
    assert karto.get(address(goats, "checked", doe.pk)).status_code == 405


def test_who_only_reads_cannot_tick(karto, goats, world):
    doe = came(goats, "KMB-1")
    kidded(doe, timezone.localdate())
    karto.force_login(world.rina)
    assert karto.post(address(goats, "checked", doe.pk), {"request_id": uuid4()}).status_code in {
        403, 404,
    }  # fmt: skip
    assert not Event.objects.filter(kind=Kind.CHECKED).exists()
