"""A sum placed for six months: due on its day, paid out, renewed, or broken by the rule."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from rembuk.coop import custody, exits
from rembuk.ledger import reading
from rembuk.lib.errors import Refused
from rembuk.savings import blocks, products, terms
from rembuk.savings.models import Placement, PlacementEnd
from rembuk.savings.models.products import Control
from rembuk.savings.products import Terms
from rembuk.villages.tests.stories import NOW, TODAY

PLACED = date(2026, 2, 28)
DUE = date(2026, 8, 28)


def text(response):
    return response.content.decode()


@pytest.fixture
def siti(kept):
    """Siti has a voluntary account."""
    return kept.account(kept.member("Siti Aminah"), kept.product())


@pytest.fixture
def term(kept):
    return kept.product(Control.TERM, name="Berjangka", rate_bp=600)


def placed(kept, siti, term, *, on=PLACED, renews=False, amount_rp=1_000_000):
    made, _entry = terms.place(
        book=kept.book, member=siti.member, product=term.product,
        placed=terms.Sum(amount_rp, on, renews), signed=kept.signed(), today=TODAY,
    )  # fmt: skip
    return terms.lasting(kept.coop.group).get(pk=made.pk)


def ended(kept, placement, today=TODAY):
    return terms.end(book=kept.book, placement=placement, signed=kept.signed(), today=today)


def broken(kept, placement, today=TODAY):
    return terms.break_early(book=kept.book, placement=placement, signed=kept.signed(), today=today)


def test_it_is_paid_into_her_account_on_its_day(kept, siti, term):
    one = placed(kept, siti, term)
    assert one.due_on == DUE
    with pytest.raises(Refused, match="Belum jatuh tempo"):
        ended(kept, one, today=date(2026, 8, 27))
    with pytest.raises(Refused, match="tidak ada potongan"):
        broken(kept, one)
    assert ended(kept, one).how == "PAID"
    held = reading.held_now(kept.book, [siti.code, one.account.code])
    assert held == {siti.code: 1_000_000, one.account.code: 0}
    with pytest.raises(Refused, match="sudah dibayarkan"):
        ended(kept, one)


def test_it_goes_on_under_what_holds_on_that_day(kept, siti, term):
    one = placed(kept, siti, term, renews=True)
    better = Terms(date(2026, 8, 1), 700, "monthly", source="RA", term_months=3, penalty_bp=50)
    newer = products.issue(product=term.product, terms=better, by=kept.coop.by_chair, at=NOW)
    assert ended(kept, one).how == "RENEWED"
    again = Placement.objects.get(end__isnull=True)
    assert (again.version, again.placed_on, again.due_on) == (newer, DUE, date(2026, 11, 28))
    assert kept.stands(again.account).version == newer
    assert reading.held_now(kept.book, [one.account.code])[one.account.code] == 1_000_000


def test_without_a_licence_it_is_paid_out_though_it_was_to_go_on(kept, siti, term):
    one = placed(kept, siti, term, renews=True)
    custody.end(
        licence=kept.licence, on=date(2026, 8, 1), why="Dicabut", by=kept.coop.by_chair, at=NOW,
        today=TODAY,
    )  # fmt: skip
    assert ended(kept, one).how == "PAID"


def test_breaking_it_costs_what_was_promised(kept, siti, term):
    one = placed(kept, siti, term, on=date(2026, 8, 31))
    assert one.due_on == date(2027, 2, 28)
    assert broken(kept, one).penalty_rp == 10_000
    held = reading.held_now(kept.book, [siti.code, one.account.code, "4103"])
    assert held == {siti.code: 990_000, one.account.code: 0, "4103": 10_000}


def test_who_leaves_takes_a_placed_sum_home_once_it_is_broken(kept, siti, term):
    one = placed(kept, siti, term, on=date(2026, 9, 1))
    figures = [exits.figure(kept.book, siti.member, on=TODAY).gross_rp]
    broken(kept, one)
    figures.append(exits.figure(kept.book, siti.member, on=TODAY).gross_rp)
    assert figures == [50_000, 1_040_000]  # her pokok; then the sum less what breaking costs


def test_blocked_money_is_neither_paid_nor_broken(kept, siti, term):
    one, other = placed(kept, siti, term), placed(kept, siti, term)
    wanted = blocks.Wanted(1, TODAY, "Sengketa")
    told = {"by": kept.coop.by_chair, "at": NOW, "today": TODAY}
    blocks.block(book=kept.book, account=one.account, wanted=wanted, **told)
    with pytest.raises(Refused, match="diblokir"):
        ended(kept, one)
    done = terms.end_all(book=kept.book, signed=kept.signed(), today=TODAY)
    assert [end.placement_id for end in done] == [other.pk]
    with pytest.raises(Refused, match="Tidak ada"):
        terms.end_all(book=kept.book, signed=kept.signed(), today=TODAY)


def test_a_placed_sum_is_neither_added_to_nor_taken_from(kept, siti, term):
    one = placed(kept, siti, term)
    with pytest.raises(Refused, match="tidak ditambah"):
        kept.brought(one.account, 1_000, on=TODAY)
    with pytest.raises(Refused, match="jatuh tempo"):
        kept.asked(one.account, 1_000)
    wati = kept.member("Wati Ningsih")
    with pytest.raises(Refused, match="sukarela"):
        kept.account(wati, term)


def test_the_database_refuses_what_cannot_be(kept, siti, term):
    one = placed(kept, siti, term)
    facts = {"village": one.village, "account": one.account, "version": one.version,
             "renews": False, "at": NOW}  # fmt: skip
    days = {"placed_on": TODAY, "due_on": date(2027, 1, 1)}
    ends = {"village": one.village, "placement": one, "on": TODAY, "at": NOW}
    rows = [
        (Placement(principal_rp=0, **facts, **days), "placement_is_a_sum"),
        (Placement(principal_rp=1, placed_on=TODAY, due_on=TODAY, **facts), "placement_lasts"),
        (Placement(principal_rp=1, placed_on=PLACED, due_on=DUE, **facts), "once_a_day|UNIQUE"),
        (PlacementEnd(how="LOST", **ends), "placementend_known"),
        (PlacementEnd(how="PAID", penalty_rp=1, **ends), "only_breaking_costs"),
    ]
    for row, constraint in rows:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            row.save(force_insert=True)


def test_the_treasurer_places_a_sum_and_does_what_was_promised(kept, siti, term, opened):
    group = kept.coop.group
    place = [group.village.slug, group.pk]
    treasurer = opened(kept.coop.treasurer)
    url = reverse("savings:place", args=[*place, siti.member_id, term.product_id])
    form = {"request_id": uuid4(), "amount_rp": "750.000", "on_which": "other", "renews": "no",
            "on_parts_day": "28", "on_parts_month": "2", "on_parts_year": "2026"}  # fmt: skip
    check = text(treasurer.post(url, form))
    assert "Dibayarkan ke rekening sukarelanya" in check
    assert "Rp750.000" in text(treasurer.post(url, {**form, "checked": "1"}, follow=True))
    page = text(treasurer.get(reverse("savings:terms", args=place)))
    assert "28 Agustus 2026" in page or "28 Agu 2026" in page
    today = text(treasurer.get(reverse("web:today", args=place[:1])))
    assert "jatuh tempo" in today
    end = reverse("savings:end_terms", args=place)
    key = {"request_id": uuid4()}
    assert "1 simpanan selesai" in text(treasurer.post(end, key, follow=True))
    treasurer.post(end, key)
    assert kept.stands(siti).own_rp == 750_000


def test_the_page_says_what_breaking_costs_before_it_is_broken(kept, siti, term, opened):
    one = placed(kept, siti, term, on=date(2026, 9, 1))
    group = kept.coop.group
    url = reverse("savings:break_early", args=[group.village.slug, group.pk, one.account_id])
    treasurer = opened(kept.coop.treasurer)
    page = text(treasurer.get(url))
    assert "Rp10.000" in page
    assert "Rp990.000" in page
    treasurer.post(url, {"request_id": uuid4()}, follow=True)
    assert kept.stands(siti).own_rp == 990_000
    assert treasurer.get(url).status_code == 404
