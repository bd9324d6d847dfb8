"""A large invented village in a database of its own: 10,000 residents and three years of journeys.

One seed, so two runs measure the same rows. Everybody comes in through `residents.bulk_register`;
audit lines, duties and consents are written in bulk, because only their number matters here.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

SEED = 20261121
RESIDENTS = 10_000
TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
FIRST_DAY = TODAY - timedelta(days=3 * 365)
AUDIT_LINES = 20_000
COUNTRIES = ("HK", "TW", "MY", "SG", "SA", "KR")


@contextmanager
def database() -> Iterator[str]:
    """Set Django up on an empty database and give its address; it is gone afterwards.

    REMBUK_BENCH_DATABASE=postgresql measures on a throw-away PostgreSQL instead of SQLite.
    """
    folder = tempfile.mkdtemp(prefix="rembuk-bench-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in [n for n in os.environ if n.startswith("REMBUK_") and "BENCH" not in n]:
        del os.environ[name]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "rembuk.project.settings",
        "REMBUK_DATA_DIR": folder,
        "REMBUK_SECRET_KEY": "measuring only, long enough to satisfy the checks of Django itself",
        "REMBUK_FIELD_KEY": "bWVhc3VyaW5nIG9ubHksIDMyIGJ5dGVzLCBwdWJsaWM=",
        "REMBUK_HASH_KEY": "measuring only",
        "REMBUK_SECOND_FACTOR": "asked",
    }
    postgres = os.environ.get("REMBUK_BENCH_DATABASE") == "postgresql"
    script = str(Path(__file__).parent.parent / "scripts" / "postgres")
    if postgres:
        started = subprocess.run(
            [script, "start", f"{folder}-pg"], check=True, stdout=subprocess.PIPE
        )
        address = started.stdout.decode().strip()
    else:
        address = f"sqlite:///{folder}/rembuk.sqlite3"
    os.environ["REMBUK_DATABASE_URL"] = address
    try:
        _manage("migrate", "-v0")
        _manage("createcachetable")
        _manage("collectstatic", "--noinput", "-v0")
        import django

        django.setup()
        yield address
    finally:
        if postgres:
            subprocess.run([script, "stop", f"{folder}-pg"], check=True)


def _manage(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "rembuk", *words], check=True)


@dataclass
class Scene:
    """The world of the stories, and an officer of the district above it."""

    world: Any
    officer: Any


def fill(*, residents: int = RESIDENTS) -> Scene:
    """Fill two villages of the stories; the first gets the people."""
    from django.db import transaction

    from rembuk.accounts.models import User
    from rembuk.villages import tenancy
    from rembuk.villages.models import Region
    from rembuk.villages.permissions import Office
    from rembuk.villages.tests import stories

    with transaction.atomic(), tenancy.every_village("measuring"):
        world = stories.world()
        district = Region.objects.get(code=world.here.region.code[:6])
        officer = User.objects.create_user("lintang", stories.PASSWORD, name="Lintang")
        stories.appoint(officer, Office.DISTRICT_OFFICER, region=district)
        _around_people(world, _people(world, residents))
    return Scene(world, officer)


def _people(world: Any, count: int) -> list[Any]:
    from rembuk.demo import names
    from rembuk.people import households, residents
    from rembuk.people.models import Household
    from rembuk.people.residents import Newcomer, ResidentFacts

    rng = Random(SEED)
    homes, newcomers = [], []
    for serial in range(count):
        woman = rng.random() < 0.55
        born = date(1955, 1, 1) + timedelta(days=rng.randrange(50 * 365))
        name = names.full_name(rng, woman=woman)
        unit, hamlet = f"{rng.randint(1, 12):03d}", rng.choice(names.HAMLETS)
        if serial % 4 == 0:
            told = households.HouseholdFacts(head_name=name, hamlet=hamlet, neighborhood_unit=unit)
            homes.append(households.row_for(village=world.here, facts=told, at=NOW))
        when = (born.year, born.month, born.day)
        phone = names.phone(rng).replace("-", "") if rng.random() < 0.7 else ""
        facts = ResidentFacts(
            name=name, nickname=names.nickname(rng, name), sex="P" if woman else "L",
            birth_date=born, hamlet=homes[-1].hamlet, community_unit="001",
            neighborhood_unit=homes[-1].neighborhood_unit if rng.random() < 0.95 else "",
            phone="+62" + phone[1:] if phone else "",
            national_id=names.national_id(rng, birth=when, woman=woman, serial=serial)
            if serial % 2
            else None,
        )  # fmt: skip
        newcomers.append(Newcomer(facts=facts, household=homes[-1], steps=_journey(rng)))
    Household.objects.bulk_create(homes, batch_size=500)
    return residents.bulk_register(village=world.here, newcomers=newcomers, by=world.by_adi, at=NOW)


def _journey(rng: Random) -> list[Any]:
    """Nothing, or up to six steps within three years."""
    from rembuk.people.journeys import StepFacts

    if rng.random() < 0.45:
        return []
    day = FIRST_DAY + timedelta(days=rng.randrange(300))
    steps = []
    order = ("INTENTION", "DEPARTURE", "EXTENSION", "HOMECOMING", "LEAVING_AGAIN", "HOMECOMING")
    for kind in order[: rng.randint(1, 6)]:
        country = rng.choice(COUNTRIES) if kind in {"DEPARTURE", "LEAVING_AGAIN"} else ""
        months = rng.choice([12, 24]) if kind in {"DEPARTURE", "EXTENSION"} else None
        steps.append(StepFacts(kind=kind, on=day, country=country, contract_months=months))
        day += timedelta(days=rng.randint(30, 260))
    return [step for step in steps if step.on <= TODAY]


def _around_people(world: Any, people: list[Any]) -> None:
    """Consents, duties, a trail, a large import, evidence, and one message to everybody."""
    from rembuk.people.models import Consent, HouseholdDuty, ImportBatch, ImportRow
    from rembuk.villages.models import AccessEntry, AuditEntry

    here, rng = world.here, Random(SEED + 1)
    common = {"village": here, "recorded_at": NOW, "given_on": FIRST_DAY, "channel": "PAPER"}
    Consent.objects.bulk_create(
        [Consent(resident=one, purpose=what, text_version="1", **common)
         for one in people[::2] for what in ("REGISTRY", "CONTACT")], batch_size=500,
    )  # fmt: skip
    HouseholdDuty.objects.bulk_create(
        [HouseholdDuty(village=here, household=one.household, resident=one,
                       duty="RECEIVES_MONEY", since=FIRST_DAY) for one in people[::4]],
        batch_size=500,
    )  # fmt: skip
    AuditEntry.objects.bulk_create(
        [AuditEntry(village=here, at=NOW - timedelta(minutes=71 * n), by=world.adi,
                    office="FACILITATOR", verb="people.corrected", subject_type="people.resident",
                    subject_id=one.pk, subject_name=one.name, resident_id=one.pk,
                    changes=[["neighborhood_unit", "003", "005"]])
         for n, one in enumerate(rng.choices(people, k=AUDIT_LINES))], batch_size=500,
    )  # fmt: skip
    AccessEntry.objects.bulk_create(
        [AccessEntry(village=here, at=NOW, by=world.adi, office="FACILITATOR", what="national_id",
                     resident_id=one.pk) for one in rng.choices(people, k=2000)], batch_size=500,
    )  # fmt: skip
    batch = ImportBatch.objects.create(
        village=here, file_name="daftar.xlsx", uploaded_at=NOW, state="CHECKED",
        report={"file_error": "", "file_warnings": [], "tables": [], "ignored": [],
                "counts": {"accepted": 4000, "rejected": 1000, "duplicate": 0}},
    )  # fmt: skip
    ImportRow.objects.bulk_create(
        [ImportRow(village=here, batch=batch, sheet="Data", row=n, name="Warga",
                   outcome="rejected" if n % 5 == 0 else "accepted") for n in range(5000)],
        batch_size=500,
    )  # fmt: skip
    _programme(world)
    _message(world)


def _programme(world: Any) -> None:
    from rembuk.programme import evidence, pillars

    template = pillars.may_start(world.here)[0]
    pillars.start(village=world.here, template=template, since=FIRST_DAY, by=world.by_adi, at=NOW)
    running = pillars.pillars_of(pillars.running_in(world.here, on=TODAY))
    for number in range(120):
        seen = evidence.Seen(
            shows=number % 3 + 1, kind="RECORD", statement=f"Kegiatan ke-{number} berjalan.",
            seen_on=FIRST_DAY + timedelta(days=9 * number), source="Buku kegiatan",
        )  # fmt: skip
        evidence.record_evidence(
            village=world.here, pillar=running[number % len(running)], seen=seen,
            by=world.by_adi, at=NOW,
        )  # fmt: skip


def _message(world: Any) -> None:
    from rembuk.messaging import announcements

    announcements.announce(
        village=world.here, audience="all", title="Rapat desa", text="Rapat desa hari Sabtu.",
        by=world.by_adi, at=NOW,
    )  # fmt: skip
