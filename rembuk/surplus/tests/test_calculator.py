"""The calculator that is open to everybody: what it shows can be done again by hand."""

from __future__ import annotations

import html
import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.calculation import Inputs
from rembuk.surplus import calc
from rembuk.surplus.forms.calculator import FUNDS
from rembuk.surplus.imagining import Idea, Somebody, divide

pytestmark = pytest.mark.django_db  # on PostgreSQL the door tells the database whose rows to show
WEIGHT_MAX = 30_000
TYPED = {
    "shu": "12.500.000", "multiple": "1", "dana_cadangan": "40", "jasa_modal": "20",
    "jasa_usaha": "20", "dana_pengurus": "5", "dana_karyawan": "5", "dana_pendidikan": "5",
    "dana_sosial": "5", "dana_pembangunan": "0", "lines": "4",
    "name1": "Ira", "savings1": "1,2jt", "paid1": "240rb",
    "name2": "Uci", "savings2": "900.000",
    "savings3": "1.450.000", "paid3": "385.000",
}  # fmt: skip


def opened(client, **typed: str) -> Any:
    return client.get(reverse("shu:calculator"), {**TYPED, **typed})


@st.composite
def ideas(draw):
    cuts = sorted(draw(st.lists(st.integers(0, 400), min_size=7, max_size=7)))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, 400], strict=True)]
    percents = {fund: Fraction(part, 4) for fund, part in zip(FUNDS, parts, strict=True)}
    sums = st.integers(0, 10**8)
    members = draw(st.lists(st.builds(Somebody, st.just("x"), sums, sums), max_size=8))
    return Idea(draw(st.integers(0, 10**10)), percents, members, draw(st.sampled_from([1, 500])))


@given(ideas())
def test_each_sum_can_be_done_again_on_paper(idea):
    found = divide(idea)
    assert sum(found.funds.values()) == idea.shu_rp
    unit = idea.multiple_rp
    for fund, of in (("jasa_modal", "by_savings"), ("jasa_usaha", "by_use")):
        steps = [getattr(line, of) for line in found.lines]
        whole = sum(step.own_rp for step in steps)
        pool = found.funds[fund] - found.funds[fund] % unit
        for step in steps:
            assert step.exact_rp == Fraction(pool * step.own_rp, whole or 1)
            down = step.exact_rp // unit * unit
            assert step.paid_rp == down + unit * step.has_one_more(unit)
        assert sum(step.paid_rp for step in steps) == (pool if whole else 0)
    pools = found.funds["jasa_modal"] + found.funds["jasa_usaha"]
    assert found.members_rp + found.to_reserve_rp == pools


def test_the_page_says_what_everybody_gets_and_how(client):
    page = opened(client).content.decode()
    for sum_ in ("845.070", "633.803", "1.021.127", "960.000", "1.540.000", "5.000.000"):
        assert sum_ in page
    assert "1.200.000 ÷ 3.550.000 × 2.500.000 = 845.070,42" in page
    assert "Anggota 3" in page


def test_what_it_prints_for_the_program_gives_the_same(client):
    page = opened(client, multiple="500").content.decode()
    printed = re.search(r"echo '(.+)' \| rembuk calc shu_distribution", html.unescape(page))
    assert printed
    told = calc.shu_distribution(Inputs(json.loads(printed[1])))
    assert [one["no"] for one in told["members"]] == ["01", "02", "03"]
    for one in told["members"]:
        assert int(one["total"]) % 500 == 0
        assert f"{int(one['total']):,}".replace(",", ".") in page


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"dana_cadangan": "45"}, "Jumlah semua bagian 105 persen."),
        ({"dana_cadangan": "39,5"}, "Jumlah semua bagian 99,5 persen."),
        ({"shu": "-1.000"}, "Rugi tidak dibagi."),
        ({"shu": "banyak"}, "Tulis jumlah dalam rupiah"),
        ({"savings1": "1.25"}, "Tulis jumlahnya"),
        ({"jasa_modal": "101"}, "0 sampai 100"),
    ],
)
def test_what_cannot_be_divided_is_said(client, typed, says):
    answered = opened(client, **typed)
    assert answered.status_code == 422
    assert says in answered.content.decode()


def test_without_loans_the_pool_stays_in_the_reserve(client):
    page = opened(client, paid1="", paid3="0").content.decode()
    assert "Rp2.500.000 dari bagian anggota tidak sampai ke siapa pun" in page


def test_there_is_room_for_more_members_and_an_end_to_it(client):
    def lines(**typed: str) -> int:
        return opened(client, **typed).content.decode().count("<fieldset")

    assert lines() == 4
    assert lines(more="1") == 8
    assert lines(lines="9999") == lines(lines="-1") == 4
    assert lines(lines="20", more="1") == 20


def test_a_name_is_text_and_nothing_else(client):
    page = opened(client, name1="<b>Ira</b>").content.decode()
    assert "<b>Ira" not in page
    assert "&lt;b&gt;Ira" in page


def test_the_page_is_light_needs_no_script_and_leaves_nothing(client):
    answered = opened(client)
    page = answered.content.decode()
    assert "<script" not in page
    assert not answered.cookies
    sheets = re.findall(r'stylesheet" href="[^"]*?/(\w+/calculator)\.[^"]*css"', page)
    assert len(sheets) == 2
    weight = sum(Path(finders.find(f"{sheet}.css")).stat().st_size for sheet in sheets)
    assert len(answered.content) + weight < WEIGHT_MAX


def test_it_is_found_from_the_front_page_and_from_help(client):
    for name in ("web:door", "web:help"):
        assert reverse("shu:calculator") in client.get(reverse(name)).content.decode()
