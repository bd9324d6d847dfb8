"""Buku saya: Siti abroad reads her own book, Wati reads it for her, nobody else does."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from rembuk.cash import approving, purse
from rembuk.coop import doubts, dues, exits, held, paying, trusted
from rembuk.coop.dues import Terms
from rembuk.coop.models import Doubt, DoubtAnswer
from rembuk.coop.trusted import Named
from rembuk.coop.views import doubts as views
from rembuk.ledger import posting, reading
from rembuk.ledger.posting import Signed
from rembuk.lib.errors import Refused
from rembuk.villages.actors import Actor
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

BEGINS = date(2026, 1, 1)
QUERIES = 14  # who she is, her book, what it holds, its lines, and what savings and loans add


def signed(by):
    return Signed(by=by, at=NOW, request_id=uuid4())


def text(response):
    return response.content.decode()


@pytest.fixture
def book(coop):
    made = purse.open_purse(
        group=coop.group, beginning=purse.Beginning(BEGINS, 0, 500_000),
        signed=signed(coop.by_chair), today=TODAY,
    )  # fmt: skip
    terms = Terms(BEGINS, 50_000, 10_000, source="AD pasal 12", exit_days=90)
    dues.agree(group=coop.group, terms=terms, by=coop.by_chair, at=NOW)
    return made


@pytest.fixture
def siti(coop, book):
    """Siti brought 160.000 and can sign in."""
    member = coop.member("Siti Aminah")
    member.resident.user = stories.user("siti", "Siti Aminah")
    member.resident.save(update_fields=["user"])
    payments = paying.as_due(dues.of_member(book, member, on=TODAY))
    paying.record(
        book=book, payments=payments, on=TODAY, signed=signed(coop.by_treasurer), today=TODAY
    )
    return member


def address(name, *more):
    return reverse(f"books:{name}", args=more)


def test_siti_reads_her_own_book_from_abroad(coop, siti, opened):
    client = opened(siti.resident.user)
    assert client.get(address("mine")).url == address("book", siti.pk)
    with few_queries(QUERIES):
        page = text(client.get(address("book", siti.pk)))
    for told in ("000013", "Rp110.000", "Rp160.000", "Kalau saya keluar hari ini"):
        assert told in page
    assert "<details" in page.partition("Rp160.000")[0].rpartition("</header>")[2]
    pokok = text(client.get(address("book", siti.pk) + "?account=3101"))
    assert "Rp50.000" in pokok


def test_who_left_reads_what_is_owed_her_and_by_when(coop, book, siti, opened):
    coop.step(siti, "LEFT", on=TODAY, reason="Pindah")
    client = opened(siti.resident.user)
    assert "belum diselesaikan" in text(client.get(address("book", siti.pk)))
    one = exits.propose(
        book=book, member=siti, on=TODAY, signed=signed(coop.by_treasurer), today=TODAY
    )
    assert "Menunggu orang kedua" in text(client.get(address("book", siti.pk)))
    one.asked.book.group = coop.group
    approving.approve(
        asked=one.asked, asked_hash=one.asked.asked_hash, by=coop.by_chair, at=NOW, today=TODAY
    )
    page = text(client.get(address("book", siti.pk)))
    for told in ("Belum dibayar", "18 Februari 2027", "Utang sejak keluar", "Rp160.000"):
        assert told in page
    assert "Kalau saya keluar" not in page


def test_whom_she_named_reads_it_too_and_nobody_else(coop, siti, opened):
    wati = coop.resident("Wati Ningsih")
    wati.user = stories.user("wati", "Wati Ningsih")
    wati.save(update_fields=["user"])
    other = coop.resident("Tumini")
    other.user = stories.user("tumini", "Tumini")
    other.save(update_fields=["user"])
    url = address("book", siti.pk)
    assert opened(wati.user).get(url).status_code == 404
    trusted.name(
        member=siti, named=Named("CONTACT", "ibu", resident=wati), by=coop.by_chair, at=NOW
    )
    client = opened(wati.user)
    assert "Buku Siti Aminah" in text(client.get(url))
    client = opened(other.user)
    assert client.get(url).status_code == 404
    assert "belum tercatat" in text(client.get(address("mine")))
    assert opened(coop.chair).get(url).status_code == 200  # a page that says: no record of you


def test_a_wrong_line_is_told_and_answered_with_a_name(coop, siti, opened):
    client = opened(siti.resident.user)
    url = address("wrong", siti.pk, 2)
    assert client.get(address("wrong", siti.pk, 99)).status_code == 404
    page = client.post(url, {"request_id": uuid4(), "said": "Saya bayar 120"}, follow=True)
    assert "sudah diteruskan" in text(page)
    again = client.post(url, {"request_id": uuid4(), "said": "Lagi"})
    assert "sudah menunggu jawaban" in text(again)
    place = [coop.group.village.slug, coop.group.pk]
    supervisor = opened(coop.supervisor)
    assert "1 anggota" in text(supervisor.get(reverse("web:today", args=place[:1])))
    answer = reverse("coop:oversee_doubt", args=[*place, Doubt.objects.get().pk])
    assert answer in text(supervisor.get(reverse("coop:doubts", args=place)))
    form = {"request_id": uuid4(), "outcome": "EXPLAINED", "said": "Kuitansinya 110"}
    assert "Kuitansinya 110" in text(supervisor.post(answer, form, follow=True))
    mine = text(opened(siti.resident.user).get(address("book", siti.pk)))
    assert "Kuitansinya 110" in mine
    assert "Sumarno" in mine


def test_a_doubt_is_answered_once_and_not_by_who_told_it(coop, siti):
    by = Actor(user=siti.resident.user)
    doubt = doubts.tell(member=siti, line=1, said="Salah", by=by, at=NOW)
    told = {"doubt": doubt, "outcome": "EXPLAINED", "at": NOW}
    with pytest.raises(Refused, match="Orang lain"):
        doubts.answer(said="Benar", by=by, **told)
    with pytest.raises(Refused, match="Tulis"):
        doubts.answer(said=" ", by=coop.by_treasurer, **told)
    doubts.answer(said="Benar", by=coop.by_treasurer, **told)
    with pytest.raises(Refused, match="sudah dijawab"):
        doubts.answer(said="Benar", by=coop.by_supervisor, **told)


def test_the_database_refuses_what_cannot_be(coop, siti):
    by = Actor(user=siti.resident.user)
    doubt = doubts.tell(member=siti, line=1, said="Salah", by=by, at=NOW)
    facts = {"village": doubt.village, "by": coop.chair, "at": NOW}
    broken = [
        (Doubt(member=siti, line=0, said="x", **facts), "coop_doubt_is_about_a_line"),
        (DoubtAnswer(doubt=doubt, outcome="NO", said="x", **facts), "outcome_known"),
        (DoubtAnswer(doubt=doubt, outcome="EXPLAINED", said="", **facts), "says_something"),
    ]
    for row, constraint in broken:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            row.save(force_insert=True)


def test_a_line_that_stands_was_not_taken_back(coop, book, siti):
    by = Actor(user=siti.resident.user)
    doubt = doubts.tell(member=siti, line=2, said="Salah", by=by, at=NOW)
    told = {"doubt": doubt, "outcome": "CORRECTED", "said": "Dibatalkan", "at": NOW}
    with pytest.raises(Refused, match="masih berlaku"):
        doubts.answer(by=coop.by_supervisor, **told)
    entry = reading.entry_of(book, 2)
    posting.reverse(entry, reason="Salah", signed=signed(coop.by_treasurer), today=TODAY)
    assert doubts.answer(by=coop.by_supervisor, **told).outcome == "CORRECTED"


def test_a_doubt_that_waits_stands_before_newer_answers(coop, siti, opened, monkeypatch):
    monkeypatch.setattr(views, "SHOWN", 2)
    by = Actor(user=siti.resident.user)
    doubts.tell(member=siti, line=1, said="Masih menunggu", by=by, at=NOW)
    for number in (2, 3, 4):
        later = NOW + timedelta(days=number)
        doubt = doubts.tell(member=siti, line=number, said=f"Ke-{number}", by=by, at=later)
        doubts.answer(
            doubt=doubt, outcome="EXPLAINED", said="Benar", by=coop.by_treasurer, at=later
        )
    url = reverse("coop:doubts", args=[coop.group.village.slug, coop.group.pk])
    page = text(opened(coop.supervisor).get(url))
    assert page.index("Masih menunggu") < page.index("Ke-4")
    assert "Ke-3" not in page


def test_an_answer_is_told_and_its_words_are_erased(coop, siti):
    by = Actor(user=siti.resident.user)
    doubt = doubts.tell(member=siti, line=1, said="Salah", by=by, at=NOW)
    doubts.answer(
        doubt=doubt, outcome="EXPLAINED", said="Kakak Siti menyetor", by=coop.by_treasurer, at=NOW
    )
    village, ids = coop.group.village, [siti.resident_id]
    rows = [dict(row) for section in held.told(village, ids) for row in section.rows]
    assert any("Kakak Siti menyetor" in row.get("Jawaban", "") for row in rows)
    held.erase(village, ids, NOW)
    assert DoubtAnswer.objects.get().said == "-"
    with pytest.raises(DatabaseError), transaction.atomic():
        DoubtAnswer.objects.update(said="Lain")
