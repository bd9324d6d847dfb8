"""Scoring a year by both rule sets: sums of the book, a few signed ones, never a typed ratio."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.errors import Refused
from rembuk.supervision import cuts, health, sums
from rembuk.supervision.health import hundredths, row_of
from rembuk.supervision.measures import FORM, JUKNIS, MANAGEMENT, MEASURES
from rembuk.supervision.models import HealthCut, HealthSheet
from rembuk.supervision.sums import Sum
from rembuk.surplus import yearly
from rembuk.surplus.tests.scenes import CASH, YEAR
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

YES = {"yes_general": 12, "yes_institution": 6, "yes_capital": 5, "yes_assets": 10,
       "yes_liquidity": 5}  # fmt: skip
SOURCE = "Kertas kerja Dinas 12 Maret 2026"


def told(lived, year=YEAR):
    return yearly.year_of(lived.book, year, today=TODAY)


def signed(lived, year=YEAR, **answers):
    return health.sign(
        book=lived.book, told=told(lived, year), answers=YES | answers, source=SOURCE,
        by=lived.coop.by_supervisor, at=NOW,
    )  # fmt: skip


def found(lived, year=YEAR):
    rows = list(health.rows(lived.book.village, lived.coop.group.pk))
    return health.look(lived.book, told(lived, year), signed=rows)


def address(lived, name):
    return reverse(f"supervision:{name}", args=[lived.book.village.slug, lived.coop.group.pk])


def test_sums_are_those_of_the_statements(lived):
    """900,000 pokok and 1,500,000 wajib, 1,100,000 surplus; 3,500,000 in the box."""
    got = {
        key: one.amount for key, one in sums.of_year(lived.book, told(lived), sheet=None).items()
    }
    wanted = {
        "assets": 3_500_000, "cash": 3_500_000, "own": 2_400_000, "dues": 2_400_000,
        "equity": 3_500_000, "shu": 1_100_000, "from_members": 1_000_000, "gross": 1_400_000,
        "from_all": 1_500_000, "costs": 150_000, "costs_all": 300_000, "costs_total": 400_000,
        "net": 1_000_000, "lent": 0, "weighted": 2_950_000, "assets_before": 0,
        "assets_more": 3_500_000, "risky": None, "trouble": 0,
    }  # fmt: skip
    assert {key: got[key] for key in wanted} == wanted


def test_loans_that_december_did_not_class_are_unknown_and_not_nought(lived):
    lived.booked("1303", CASH, 300_000, date(YEAR, 3, 1))
    got = sums.of_year(lived.book, told(lived), sheet=None)
    assert (got["lent"].amount, got["trouble"].amount, got["not_current"].amount) == (
        300_000, None, None,
    )  # fmt: skip


def test_funds_and_members_accounts_are_found_under_their_own_codes(lived):
    """Funds have a number after a point (2105.1), members one after a dash (3101-7)."""
    lived.booked(CASH, "2105.1", 7_000, date(YEAR, 3, 1))
    got = sums.of_year(lived.book, told(lived), sheet=None)
    soon = {line.code: line.amount_rp for line in got["soon"].accounts}
    dues = {line.code: line.amount_rp for line in got["dues"].accounts}
    assert (soon, dues) == ({"2105.1": 7_000}, {"3101": 900_000, "3102": 1_500_000})


def test_weights_and_questions_make_a_hundred():
    ratios = sum(one.weight for one in FORM)
    asked = sum(one.asked * one.points for one in MANAGEMENT)
    assert (ratios, asked, ratios + asked) == (85, 15, 100)
    assert all(one.best == 4 for one in JUKNIS)


# A ratio of the form, what is divided by a hundred -> its points.
POINTS = [
    ("own_assets", 20, 25), ("own_assets", 60, 100), ("own_assets", "60.01", 50),
    ("own_assets", 81, 25), ("own_risky", "99.9", 90), ("own_risky", 1500, 100),
    ("own_risky", 9, 0), ("trouble", 0, 100), ("trouble", "0.01", 80), ("trouble", 46, 0),
    ("risky_loans", "20.9", 100), ("risky_loans", 21, 75), ("risky_loans", 30, 50),
    ("member_costs", 100, 0), ("roa", "7.5", 75), ("stands_alone", 100, 0),
    ("stands_alone", "100.01", 100), ("liquid", 15, 100), ("liquid", "15.01", 50),
    ("j_roa", 7, 4), ("j_roa", "6.99", 3), ("j_costs", 40, 4), ("j_costs", 60, 3),
    ("j_bopo", 80, 3), ("j_bopo", 100, 1), ("j_npl", 5, 4), ("j_npl", 16, 1), ("j_long", 150, 2),
    ("j_risk_liquid", 21, 3), ("j_risk_liquid", "21.1", 4), ("j_own", 30, 4),
]  # fmt: skip


@pytest.mark.parametrize(("code", "percent", "points"), POINTS)
def test_limits_are_those_of_the_rule_sets(code, percent, points):
    one = MEASURES[code]
    amounts = {one.top: Sum("a", Fraction(percent)), one.bottom: Sum("b", Fraction(100))}
    assert row_of(one, amounts).points == points


def test_nothing_to_divide_by_is_no_score_unless_nothing_had_to_be_covered():
    for code, points in (("members_loans", None), ("reserve", 100)):
        one = MEASURES[code]
        amounts = {one.top: Sum("a", Fraction(1)), one.bottom: Sum("b", Fraction(0))}
        assert row_of(one, amounts).points == points


def test_a_whole_form_has_a_predicate_and_an_unfinished_one_has_none(lived):
    """With loans booked and all known, 100 points are possible; without them it says what lacks."""
    lived.close()
    signed(lived)
    told_form = found(lived).form
    assert (told_form.total, told_form.predicate) == (None, "")
    assert told_form.counted >= 15
    assert told_form.missing == sum(row.points is None for row in told_form.rows)
    assert found(lived).sheet.predicate == ""


def test_only_a_closed_year_is_signed(lived):
    with pytest.raises(Refused, match="Tutup dulu"):
        signed(lived)


# A year done by hand, in millions. By the form its ratios make 72.
BY_HAND = {
    "assets": 1000, "own": 500, "risky": 500, "weighted": 90, "atmr": 1000, "lent_members": 800,
    "lent": 800, "trouble": 80, "reserve": 40, "costs_members": 180, "from_members": 200,
    "costs": 60, "gross": 100, "wages": 8, "cash": 60, "soon": 400, "received": 1000, "shu": 20,
    "net": 120, "costs_all": 100, "from_all": 250, "benefit": 9, "dues": 100, "equity": 520,
    "income": 260, "costs_total": 240, "current": 900, "long": 100, "savings": 300,
    "assets_before": 900, "assets_more": 100, "equity_before": 500, "equity_more": 20,
    "not_current": 100,
}  # fmt: skip
# Questions with yes -> the total, what it is called.
TOTALS = [
    (YES, 87, "SOUND"),
    ({**dict.fromkeys(YES, 0), "yes_general": 8, "yes_institution": 4}, 76, "FAIRLY"),
    (dict.fromkeys(YES, 0), 72, "FAIRLY"),
]


def by_hand(**other):
    return {key: Sum(key, Fraction(one)) for key, one in (BY_HAND | other).items()}


@pytest.mark.parametrize(("yes", "total", "predicate"), TOTALS)
def test_a_year_done_by_hand_comes_out_the_same(yes, total, predicate):
    told_form = health.by_form(by_hand(), limits={}, sheet=HealthSheet(**yes))
    assert (told_form.total, told_form.predicate, told_form.missing) == (total, predicate, 0)
    assert [row.measure.code for row in told_form.movers] == ["risky_loans", "reserve", "roa"]


def test_one_missing_sum_takes_the_predicate_away():
    found = by_hand() | {"atmr": Sum("atmr", None)}
    told_form = health.by_form(found, limits={}, sheet=HealthSheet(**YES))
    assert (told_form.total, told_form.predicate, told_form.missing) == (None, "", 1)
    assert told_form.counted == 84


def test_the_four_parts_of_the_newer_rules_are_weighted():
    """Governance 3 x 0.30, risk 2.5 x 0.15, finance 2.75 x 0.40, capital 4 x 0.15."""
    sheet = HealthSheet(governance_asked=20, governance_yes=15, risk_asked=12, risk_yes=8)
    told_four = health.by_juknis(by_hand(), limits={}, sheet=sheet)
    assert dict(told_four.asked) == {
        "governance": 3, "risk": Fraction(5, 2), "finance": Fraction(11, 4), "capital": 4,
    }  # fmt: skip
    assert told_four.total == Fraction("2.975")
    assert health.by_juknis(by_hand(), limits={}, sheet=None).total is None


@given(st.fixed_dictionaries(dict.fromkeys(BY_HAND, st.integers(-(10**6), 10**12))))
def test_no_year_scores_above_a_hundred_or_below_nought(amounts):
    told_form = health.by_form(by_hand(**amounts), limits={}, sheet=HealthSheet(**YES))
    assert 15 <= told_form.counted <= 100
    assert (told_form.total is None) == (told_form.predicate == "")


# What somebody types -> the words that refuse it.
TRAPS = [
    ({"risky_rp": 62}, "tampak seperti rasio"),
    ({"atmr_rp": 999}, "tampak seperti rasio"),
    ({"risky_rp": 5_000_000}, "hanya Rp0"),
    ({"yes_general": 13}, "12 pertanyaan"),
    ({"risk_asked": 5, "risk_yes": 6}, "berapa pertanyaannya"),
    ({"governance_yes": 6}, "berapa pertanyaannya"),
]


@pytest.mark.parametrize(("answers", "says"), TRAPS)
def test_a_ratio_and_what_cannot_be_are_refused(lived, answers, says):
    lived.close()
    with pytest.raises(Refused, match=says):
        signed(lived, **answers)
    assert not HealthSheet.objects.of(lived.book.village).exists()


@pytest.mark.parametrize("typed", ["62%", "0,62", "62,5", "1:3"])
def test_a_typed_ratio_comes_back_with_what_to_do(lived, client, typed):
    lived.close()
    client.force_login(lived.coop.supervisor)
    url = address(lived, "sign_health") + f"?year={YEAR}"
    answer = client.post(url, {"atmr_rp": typed, "source": SOURCE, "request_id": ""})
    assert answer.status_code == 422
    assert "bukan rasio" in answer.text
    assert typed in answer.text, "the form keeps what was typed"


def test_a_supervisor_signs_and_members_read_it(lived, client):
    lived.close()
    client.force_login(lived.coop.supervisor)
    url = address(lived, "sign_health") + f"?year={YEAR}"
    key = client.get(url).context["form"]["request_id"].value()
    sent = {**YES, "atmr_rp": "5jt", "source": SOURCE, "request_id": key}
    client.post(url, sent)
    (kept,) = HealthSheet.objects.of(lived.book.village)
    assert (kept.atmr_rp, kept.by, kept.year) == (5_000_000, lived.coop.supervisor, YEAR)
    page = address(lived, "health") + f"?year={YEAR}"
    with few_queries():
        text = client.get(page).text
    assert "Dari mana angka ini?" in text
    assert "account=3101" in text
    assert "59%" in text, "2,950,000 of weighted capital to 5,000,000"
    sri = stories.user("sri", "Sri")
    stories.appoint(sri, Office.GROUP_MEMBER, group=lived.coop.group)
    client.force_login(sri)
    text = client.get(page).text
    assert SOURCE in text
    assert "account=" not in text
    assert client.get(url).status_code == 403
    paper = client.get(address(lived, "health_paper") + f"?year={YEAR}")
    assert paper.headers["Content-Type"] == "application/pdf"


def test_a_book_that_changed_since_is_told(lived):
    lived.close()
    signed(lived, atmr_rp=5_000_000)
    assert not found(lived).changed
    HealthSheet.objects.of(lived.book.village).get()
    sheet = found(lived).sheet
    sheet.form_total = 12_00
    assert health.Health(sheet, found(lived).form, found(lived).juknis).changed


def test_limits_of_the_dinas_hold_from_their_year_on(lived):
    agreed = {"group": lived.coop.group, "measure": "liquid", "by": lived.coop.by_supervisor,
              "at": NOW, "source": "Surat Dinas 12/2025"}  # fmt: skip
    cuts.agree(since_year=2026, bps=(500, 750, 100_00), **agreed)
    assert cuts.on(lived.book.village, lived.coop.group.pk, year=YEAR) == {}
    held = cuts.on(lived.book.village, lived.coop.group.pk, year=2026)
    one = MEASURES["liquid"]
    amounts = {one.top: Sum("a", Fraction(7)), one.bottom: Sum("b", Fraction(100))}
    assert row_of(one, amounts).points == 25
    assert row_of(one, amounts, cut=held["liquid"]).points == 100
    for wrong, says in (((1, 1, 2), "lebih besar"), ((1, 2, 3), "tahun sesudahnya")):
        with pytest.raises(Refused, match=says):
            cuts.agree(since_year=2026, bps=wrong, **agreed)


def test_a_page_writes_the_limits_down(lived, client):
    client.force_login(lived.coop.supervisor)
    url = address(lived, "agree_cuts")
    key = client.get(url).context["form"]["request_id"].value()
    sent = {"measure": "roa", "low": "4", "middle": "6,5", "high": "9", "since_year": str(YEAR),
            "source": "Surat Dinas", "request_id": key}  # fmt: skip
    assert client.post(url, {**sent, "low": ""}).status_code == 422
    assert client.post(url, sent).status_code == 302
    (kept,) = HealthCut.objects.of(lived.book.village)
    assert (kept.low_bp, kept.middle_bp, kept.high_bp) == (400, 650, 900)


# What is written past our own rules -> the constraint that refuses it.
WRONG = [
    ({"source": ""}, "has_a_source"),
    ({"risky_rp": -1}, "sums_not_below_nought"),
    ({"yes_general": 13}, "no_more_yes_than_asked"),
    ({"risk_asked": 3}, "lists_whole"),
    ({"risk_yes": 3}, "lists_whole"),
    ({"governance_asked": 3, "governance_yes": 4}, "lists_whole"),
    ({"predicate": "SOUND"}, "predicate_of_its_total"),
    ({"form_total": 80_00}, "predicate_of_its_total"),
    ({"form_total": 100_01, "predicate": "SOUND"}, "predicate_of_its_total"),
    ({"juknis_total": 4_01}, "four_is_the_most"),
]


@pytest.mark.parametrize(("change", "name"), WRONG)
def test_the_database_refuses(lived, change, name):
    facts = {
        "village": lived.book.village, "group": lived.coop.group, "year": YEAR, "source": "x",
        "known": 1, "by": lived.coop.supervisor, "at": NOW,
    }  # fmt: skip
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        HealthSheet.objects.create(**facts | change)


def test_limits_that_do_not_rise_are_refused_by_the_database(lived):
    facts = {"village": lived.book.village, "group": lived.coop.group, "measure": "roa",
             "since_year": YEAR, "source": "x", "by": lived.coop.supervisor, "at": NOW}  # fmt: skip
    for bps, name in (((2, 2, 3), "rises"), ((1, 3, 3), "rises")):
        told_bps = dict(zip(("low_bp", "middle_bp", "high_bp"), bps, strict=True))
        with pytest.raises(DatabaseError, match=name), transaction.atomic():
            HealthCut.objects.create(**facts, **told_bps)


def test_scores_are_kept_in_hundredths_rounded_half_up():
    assert (hundredths(Fraction("66.125")), hundredths(None)) == (66_13, None)
