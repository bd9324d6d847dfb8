"""The members of the tailors, as their chair sees them."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from rembuk.enterprise.models import Membership
from rembuk.people import residents
from rembuk.people.residents import ResidentFacts
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries

YESTERDAY = timezone.localdate() - timedelta(days=1)


def address(world, name, *more):
    return reverse(f"enterprise:{name}", args=[world.here.slug, world.tailors.pk, *more])


def typed(on: date, field: str, **more):
    days = {f"{field}_day": on.day, f"{field}_month": on.month, f"{field}_year": on.year}
    return {"request_id": uuid4(), **days, **more}


def join(client, world, name, **more):
    form = typed(YESTERDAY, "joined_on", name=name, **more)
    return client.post(address(world, "join"), form, follow=True)


def text(response):
    return response.content.decode()


def test_a_member_comes_and_goes_and_stays_after_all(lastri, world):
    assert "Belum ada anggota" in text(lastri.get(address(world, "members")))
    page = text(join(lastri, world, "Wati"))
    assert "Wati tercatat sebagai anggota." in page
    assert "1 anggota" in page
    membership = Membership.objects.get()
    leaving = typed(YESTERDAY, "left_on", left_why="OWN_BUSINESS")
    url = address(world, "leave", membership.pk)
    page = text(lastri.post(url, leaving, follow=True))
    assert "Punya usaha sendiri" in page
    back = address(world, "take_back_leaving", membership.pk)
    assert back in page
    page = text(lastri.post(back, {"request_id": uuid4()}, follow=True))
    assert "Wati tetap anggota." in page
    membership.refresh_from_db()
    assert membership.left_on is None


def test_a_resident_of_that_name_is_asked_for_and_what_was_typed_stays(lastri, world):
    told = {"by": world.by_adi, "at": timezone.now()}
    who = residents.register(village=world.here, facts=ResidentFacts(name="Wati Ningsih"), **told)
    asked = join(lastri, world, "Wati Ningsih")
    assert asked.status_code == 422
    assert 'value="Wati Ningsih"' in text(asked)
    join(lastri, world, "Wati Ningsih", resident_id=who.pk)
    assert Membership.objects.get().resident == who
    join(lastri, world, "Wati Ningsih", resident_id="-")
    assert Membership.objects.filter(resident=None).count() == 1


def test_another_reason_is_told_in_words(lastri, world):
    join(lastri, world, "Wati")
    url = address(world, "leave", Membership.objects.get().pk)
    answer = lastri.post(url, typed(YESTERDAY, "left_on", left_why="OTHER"))
    assert answer.status_code == 422
    assert "Tulis alasannya" in text(answer)


def test_the_group_leads_to_its_members(lastri, world):
    group = reverse("hall:group", args=[world.here.slug, world.tailors.pk])
    assert address(world, "members") in text(lastri.get(group))


def test_the_page_asks_few_questions(lastri, world):
    for number in range(30):
        Membership.objects.create(
            village=world.here, group=world.tailors, name=f"Penjahit {number}",
            joined_on=YESTERDAY,
        )  # fmt: skip
    with few_queries():
        lastri.get(address(world, "members"))


@pytest.mark.parametrize(("office", "status"), [("TREASURER", 403), ("GROUP_OFFICER", 200)])
def test_who_records_members(world, client, office, status):
    user = stories.user("tari", "Tari")
    stories.appoint(user, Office(office), group=world.tailors)
    client.force_login(user)
    assert client.get(address(world, "members")).status_code == 200
    assert client.get(address(world, "join")).status_code == status
