"""Siti leaves the tailors: what she still has there is told before anything is settled."""

from __future__ import annotations

import pytest

from rembuk.cash import expected
from rembuk.enterprise import members, owed
from rembuk.enterprise.models import Membership
from rembuk.shares import capital, paying
from rembuk.shares.capital import PutIn
from rembuk.shares.tests.conftest import NOW, SINCE, TODAY
from rembuk.shares.tests.test_dividing import TODAY_, agreed, agreed_rule, signed
from rembuk.villages.tests.counting import few_queries


@pytest.fixture
def siti(tailors):
    return Membership.objects.select_related("group__village").get(pk=tailors.ids["Siti"])


def known(siti):
    return [one.amount_rp for one in owed.of(siti, today=TODAY)]


def put_in(siti, tailors, amount_rp):
    told = PutIn(SINCE, amount_rp, "Kuitansi no. 12")
    return capital.put_in(membership=siti, told=told, by=tailors.chair, at=NOW, today=TODAY)


def test_her_capital_is_told_until_she_has_it_back(siti, tailors):
    assert known(siti) == []
    row = put_in(siti, tailors, 250_000)
    put_in(siti, tailors, 50_000)
    assert known(siti) == [300_000]
    capital.give_back(row=row, on=TODAY, why="Keluar", by=tailors.chair, at=NOW, today=TODAY)
    assert known(siti) == [50_000]


def test_an_agreed_share_is_told_until_it_is_paid(siti, tailors, decision, purse):
    agreed_rule(tailors, decision)
    sharing = agreed(tailors)
    (mine,) = owed.of(siti, today=TODAY)
    share = sharing.shares.get(membership=siti)
    assert (mine.amount_rp, sharing.title in mine.told) == (share.amount_rp, True)
    assert f"/{sharing.pk}/" in mine.url
    paying.pay_all(sharing, signed=signed(tailors), **TODAY_)
    assert known(siti) == []


def test_a_share_that_is_no_longer_expected_is_not_hers(siti, tailors, decision):
    agreed_rule(tailors, decision)
    share = agreed(tailors).shares.select_related("money").get(membership=siti)
    expected.withdraw(one=share.money, why="Salah", by=tailors.treasurer, at=NOW)
    assert known(siti) == []


def test_the_chair_reads_it_above_the_settlement(siti, tailors, browser_of):
    put_in(siti, tailors, 250_000)
    members.leave(
        membership=siti, left_on=TODAY, why="FAMILY", by=tailors.chair, at=NOW, today=TODAY
    )
    group = tailors.group
    url = f"/desa/{group.village.slug}/enterprise/{group.pk}/members/{siti.pk}/settlement/"
    lastri = browser_of("lastri")
    with few_queries():
        page = lastri.get(url).content.decode()
    assert "Sudah tercatat" in page
    assert "Rp250.000" in page
    assert f"/shares/{group.pk}/capital/" in page
