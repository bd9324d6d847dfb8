"""Every page of the hall opens for whom it is meant, with few queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rembuk.hall import posts
from rembuk.villages.models import OfficeTerm, OperatorVisit
from rembuk.villages.permissions import Office
from rembuk.villages.tests.counting import few_queries


def visit(world, tari):
    now = timezone.now()
    return OperatorVisit.objects.create(
        village=world.here, user=tari, reason="Memeriksa halaman laporan", started_at=now,
        ends_at=now + timedelta(minutes=30),
    )  # fmt: skip


IN_THE_VILLAGE = [
    "village", "hall", "settings", "change_settings", "change_privacy", "offices", "appoint",
    "appoint_new", "groups", "start_group", "visits",
]  # fmt: skip


@pytest.mark.parametrize("name", IN_THE_VILLAGE)
def test_the_village_head_opens_every_page(world, signed_in, name):
    client = signed_in(world.budi)
    with few_queries():
        response = client.get(reverse(f"hall:{name}", args=[world.here.slug]))
    assert response.status_code == 200


def test_the_village_head_opens_every_page_about_something(world, tari, signed_in):
    client = signed_in(world.budi)
    term = OfficeTerm.objects.get(user=world.rina)
    for name, what in [
        ("term", term.pk),
        ("end_term", term.pk),
        ("appoint_known", posts.sign(world.rina)),
        ("group", world.tailors.pk),
        ("end_group", world.tailors.pk),
        ("visit", visit(world, tari).pk),
    ]:
        with few_queries():
            response = client.get(reverse(f"hall:{name}", args=[world.here.slug, what]))
        assert response.status_code == 200, name


def test_the_operator_opens_every_page(world, tari, signed_in):
    client = signed_in(tari)
    head = OfficeTerm.objects.get(user=world.budi)
    regency = world.here.region.parent.parent
    for name, args in [
        ("villages", []),
        ("found", []),
        ("village", [world.here.pk]),
        ("appoint_head", [world.here.pk]),
        ("appoint_head_new", [world.here.pk]),
        ("appoint_head_known", [world.here.pk, posts.sign(world.rina)]),
        ("offices", []),
        ("term", [head.pk]),
        ("end_term", [head.pk]),
        ("appoint_above", ["nation"]),
        ("appoint_above", [regency.pk]),
        ("appoint_above_new", [regency.pk]),
        ("appoint_above_known", ["nation", posts.sign(world.rina)]),
    ]:
        with few_queries():
            response = client.get(reverse(f"operator:{name}", args=args))
        assert response.status_code == 200, name


def test_a_group_office_sees_its_own_group_only(world, signed_in):
    client = signed_in(world.rina)
    from rembuk.villages.models import Group

    goats = Group.objects.create(village=world.here, kind="BUSINESS", name="Kambing Barokah")
    page = client.get(reverse("hall:groups", args=[world.here.slug]), follow=True).content.decode()
    assert "Jahit Melati" in page
    assert "Kambing Barokah" not in page
    assert client.get(reverse("hall:group", args=[world.here.slug, goats.pk])).status_code == 404
    own = reverse("hall:group", args=[world.here.slug, world.tailors.pk])
    assert client.get(own).status_code == 200
    assert client.get(reverse("hall:offices", args=[world.here.slug])).status_code == 403


def test_an_operators_term_page_opens_no_other_office(world, tari, signed_in):
    treasurer = OfficeTerm.objects.get(user=world.rina)
    for name in ("term", "end_term"):
        response = signed_in(tari).get(reverse(f"operator:{name}", args=[treasurer.pk]))
        assert response.status_code == 404
    assert treasurer.office == Office.TREASURER


def test_the_bar_leads_to_ones_own_group_and_knows_its_pages(world, signed_in):
    client, groups = signed_in(world.rina), reverse("hall:groups", args=[world.here.slug])
    work = reverse("forum:meetings", args=[world.here.slug, world.tailors.pk])
    nav = {item.url: item.current for item in client.get(work).context["nav"]}
    assert nav[groups]
    cash = reverse("cash:purse", args=[world.here.slug, world.tailors.pk])
    here = [item.url for item in client.get(cash).context["nav"] if item.current]
    assert here == [reverse("cash:purses", args=[world.here.slug])]
    nav = client.get(reverse("hall:groups", args=[world.here.slug]), follow=True).context["nav"]
    assert [item.url for item in nav if item.current] == [groups]
    head = signed_in(world.budi).get(groups).context["nav"]
    assert groups not in [item.url for item in head]
