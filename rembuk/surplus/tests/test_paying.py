"""Each member paid her part: a receipt, two people above the limit, her own line and her slip."""

from __future__ import annotations

from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from rembuk.cash import approving, lines
from rembuk.coop import exits
from rembuk.ledger import pending, posting, reading
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed
from rembuk.ledger.reading import Pending
from rembuk.lib.errors import Refused
from rembuk.surplus import dividing, paying, slips
from rembuk.surplus.dividing import State
from rembuk.surplus.models import MemberShare, Payout
from rembuk.surplus.tests.acts import agreed_upon, ended, was_booked
from rembuk.surplus.tests.scenes import YEAR
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY


@pytest.fixture
def division(closed):
    return agreed_upon(closed)


def share_of(division, member):
    shares = {one.member_id: one for one in MemberShare.objects.filter(division=division)}
    found = shares[member.pk]
    found.division, found.member = division, member
    return found


def pays(lived, share, by=None):
    signed = Signed(by=by or lived.coop.by_treasurer, at=NOW, request_id=uuid4())
    return paying.pay(book=lived.book, share=share, on=TODAY, signed=signed, today=TODAY)


def agrees(lived, asked, by):
    return approving.approve(asked=asked, asked_hash=asked.asked_hash, by=by, at=NOW, today=TODAY)


def owed(lived, member):
    return reading.held_now(lived.book, [member.account("2110")])[member.account("2110")]


def test_each_is_paid_once_with_a_receipt(closed, division):
    wati = share_of(division, closed.wati)
    with pytest.raises(Refused, match="keputusan rapat anggota dibukukan"):
        pays(closed, wati)
    was_booked(closed, division)
    before = reading.held_now(closed.book, ["1101"])["1101"]
    entry = pays(closed, wati)
    assert entry.receipt_no
    assert (entry.party, entry.resident_id) == ("Wati Ningsih", closed.wati.resident_id)
    assert reading.held_now(closed.book, ["1101"])["1101"] == before - wati.total_rp
    assert owed(closed, closed.wati) == 0
    with pytest.raises(Refused, match="sudah dibayar"):
        pays(closed, wati)
    told = paying.progress(division)
    assert (told.paid, told.paid_rp, told.left_rp) == (1, wati.total_rp, 400_000 - wati.total_rp)
    with pytest.raises(Refused, match="jadi pembagian ini tetap"):
        ended(closed, division, why="keliru")
    for member in (closed.tumini, closed.ratna):
        assert dividing.of_year(closed.coop.group, YEAR).state == State.BOOKED
        pays(closed, share_of(division, member))
    assert dividing.of_year(closed.coop.group, YEAR).state == State.PAID


def test_who_would_leave_reads_that_her_part_is_paid_apart(closed, division):
    was_booked(closed, division)
    wati = share_of(division, closed.wati)
    told = exits.figure(closed.book, closed.wati, on=TODAY)
    assert [(one.account, one.amount_rp) for one in told.besides] == [
        (closed.wati.account("2110"), wati.total_rp)
    ]
    assert told.gross_rp == 1_200_000, "pokok and wajib; her part is none of it"
    pays(closed, wati)
    assert exits.figure(closed.book, closed.wati, on=TODAY).besides == []


def test_what_is_taken_back_is_owed_again(closed, division):
    was_booked(closed, division)
    wati = share_of(division, closed.wati)
    entry = pays(closed, wati)
    signed = Signed(by=closed.coop.by_chair, at=NOW, request_id=uuid4())
    lines.take_back(
        book=closed.book, number=entry.sequence, reason="Salah orang", signed=signed, today=TODAY
    )
    assert owed(closed, closed.wati) == wati.total_rp
    assert {one.state for one in paying.progress(division).parts} == {paying.State.OWED}
    assert pays(closed, wati).receipt_no > entry.receipt_no
    again = paying.progress(division)
    assert (again.paid, Payout.objects.count()) == (1, 2)


def test_two_people_pay_from_the_limit_on_and_nobody_pays_herself_alone(closed, division):
    was_booked(closed, division)
    coop = closed.coop
    closed.book.limit_rp = 200_000
    wati, tumini = (share_of(division, one) for one in (closed.wati, closed.tumini))
    asked = pays(closed, wati)
    assert isinstance(asked, Pending)
    assert [one.state for one in paying.progress(division).parts].count(paying.State.WAITS) == 1
    with pytest.raises(Refused, match="menunggu orang kedua"):
        pays(closed, wati)
    with pytest.raises(Refused, match="jadi pembagian ini tetap"):
        ended(closed, division, why="keliru")
    approving.refuse(asked=asked, reason="Nanti", by=coop.by_chair, at=NOW)
    again = pays(closed, wati)
    entry = agrees(closed, again, coop.by_chair)
    assert paying.progress(division).paid_rp == wati.total_rp
    part = next(one for one in paying.progress(division).parts if one.share.pk == wati.pk)
    assert (part.state, part.entry.pk) == (paying.State.PAID, entry.pk)
    tumini.member.resident.user = coop.treasurer
    tumini.member.resident.save()
    own = pays(closed, tumini)
    assert isinstance(own, Pending), "her own, below the limit"
    tumini.member.resident.user = coop.chair
    tumini.member.resident.save()
    with pytest.raises(Refused, match="bagian Anda sendiri"):
        agrees(closed, own, coop.by_chair)


