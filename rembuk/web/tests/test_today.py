"""What comes first on 'Hari ini', and who finds '+ Catat' in the bar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.web import stylesheet
from rembuk.web.today import Card, Urgency, in_order

TODAY = stories.TODAY


def card(title: str, urgency: Urgency, due_on: date | None = None) -> Card:
    return Card(urgency=urgency, title=title, why="", button="", url="", due_on=due_on)


def test_what_is_overdue_comes_right_after_safety() -> None:
    yesterday, last_week = TODAY - timedelta(days=1), TODAY - timedelta(days=7)
    cards = [
        card("Saran", Urgency.SUGGESTION),
        card("Hari ini", Urgency.DUE_TODAY, TODAY),
        card("Balasan, lewat kemarin", Urgency.WAITS_FOR_REPLY, yesterday),
        card("Saran, lewat seminggu", Urgency.SUGGESTION, last_week),
        card("Keselamatan", Urgency.SAFETY),
        card("Persetujuan besok", Urgency.WAITS_FOR_APPROVAL, TODAY + timedelta(days=1)),
    ]
    assert [one.title for one in in_order(cards, on=TODAY)] == [
        "Keselamatan",
        "Saran, lewat seminggu",
        "Balasan, lewat kemarin",
        "Hari ini",
        "Persetujuan besok",
        "Saran",
    ]


@pytest.mark.parametrize(("who", "records"), [("adi", True), ("rina", True), ("lastri", False)])
def test_the_bar_leads_to_recording_only_who_has_something_to_record(client, db, who, records):
    world = stories.world()
    lastri = stories.user("lastri", "Lastri")
    stories.appoint(lastri, Office.CHILD_CARER, village=world.here)
    client.force_login({"adi": world.adi, "rina": world.rina, "lastri": lastri}[who])
    slug = world.here.slug
    page = client.get(reverse("web:today", args=[slug])).content.decode()
    assert (f'href="{reverse("web:record", args=[slug])}"' in page) is records


def test_what_needs_a_script_is_hidden_without_one_whatever_a_part_says() -> None:
    text = stylesheet.current().text
    states = text[text.index("@layer states") :]
    assert ".no-script .only-script" in states


def test_who_lacks_a_second_step_is_reminded_until_she_has_one(db, client):
    """Adi sees many people: with a recovery code alone the card stays, with an app it goes."""
    world = stories.world()
    client.force_login(world.adi)
    home = reverse("web:today", args=[world.here.slug])
    user = world.adi
    Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": "sealed"})
    assert "Pasang langkah kedua" in client.get(home).content.decode()
    Authenticator.objects.create(user=user, type="totp", data={"secret": "sealed"})
    assert "Pasang langkah kedua" not in client.get(home).content.decode()
