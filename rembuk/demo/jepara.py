"""Desa Jepara (kasus): what two articles state about a real village, and nothing else about it.

Totals come from the articles (data/jepara_facts.json). The people who make them up are invented
and marked synthetic: nothing here says anything about anybody who lives there. Pillars of which
the articles report no record stay empty.

How the invented people are spread is ours too (SYN below). Same seed, same village.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from rembuk.demo import (
    duty,
    enterprise,
    goods,
    herd,
    leaving,
    meetings,
    members,
    names,
    offices,
    purses,
    shares,
    way,
    workshop,
)
from rembuk.demo.offices import Holder
from rembuk.people import households, residents
from rembuk.people.households import HouseholdFacts
from rembuk.people.journeys import StepFacts
from rembuk.people.models import JourneyStep, Plan
from rembuk.people.residents import Newcomer, ResidentFacts
from rembuk.programme import facts, pillars
from rembuk.programme.models import ProgrammeTemplate
from rembuk.villages import groups
from rembuk.villages.actors import REMBUK
from rembuk.villages.models import Group, Known, Village
from rembuk.villages.permissions import Office

SEED = 1807
# Unverified: from one region data set only; the articles do not give it (fact 16). A village is
# known by its code here, so it has one, and its page says that nobody checked it.
CODE = "1807072007"
NAME = "Jepara (kasus)"
NOTE = (
    "Angka dari dua artikel penelitian; orangnya rekaan (sintetis)."
    " Kode desa belum diperiksa: hanya dari satu sumber."
)
DATA = Path(__file__).parent / "data"

ABROAD, RETURNED = 150, 248  # facts 18 and 19
# SYN: households with one, two and three migrants; 96 + 182 + 120 = 398 in 227 (facts 17, 20).
HOUSEHOLDS_WITH = {1: 96, 2: 91, 3: 40}
# SYN: country of the last contract, in the order the article names them (fact 23). No source
# says which countries of Europe (fact 22), so three are made up.
COUNTRIES = {
    "HK": 140, "SG": 105, "TW": 95, "MY": 32, "SA": 14, "KR": 6, "IT": 2, "NL": 2, "PL": 2,
}  # fmt: skip
EUROPE = frozenset({"IT", "NL", "PL"})
CONTRACT_MONTHS = 24  # fact 21: 2 years at least, 16 at most by renewing
LONGEST = 8  # contracts of one person in Hong Kong
WANT_TO_LEAVE_AGAIN = 44  # SYN: fact 27 gives no number

COUNTED_ON = date(2017, 12, 31)  # the base year of the counts (facts 17 to 20)
VISITED_ON = date(2019, 12, 14)  # the last interview (fact 35)
RECORDED_AT = datetime(2019, 12, 14, 3, 0, tzinfo=UTC)
# After the newest source that the facts cite.
FACTS_AT = datetime(2026, 2, 4, 2, 0, tzinfo=UTC)

SEWING, GOATS = "Konveksi Jepara", "Ternak kambing Jepara"
# Group, what it lives on, what it does, since when. The sewing group started at the end of 2017 on
# a day that nobody wrote down (fact 44); when the goats came is not said at all (fact 63).
GROUPS = (
    (SEWING, Group.Trade.SEWING, "Menjahit", date(2017, 12, 31), Known.MONTH),
    (GOATS, Group.Trade.GOATS, "Beternak kambing", None, Known.DAY),
)
# Since when they chair is not said either: that they did when they were interviewed (fact 36).
CHAIRS = (
    Holder(
        "ketua-konveksi-jepara", "Ketua konveksi (kasus)", "+628990000013",
        ((Office.GROUP_CHAIR, SEWING, date(2019, 12, 14), None),), Known.KNOWN_BY,
    ),
    Holder(
        "ketua-ternak-jepara", "Ketua ternak (kasus)", "+628990000014",
        ((Office.GROUP_CHAIR, GOATS, date(2019, 12, 13), None),), Known.KNOWN_BY,
    ),
)  # fmt: skip
Kind = JourneyStep.Kind


@dataclass(frozen=True)
class Work:
    """One invented person's work abroad: `contracts` of two years, the last ending in `ends`."""

    country: str
    contracts: int
    ends: date
    returned: bool
    wants_to_leave_again: bool = False


