"""Kin before mating: father and daughter, half sister and brother, and either of two fathers."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from rembuk.herd import kin
from rembuk.herd.kin import FORBIDDEN, FREE, WARNED
from rembuk.herd.tests.pens import TODAY, came
from rembuk.herd.tests.test_pages import address, sent, text
from rembuk.villages.tests.counting import few_queries

OLD, YOUNG = date(2020, 1, 1), date(2023, 1, 1)


@pytest.fixture
def family(goats):
    """A buck with two daughters of two does, a son of one of them, and a stranger."""
    buck = came(goats, "J1", sex="M", born_on=OLD)
    stranger = came(goats, "J2", sex="M", born_on=OLD)
    does = [came(goats, f"B{n}", born_on=OLD) for n in (1, 2)]
    told = {"born_on": YOUNG, "sire": buck}
    daughter = came(goats, "B3", dam=does[0], **told)
    son = came(goats, "J3", sex="M", dam=does[1], **told)
    either = {**told, "other_sire": stranger, "sire_certainty": "ONE_OF"}
    doubtful = came(goats, "B4", dam=does[0], **either)
    return {"J1": buck, "J2": stranger, "J3": son, "B3": daughter, "B4": doubtful}


# Buck, doe -> inbreeding of their kids by the path method (Wright 1922), and what is said of it.
PAIRS = [
    ("J1", "B3", 0.25, FORBIDDEN),  # father and daughter
    ("J3", "B3", 0.125, FORBIDDEN),  # half brother and sister
    ("J1", "B4", 0.125, FORBIDDEN),  # her father, or not: half of a quarter
    ("J3", "B4", 0.0625, WARNED),  # her half brother, or not
    ("J2", "B3", 0.0, FREE),
]


@pytest.mark.parametrize(("buck", "doe", "inbreeding", "verdict"), PAIRS)
def test_what_a_mating_would_bear(family, buck, doe, inbreeding, verdict):
    found = {one.buck: one for one in kin.with_bucks(family[doe], on=TODAY)}
    assert (found[family[buck]].inbreeding, found[family[buck]].verdict) == (inbreeding, verdict)


def test_the_buck_most_akin_is_the_one_to_swap(family, goats):
    found = kin.breeding(goats, on=TODAY)
    assert [one.animal for one in found.bucks] == [family["J3"], family["J1"], family["J2"]]
    # The son: mother and half sister; the father: both daughters; the stranger: perhaps one.
    assert [one.forbidden for one in found.bucks] == [2, 2, 1]
    assert found.best(family["B3"])[0].buck == family["J2"]


def test_the_tree_puts_kids_under_their_mother(family, goats):
    roots = {branch.animal.tag: branch for branch in kin.tree(goats)}
    assert set(roots) == {"J1", "J2", "B1", "B2"}
    assert [kid.animal for kid in roots["B1"].kids] == [family["B3"], family["B4"]]


def test_near_kin_are_mated_only_with_a_word_why(karto, goats, family):
    url = address(goats, "mating", family["B3"].pk)
    assert "J1: jangan dikawinkan, kerabat dekat (0,25)" in text(karto.get(url))
    answer = sent(karto, url, sire_id=family["J1"].pk)
    assert answer.status_code == 422
    assert "Mereka kerabat dekat" in text(answer)
    assert sent(karto, url, sire_id=family["J1"].pk, note="Lepas sendiri").redirect_chain
    assert sent(karto, url, sire_id=family["J2"].pk).redirect_chain


def test_the_pages_ask_few_questions(karto, goats, family):
    karto.get(reverse("herd:tree", args=[goats.village.slug, goats.pk]))
    with few_queries():
        page = text(karto.get(address(goats, "tree")))
    assert "B4" in page
    with few_queries():
        page = text(karto.get(address(goats, "breeding")))
    assert "Pejantan mana yang ditukar" in page
