"""Siti gets an account of her own, and nobody else gets into one by this way."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from rembuk.accounts.models import User
from rembuk.lib.errors import Refused
from rembuk.people import own_access
from rembuk.people.models import Resident
from rembuk.people.tests.scenes import NOW, resident, siti
from rembuk.villages import ways_in
from rembuk.villages.actors import Actor
from rembuk.villages.models import AuditEntry, OfficeTerm
from rembuk.villages.permissions import Office
from rembuk.villages.tests.stories import appoint


def open_account(world, who, username="siti.aminah") -> User:
    return own_access.open_account(resident=who, username=username, by=world.by_adi, at=NOW)


def test_an_account_is_made_and_tied_to_her_record(world):
    who = siti(world)
    made = open_account(world, who)
    assert (made.name, made.phone, made.has_usable_password()) == (who.name, who.phone, False)
    assert Resident.objects.get(user=made).pk == who.pk
    assert AuditEntry.objects.order_by("pk").last().verb == "people.account_opened"


def test_somebody_without_an_office_lands_on_what_is_kept_about_her(world, client):
    client.force_login(open_account(world, siti(world)))
    home = client.get(reverse("web:home"))
    assert home.url == reverse("mine:data")
    shown = client.get(home.url).content.decode()
    assert "Siti Aminah" in shown
    for own in ("books:mine", "myarisan:mine", "meets:mine", "books:ideas"):  # what she came for
        assert reverse(own) in shown


def test_a_phone_of_the_family_does_not_stand_in_the_way(world):
    open_account(world, siti(world))
    sister = resident(world, "Lastri", phone="+6281234567890")
    assert open_account(world, sister, "lastri").phone is None


@pytest.mark.parametrize(
    ("facts", "username"),
    [
        ({"birth_date": date(2015, 1, 1)}, "siti.aminah"),
        ({}, "adi"),
        ({}, "1x"),
        ({}, "Siti Aminah!"),
    ],
)
def test_some_accounts_are_not_made(world, facts, username):
    with pytest.raises(Refused):
        open_account(world, siti(world, **facts), username)
    assert not Resident.objects.filter(user__isnull=False).exists()


def test_an_account_is_made_once(world):
    who = siti(world)
    open_account(world, who)
    with pytest.raises(Refused):
        open_account(world, who, "siti2")


def test_the_link_is_for_the_first_sign_in_only(world):
    who = siti(world)
    made = open_account(world, who)
    assert own_access.first_link(resident=who, by=world.by_adi, at=NOW)
    made.last_login = NOW
    made.save()
    who.refresh_from_db()
    with pytest.raises(Refused):
        own_access.first_link(resident=who, by=world.by_adi, at=NOW)


def test_who_has_been_in_gets_a_new_link_and_the_trail_tells(world, adi):
    who = siti(world)
    made = open_account(world, who)
    made.last_login = NOW
    made.save()
    page = reverse("people:resident_access", args=[world.here.slug, who.pk])
    assert "Buat tautan baru" in adi.get(page).content.decode()
    slip = adi.post(reverse("people:resident_access_slip", args=[world.here.slug, who.pk]))
    assert "/account/link/" in slip.context["url"]
    last = AuditEntry.objects.order_by("pk").last()
    assert (last.verb, last.resident_id) == ("people.link_renewed", who.pk)


def test_a_new_link_opens_no_office_and_no_closed_account(world):
    officer, closed = siti(world), resident(world, "Lastri")
    appoint(open_account(world, officer), Office.TREASURER, group=world.tailors)
    open_account(world, closed, "lastri")
    User.objects.update(last_login=NOW)
    closed = Resident.objects.get(pk=closed.pk)
    assert own_access.may_renew_link(closed, by=world.by_adi)
    User.objects.filter(username="lastri").update(is_active=False)
    for who in Resident.objects.filter(user__isnull=False):
        with pytest.raises(Refused):
            own_access.new_link(resident=who, by=world.by_adi, at=NOW)


def test_a_villager_of_the_neighbours_is_not_opened_by_an_office_here(world):
    who = siti(world)
    made = open_account(world, who)
    User.objects.update(last_login=NOW)
    head = Actor(user=world.dewi, office=Office.VILLAGE_HEAD)
    appoint(made, Office.VILLAGE_STAFF, village=world.there)
    term = OfficeTerm.objects.select_related("user", "village").get(user=made)
    term.user.refresh_from_db()
    assert own_access.is_kept_elsewhere(made, world.there)
    assert ways_in.offered(term, by=head, today=NOW.date()) is None
    Resident.objects.filter(user=made).update(user=None)
    assert ways_in.offered(term, by=head, today=NOW.date()) == ways_in.Kind.NEW


def test_nobody_comes_into_an_office_by_this_link(world):
    who = siti(world)
    appoint(open_account(world, who), Office.TREASURER, group=world.tailors)
    assert not own_access.may_get_link(who)


def test_from_her_page_to_the_slip_and_in(world, adi, client):
    who = siti(world)
    page = reverse("people:resident_access", args=[world.here.slug, who.pk])
    assert 'value="siti.aminah"' in adi.get(page).content.decode()
    wrong = {"request_id": uuid4(), "username": "x"}
    assert adi.post(page, wrong).status_code == 422
    assert adi.post(page, wrong | {"username": "siti.aminah"}).url == page
    slip = reverse("people:resident_access_slip", args=[world.here.slug, who.pk])
    answer = adi.post(slip)
    assert "no-store" in answer["Cache-Control"]
    address = answer.context["url"].removeprefix("http://testserver")
    client.logout()
    assert client.get(address, follow=True).status_code == 200


def test_dewi_opens_nothing_here(world, client):
    who = siti(world)
    client.force_login(world.dewi)
    for name in ("resident_access", "resident_access_slip"):
        address = reverse(f"people:{name}", args=[world.here.slug, who.pk])
        assert client.post(address, {"request_id": uuid4()}).status_code == 404