def build(village: Village) -> None:
    """Fill the village."""
    for name, trade, activity, started_on, known in GROUPS:
        told = groups.GroupFacts(
            Group.Kind.BUSINESS, name, activity, trade, started_on, started_precision=known
        )
        groups.start_group(village=village, facts=told, by=REMBUK, at=RECORDED_AT)
    for holder in (*offices.JEPARA, *CHAIRS):
        offices.seat(holder, village=village)
    _people(village, Random(SEED))
    members.tell_case(village, group_name=SEWING, seen_on=VISITED_ON, at=RECORDED_AT)
    meetings.tell_case(village, group_name=GOATS, at=RECORDED_AT, today=VISITED_ON)
    meetings.call_case(village, names=(SEWING, GOATS), at=RECORDED_AT, today=VISITED_ON)
    book = purses.tell_goats(village, group_name=GOATS, at=RECORDED_AT, today=VISITED_ON)
    shares.tell_case(village, group_name=GOATS, at=RECORDED_AT, today=VISITED_ON)
    enterprise.tell_case(village, group_name=SEWING, at=RECORDED_AT, today=VISITED_ON)
    leaving.tell_herders(village, group_name=GOATS, at=RECORDED_AT, today=VISITED_ON)
    duty.tell_case(village, group_name=GOATS, at=RECORDED_AT)
    herd.tell_case(village, group_name=GOATS, book=book, at=RECORDED_AT, today=VISITED_ON)
    workshop.tell_case(village, group_name=SEWING, at=RECORDED_AT)
    goods.tell_case(village, group_name=SEWING, at=RECORDED_AT, today=VISITED_ON)
    way.tell_case(village, at=RECORDED_AT, seen_on=VISITED_ON)
    pillars.start(
        village=village,
        template=ProgrammeTemplate.objects.get(code="desmigratif"),
        since=date(2017, 1, 1),
        since_precision=Known.YEAR,
        designation_year=2017,
        source="Artikel pilar 2 dan pilar 4; hari dan nomor keputusannya tidak disebut",
        by=REMBUK,
        at=FACTS_AT,
    )
    facts.load_facts(
        village,
        facts=DATA / "jepara_facts.json",
        conflicts=DATA / "jepara_conflicts.json",
        by=REMBUK,
        at=FACTS_AT,
    )
    facts.load_facts(village, facts=DATA / "national_facts.json", by=REMBUK, at=FACTS_AT)


def _people(village: Village, rng: Random) -> None:
    """398 invented people in 227 households, with the steps that make their status."""
    works = planned(rng)
    sizes = [size for size, count in HOUSEHOLDS_WITH.items() for _each in range(count)]
    rng.shuffle(sizes)
    newcomers: list[Newcomer] = []
    for number, size in enumerate(sizes, start=1):
        household = households.open_household(
            village=village,
            facts=HouseholdFacts(head_name=f"Keluarga {number:03d} (sintetis)"),
            by=REMBUK,
            at=RECORDED_AT,
            synthetic=True,
        )
        for _each in range(size):
            woman = rng.random() < 0.7
            told = ResidentFacts(name=names.full_name(rng, woman=woman), sex="P" if woman else "L")
            steps = tuple(steps_of(works[len(newcomers)]))
            newcomers.append(Newcomer(facts=told, household=household, steps=steps))
    residents.bulk_register(
        village=village, newcomers=newcomers, by=REMBUK, at=RECORDED_AT, synthetic=True
    )


def planned(rng: Random) -> list[Work]:
    """Plan everybody's work abroad, in an order of its own."""
    countries = [code for code, count in COUNTRIES.items() for _each in range(count)]
    countries.remove("HK")
    rng.shuffle(countries)
    # Europe goes with a single contract (fact 22), which is over.
    europeans = [code for code in countries if code in EUROPE]
    others = [code for code in countries if code not in EUROPE]
    works = [Work("HK", LONGEST, date(2017, 6, 1), returned=True)]
    works += [_returned(rng, code, contracts=1) for code in europeans]
    abroad, back = others[:ABROAD], others[ABROAD:]
    works += [_abroad(rng, code) for code in abroad]
    works += [
        _returned(
            rng, code, contracts=rng.choice((1, 1, 2, 2, 3, 4, 5)), again=n < WANT_TO_LEAVE_AGAIN
        )
        for n, code in enumerate(back)
    ]
    rng.shuffle(works)
    return works


def _abroad(rng: Random, country: str) -> Work:
    """Left before the count, and the contract outlasts the last visit."""
    return Work(
        country,
        contracts=rng.choice((2, 2, 3, 3, 4, 5, 6)),
        ends=date(rng.choice((2020, 2021)), rng.randint(1, 11), 1),
        returned=False,
    )


def _returned(rng: Random, country: str, *, contracts: int, again: bool = False) -> Work:
    return Work(
        country,
        contracts=contracts,
        ends=date(rng.randint(2009, 2017), rng.randint(1, 11), 1),
        returned=True,
        wants_to_leave_again=again,
    )


def steps_of(work: Work) -> Iterator[StepFacts]:
    """The steps that somebody's work adds up to.

    No source gives a date, only how long people were away (fact 21): the years are made up, like
    the people, and nothing finer is claimed.
    """
    year = JourneyStep.Precision.YEAR
    for number in range(work.contracts):
        years = 2 * (work.contracts - number)
        yield StepFacts(
            kind=Kind.EXTENSION if number else Kind.DEPARTURE,
            on=work.ends.replace(year=work.ends.year - years),
            precision=year,
            country=work.country,
            contract_months=CONTRACT_MONTHS,
        )
    if work.returned:
        yield StepFacts(kind=Kind.HOMECOMING, on=work.ends, precision=year)
    if work.wants_to_leave_again:
        again = Plan.LEAVE_AGAIN
        yield StepFacts(kind=Kind.PLAN, plan=again, on=date(2019, 11, 1), precision=year)
