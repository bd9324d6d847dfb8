"""An arisan as its treasurer, its chair, a member and a participant abroad see it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from rembuk.arisan import rounds
from rembuk.arisan.arisans import Taking, Terms, begin
from rembuk.arisan.models import Arisan, Paid
from rembuk.arisan.tests.scene import begun, paid
from rembuk.people import residents
from rembuk.people.residents import ResidentFacts
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries

HOLDS_NOTHING = "Koperasi tidak memegang uang ini"


def url(cast, name, *more):
    return reverse(f"arisan:{name}", args=[cast.village.slug, cast.group.pk, *more])


def send(client, address, **typed):
    return client.post(address, {"request_id": uuid4(), **typed}, follow=True)


def text(response):
    return response.content.decode()


def test_the_treasurer_writes_an_arisan_down_and_a_wrong_sum_comes_back(cast, client):
    client.force_login(cast.treasurer.user)
    assert "Belum ada arisan" in text(client.get(url(cast, "arisans")))
    day = cast.today
    typed = {
        "name": "Arisan purna PMI", "rhythm": "MONTHLY", "way": "DRAW", "kept_where": "Kaleng",
        "first_on_day": day.day, "first_on_month": day.month, "first_on_year": day.year,
        "others": "Bu Lastri, Bu Tumini",
        **{f"shares_u{one.user.pk}": "1" for one in (cast.chair, cast.treasurer)},
    }  # fmt: skip
    wrong = send(client, url(cast, "begin"), **typed, share_rp="50.000.000")
    assert wrong.status_code == 422
    assert "Bu Lastri" in text(wrong)
    page = text(send(client, url(cast, "begin"), **typed, share_rp="50rb"))
    assert "Rp200.000" in page
    assert rounds.standing(Arisan.objects.get(), on=day).pot_rp == 200_000
    assert HOLDS_NOTHING in page


def test_from_tapping_who_paid_to_the_receipt_and_back(cast, client):
    one = begun(cast, first=0)
    client.force_login(cast.treasurer.user)
    form = url(cast, "record_paid", one.pk, 1)
    assert form in text(client.get(reverse("web:today", args=[cast.village.slug])))
    assert send(client, form).status_code == 422
    seats = [str(seat.pk) for seat in rounds.standing(one, on=cast.today).seats]
    page = text(send(client, form, seats=seats, on_which="today"))
    assert "3 bagian dicatat" in page
    send(client, url(cast, "begin_draw", one.pk, 1))
    draw = one.draws.get()
    sign = url(cast, "sign_draw", draw.pk)
    assert send(client, sign, word="kenanga").status_code == 422, "the treasurer began it"
    client.force_login(cast.chair.user)
    assert sign in text(client.get(reverse("web:today", args=[cast.village.slug])))
    assert "Uang arisan untuk" in text(send(client, sign, word="kenanga"))
    client.force_login(cast.treasurer.user)
    page = text(send(client, url(cast, "hand_over", draw.pk), on_which="today"))
    assert "Kuitansi no. 1" in page
    handed = one.handings.get()
    receipt = client.get(url(cast, "receipt", handed.pk))
    assert receipt.content.startswith(b"%PDF")
    assert client.get(url(cast, "print_arisan", one.pk)).content.startswith(b"%PDF")
    send(client, url(cast, "take_back_handed", handed.pk), why="Salah hitung")
    given = Paid.objects.order_by("pk")[0]
    page = text(send(client, url(cast, "take_back_paid", given.pk), why="Belum bayar"))
    assert "2 dari 3" in page


def test_a_member_reads_how_many_paid_and_not_who_did_not(cast, client):
    one = begun(cast, first=-3)
    paid(cast, one, 1)[0]
    member = stories.user("tini", "Tini Wulan")
    stories.appoint(member, Office.GROUP_MEMBER, group=cast.group)
    client.force_login(member)
    for page in ("arisan", "round"):
        more = [1] if page == "round" else []
        shown = text(client.get(url(cast, page, one.pk, *more)))
        assert "3 dari 3" in shown
        assert "Sumiyem" not in shown
        assert HOLDS_NOTHING in shown
    assert client.get(url(cast, "record_paid", one.pk, 1)).status_code == 403


def test_siti_abroad_reads_when_she_gave_and_what_is_open(cast, client):
    siti = residents.register(
        village=cast.village, facts=ResidentFacts(name="Siti"), by=cast.facilitator, at=cast.at
    )
    siti.user = stories.user("siti", "Siti Aminah")
    siti.save(update_fields=["user"])
    day = cast.today - timedelta(days=8)
    begin(
        group=cast.group, terms=Terms("Arisan RT", 25_000, day, "WEEKLY", "LOTS", "Kaleng"),
        people=[Taking("Siti", resident_id=siti.pk), Taking("Wati")], by=cast.treasurer,
        at=cast.at, today=cast.today,
    )  # fmt: skip
    client.force_login(siti.user)
    with few_queries():
        page = text(client.get(reverse("myarisan:mine")))
    assert "Rp50.000" in page, "two rounds are open"
    assert "Wati" not in page
    assert HOLDS_NOTHING in page


@pytest.mark.parametrize("page", ["arisans", "arisan", "round", "record_paid"])
def test_a_page_asks_little(cast, client, page):
    one = begun(cast)
    paid(cast, one, 1)
    client.force_login(cast.treasurer.user)
    more = {"arisans": [], "arisan": [one.pk]}.get(page, [one.pk, 1])
    address = url(cast, page, *more)
    client.get(address)
    with few_queries():
        assert client.get(address).status_code == 200
