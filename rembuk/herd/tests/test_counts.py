"""Two people count the pen, and the book stands beside it."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from rembuk.enterprise import members
from rembuk.enterprise.members import Joining
from rembuk.herd import counts
from rembuk.herd.counts import Counted
from rembuk.herd.models import HerdCount
from rembuk.herd.tests.pens import SIGNED, TODAY, came, kidded
from rembuk.lib.errors import Refused

DAY = date(2026, 11, 1)
RIGHT = {"dams": 1, "doelings": 1, "bucks": 1, "kids_female": 1}


@pytest.fixture
def two(goats):
    """Two members, and a pen with one of each."""
    kidded(came(goats, "B1"), date(2026, 9, 1))
    came(goats, "B2")
    came(goats, "J1", sex="M")
    return [
        members.join(
            group=goats, joining=Joining(DAY, name=name), by=SIGNED.by, at=SIGNED.at, today=TODAY
        )
        for name in ("Karto", "Slamet")
    ]


def counted(group, two, numbers=None, **more):
    told = Counted(on=DAY, one=two[0], other=two[1], numbers=numbers or RIGHT, **more)
    return counts.record(group=group, counted=told, signed=SIGNED)


def test_a_count_that_agrees_needs_no_words(goats, two):
    lines = counts.lines(counted(goats, two))
    assert [(line.counted, line.booked, line.difference) for line in lines] == [(1, 1, 0)] * 4


def test_what_differs_is_named_and_explained(goats, two):
    less = {**RIGHT, "dams": 0}
    with pytest.raises(Refused, match="Induk: buku 1, dihitung 0"):
        counted(goats, two, less)
    row = counted(goats, two, less, reason="B1 sedang di rumah Karto")
    assert [line.difference for line in counts.lines(row)] == [-1, 0, 0, 0]


def test_one_person_is_not_two(goats, two):
    with pytest.raises(Refused, match="dua orang"):
        counted(goats, [two[0], two[0]])
    row = counted(goats, two)
    for wrong, name in (
        ({"other": two[0]}, "herd_count_by_two_people"),
        ({"dams": 5}, "herd_count_difference_has_a_reason"),
    ):
        fields = {one.name: getattr(row, one.name) for one in HerdCount._meta.fields}
        bad = HerdCount(**{**fields, **wrong, "id": row.pk + 1})
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            bad.save(force_insert=True)


def test_the_chair_writes_it_down(karto, goats, two):
    place = [goats.village.slug, goats.pk]
    assert "B1" in karto.get(reverse("herd:count_sheet", args=place)).content.decode()
    typed = {
        "one": two[0].pk, "other": two[1].pk, "on_which": "today", "request_id": uuid4(),
        **dict.fromkeys(RIGHT, "1"), "kids_male": "1", "kids_unknown": "0",
    }  # fmt: skip
    url = reverse("herd:new_count", args=place)
    some = {key: value for key, value in typed.items() if key != "dams"}
    assert "Induk: tulis angka bulat" in karto.post(url, some).content.decode()
    answer = karto.post(url, typed)
    assert answer.status_code == 422
    assert "Cempe jantan: buku 0, dihitung 1" in answer.content.decode()
    page = karto.post(url, {**typed, "reason": "Cempe tetangga"}, follow=True).content.decode()
    assert "Dihitung oleh Karto dan Slamet" in page
    assert "Cempe tetangga" in page
