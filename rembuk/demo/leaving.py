"""What the members of the two villages can do, how far their groups are, and who went on alone.

Of the case: the path of five stages and what the article shows of each (fact 6), and one resident's
grocery stall, whose name it does not tell (fact 29). Sukamaju is invented whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from rembuk.demo.story import Story
from rembuk.enterprise import businesses, members, paths, settlements, skills
from rembuk.enterprise.businesses import Consent, Facts
from rembuk.enterprise.models import Channel, Leaving, Milestone, Owing
from rembuk.villages.actors import REMBUK, Actor
from rembuk.villages.models import Group, Known, Village

ARTICLE = "Artikel pilar 2"
CASE_PATH = (
    (Milestone.POTENTIAL, "Purna PMI perempuan menjahit."),
    (Milestone.FACILITATOR, "Satu petugas mendampingi, meneruskan arahan dinas."),
    (Milestone.EQUIPMENT, "Mesin jahit dari Dinas, uang APBN."),
    (Milestone.RUNNING, "Menjahit keset, seragam, kebaya, dan umbul-umbul pesanan."),
)
# Of the goats: facts 73, 74, 63, and 66 with 67. Marketing is not told of them.
HERDERS_PATH = (
    (Milestone.POTENTIAL, "Kelompok laki-laki dengan satu ketua."),
    (Milestone.FACILITATOR, "Pendamping terus mendampingi kelompok."),
    (Milestone.EQUIPMENT, "19 kambing bantuan Dinas, uang APBN: 17 betina dan 2 jantan."),
    (Milestone.RUNNING, "Menjadi 40 ekor, dijual menjelang Idul Adha dan Idul Fitri."),
)
CASE_STALL = Facts("Warung kelontong", "Warung kelontong", source=ARTICLE)

TAILORS = "Konveksi Melati"
PATH = (
    (Milestone.POTENTIAL, date(2017, 9, 4), "Sembilan purna PMI bisa menjahit, didata RT."),
    (Milestone.FACILITATOR, date(2017, 11, 20), "Hadi mendampingi setiap minggu."),
    (Milestone.EQUIPMENT, date(2018, 1, 10), "Tiga mesin dari dinas, dengan berita acara."),
    (Milestone.RUNNING, date(2018, 4, 2), "Pesanan pertama: 40 seragam SD."),
    (Milestone.MARKETING, date(2024, 7, 15), "Seragam untuk sekolah di luar desa."),
)
SKILLED = (
    ("mengukur", "memotong", "menjahit"), ("menjahit", "mengobras"), ("menjahit", "keset"),
    ("menyelesaikan", "keset"), ("mencatat uang", "menjahit"), ("menjahit", "bordir"),
    ("keset",), ("menjahit", "jualan lewat internet"),
)  # fmt: skip
SKILLED_ON = date(2026, 10, 12)
STALLS = (
    ("Jahitan Rapi", "Jahitan di rumah"),
    ("Seragam Bu Guru", "Seragam pesanan"),
    ("Permak Cepat", "Permak pakaian"),
)


def tell_case(village: Village, *, group_name: str, at: datetime, today: date) -> None:
    """Tell how far the case's tailors were, and the one stall outside the groups."""
    group = Group.objects.of(village).get(name=group_name)
    told: dict[str, Any] = {"by": REMBUK, "at": at, "today": today}
    _tell_path(group, CASE_PATH, **told)
    businesses.record(village=village, facts=CASE_STALL, resident=None, consent=None, **told)


def tell_herders(village: Village, *, group_name: str, at: datetime, today: date) -> None:
    """Tell how far the case's goat group was."""
    group = Group.objects.of(village).get(name=group_name)
    _tell_path(group, HERDERS_PATH, by=REMBUK, at=at, today=today)


def _tell_path(
    group: Group, path: Sequence[tuple[Milestone, str]], *, by: Actor, at: datetime, today: date
) -> None:
    for milestone, evidence in path:
        paths.reach(
            group=group, milestone=milestone, on=today, precision=Known.KNOWN_BY,
            evidence=f"{evidence} ({ARTICLE})", by=by, at=at, today=today,
        )  # fmt: skip


def tell(story: Story) -> None:
    """Tell what the invented tailors can do, their path, and those who went on alone."""
    group = Group.objects.of(story.village).get(name=TAILORS)
    for milestone, on, evidence in PATH:
        paths.reach(group=group, milestone=milestone, on=on, evidence=evidence, **_told(story, on))
    standing = members.standing(group, on=SKILLED_ON)
    for member, names in zip(standing.now, SKILLED, strict=False):
        skills.record(membership=member, names=names, **_told(story, SKILLED_ON))
    alone = [one for one in standing.left if one.left_why == Leaving.OWN_BUSINESS]
    for member, (name, does) in zip(alone, STALLS, strict=False):
        assert member.left_on is not None
        on = member.left_on
        businesses.record(
            village=story.village, facts=Facts(name, does, since=on), resident=member.resident,
            consent=Consent(on, Channel.SPOKEN, "Ketua RT"), membership=member, **_told(story, on),
        )  # fmt: skip
    last = alone[0]
    assert last.left_on is not None
    told = _told(story, last.left_on)
    settlements.settle(
        membership=last, kept=[], sums=[settlements.Sum(Owing.WAGES, 240_000, "12 seragam")],
        on=last.left_on, who=settlements.Who(told["by"], told["at"], told["today"]),
    )  # fmt: skip


def _told(story: Story, on: date) -> dict[str, Any]:
    return {"by": story.writer(on), "at": story.moment(on), "today": on}
