"""The pages of a herd of 500 goats: server p95 and queries. Bars: 100 ms, at most 12 queries."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from benchmarks import pages, scene
from benchmarks.served import serve
from benchmarks.table import head

GOATS, FOUNDERS, BUCKS_EVERY, SEED = 500, 60, 10, 20261123
P95_MS_MAX = 100
HERD = (
    "animals", "watch", "book", "breeding", "tree", "counts", "count_sheet", "sales", "new_sale",
    "bookings", "new_booking", "feed", "growth", "numbers",
)  # fmt: skip


def main() -> None:
    """Fill a pen, serve, ask, print."""
    with scene.database():
        chair, slug, group, doe = fill()
        print(head())
        with serve() as served:
            told = pages.machine(served)
            for what, path in addresses(slug, group, doe):
                pages.measure(
                    served, what=f"500 goats, {what}", user=chair, path=path, machine=told,
                    bar_ms=P95_MS_MAX,
                )  # fmt: skip


def addresses(slug: str, group: int, doe: int) -> list[tuple[str, str]]:
    """What is measured: name and address."""
    from django.urls import reverse

    found = [(name, reverse(f"herd:{name}", args=[slug, group])) for name in HERD]
    for feast in ("idul_adha", "idul_fitri"):
        found.append((feast, reverse("herd:feast", args=[slug, group, feast])))
    for name in ("animal", "mating", "correct_animal"):
        found.append((f"a goat: {name}", reverse(f"herd:{name}", args=[slug, group, doe])))
    return [*found, ("Hari ini of the chair", reverse("web:today", args=[slug]))]


def fill() -> tuple[Any, str, int, int]:
    """Fill a pen with 500 goats of five generations; return chair, village, group and a doe."""
    from rembuk.herd.models import Animal, Event, Kind
    from rembuk.villages import tenancy
    from rembuk.villages.models import Group
    from rembuk.villages.permissions import Office
    from rembuk.villages.tests import stories

    luck = Random(SEED)
    with tenancy.every_village("measuring"):
        village = stories.world().here
        group = Group.objects.create(village=village, kind="BUSINESS", trade="GOATS", name="Besar")
        chair = stories.user("karto", "Karto Wiryo")
        stories.appoint(chair, Office.GROUP_CHAIR, group=group)
        goats: list[Animal] = []
        events: list[Event] = []

        def happened(goat: Animal, kind: str, on: Any, **told: Any) -> None:
            events.append(
                Event(village=village, group=group, animal=goat, kind=kind, happened_on=on,
                      recorded_at=scene.NOW, **told)
            )  # fmt: skip

        for number in range(GOATS):
            sex = "M" if number % BUCKS_EVERY == 0 else "F"
            born_on = scene.TODAY - timedelta(days=1500 - 2 * number)
            older = goats[: number - 20] if number >= FOUNDERS else []
            dams = [one for one in older if one.sex == "F"]
            sires = [one for one in older if one.sex == "M"]
            goat = Animal.objects.create(
                village=village, group=group, sex=sex, tag=f"K{number:03d}", born_on=born_on,
                dam=luck.choice(dams) if dams else None,
                sire=luck.choice(sires) if sires else None,
            )  # fmt: skip
            goats.append(goat)
            happened(goat, Kind.GRANTED, born_on)
            for days in (30, 200):
                happened(goat, Kind.WEIGHED, scene.TODAY - timedelta(days=days), kg=25)
            if sex == "F":
                happened(goat, Kind.MATED, scene.TODAY - timedelta(days=number % 150))
        Event.objects.bulk_create(events)
        return chair, village.slug, group.pk, goats[-1].pk


if __name__ == "__main__":
    main()
