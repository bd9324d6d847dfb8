"""A private word reaches whom she chose, and leaves no trace for anybody else."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from rembuk.lib.errors import Refused
from rembuk.shares import concerns, held
from rembuk.shares.models import Concern, ConcernNote
from rembuk.shares.tests.conftest import NOW
from rembuk.villages.actors import Actor
from rembuk.villages.audit import sentence
from rembuk.villages.models import AuditEntry
from rembuk.villages.permissions import PERMISSIONS_OF, SCOPE_OF, Office, Permission, Scope
from rembuk.villages.tests import stories

SECRET = "Pak Karto tidak pernah mencari pakan"


@pytest.fixture
def wati(tailors):
    """Wati, a member."""
    from rembuk.accounts.models import User

    return Actor(User.objects.get(username="wati"), Office.GROUP_MEMBER)


def tell(tailors, by, **chosen):
    told = concerns.Told("DUTIES", SECRET, **(chosen or {"to_facilitator": True}))
    return concerns.tell(group=tailors.group, told=told, by=by, at=NOW)


def address(tailors, name, *more):
    return reverse(f"shares:{name}", args=[tailors.world.here.slug, tailors.group.pk, *more])


def pages(tailors, concern):
    slug = tailors.world.here.slug
    return [
        address(tailors, "concerns"), address(tailors, "concern", concern.pk),
        address(tailors, "shares"), reverse("web:today", args=[slug]),
        reverse("hall:group", args=[slug, tailors.group.pk]),
    ]  # fmt: skip


def test_told_answered_and_closed_by_herself(tailors, browser_of):
    wati, adi = browser_of("wati"), browser_of("adi")
    typed = {"request_id": uuid4(), "about": "DUTIES", "text": SECRET, "readers": "to_facilitator"}
    wati.post(address(tailors, "tell_concern"), typed)
    one = Concern.objects.get()
    today = reverse("web:today", args=[tailors.world.here.slug])
    assert "secara pribadi" in adi.get(today).content.decode()
    url = address(tailors, "concern", one.pk)
    assert SECRET in adi.get(url).content.decode()
    adi.post(url, {"request_id": uuid4(), "text": "Saya bicara dengan ketua."})
    assert "secara pribadi" not in adi.get(today).content.decode()
    hers = wati.get(url).content.decode()
    assert "Saya bicara dengan ketua." in hers
    assert "Jawaban Anda" not in hers, "she told it: she adds, she does not answer"
    assert "tambahkan" in wati.post(url, {"request_id": uuid4(), "text": ""}).content.decode()
    assert "Ada jawaban" in wati.get(today).content.decode()
    assert "Ada jawaban" not in adi.get(today).content.decode()
    close = address(tailors, "close_concern", one.pk)
    assert adi.post(close, {"request_id": uuid4()}).status_code == 404
    wati.post(close, {"request_id": uuid4()})
    one.refresh_from_db()
    assert one.closed_at is not None
    assert "Ada jawaban" not in wati.get(today).content.decode()
    with pytest.raises(Refused):
        concerns.answer(concern=one, text="lagi", by=tailors.chair, at=NOW)


@pytest.mark.parametrize("chosen", ["to_chair", "to_facilitator", "to_village_head"])
def test_nobody_but_whom_she_chose_learns_of_it(tailors, wati, browser_of, chosen):
    one = tell(tailors, wati, **{chosen: True})
    readers = {"to_chair": "lastri", "to_facilitator": "adi", "to_village_head": "budi"}
    others = []
    for office in Office:
        if Permission.SEE_WORK not in PERMISSIONS_OF[office]:
            continue
        if SCOPE_OF[office] == Scope.GROUP and office != Office.GROUP_CHAIR:
            user = stories.user(f"some.{office.lower()}", "Orang Lain")
            stories.appoint(user, office, group=tailors.group)
            others.append(user.username)
    others += [name for name in readers.values() if name != readers[chosen]]
    for username in others:
        client = browser_of(username)
        for url in pages(tailors, one):
            page = client.get(url).content.decode()
            assert SECRET not in page, (username, url)
            assert str(one.pk) in url or str(one.pk) not in page, (username, url)
        assert client.get(address(tailors, "concern", one.pk)).status_code == 404
        assert "secara pribadi kepada" not in client.get(pages(tailors, one)[3]).content.decode()
    assert SECRET in browser_of(readers[chosen]).get(
        address(tailors, "concern", one.pk)
    ).content.decode()  # fmt: skip


def test_the_trail_keeps_neither_who_nor_what(tailors, wati):
    one = tell(tailors, wati)
    concerns.answer(concern=one, text="Baik", by=tailors.world.by_adi, at=NOW)
    concerns.close(concern=one, by=wati, at=NOW)
    rows = AuditEntry.objects.filter(verb__startswith="shares.concern")
    assert rows.count() == 3
    for row in rows:
        assert (row.by, row.office, row.changes) == (None, "", [])
        assert "Wati" not in sentence(row)
        assert SECRET not in sentence(row)


def test_somebody_has_to_be_chosen(tailors, wati):
    with pytest.raises(Refused, match="siapa"):
        tell(tailors, wati, to_chair=False)
    one = tell(tailors, wati)
    with pytest.raises(IntegrityError, match="told_to_somebody"), transaction.atomic():
        Concern.objects.filter(pk=one.pk).update(to_facilitator=False)


def test_who_is_erased_leaves_no_word_of_it(tailors, wati):
    one = tell(tailors, wati)
    note = concerns.answer(concern=one, text="Baik", by=tailors.world.by_adi, at=NOW)
    village, ids = tailors.world.here, [one.resident_id]
    assert one.resident_id is not None
    assert SECRET in str(held.told(village, ids))
    held.erase(village, ids, NOW)
    assert Concern.objects.get().text == ""
    assert ConcernNote.objects.get(pk=note.pk).text == ""
