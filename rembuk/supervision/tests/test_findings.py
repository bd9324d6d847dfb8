"""A finding is written down, answered by the board and closed; nothing of it goes away."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rembuk.coop.models import Member
from rembuk.ledger import books
from rembuk.ledger.checks import Finding as Found
from rembuk.lib.errors import Refused
from rembuk.supervision import findings, nights
from rembuk.supervision.models import Finding, FindingStep
from rembuk.villages.models import AuditEntry
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

LATER = TODAY + timedelta(days=14)


def address(lived, name, *more):
    group = lived.coop.group
    return reverse(f"supervision:{name}", args=[group.village.slug, group.pk, *more])


def written(lived, said="Hitungan 3 Maret bertanda tangan satu orang.", answer_by=LATER):
    return findings.write(
        group=lived.coop.group, facts=findings.Facts("CASH", said, answer_by),
        by=lived.coop.by_supervisor, at=NOW, today=TODAY,
    )  # fmt: skip


def answered(lived, finding, said="Dua orang menghitung sejak 1 April."):
    return findings.answer(finding=finding, said=said, by=lived.coop.by_chair, at=NOW)


def closed(lived, finding, said="Dilihat: dua tanda tangan."):
    return findings.close(finding=finding, said=said, by=lived.coop.by_supervisor, at=NOW)


def test_a_finding_lives_from_the_supervisor_to_the_board_and_back(lived):
    village, group = lived.coop.group.village, lived.coop.group
    made = written(lived)
    assert list(findings.unanswered(village, group.pk)) == [made]
    answered(lived, made)
    assert list(findings.unanswered(village, group.pk)) == []
    assert list(findings.to_close(village, group.pk)) == [made]
    closed(lived, made)
    assert list(findings.open_of(village, group.pk)) == []
    (told,) = findings.of(village, group.pk)
    assert [step.kind for step in told.steps.all()] == ["ANSWERED", "CLOSED"]
    verbs = AuditEntry.objects.of(village).filter(verb__startswith="supervision.")
    assert verbs.count() == 3


def test_what_is_refused_says_what_to_do(lived):
    with pytest.raises(Refused, match="Tulis"):
        written(lived, said=" ")
    with pytest.raises(Refused, match="hari ini"):
        written(lived, answer_by=TODAY - timedelta(days=1))
    made = written(lived)
    with pytest.raises(Refused, match="Anda"):
        findings.answer(finding=made, said="Sudah", by=lived.coop.by_supervisor, at=NOW)
    with pytest.raises(Refused, match="Tulis"):
        answered(lived, made, said="")
    closed(lived, made)
    for late in (answered, closed):
        with pytest.raises(Refused, match="ditutup"):
            late(lived, made)


def test_the_database_refuses_it_past_our_functions(lived):
    made = written(lived)
    told = {"village": made.village, "finding": made, "said": "x", "at": NOW}
    wrong = [
        ({"kind": "ANSWERED", "by": lived.coop.supervisor}, "answered_by_somebody_else"),
        ({"kind": "OTHER", "by": lived.coop.chair}, "kind_known"),
        ({"kind": "ANSWERED", "by": lived.coop.chair, "said": ""}, "says_something"),
    ]
    for change, name in wrong:
        with pytest.raises(DatabaseError, match=name), transaction.atomic():
            FindingStep.objects.create(**told | change)
    closed(lived, made)
    with pytest.raises(DatabaseError, match="after_the_end"), transaction.atomic():
        FindingStep.objects.create(**told, kind="ANSWERED", by=lived.coop.chair)
    rows = Finding.objects.of(made.village)
    for change, name in (
        ({"said": ""}, "says_something"), ({"about": "X"}, "about_known"),
        ({"answer_by": TODAY - timedelta(days=9)}, "after_it_was_seen"),
    ):  # fmt: skip
        values = {"about": "CASH", "said": "x", "on": TODAY, "answer_by": LATER} | change
        with pytest.raises(DatabaseError, match=name), transaction.atomic():
            rows.create(
                village=made.village, group=made.group, by=lived.coop.supervisor, at=NOW, **values
            )
    for attack in (lambda: rows.update(said="lain"), lambda: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            attack()


def test_the_pages_carry_it(lived, client):
    client.force_login(lived.coop.supervisor)
    typed = {"request_id": uuid4(), "about": "CASH", "said": "Satu tanda tangan."}
    typed |= {
        f"answer_by_{part}": getattr(LATER, part) for part in ("day", "month", "year")
    }  # fmt: skip
    assert client.post(address(lived, "write_finding"), {"request_id": uuid4()}).status_code == 422
    assert client.post(address(lived, "write_finding"), typed).status_code == 302
    made = Finding.objects.of(lived.coop.group.village).get()
    client.force_login(lived.coop.chair)
    today = client.get(reverse("web:today", args=[made.village.slug])).content.decode()
    assert address(lived, "findings") in today
    reply = {"request_id": uuid4(), "said": "Dua orang sejak sekarang."}
    assert client.post(address(lived, "answer_finding", made.pk), reply).status_code == 302
    assert client.get(address(lived, "close_finding", made.pk)).status_code == 403
    client.force_login(lived.coop.supervisor)
    end = {"request_id": uuid4(), "said": "Sudah dilihat."}
    assert client.post(address(lived, "close_finding", made.pk), end).status_code == 302
    with few_queries():
        page = client.get(address(lived, "findings")).content.decode()
    for words in ("Satu tanda tangan.", "Dua orang sejak sekarang.", "Sudah dilihat."):
        assert words in page


def test_members_read_how_many_are_open_and_no_word_of_it(lived, client):
    written(lived, said="Rahasia pengurus.")
    member = stories.user("ratna", "Ratna Dewi")
    stories.appoint(member, Office.GROUP_MEMBER, group=lived.coop.group)
    client.force_login(member)
    page = client.get(address(lived, "findings")).content.decode()
    assert "1 temuan" in page
    assert "Rahasia" not in page
    assert client.get(address(lived, "console")).status_code == 403


def member_of(lived):
    """Wati reads her own book, in no office at all."""
    wati = next(one for one in Member.objects.all() if one.resident.user is None)
    wati.resident.user = stories.user("wati.sendiri", wati.name)
    wati.resident.save(update_fields=["user"])
    browser = Client(headers={"accept-language": "id"})
    browser.force_login(wati.resident.user)
    return browser, wati


def test_a_member_reads_that_it_is_looked_at_and_not_what_was_said(lived):
    browser, wati = member_of(lived)
    page = reverse("ours:oversight", args=[wati.pk])
    assert page in browser.get(reverse("books:book", args=[wati.pk])).text
    empty = browser.get(page).text
    assert "Belum ada temuan yang ditulis." in empty
    assert "Belum ada bukti" in empty
    first, second = written(lived), written(lived, said="Kunci brankas dipegang satu orang.")
    answered(lived, first)
    closed(lived, first)
    with few_queries():
        told = browser.get(page).text
    assert "Ditutup" in told
    assert "Menunggu jawaban sampai" in told
    for words in (first.said, second.said, lived.coop.by_supervisor.user.name):
        assert words not in told


def test_what_the_night_found_is_said_without_its_words(lived):
    browser, wati = member_of(lived)
    book = books.book_of(lived.coop.group)
    page = reverse("ours:oversight", args=[wati.pk])
    assert "Belum pernah berjalan" in browser.get(page).text
    nights.keep(book, [], at=timezone.now() - timedelta(days=3))
    assert "Tadi malam tidak berjalan" in browser.get(page).text
    bad = Found("chain", "Catatan 7 milik Siti Aminah berubah")
    nights.keep(book, [bad], at=timezone.now())
    told = browser.get(page).text
    assert "1 hal tidak sesuai janji" in told
    assert "Siti Aminah berubah" not in told
