"""What the groups of the two villages agreed: the case's sales by agreement, and invented ones.

The articles say that the case's goats were sold by agreement (fact 68) and that the duties were
agreed by all (fact 71), without a day or a word of any meeting. So the case has one meeting before
each sale that its purse tells of, marked as invented, and nobody's name in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from rembuk.demo import purses
from rembuk.demo.story import Story
from rembuk.enterprise import members
from rembuk.forum import meetings, planning, resolutions, rules
from rembuk.forum.meetings import Facts, Somebody
from rembuk.forum.models import Meeting, Plan
from rembuk.forum.resolutions import Against
from rembuk.villages.actors import REMBUK
from rembuk.villages.models import Group, Known, Village

DAYS_BEFORE = 14
SELLING = "Menjual kambing menjelang hari raya"
# Sukamaju: day, what about, what was agreed, and who of those present did not agree (and why).
Met = tuple[date, str, tuple[str, ...], dict[int, str]]
HERD_MET: tuple[Met, ...] = (
    (
        date(2018, 3, 5), "Membentuk kelompok",
        ("Kandang dibangun bersama. Pakan dicari bergiliran.",), {},
    ),
    (
        date(2019, 7, 21), SELLING,
        ("Jual jantan yang cukup umur. Uangnya dibagi rata, sisanya masuk kas.",),
        {2: "Yang lebih sering mencari pakan seharusnya dapat lebih"},
    ),
    (date(2021, 6, 30), SELLING, ("Jual jantan yang cukup umur sebelum Idul Adha.",), {}),
    (
        date(2023, 1, 15), "Aturan bagi hasil",
        ("Mulai Januari 2023 separuh dibagi rata, separuh menurut giliran pakan yang dikerjakan.",),
        {4: "Rumah saya jauh dari kandang"},
    ),
    (date(2023, 6, 11), SELLING, ("Jual jantan yang cukup umur sebelum Idul Adha.",), {}),
    (date(2024, 5, 26), SELLING, ("Jual jantan yang cukup umur sebelum Idul Adha.",), {}),
    (date(2025, 5, 18), SELLING, ("Jual jantan yang cukup umur, yang cacat tidak ikut.",), {}),
    (date(2026, 5, 3), SELLING, ("Jual jantan yang cukup umur sebelum Idul Adha.",), {}),
)  # fmt: skip
TAILORS_MET: tuple[Met, ...] = (
    (
        date(2018, 1, 10), "Membentuk kelompok",
        ("Upah menurut potong. Sepersepuluh hasil masuk kas kelompok.",), {},
    ),
    (
        date(2022, 2, 6), "Seragam sekolah",
        ("Seragam ditawarkan kepada orang tua dan komite, tidak lewat sekolah.",), {},
    ),
    (
        date(2025, 1, 12), "Aturan bagi hasil",
        ("Tujuh dari sepuluh bagian menurut potong, dua bagian rata, satu bagian kas.",),
        {3: "Yang menyetrika tidak dihitung potongnya"},
    ),
    (date(2026, 9, 27), "Jualan daring", ("Keset bundar dijual daring lebih dulu.",), {}),
)  # fmt: skip
CASE_ABOUT, CASE_AHEAD = "Rapat anggota (rekaan)", timedelta(days=14)
# Invented as the groups are: their own rule, with where it is written.
QUORUM = rules.Terms("1/2>", "1/3", 7, "Aturan kelompok, pasal 5 (rekaan)")


def tell_case(village: Village, *, group_name: str, at: datetime, today: date) -> None:
    """Tell the case: one invented meeting before each sale of goats, with what it agreed."""
    group = Group.objects.of(village).get(name=group_name)
    for sold_on, count, _price_rp in purses.GOAT_SALES:
        facts = Facts(sold_on - timedelta(days=DAYS_BEFORE), SELLING, held_precision=Known.KNOWN_BY)
        meeting = meetings.record(
            group=group, facts=facts, by=REMBUK, at=at, today=today, synthetic=True
        )
        resolutions.agree(meeting=meeting, text=f"Jual {count} ekor kambing.", by=REMBUK, at=at)


def call_case(village: Village, *, names: Sequence[str], at: datetime, today: date) -> None:
    """Call a meeting in each group of the case, invented: no article tells of one to come."""
    for name in names:
        group = Group.objects.of(village).get(name=name)
        called = planning.Called(
            Plan.Kind.MEMBERS, CASE_ABOUT, today + CASE_AHEAD, time(19, 30), "Balai desa (rekaan)",
            ("Pembukaan", "Pembagian tugas", "Lain-lain"),
        )  # fmt: skip
        planning.call(group=group, called=called, by=REMBUK, at=at, today=today)


def tell(story: Story) -> None:
    """Let the groups of the example meet, agree and sometimes not agree."""
    for name, met in ((purses.HERD, HERD_MET), (purses.TAILORS, TAILORS_MET)):
        group = Group.objects.of(story.village).get(name=name)
        first = met[0][0]
        rules.record(
            group=group, terms=QUORUM, since=first, by=story.writer(first), at=story.moment(first)
        )
        for on, about, agreed, against in met:
            _meet(story, group, on=on, about=about, agreed=agreed, against=against)


def _meet(
    story: Story,
    group: Group,
    *,
    on: date,
    about: str,
    agreed: tuple[str, ...],
    against: dict[int, str],
) -> Meeting:
    people = [Somebody(one.name, one.resident_id) for one in members.on_the_sheet(group, on)]
    told: dict[str, Any] = {"by": story.writer(on), "at": story.moment(on)}
    facts = Facts(on, about, present=people, place="Balai desa")
    meeting = meetings.record(group=group, facts=facts, today=on, **told)
    for text in agreed:
        others = [Against(people[place], why) for place, why in against.items()]
        resolutions.agree(meeting=meeting, text=text, against=others, **told)
    return meeting