def test_the_database_refuses_a_second_and_an_early_payment(closed, division):
    wati, ratna = share_of(division, closed.wati), share_of(division, closed.ratna)
    sale = closed.booked("1101", "4201", 7, TODAY)

    def refused(rule, share=wati, **told):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            Payout.objects.create(
                village=share.village, share=share, on=TODAY, at=NOW, by=closed.coop.treasurer,
                **told,
            )  # fmt: skip

    plan = Plan(kind="CASH_OUT", on=TODAY, moves=[Move("5801", "1101", 1)])
    signed = {"by": closed.coop.by_treasurer, "at": NOW, "request_id": uuid4()}
    asked = pending.propose(closed.book, plan, today=TODAY, **signed)
    refused("surplus_payout_of_what_is_booked", asked=asked)
    was_booked(closed, division)
    refused("surplus_payout_booked_or_asked")
    refused("surplus_payout_of_her_own_part", entry=sale)
    other = pays(closed, ratna)
    refused("surplus_payout_of_her_own_part", entry=other)
    entry = pays(closed, wati)
    plan = Plan(kind="CASH_OUT", on=TODAY, moves=[Move("2110-" + closed.tumini.number, "1101", 1)])
    more = posting.post(closed.book, plan, signed=closed.signed(), today=TODAY)
    refused("surplus_payout_of_her_own_part", share=share_of(division, closed.tumini), entry=more)
    assert entry.pk != more.pk
    refused("surplus_payout_once_a_part", asked=asked)
    with (
        pytest.raises(IntegrityError, match="surplus_divisionstep_stays_once_paid"),
        transaction.atomic(),
    ):
        dividing.step(division, dividing.Kind.ENDED, by=closed.coop.by_chair, at=NOW, why="x")


def test_her_slip_can_be_done_again_by_hand(closed, division):
    (slip,) = slips.of_member(closed.wati)
    modal, usaha = slip.steps
    assert (modal.own_rp, modal.all_rp, modal.pool_rp) == (14_400_000, 25_200_000, 200_000)
    assert modal.exact == "114.285,71"
    assert abs(Fraction(14_400_000 * 200_000, 25_200_000) - modal.gets_rp) < 1
    assert (usaha.own_rp, usaha.all_rp, usaha.gets_rp) == (700_000, 1_000_000, 140_000)
    assert slip.share.total_rp == modal.gets_rp + usaha.gets_rp
    printed = slips.on_paper(slip, member=closed.wati, at=NOW)
    assert printed.startswith(b"%PDF")
    was_booked(closed, division)
    ended(closed, division, why="Angka keliru")
    assert slips.of_member(closed.wati) == []


def test_the_treasurer_pays_from_the_list_and_wati_reads_her_own(closed, division, client):
    was_booked(closed, division)
    coop, wati = closed.coop, share_of(division, closed.wati)
    slug, group = closed.book.village.slug, coop.group.pk
    here = reverse("surplus:payments", args=[slug, group, division.pk])
    client.force_login(coop.treasurer)
    assert "0 dari 3" in client.get(here).text
    form = reverse("surplus:pay_share", args=[slug, group, wati.pk])
    assert f"Rp{wati.total_rp:,}".replace(",", ".") in client.get(form).text
    sent = {"request_id": str(uuid4()), "on_which": "today"}
    first, second = (client.post(form, sent) for _again in range(2))
    assert first.status_code == second.status_code == 302
    assert Payout.objects.count() == 1
    page = client.get(here).text
    assert "1 dari 3" in page
    assert "kuitansi no." in page
    with few_queries():
        client.get(here)
    sri = stories.user("sri", "Sri")
    stories.appoint(sri, Office.GROUP_MEMBER, group=coop.group)
    client.force_login(sri)
    page = client.get(here).text
    assert "1 dari 3" in page
    assert "Tumini" not in page
    user = stories.user("wati.sendiri", "Wati")
    closed.wati.resident.user = user
    closed.wati.resident.save()
    client.force_login(user)
    own = client.get(reverse("myshu:shares", args=[closed.wati.pk])).text
    assert "114.285,71" in own
    assert "kuitansi no." in own
    slip = client.get(reverse("myshu:slip", args=[closed.wati.pk, wati.pk]))
    assert slip["Content-Type"] == "application/pdf"
    tumini = reverse("myshu:shares", args=[closed.tumini.pk])
    assert client.get(tumini).status_code == 404


