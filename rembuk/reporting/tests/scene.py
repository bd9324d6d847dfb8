"""Three villages in two regencies, made of residents straight in the tables: only counts matter.

Sumber Rejo and Karang Indah lie in regency 99.01, Muara Baru in 99.02. Muara Baru has recorded
nothing yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from rembuk.accounts.models import User
from rembuk.people.models import Household, Resident, Status
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Region, Village
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories

NAMES = ("Siti Aminah", "Wati Ningsih", "Yuni Astuti", "Karto Wijoyo", "Slamet Riyadi")


@dataclass
class Scene:
    """The two villages of the stories, a third one, and two officers."""

    world: stories.World
    far: Village
    district: User
    ministry: User


def people(village: Village, counts: Mapping[str, int], *, households: tuple[int, int]) -> None:
    """Record so many residents in each status, and households with and without a worker."""
    now = timezone.now()
    found = [
        Resident(
            village=village, name=f"{NAMES[n % len(NAMES)]} {status or 'desa'} {n}", status=status,
            phone=f"+62812{village.pk % 10**6:06}{n:03}", nickname=f"Panggilan{n}", created_at=now,
        )
        for status, number in counts.items()
        for n in range(number)
    ]  # fmt: skip
    Resident.objects.bulk_create(found)
    workers = [r for r in found if r.status == Status.WORKER]
    without, with_worker = households
    homes = [Household(village=village, created_at=now) for _n in range(without + with_worker)]
    Household.objects.bulk_create(homes)
    for home, worker in zip(homes[:with_worker], workers, strict=False):
        worker.household = home
        worker.save(update_fields=["household"])


def work(village: Village, by: User, *, days_ago: int) -> None:
    """Leave a line in the village's trail some days ago."""
    actor = Actor(user=by, office=Office.FACILITATOR)
    at = timezone.now() - timedelta(days=days_ago)
    audit.record(village=village, verb="village.founded", subject=village, by=actor, at=at)


def build() -> Scene:
    """Make the villages with their people, and the officers."""
    world = stories.world()
    far = stories.village(code="9902012001", name="Muara Baru", slug="tepi-laut/muara-baru")
    people(
        world.here,
        {Status.NONE: 40, Status.WORKER: 12, Status.RETURNED: 9, Status.PROSPECTIVE: 2},
        households=(20, 8),
    )
    people(world.there, {Status.NONE: 30, Status.WORKER: 7, Status.RETURNED: 6}, households=(15, 3))
    work(world.here, world.adi, days_ago=2)
    work(world.there, world.dewi, days_ago=21)
    for village in (world.here, world.there, far):
        village.created_at = timezone.now() - timedelta(days=60)
        village.save(update_fields=["created_at"])
    district, ministry = (
        stories.user("kab", "Petugas Kabupaten"),
        stories.user("kem", "Petugas Pusat"),
    )
    stories.appoint(district, Office.DISTRICT_OFFICER, region=Region.objects.get(pk="9901"))
    stories.appoint(ministry, Office.MINISTRY_OFFICER)
    return Scene(world=world, far=far, district=district, ministry=ministry)
