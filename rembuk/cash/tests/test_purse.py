"""A group's purse: opened by its chair, open to its members, closed to everybody else."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from rembuk.cash.tests import scenes
from rembuk.cash.tests.scenes import asked, came, chair, today, url, went
from rembuk.ledger import books, reading
from rembuk.lib.errors import Refused
from rembuk.villages import offices
from rembuk.villages.models import Group, OfficeTerm
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries


def opening(**facts):
    sent = {
        "request_id": str(uuid4()), "begins_on_which": "today", "counted_rp": "1,25jt",
        "limit_rp": "500.000",
    }  # fmt: skip
    return sent | facts


def test_before_it_is_open_the_page_says_who_opens_it(world, signed_in):
    page = signed_in(world.rina).get(url(world, "purse")).content.decode()
    assert "Kas kelompok ini belum dibuka" in page
    assert "Ketua kelompok yang membukanya" in page
    assert signed_in(world.rina).get(url(world, "open_purse")).status_code == 403


def test_the_chair_counts_checks_and_opens(world, signed_in):
    client = signed_in(chair(world).user)
    page = client.post(url(world, "open_purse"), opening()).content.decode()
    assert "satu juta dua ratus lima puluh ribu rupiah" in page
    assert books.book_of(world.tailors) is None
    page = client.post(url(world, "open_purse"), opening(checked="1"), follow=True)
    assert "Rp1.250.000" in page.content.decode()
    assert reading.line_of(books.book_of(world.tailors), 1).balance_rp == 1_250_000


def test_a_purse_is_opened_once(world, purse, signed_in):
    response = signed_in(chair(world).user).post(url(world, "open_purse"), opening(checked="1"))
    assert response.status_code == 422
    assert "sudah" in response.content.decode()


def test_a_cooperative_begins_with_nothing(world):
    from rembuk.cash import purse

    group = Group.objects.create(village=world.here, kind="COOPERATIVE", name="Koperasi")
    beginning = purse.Beginning(today(), 1, 500_000)
    signed = scenes.signed(chair(world))
    with pytest.raises(Refused, match="dengan 0"):
        purse.open_purse(group=group, beginning=beginning, signed=signed, today=today())


def test_the_passbook_runs_newest_first_and_its_balances_follow(world, purse):
    came(world, purse, 200_000)
    went(world, purse, 50_000)
    came(world, purse, 10_000, on=scenes.begins())  # brought in late, counts for earlier
    lines = reading.lines_of(purse)
    assert [line.number for line in lines] == [3, 2, 4, 1]
    assert [line.balance_rp for line in lines] == [1_160_000, 1_210_000, 1_010_000, 1_000_000]
    assert reading.lines_of(purse, first=2, count=2) == lines[2:]
    assert [reading.line_of(purse, line.number) for line in lines] == lines
    assert reading.totals(purse) == (4, 1_210_000, 50_000)


@pytest.mark.parametrize("page", ["purse", "lines"])
def test_the_pages_ask_the_database_little(world, purse, signed_in, page):
    for _each in range(6):
        came(world, purse, 20_000)
    asked(world, purse)
    client = signed_in(world.rina)
    with few_queries():
        assert client.get(url(world, page)).status_code == 200


@pytest.mark.parametrize(
    "office", [Office.GROUP_OFFICER, Office.SUPERVISORY_BOARD, Office.GROUP_MEMBER]
)
def test_a_member_of_the_group_reads_it_in_two_taps(world, purse, signed_in, office):
    came(world, purse, 75_000)
    wati = stories.user("wati", "Wati")
    stories.appoint(wati, office, group=world.tailors)
    client = signed_in(wati)
    today_page = client.get(reverse("web:today", args=[world.here.slug])).content.decode()
    purses = reverse("cash:purses", args=[world.here.slug])
    assert f'href="{purses}"' in today_page
    page = client.get(purses, follow=True).content.decode()
    assert "Rp1.075.000" in page
    assert "Uang masuk</a>" not in page
    assert client.get(url(world, "record_in")).status_code == 403


def test_a_member_goes_from_today_to_the_passbook_and_not_beyond_her_group(world, purse, signed_in):
    came(world, purse, 75_000)
    wati = stories.user("wati", "Wati")
    stories.appoint(wati, Office.GROUP_MEMBER, group=world.tailors)
    client, slug = signed_in(wati), world.here.slug
    cards = client.get(reverse("web:today", args=[slug])).context["cards"]
    assert [card.title for card in cards] == ["Kas kelompok Jahit Melati"]
    assert "Rp" not in cards[0].title + cards[0].why, "who looks over her shoulder reads no sum"
    page = client.get(cards[0].url).content.decode()
    assert "Rp1.075.000" in page
    assert "SD Sumber Rejo" in page
    own = reverse("hall:group", args=[slug, world.tailors.pk])
    assert client.get(reverse("hall:groups", args=[slug])).headers["Location"] == own
    for closed in ("hall:offices", "people:residents", "cash:begin_in"):
        assert client.get(reverse(closed, args=[slug])).status_code == 403, closed
    OfficeTerm.objects.filter(user=wati).update(until=today(), ended_at=timezone.now(),
        ended_reason="Keluar dari kelompok")  # fmt: skip
    assert client.get(cards[0].url).status_code == 404


def test_a_cooperative_has_no_members_of_this_kind(world):
    """Its books show each member's own account: only who works for it reads them."""
    group = Group(kind=Group.Kind.COOPERATIVE)
    assert not offices.fits(Office.GROUP_MEMBER, group)


def test_somebody_of_another_group_does_not_see_it(world, purse, signed_in):
    goats = Group.objects.create(village=world.here, kind="BUSINESS", name="Kambing")
    wati = stories.user("wati", "Wati")
    stories.appoint(wati, Office.TREASURER, group=goats)
    assert signed_in(wati).get(url(world, "purse")).status_code == 404


def test_the_page_of_the_group_leads_to_its_cash(world, purse, signed_in):
    page = signed_in(world.budi).get(
        reverse("hall:group", args=[world.here.slug, world.tailors.pk])
    )
    assert url(world, "purse") in page.content.decode()


def test_the_head_sees_every_purse_of_the_village(world, purse, signed_in):
    client = signed_in(world.budi)
    with few_queries():
        page = client.get(reverse("cash:purses", args=[world.here.slug]))
    assert "Isi kas: Rp1.000.000" in page.content.decode()
