"""Every list, search and home page of a village of 10,000: server p95 and queries.

Bars: p95 <= 60 ms, at most 12 queries. Beside each: the processor time the server itself spent,
because on a busy machine waiting for a turn is in the p95 and not in Rembuk.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import scene
from benchmarks.served import Served, serve, signed_in
from benchmarks.table import Line, head, percentile, say

REQUESTS = 40
WARM_UP = 4
P95_MS_MAX, QUERIES_MAX = 60, 12


def main() -> None:
    """Fill, serve, ask, print."""
    with scene.database():
        began = time.perf_counter()
        filled = scene.fill()
        print(f"{scene.RESIDENTS} residents made in {time.perf_counter() - began:.0f} s\n{head()}")
        with serve() as served:
            told = machine(served)
            for what, user, path in pages(filled):
                measure(served, what=what, user=user, path=path, machine=told)


def pages(filled: scene.Scene) -> list[tuple[str, Any, str]]:
    """What is measured: name, who opens it, address."""
    from django.urls import reverse

    from rembuk.people import residents
    from rembuk.people.models import Household, ImportBatch, Status
    from rembuk.programme import pillars
    from rembuk.villages import tenancy

    world, slug = filled.world, filled.world.here.slug
    with tenancy.every_village("measuring"):
        worker = residents.known(world.here).filter(status=Status.WORKER).order_by("pk")[0]
        household = Household.objects.of(world.here).order_by("pk")[0].pk
        batch = ImportBatch.objects.of(world.here).get().pk
        pillar = pillars.pillars_of(pillars.running_in(world.here, on=scene.TODAY))[0].pk

    def of(name: str, *args: Any, query: str = "") -> str:
        return reverse(name, args=[slug, *args]) + query

    village = [
        ("Hari ini", of("web:today", query="?all")),
        ("+ Catat", of("web:record")),
        ("Warga", of("people:residents")),
        ("Warga, page 100", of("people:residents", query="?page=100")),
        ("Warga, one status and hamlet", of("people:residents", query=ONE_HAMLET)),
        *((f"search '{text}'", of("people:residents", query=f"?q={text.replace(' ', '+')}"))
          for text in ("si", "yu", "sri", "dwi astuti", "zz", "0899")),
        ("contracts that end soon", of("people:residents", query="?need=ending")),
        ("a person", of("people:resident", worker.pk)),
        ("a journey", of("people:journey", worker.pk)),
        ("a person's trail", of("people:resident_history", worker.pk)),
        ("consents of a person", of("people:resident_consents", worker.pk)),
        ("households", of("people:households")),
        ("a household", of("people:household", household)),
        ("numbers, this year", of("people:numbers")),
        ("numbers, three years", of("people:numbers", query=THREE_YEARS)),
        ("people behind a number", of("people:people_then", query=THEN)),
        ("people who moved", of("people:people_moved", query=MOVED)),
        ("Riwayat", of("people:history")),
        ("openings of restricted records", of("people:openings")),
        ("imports", of("people:imports")),
        ("an import of 5,000 rows", of("people:import", batch)),
        ("duplicates", of("people:duplicates")),
        ("Pilar", of("programme:pillars")),
        ("a pillar", of("programme:pillar", pillar)),
        ("facts", of("programme:facts")),
        *around(world),
    ]  # fmt: skip
    above = [(f"district: {path}", filled.officer, path) for path in region_pages()]
    return [(what, world.adi, path) for what, path in village] + above


ONE_HAMLET = "?status=migrant_worker&hamlet=Dusun+I"
THEN = "?on=2026-06-01&status=migrant_worker"
MOVED = (
    "?since=2024-01-01&until=2026-11-20&kind=DEPARTURE&before=prospective_migrant"
    "&after=migrant_worker"
)
THREE_YEARS = (
    "?since_day=21&since_month=11&since_year=2023&until_day=20&until_month=11&until_year=2026"
)


def around(world: Any) -> list[tuple[str, str]]:
    """Pages of the rooms beside people."""
    from django.urls import reverse

    slug = [world.here.slug]
    return [
        ("Pesan", reverse("messaging:messages", args=slug)),
        ("village hall", reverse("hall:hall", args=slug)),
        ("offices", reverse("hall:offices", args=slug)),
        ("public village page", reverse("hall:village", args=slug)),
    ]


def region_pages() -> list[str]:
    """Pages above the villages."""
    from django.urls import reverse

    return [reverse("reporting:overview"), reverse("reporting:villages")]


def measure(
    served: Served, *, what: str, user: Any, path: str, machine: str, bar_ms: int = P95_MS_MAX
) -> None:
    """Ask for one page often; then count its queries once, in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    cookies = signed_in(user)
    for _ in range(WARM_UP):
        status, size, _seconds = served.get(path, cookies)
        if status != 200:
            raise SystemExit(f"{what}: {path} answered {status}")
    before = served.cpu_seconds()
    seconds = [served.get(path, cookies)[2] for _ in range(REQUESTS)]
    cpu_ms = (served.cpu_seconds() - before) / REQUESTS * 1000
    p50, p95 = (percentile(seconds, share) * 1000 for share in (0.50, 0.95))
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    queries = [
        q["sql"]
        for q in asked
        if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]
    beside = f"p50 {p50:.0f} ms, processor {cpu_ms:.0f} ms, {size / 1000:.1f} kB; {machine}"
    say(Line(f"{what}: p95", p95, bar_ms, "ms", beside))
    say(Line(f"{what}: queries", len(queries), QUERIES_MAX, ""))
    if os.environ.get("REMBUK_BENCH_SHOW") and len(queries) > QUERIES_MAX:
        print("\n".join(queries))


def machine(served: Served) -> str:
    """What this machine does at best now: a page without database, one count, one write to disk."""
    trivial = [served.get("/manifest.webmanifest", "")[2] for _ in range(REQUESTS)]
    raw = _raw_sqlite() if "sqlite" in os.environ["REMBUK_DATABASE_URL"] else 0.0
    told = [f"page without database p95 {percentile(trivial, 0.95) * 1000:.1f} ms"]
    if raw:
        told.append(f"raw SQLite count of all residents {raw * 1000:.1f} ms")
    told.append(f"fdatasync {fdatasync_ms():.1f} ms")
    print("the machine itself: " + ", ".join(told))
    return told[0]


def _raw_sqlite() -> float:
    path = os.environ["REMBUK_DATABASE_URL"].removeprefix("sqlite:///")
    connection = sqlite3.connect(path)
    times = []
    for _ in range(20):
        began = time.perf_counter()
        connection.execute(
            "SELECT status, count(*) FROM people_resident GROUP BY status"
        ).fetchall()
        times.append(time.perf_counter() - began)
    connection.close()
    return percentile(times, 0.5)


def fdatasync_ms() -> float:
    """The middle time of 20 small writes that must reach the disk."""
    times = []
    with tempfile.NamedTemporaryFile(dir=Path(os.environ["REMBUK_DATA_DIR"])) as file:
        for _ in range(20):
            file.write(b"x" * 512)
            file.flush()
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - began)
    return percentile(times, 0.5) * 1000


if __name__ == "__main__":
    main()
