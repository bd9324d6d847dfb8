"""Buku saya: every member reads how the cooperative does, abroad as well; nobody else by it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from rembuk.coop import members, trusted
from rembuk.coop.members import Facts
from rembuk.coop.trusted import Named
from rembuk.people import residents
from rembuk.people.residents import ResidentFacts
from rembuk.surplus import reports
from rembuk.surplus.models import Part
from rembuk.surplus.yearly import Statement
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

YEAR = "?year=2025"


def sign_in(member, username):
    """Give a member an account and a browser of her own, in no office at all."""
    member.resident.user = stories.user(username, member.name)
    member.resident.save(update_fields=["user"])
    client = Client(headers={"accept-language": "id"})
    client.force_login(member.resident.user)
    return client


@pytest.fixture
def wati(closed):
    return sign_in(closed.wati, "wati.sendiri")


def ours(closed, name, *more, room="myshu"):
    return reverse(f"{room}:{name}", args=[closed.wati.pk, *more])


def test_from_her_book_to_the_statements_and_the_book_of_the_meeting(closed, wati):
    book = wati.get(reverse("books:book", args=[closed.wati.pk])).text
    assert ours(closed, "statements") in book
    assert ours(closed, "money", room="ours") in book
    assert wati.get(ours(closed, "statements"), follow=True).status_code == 200
    for what in Statement:
        with few_queries():
            page = wati.get(ours(closed, "statement", what.value) + YEAR).text
        assert str(what.label) in page
        assert "Tumini" not in page
    assert ours(closed, "reports") in page
    paper = wati.get(ours(closed, "meeting_book") + YEAR)
    assert paper.content.startswith(b"%PDF")
    assert wati.get(ours(closed, "statement", "profit")).status_code == 404


def test_she_reads_the_same_sums_as_the_treasurer(closed, wati):
    office = Client(headers={"accept-language": "id"})
    office.force_login(closed.coop.treasurer)
    keys = [closed.book.village.slug, closed.coop.group.pk, "result"]
    theirs = office.get(reverse("surplus:statement", args=keys) + YEAR).text
    hers = wati.get(ours(closed, "statement", "result") + YEAR).text

    def sums(page):
        table = page.partition("<tbody>")[2].partition("</tbody>")[0]
        return [row.partition("</td>")[0] for row in table.split('class="amount">')[1:]]

    assert sums(hers) == sums(theirs)
    assert len(sums(hers)) > 2


def test_what_the_boards_wrote_reaches_her(closed, wati):
    by = Actor(user=closed.coop.chair, office=Office.GROUP_CHAIR)
    reports.write(
        group=closed.coop.group, year=2025, part=Part.BOARD, text="Kantor buka tiap Sabtu", by=by,
        at=NOW,
    )  # fmt: skip
    with few_queries():
        page = wati.get(ours(closed, "reports") + YEAR).text
    assert "Kantor buka tiap Sabtu" in page
    assert "Tulis" not in page.partition("<main")[2].replace("Ditulis", "")


def test_where_the_money_is_in_totals(closed, wati):
    with few_queries():
        page = wati.get(ours(closed, "money", room="ours")).text
    assert "Rp3.500.000" in page
    assert "/reports/" not in page
    assert "Tumini" not in page


def test_not_for_whom_she_named_nor_for_who_left(closed, wati):
    told = {"by": closed.coop.by_chair, "at": NOW}
    son = residents.register(
        village=closed.book.village, facts=ResidentFacts(name="Agus Wibowo"),
        by=closed.coop.by_chair, at=NOW,
    )  # fmt: skip
    trusted.name(member=closed.wati, named=Named("CONTACT", "anak", resident=son), **told)
    son.user = stories.user("agus", "Agus Wibowo")
    son.save(update_fields=["user"])
    his = Client()
    his.force_login(son.user)
    book = his.get(reverse("books:book", args=[closed.wati.pk])).text
    pages = [
        ours(closed, "statements"), ours(closed, "statement", "result"), ours(closed, "reports"),
        ours(closed, "meeting_book"), ours(closed, "money", room="ours"),
        ours(closed, "oversight", room="ours"),
    ]  # fmt: skip
    assert not [url for url in pages if url in book]
    assert {his.get(url).status_code for url in pages} == {404}
    tumini = sign_in(closed.tumini, "tumini")
    assert {tumini.get(url).status_code for url in pages} == {404}
    members.step(
        member=closed.wati, facts=Facts("LEFT", date(2026, 11, 1), "Pindah"), today=TODAY, **told
    )  # fmt: skip
    assert {wati.get(url).status_code for url in pages} == {404}
