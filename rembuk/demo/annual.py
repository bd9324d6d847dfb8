"""Annual meetings of Sukamaju's cooperative, all invented: five were held, the next one is called.

In 2021 and 2024 none was held: first the epidemic, then a year in which too few had time. In 2025
too few came to the first call.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from rembuk.cash import sheets
from rembuk.forum import (
    attending,
    inviting,
    planning,
    preparing,
    resolutions,
    rules,
    voting,
)
from rembuk.forum.forms.plans import ANNUAL_AGENDA
from rembuk.forum.meetings import Somebody
from rembuk.forum.models import Meeting, Motion, Plan, Voted
from rembuk.forum.planning import Called
from rembuk.forum.resolutions import Against
from rembuk.forum.voting import Proposal
from rembuk.ledger import books
from rembuk.surplus import budgets, reports
from rembuk.surplus.models import Part
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group

RULE_SINCE = date(2019, 3, 5)
TERMS = rules.Terms(
    "1/2>", "1/5", 14, "Anggaran Dasar pasal 15 (rekaan)", second_within_days=7, annual_months=6
)
PLACE, LINK = "Balai desa Sukamaju", "Telepon video lewat pengurus"
CALLED_BEFORE = timedelta(days=20)
NEXT_ON, NEXT_CALLED_ON = date(2027, 2, 20), date(2026, 10, 24)


@dataclass(frozen=True)
class Held:
    """One meeting: how many of each ten members came; what was agreed, and how many were against.

    `people` were voted on by paper; they got the papers beside their names.
    """

    year: int
    on: date
    of_ten: int
    agreed: str
    against: int = 0
    people: tuple[tuple[str, int], ...] = ()
    too_few: bool = False


MEETINGS = (
    Held(2019, date(2020, 2, 20), 9, "Laporan tahun 2019 diterima. SHU tahun pertama ke cadangan."),
    Held(2021, date(2022, 3, 10), 7, "Laporan tahun 2020 dan 2021 diterima bersama.", 1),
    Held(
        2022, date(2023, 1, 14), 8, "Simpanan wajib menjadi Rp25.000 mulai Februari 2023.", 3,
        (("Marsih Handayani", 15), ("Karto Wibowo", 8)),
    ),
    Held(2024, date(2025, 2, 15), 4, "", too_few=True),
    Held(
        2024, date(2025, 2, 20), 5,
        "Laporan 2023 dan 2024 diterima. SHU 2023 dibagi; rugi 2024 ditanggung cadangan.",
    ),
    Held(
        2025, date(2026, 2, 21), 8,
        "Laporan dan pembagian SHU 2025 diterima. Kantor buka setiap Sabtu.", 2,
    ),
)  # fmt: skip


# What the members had before them in February 2026.
WRITTEN = 2025
BOARD = """Anggota bertambah, dan setoran wajib sebagian besar tepat waktu.
Beras dibeli bersama sekali, dan semuanya laku sebelum bulan puasa.
Izin simpan pinjam keluar bulan Juli. Tahun ini belum ada pinjaman yang dicairkan."""
SUPERVISORS = """Kas dihitung bersama bendahara setiap tiga bulan dan cocok dengan buku.
Satu catatan salah orang ditemukan pada bulan Mei, dan sudah dibetulkan dengan dua tanda tangan.
Rancangan perjanjian pinjaman sudah kami baca. Kami minta kantor dibuka pada hari yang tetap."""
WORK_PLAN = """Kantor buka setiap Sabtu pukul 9 sampai 12: pengurus bergiliran.
Beras dibeli bersama sebelum puasa dan sebelum panen: bendahara, Februari dan September.
Setiap anggota di luar negeri dihubungi sekali sebulan: ketua."""
BUDGET = {"4101": 3_000_000, "4104": 24_000_000, "5104": 17_500_000, "5202": 1_200_000,
          "5301": 600_000}  # fmt: skip


def tell(group: Group, *, by: Actor, supervisor: Actor) -> None:
    """Tell them in the order of their days."""
    since = _at(group, RULE_SINCE)
    rules.record(group=group, terms=TERMS, since=RULE_SINCE, by=by, at=since)
    first: Plan | None = None
    for held in MEETINGS:
        again = first if first and first.year == held.year else None
        plan = _called(group, held, by=by, second_of=again)
        if held.year == WRITTEN:
            _write(group, held.on - CALLED_BEFORE, by=by, supervisor=supervisor)
        _hold(plan, held, by=by)
        first = plan
    told: dict[str, Any] = {"at": _at(group, NEXT_CALLED_ON), "today": NEXT_CALLED_ON}
    called = _what(2026, NEXT_ON, "RAT tahun buku 2026")
    planning.call(group=group, called=called, by=by, **told)


def _write(group: Group, on: date, *, by: Actor, supervisor: Actor) -> None:
    """Write what the boards tell of the year and plan for the next."""
    told: dict[str, Any] = {"group": group, "year": WRITTEN, "at": _at(group, on)}
    for part, text, who in (
        (Part.BOARD, BOARD, by), (Part.SUPERVISORS, SUPERVISORS, supervisor),
        (Part.PLAN, WORK_PLAN, by),
    ):  # fmt: skip
        reports.write(part=part, text=text, by=who, **told)
    book = books.book_of(group)
    assert book is not None
    budgets.write(book=book, year=WRITTEN + 1, sums=BUDGET, by=by, at=_at(group, on))


def _called(group: Group, held: Held, *, by: Actor, second_of: Plan | None) -> Plan:
    on = held.on - (timedelta(days=3) if second_of else CALLED_BEFORE)
    told: dict[str, Any] = {"by": by, "at": _at(group, on), "today": on}
    called = _what(held.year, held.on, f"RAT tahun buku {held.year}")
    plan = planning.call(group=group, called=called, second_of=second_of, **told)
    inviting.invite(plan=plan, **told)
    return plan


def _hold(plan: Plan, held: Held, *, by: Actor) -> None:
    at, told = _at(plan.group, held.on), {"by": by}
    meeting = attending.open_meeting(plan=plan, at=at, today=held.on, **told)
    people = attending.members_of(meeting)
    here = [one for place, one in enumerate(people) if place % 10 < held.of_ten]
    attending.write_down(meeting=meeting, keys=[one.key for one in here], at=at, **told)
    if held.too_few:
        return
    _vote(meeting, held, here, by=by, at=at)
    against = [Against(Somebody(o.name, o.resident_id)) for o in here[len(here) - held.against :]]
    resolutions.agree(meeting=meeting, text=held.agreed, against=against, at=at, **told)
    after = held.on + timedelta(days=5)
    preparing.mark(
        plan=plan, code="minutes", done_on=after, note="Papan koperasi", by=by,
        at=_at(plan.group, after), today=after,
    )  # fmt: skip


def _vote(
    meeting: Meeting, held: Held, here: list[sheets.Member], *, by: Actor, at: datetime
) -> None:
    told: dict[str, Any] = {"by": by, "at": at}
    proposal = Proposal(held.agreed, timedelta(hours=1))
    motion = voting.put(meeting=meeting, proposal=proposal, **told)
    yes, no = (motion.options.get(number=number).pk for number in (1, 2))
    cut = len(here) - held.against
    for option, part in ((yes, here[:cut]), (no, here[cut:])):
        if part:
            _hands(motion, {option: len(part)}, part, by=by, at=at)
    if held.people:
        names = tuple(name for name, _papers in held.people)
        elected = Proposal("Ketua 2023-2027", timedelta(hours=1), Motion.Carried.MOST, names)
        motion = voting.put(meeting=meeting, proposal=elected, **told)
        _hands(motion, _papers(motion, held, len(here)), here, by=by, at=at)


def _papers(motion: Motion, held: Held, count: int) -> dict[int, int]:
    """Return how many papers each got; who is left abstained."""
    options = list(motion.options.order_by("number"))
    papers = [papers for _name, papers in held.people]
    papers.append(count - sum(papers))
    return {one.pk: n for one, n in zip(options, papers, strict=True) if n > 0}


def _hands(
    motion: Motion, counts: dict[int, int], people: list[sheets.Member], *, by: Actor, at: datetime
) -> list[Voted]:
    on = motion.meeting.held_on
    keys = [one.key for one in people]
    return voting.vote_in_hall(motion=motion, counts=counts, keys=keys, by=by, at=at, today=on)


def _what(year: int, on: date, about: str) -> Called:
    agenda = [str(one) for one in ANNUAL_AGENDA]
    return Called(Plan.Kind.ANNUAL, about, on, time(9), PLACE, agenda, link=LINK, year=year)


def _at(group: Group, day: date) -> datetime:
    """Nine in the morning."""
    return datetime.combine(day, time(9), tzinfo=group.village.zone)