def test_today_tells_whose_step_is_next_and_then_nobody(closed, client):
    coop, home = closed.coop, reverse("web:today", args=[closed.book.village.slug])

    def read_by(user):
        client.force_login(user)
        return client.get(home).text

    division = agreed_upon(closed)
    assert "Bukukan keputusan SHU 2025" in read_by(coop.treasurer)
    assert "SHU 2025" not in read_by(coop.chair)
    was_booked(closed, division)
    assert "Bayar SHU 2025" in read_by(coop.treasurer)
    for member in (closed.wati, closed.tumini, closed.ratna):
        pays(closed, share_of(division, member))
    assert "SHU 2025" not in read_by(coop.treasurer)


def round_of(lived, division, people, **more):
    shares = [share_of(division, one) for one in people]
    signed = Signed(by=lived.coop.by_treasurer, at=NOW, request_id=uuid4())
    return paying.pay_all(
        book=lived.book, shares=shares, on=TODAY, signed=signed, today=TODAY, **more
    )


def test_who_came_is_paid_in_one_go_with_a_receipt_each(closed, division):
    with pytest.raises(Refused, match="keputusan rapat anggota dibukukan"):
        round_of(closed, division, [closed.wati])
    was_booked(closed, division)
    made = round_of(closed, division, [closed.wati, closed.tumini])
    assert [one.party for one in made] == ["Wati Ningsih", "Tumini"]
    assert made[1].receipt_no == made[0].receipt_no + 1
    assert owed(closed, closed.wati) == owed(closed, closed.tumini) == 0
    with pytest.raises(Refused, match="sudah dibayar"):
        round_of(closed, division, [closed.ratna, closed.wati])
    assert owed(closed, closed.ratna), "all or nothing"
    assert paying.progress(division).paid == 2


def test_a_large_part_and_ones_own_are_not_paid_in_a_round(closed, division):
    was_booked(closed, division)
    closed.book.limit_rp = 200_000
    by = closed.coop.by_treasurer
    listed = paying.payable(paying.progress(division).parts, book=closed.book, by=by)
    assert [one.member.name for one in listed] == ["Tumini", "Ratna"]
    with pytest.raises(Refused, match="Wati Ningsih perlu orang kedua"):
        round_of(closed, division, [closed.tumini, closed.wati])
    closed.ratna.resident.user = closed.coop.treasurer
    closed.ratna.resident.save()
    listed = paying.payable(paying.progress(division).parts, book=closed.book, by=by)
    assert [one.member.name for one in listed] == ["Tumini"]


def test_the_heir_of_who_died_takes_her_part_in_a_round(closed, division):
    was_booked(closed, division)
    closed.coop.step(closed.tumini, "DIED", on=TODAY, reason="Sakit")
    made = round_of(closed, division, [closed.tumini, closed.ratna])
    assert [one.party for one in made] == ["Ahli waris Tumini", "Ratna"]
    assert made[0].resident_id is None


def test_the_treasurer_ticks_reads_back_and_saves_once(closed, division, client):
    was_booked(closed, division)
    group = closed.coop.group
    client.force_login(closed.coop.treasurer)
    place = [group.village.slug, group.pk, division.pk]
    url = reverse("surplus:pay_round", args=place)
    assert url in client.get(reverse("surplus:payments", args=place)).content.decode()
    with few_queries():
        page = client.get(url).content.decode()
    assert "Wati Ningsih" in page
    shares = [share_of(division, one) for one in (closed.wati, closed.ratna)]
    typed = {"request_id": uuid4(), "shares": [one.pk for one in shares], "on_which": "today"}
    assert client.post(url, {**typed, "shares": []}).status_code == 422
    total_rp = sum(one.total_rp for one in shares)
    check = client.post(url, typed).content.decode()
    assert f"Rp{total_rp:,}".replace(",", ".") in check
    assert paying.progress(division).paid == 0
    typed["checked"] = "1"
    if "again_rp" in check:
        typed["again_rp"] = str(total_rp)
    for _time in range(2):
        answer = client.post(url, typed)
        assert answer.status_code == 302
    assert paying.progress(division).paid == 2
    client.force_login(closed.coop.chair)
    assert client.get(url).status_code in {403, 404}
