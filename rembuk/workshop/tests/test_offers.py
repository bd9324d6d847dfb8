"""How long an offer stands: our choice until the group says otherwise, dated, with who said it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.villages.tests.counting import few_queries
from rembuk.workshop import offers
from rembuk.workshop.models import OfferDays
from rembuk.workshop.tests.test_work import order

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def chosen(world, days=30, source="Rapat 2 Maret", today=TODAY):
    told = {"by": world.by_adi, "at": NOW, "today": today}
    return offers.choose(group=world.tailors, days=days, source=source, **told)


def test_what_the_group_chose_holds_from_its_day_on(world):
    ours = offers.on(world.tailors, TODAY)
    assert (ours.days, ours.row) == (14, None)
    chosen(world)
    chosen(world, 21)
    later = chosen(world, 7, today=TODAY + timedelta(days=9))
    days = [offers.on(world.tailors, TODAY + timedelta(days=n)).days for n in (-1, 0, 8, 9)]
    assert days == [14, 21, 21, 7]
    assert offers.on(world.tailors, later.since).row == later


@pytest.mark.parametrize(("days", "source"), [(0, "Rapat"), (366, "Rapat"), (7, " ")])
def test_no_day_more_than_a_year_or_nobody_who_decided_is_refused(world, days, source):
    with pytest.raises(Refused):
        chosen(world, days, source)


BROKEN = [
    ({"days": 0}, "workshop_offerdays_within_a_year"),
    ({"days": 366}, "workshop_offerdays_within_a_year"),
    ({"source": ""}, "workshop_offerdays_has_a_source"),
]


@pytest.mark.parametrize(("wrong", "rule"), BROKEN)
def test_the_database_refuses_it_too(world, wrong, rule):
    facts = {
        "village": world.here, "group": world.tailors, "days": 7, "since": TODAY, "source": "x",
        "recorded_at": NOW,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        OfferDays.objects.create(**{**facts, **wrong})


def test_a_choice_is_never_changed(world):
    one = chosen(world)
    with pytest.raises(Exception, match="append"), transaction.atomic():
        OfferDays.objects.filter(pk=one.pk).update(days=9)


def paper_of(client, url):
    (page,) = PdfReader(BytesIO(client.get(url).content)).pages
    return " ".join(page.extract_text().split())


def test_page_and_paper_say_how_long_and_who_chose_it(lastri, world):
    today = timezone.localdate()
    made = order(world, today=today)
    where = [world.here.slug, world.tailors.pk]
    costs = reverse("workshop:costs", args=[*where, made.pk])
    paper = reverse("workshop:offer_pdf", args=[*where, made.pk])
    url = reverse("workshop:choose_offer_days", args=where)
    with few_queries():
        assert url in lastri.get(costs).content.decode()
    page = lastri.get(url).content.decode()
    assert "berlaku 14 hari" in page
    assert "tidak ada aturan yang menetapkannya" in page
    last = words.plain_day(today + timedelta(days=14), language="id")
    assert f"berlaku 14 hari, sampai {last}" in paper_of(lastri, paper)
    assert lastri.post(url, {"request_id": uuid4(), "days": "0", "source": "x"}).status_code == 422
    typed = {"request_id": uuid4(), "days": "30", "source": "Rapat anggota"}
    assert lastri.post(url, typed).status_code == 302
    page = lastri.get(url).content.decode()
    assert "berlaku 30 hari" in page
    assert "Rapat anggota" in page
    assert "tidak ada aturan yang menetapkannya" not in page
    assert "berlaku 30 hari" in paper_of(lastri, paper)
