"""The 105 facts and 14 differences of the case village: what the files must hold.

The village built from them is tested in test_jepara.py; here are the files alone.
"""

from __future__ import annotations

import json
import re
from datetime import date
from math import isclose
from pathlib import Path

import pytest

from rembuk.demo import jepara
from rembuk.programme.models.facts import Certainty, Topic, Unit
from rembuk.programme.sources import all_sources

DATA = Path(__file__).parent.parent / "data"
FACTS = json.loads((DATA / "jepara_facts.json").read_text(encoding="utf-8"))
CONFLICTS = json.loads((DATA / "jepara_conflicts.json").read_text(encoding="utf-8"))
NATIONAL = json.loads((DATA / "national_facts.json").read_text(encoding="utf-8"))
BY_NUMBER = {fact["number"]: fact for fact in FACTS}
BY_CODE = {conflict["code"]: conflict for conflict in CONFLICTS}
TUESDAY = 1


def quantity(number: int) -> list[int]:
    """The whole numbers in a fact's quantity, as the source gives them."""
    return [int(digits) for digits in re.findall(r"\d+", BY_NUMBER[number]["quantity"])]


def test_all_105_facts_are_there_once_and_in_order():
    assert [fact["number"] for fact in FACTS] == list(range(1, 106))


def test_all_14_differences_are_there_once_and_in_order():
    assert [conflict["code"] for conflict in CONFLICTS] == [f"C{n}" for n in range(1, 15)]


def test_national_facts_of_law_and_work_abroad_follow_and_name_their_sources():
    assert [fact["number"] for fact in NATIONAL] == list(range(106, 118))
    assert {fact["scope"] for fact in NATIONAL} == {"national"}
    assert {code for fact in NATIONAL for code in fact["sources"]} == {"R27", "R34", "R35"}
    unsure = [fact["number"] for fact in NATIONAL if fact["status"] == Certainty.UNVERIFIED]
    assert unsure == [107]  # the weak source


@pytest.mark.parametrize("fact", [*FACTS, *NATIONAL], ids=lambda fact: f"fact{fact['number']}")
def test_a_fact_has_source_status_topic_and_words_in_both_languages(fact):
    assert fact["sources"]
    assert set(fact["sources"]) <= set(all_sources())
    assert fact["status"] in Certainty.values
    assert fact["topic"] in Topic.values
    assert fact["scope"] in {"national", "village"}
    assert fact["pillar"] in {None, "P1", "P2", "P3", "P4"}
    for words in (fact["statement"], fact.get("note")):
        assert words is None or (words["id"] and words["en"] and words["id"] != words["en"])
    assert (fact["unit"] is None) == (fact["quantity"] is None)
    assert fact["unit"] is None or fact["unit"] in Unit.values
    assert re.fullmatch(r"|\d{4}(-\d{2}(-\d{2})?|-\d{4})?", fact["as_of"])


@pytest.mark.parametrize("conflict", CONFLICTS, ids=lambda conflict: conflict["code"])
def test_a_difference_keeps_at_least_two_sides_and_says_what_we_do(conflict):
    assert len(conflict["sides"]) >= 2
    for side in conflict["sides"]:
        assert side["reading"]["id"]
        assert side["reading"]["en"]
        assert set(side["sources"]) <= set(all_sources())
        assert set(side["facts"]) <= set(BY_NUMBER)
        if conflict["scope"] == "national":
            assert {BY_NUMBER[n]["scope"] for n in side["facts"]} <= {"national"}
    assert any(side["facts"] for side in conflict["sides"])
    assert conflict["resolution"]["id"]
    assert conflict["resolution"]["en"]
    assert set(conflict["resolution"]["sources"]) <= set(all_sources())


def test_no_informant_is_named():
    """Roles only. Authors of articles and the names of places and institutions are citations."""
    words = " ".join(fact["statement"]["id"] for fact in FACTS)
    titles = re.findall(r"\b(?:Bapak|Ibu|Pak|Bu|Sdr|Saudara)\.? [A-Z]\w+", words)
    assert not titles


def test_only_quoted_old_words_stand_beside_pmi():
    """TKI is the old word for PMI: it appears where a source's wording is the fact itself."""
    speaking = [f["number"] for f in FACTS if re.search(r"\bTKI\b", f["statement"]["id"])]
    assert speaking == [15]


# --- the numbers fit each other ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (3, [2017]), (6, [5]), (7, [3]), (8, [0]), (13, [7]), (16, [16]), (17, [227]),
        (18, [150]), (19, [248]), (20, [398]), (21, [2, 16]), (37, [14]), (39, [1, 4]),
        (45, [20, 10]), (49, [5]), (50, [4]), (56, [10_000_000]), (63, [19]), (66, [40]),
        (70, [40]), (75, [60, 19, 14, 7]), (76, [7]), (77, [2, 7]), (84, [398]), (88, [0]),
        (89, [0]), (96, [2, 4]), (98, [19, 40]), (100, [5]), (103, [3]),
        (1, [4]), (10, [122, 130, 402]), (11, [220]), (12, [3]), (22, [2]), (29, [1]), (32, [4]),
        (33, [1]), (34, [1]), (35, [1]), (36, [3]), (38, [2]), (59, [3]), (73, [1]), (90, [0]),
        (92, [3]), (93, [6]), (94, [6]), (97, [20, 248, 10, 248]), (101, [2]), (102, [3]),
    ],
)  # fmt: skip
def test_a_quantity_is_exactly_what_the_source_gives(number, expected):
    assert quantity(number) == expected


def test_every_fact_with_a_number_is_in_the_table_above():
    (table,) = [
        mark.args[1]
        for mark in test_a_quantity_is_exactly_what_the_source_gives.pytestmark
        if mark.name == "parametrize"
    ]
    assert {number for number, _expected in table} == {
        fact["number"] for fact in FACTS if fact["quantity"] is not None
    }


