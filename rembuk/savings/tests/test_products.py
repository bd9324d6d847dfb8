"""What the board promises for savings: dated, decided, never above the law, never changed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from rembuk.lib.errors import Refused
from rembuk.savings import closing, law, products, telling
from rembuk.savings.law import Law
from rembuk.savings.models import LawRule, Product, Version, VersionTold
from rembuk.savings.models.products import Control, Method
from rembuk.savings.products import Terms
from rembuk.savings.rates import percent_read, percent_told
from rembuk.savings.tests.scenes import BEGINS
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

QUERIES = 12
JULY = date(2026, 7, 1)
FORM = {
    "request_id": "6f1c2f5e-6f6b-4a52-9c7e-2c6f3a3d5a01", "rate_bp": "4,5",
    "method": "daily_balance", "year_days": "365", "lowest_rp": "10.000", "dormant_days": "180",
    "since_day": "1", "since_month": "7", "since_year": "2026", "source": "Rapat pengurus",
    "from_2": "5.000.000", "rate_2": "5", "sliced": "on",
}  # fmt: skip


def address(kept, name, *more):
    group = kept.coop.group
    return reverse(f"savings:{name}", args=[group.village.slug, group.pk, *more])


def text(response):
    return response.content.decode()


def test_a_new_version_holds_from_its_day_and_the_old_one_stays(kept):
    first = kept.product(rate_bp=600)
    terms = Terms(JULY, 300, Method.LOWEST, source="Rapat pengurus 2")
    products.issue(product=first.product, terms=terms, by=kept.coop.by_chair, at=NOW)
    versions = products.versions_of(first.product)
    rates = {
        on: products.version_on(versions, on).rate_bp for on in (BEGINS, date(2026, 6, 30), JULY)
    }
    assert rates == {BEGINS: 600, date(2026, 6, 30): 600, JULY: 300}
    assert products.version_on(versions, date(2025, 12, 31)) is None
    with pytest.raises(Refused, match="lebih baru"):
        products.issue(product=first.product, terms=terms, by=kept.coop.by_chair, at=NOW)


# What is typed of a product -> what the refusal says.
REFUSED = [
    ({"rate_bp": 901}, "9%"),
    ({"tiers": [(1_000_000, 901)]}, "9%"),
    ({"source": " "}, "di mana"),
    ({"method": Method.MONTHLY}, "cocok"),
    ({"term_months": 6, "penalty_bp": 0}, "berapa bulan"),
    ({"tiers": [(5, 100), (5, 200)]}, "lebih besar"),
    ({"lowest_rp": -1}, "saldo terendah"),
    ({"name": " "}, "nama"),
]


@pytest.mark.parametrize(("wrong", "says"), REFUSED)
def test_a_promise_that_cannot_be_is_refused(kept, wrong, says):
    with pytest.raises(Refused, match=says):
        kept.product(**wrong)
    assert not Product.objects.exists()


def test_a_term_says_its_months_and_what_breaking_it_costs(kept):
    version = kept.product(Control.TERM, rate_bp=700)
    assert (version.term_months, version.penalty_bp) == (6, 100)
    with pytest.raises(Refused, match="berapa bulan"):
        kept.product(Control.TERM, name="Lain", term_months=None)


def test_tiers_become_the_rates_of_the_formula(kept):
    version = kept.product(rate_bp=200, tiers=[(2_000_000, 400)], sliced=True)
    rates = products.rates_of(version)
    assert rates.yearly(Fraction(3_000_000)) == 2_000_000 * Fraction(2, 100) + 40_000


def test_the_law_is_dated_and_the_ceiling_follows_it(kept):
    group = kept.coop.group
    assert law.of(group, TODAY) == law.KNOWN
    assert (law.KNOWN.ceiling_bp, law.KNOWN.threshold_rp, law.KNOWN.tax_bp) == (900, 240_000, 1000)
    stricter = Law(500, 300_000, 1_200, "PP 9/2026", since=date(2026, 7, 15))
    law.record(group=group, law=stricter, by=kept.coop.by_chair, at=NOW)
    assert law.of(group, date(2026, 6, 30)).ceiling_bp == 900
    assert law.of(group, JULY).source == "PP 9/2026"
    kept.product(rate_bp=900, name="Juni", since=date(2026, 6, 1))
    with pytest.raises(Refused, match="5%"):
        kept.product(rate_bp=501, name="Juli", since=JULY)
    with pytest.raises(Refused, match="lebih baru"):
        law.record(group=group, law=stricter, by=kept.coop.by_chair, at=NOW)


# Columns set past our functions -> the constraint that refuses.
BROKEN = [
    ({"rate_bp": 10_001}, "savings_version_rates_are_parts"),
    ({"method": "guess"}, "savings_version_method_known"),
    ({"year_days": "400"}, "savings_version_year_known"),
    ({"lowest_rp": -1}, "savings_version_lowest_is_a_sum"),
    ({"dormant_days": 0}, "savings_version_dormant_days_are_days"),
    ({"term_months": 6}, "savings_version_term_is_whole"),
    ({"method": "monthly"}, "savings_version_term_is_whole"),
    ({"from_2_rp": 1}, "savings_version_tier_is_whole"),
    ({"from_3_rp": 5, "rate_3_bp": 1}, "savings_version_tiers_rise"),
    (
        {"from_2_rp": 5, "rate_2_bp": 1, "from_3_rp": 5, "rate_3_bp": 1},
        "savings_version_tiers_rise",
    ),
    ({"source": ""}, "savings_version_stands_somewhere"),
    ({"since": BEGINS}, "savings_version_once_a_day|UNIQUE"),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "constraint"), BROKEN)
def test_the_database_refuses_a_promise_that_cannot_be(kept, columns, constraint):
    first = kept.product()
    facts = {
        "village": first.village, "product": first.product, "since": JULY, "rate_bp": 100,
        "method": "daily_balance", "year_days": "365", "dormant_days": 365, "source": "x",
        "at": NOW,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Version(**(facts | columns)).save(force_insert=True)


def test_nobody_changes_a_promise_afterwards(kept):
    kept.product()
    rule = Law(800, 1, 1, "x", since=JULY)
    law.record(group=kept.coop.group, law=rule, by=kept.coop.by_chair, at=NOW)
    for model, columns in ((Version, {"rate_bp": 1}), (Product, {"name": "x"})):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(**columns)
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        LawRule.objects.update(tax_bp=0)


def test_the_chair_begins_a_product_and_everybody_reads_it(kept, opened):
    chair = opened(kept.coop.chair)
    new = address(kept, "new_goal")
    page = text(chair.post(new, {**FORM, "name": "Sekolah", "rate_bp": "12"}))
    assert "paling banyak 9%" in page
    assert "12" in page
    half = text(chair.post(new, {**FORM, "name": "Sekolah", "rate_2": ""}))
    assert "saldo dan jasanya" in half
    page = text(chair.post(new, {**FORM, "name": "Sekolah"}, follow=True))
    for told in ("Sekolah", "4,5%", "mulai Rp5.000.000: 5%", "Rapat pengurus", "240.000"):
        assert told in page
    version = Version.objects.get()
    assert (version.from_2_rp, version.rate_2_bp, version.sliced) == (5_000_000, 500, True)
    again = text(chair.post(new, {**FORM, "name": "Sekolah"}, follow=True))
    assert Version.objects.count() == 1, again
    member = opened(kept.coop.treasurer)
    with few_queries(QUERIES):
        page = text(member.get(address(kept, "products")))
    assert "Syarat baru" not in page
    assert member.get(new).status_code == 403


# As typed -> hundredths of a percent, and how that is told.
RATES = [("6", 600, "6%"), ("5,75", 575, "5,75%"), ("0.5%", 50, "0,5%"), ("100", 10_000, "100%")]


@pytest.mark.parametrize(("typed", "bp", "told"), RATES)
def test_rates_are_read_as_people_write_them(typed, bp, told):
    assert (percent_read(typed), percent_told(bp)) == (bp, told)


@pytest.mark.parametrize("typed", ["101", "100,01", "enam", "5,755", "-1", ""])
def test_what_is_no_rate_is_not_read(typed):
    assert percent_read(typed) is None


def test_who_has_an_account_hears_of_newer_terms_once(kept):
    first = kept.product(rate_bp=600)
    siti, wati, child = (kept.member(name) for name in ("Siti Aminah", "Wati Ningsih", "Dimas"))
    child.resident.birth_date = date(2015, 1, 1)
    child.resident.save(update_fields=["birth_date"])
    kept.account(siti, first)
    kept.account(child, first)
    kept.member("Tumini")
    gone = kept.account(wati, first)
    closing.close(
        book=kept.book, account=gone, reason="Pindah", on=TODAY, signed=kept.signed(), today=TODAY
    )
    terms = Terms(JULY, 300, Method.LOWEST, source="Rapat pengurus 2")
    told = {"by": kept.coop.by_chair, "at": NOW}
    version = products.issue(product=first.product, terms=terms, **told)
    assert telling.tell(version, **told) == 1
    row = VersionTold.objects.get()
    assert row.member == siti
    assert row.message.deliveries.get().resident_id == siti.resident_id
    assert "3%" in row.message.values["rate"]
    again = VersionTold(village=row.village, version=version, member=siti, message=row.message)
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)
