"""What the groups of the two villages work with, and (talks.py) with whom.

The case's tailors sew on machines that the district office gave from the state budget (fact 47),
and began with its money (fact 48): neither says how many, how much or when. Ten machines are made
up, and the page says so. Sukamaju is invented whole.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from rembuk.demo import leaving, talks
from rembuk.demo.story import Story
from rembuk.enterprise import members, repairs, things
from rembuk.enterprise.models import Condition, Source, Thing
from rembuk.villages.actors import REMBUK
from rembuk.villages.models import Group, Known, Village

TAILORS = "Konveksi Melati"
LAST_ON = date(2026, 10, 20)
OFFICE = "Dinas Koperasi, UMKM dan Ketenagakerjaan, uang APBN"
# --- Jepara --------------------------------------------------------------------------------------

CASE_MACHINES = things.Facts(
    "Mesin jahit", many=10, given_by=OFFICE, note="Artikel pilar 2: bantuan Dinas dari APBN."
)
CASE_CAPITAL = things.Facts(
    "Bantuan modal awal", given_by=OFFICE, note="Artikel pilar 2: jumlahnya tidak disebut."
)

# --- Sukamaju: name, mark, whose, value, since, the place of her who keeps it ---------------------

MACHINES = (
    ("Mesin jahit Singer", "SM-01", Source.GRANT, 2_150_000, date(2018, 1, 10), 0),
    ("Mesin jahit Singer", "SM-02", Source.GRANT, 2_150_000, date(2018, 1, 10), 1),
    ("Mesin jahit Butterfly", "SM-03", Source.GRANT, 1_750_000, date(2018, 1, 10), 2),
    ("Mesin obras", "SM-04", Source.GRANT, 3_400_000, date(2019, 4, 2), 3),
    ("Mesin bordir", "SM-05", Source.OWN, 6_900_000, date(2022, 6, 15), None),
    ("Setrika uap", "SM-06", Source.OWN, 850_000, date(2023, 2, 9), 0),
    ("Gunting listrik", "SM-07", Source.LENT, None, date(2025, 8, 4), 2),
)
# Mark, day, how it was, what was seen.
SEEN = (
    ("SM-01", date(2024, 7, 8), Condition.GOOD, ""),
    ("SM-02", date(2024, 7, 8), Condition.MEND, "Benang sering putus"),
    ("SM-04", date(2026, 9, 28), Condition.MEND, "Dinamo cepat panas"),
    ("SM-02", date(2026, 10, 12), Condition.GOOD, "Sudah diservis"),
    ("SM-03", date(2026, 10, 12), Condition.BROKEN, "Roda gila retak, menunggu suku cadang"),
)
MENDED = (
    ("SM-02", repairs.Facts("Setel benang", "Servis Pak Tono", date(2024, 7, 11), 65_000)),
    ("SM-04", repairs.Facts("Ganti dinamo", "Servis Pak Tono", date(2026, 10, 19), 185_000, True)),
)  # fmt: skip
USED_DAYS = 24


def tell_case(village: Village, *, group_name: str, at: datetime, today: date) -> None:
    """Tell what the case's tailors work with."""
    group = Group.objects.of(village).get(name=group_name)
    for facts, invented in ((CASE_MACHINES, True), (CASE_CAPITAL, False)):
        things.add(group=group, facts=facts, by=REMBUK, at=at, today=today, synthetic=invented)
    talks.tell_case(village, group_name=group_name, at=at, today=today)
    leaving.tell_case(village, group_name=group_name, at=at, today=today)


def tell(story: Story) -> None:
    """Tell what the invented tailors work with, and what became of it."""
    group = Group.objects.of(story.village).get(name=TAILORS)
    machines = _machines(story, group)
    for mark, on, condition, note in SEEN:
        things.check(
            thing=machines[mark], condition=condition, note=note, on=on, by=story.writer(on),
            at=story.moment(on), today=on,
        )  # fmt: skip
    for mark, facts in MENDED:
        on = facts.on
        repairs.record(
            thing=machines[mark], facts=facts, by=story.writer(on), at=story.moment(on), today=on
        )
    _use(story, group, list(machines.values()))
    talks.tell(story)
    leaving.tell(story)


def _machines(story: Story, group: Group) -> dict[str, Thing]:
    keepers = members.standing(group, on=LAST_ON).now
    made = {}
    for name, mark, source, value_rp, since, place in MACHINES:
        told: dict[str, Any] = {
            "by": story.writer(since), "at": story.moment(since), "today": since,
        }  # fmt: skip
        given_by = {Source.GRANT: "Dinas Ketenagakerjaan, uang APBN", Source.LENT: "Bu Sumiati"}
        facts = things.Facts(
            name, source, given_by=given_by.get(source, ""), received_on=since,
            received_precision=Known.DAY, value_rp=value_rp, mark=mark,
        )  # fmt: skip
        made[mark] = things.add(group=group, facts=facts, **told)
        if place is not None:
            keeper = keepers[place]
            begun = max(since, keeper.joined_on)
            things.give(
                thing=made[mark], keeper=keeper, name="", since=begun, by=story.writer(begun),
                at=story.moment(begun), today=begun,
            )  # fmt: skip
    return made


def _use(story: Story, group: Group, machines: list[Thing]) -> None:
    """Some weeks of use: the embroidery machine mostly stands still."""
    for back in range(USED_DAYS):
        on = LAST_ON - timedelta(days=2 * back)
        used = {
            thing.pk: int(story.rng.random() < (0.15 if thing.mark == "SM-05" else 0.8))
            for thing in machines
            if thing.mark != "SM-03"
        }
        things.note_use(
            group=group, on=on, used=used, by=story.writer(on), at=story.moment(on), today=on
        )