# Days, months and years as the sources give them; every other fact carries no date.
AS_OF = {
    2: "2019", 3: "2017", 10: "2017-2019", 11: "2017", 13: "2019-12", 17: "2017", 18: "2017",
    19: "2017", 20: "2017", 33: "2019-12-09", 34: "2019-12-12", 35: "2019-12-14",
    36: "2019-12-13", 44: "2017-12", 45: "2019-12-14", 54: "2019-12-13", 62: "2019-12-12",
    66: "2019-12-13", 70: "2019-12-14", 77: "2018",
}  # fmt: skip


def test_a_fact_is_dated_as_exactly_as_its_source_and_no_more():
    assert {fact["number"]: fact["as_of"] for fact in FACTS if fact["as_of"]} == AS_OF


def test_fact_66_and_67_the_made_up_herd_adds_up_and_says_that_it_is_made_up():
    herd = [int(n) for n in re.findall(r"\d+", BY_NUMBER[66]["note"]["id"])]
    first, ill, after_birth, born, sold, now = herd
    assert first - ill - after_birth + born - sold == now == quantity(66)[0]
    assert first == quantity(63)[0]
    sales = re.findall(r"(\d+) ekor \(", BY_NUMBER[67]["note"]["id"])
    assert sum(map(int, sales)) == sold
    deaths = [
        int(re.findall(r"Nilai contoh: (\d+)", BY_NUMBER[n]["note"]["id"])[0]) for n in (64, 65)
    ]
    assert deaths == [ill, after_birth]


@pytest.mark.parametrize("number", [23, 47, 64, 65, 66, 67, 71])
def test_a_value_that_we_made_up_is_called_synthetic(number):
    assert "sintetis" in BY_NUMBER[number]["note"]["id"]
    assert "synthetic" in BY_NUMBER[number]["note"]["en"]


def test_workers_abroad_and_returned_make_the_total():
    assert quantity(18) + quantity(19) == [150, 248]
    assert sum(quantity(18) + quantity(19)) == quantity(20)[0] == quantity(84)[0]
    assert isclose(quantity(20)[0] / quantity(17)[0], 1.75, abs_tol=0.005)


def test_what_money_sent_home_is_used_for_makes_a_hundred():
    assert sum(quantity(75)) == 100
    assert quantity(75)[-1] == quantity(76)[0]


def test_villages_added_each_year_make_402_and_later_503():
    added = BY_CODE["C2"]["figures"]
    assert sum(added[year] for year in ("2016", "2017", "2018", "2019")) == 402
    assert sum(added.values()) == 503
    assert sum(BY_CODE["C1"]["figures"].values()) == 122 == quantity(10)[0]
    assert quantity(10)[-1] == 402


def test_the_goats_given_as_aid_are_17_and_2():
    females_and_males = re.findall(r"(\d+) (?:betina|jantan)", BY_NUMBER[63]["statement"]["id"])
    assert [int(n) for n in females_and_males] == [17, 2]
    assert sum(map(int, females_and_males)) == quantity(63)[0]
    assert round((40 - 19) / 19 * 100) == 111
    assert "111%" in BY_NUMBER[98]["note"]["id"]


def test_shares_that_we_computed_are_computed_right():
    assert [f"{n / 248:.1%}" for n in (20, 10)] == ["8.1%", "4.0%"]
    assert "8.1%" in BY_NUMBER[97]["note"]["en"]
    assert "8,1%" in BY_NUMBER[97]["note"]["id"]
    assert round(0.07 * quantity(84)[0]) == 28
    assert "28" in BY_NUMBER[84]["note"]["id"]
    assert quantity(39)[0] / quantity(39)[1] == 0.25


def test_the_respondents_make_14():
    counted = re.findall(
        r"\d+(?= (?:pendamping|dari|purna|keluarga))", BY_NUMBER[37]["statement"]["id"]
    )
    assert sum(map(int, counted)) == quantity(37)[0]


def test_the_doubtful_date_is_doubtful():
    """C12: the article writes Thursday, 13 August 2019."""
    assert date(2019, 8, 13).weekday() == TUESDAY
    assert 35 in {n for side in BY_CODE["C12"]["sides"] for n in side["facts"]}


# --- pillars without anything to show stay empty ------------------------------------------------


def test_only_pillars_2_and_4_have_something_to_show():
    shown = {fact["pillar"] for fact in FACTS if fact.get("evidence")}
    assert shown == {"P2", "P4"}


def test_a_claim_that_a_pillar_runs_is_not_evidence_of_it():
    assert not any(fact.get("evidence") for fact in FACTS if fact["status"] == "CLAIM")


def test_pillar_4_is_only_talked_about():
    steps = {f["evidence"]["shows"] for f in FACTS if f.get("evidence") and f["pillar"] == "P4"}
    assert steps == {"TALK"}


def test_fact_16_the_village_code_is_called_unverified():
    """One data set has it and the articles do not: the fact and the village's page say so."""
    assert "belum diperiksa" in BY_NUMBER[16]["note"]["id"]
    assert "unverified" in BY_NUMBER[16]["note"]["en"]
    assert jepara.CODE in BY_NUMBER[16]["note"]["id"]
    assert "Kode desa belum diperiksa" in jepara.NOTE


def test_fact_54_is_what_one_member_said_and_her_husband_works_too():
    told = BY_NUMBER[54]["statement"]
    assert told["id"].startswith("Menurut seorang anggota")
    assert "Suaminya juga bekerja" in told["id"]
    assert "one member" in told["en"]
    assert "husband works too" in told["en"]
