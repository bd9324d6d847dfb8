"""Bringing in 5,000 damaged rows: looking at them, storing them, and the memory it takes.

Bars: dry run <= 10 s, storing <= 20 s on two cores. The engine alone is import_engine.py; here it
is staged, sealed, compared with the village and written, as the pages do it.
"""

from __future__ import annotations

import io
import resource
import time
from datetime import date, timedelta
from random import Random

import xlsxwriter

from benchmarks import scene
from benchmarks.pages import fdatasync_ms
from benchmarks.table import Line, head, say

ROWS = 5000
DRY_RUN_SECONDS_MAX, STORE_SECONDS_MAX = 10, 20
HEAD = (
    "NO",
    "Nama Lengkap",
    "N I K",
    "L/P",
    "Tgl Lahir",
    "Dusun",
    "RT/RW",
    "No HP",
    "Ket",
    "Negara",
    "Berangkat",
)


def main() -> None:
    """Stage, check and store one workbook in a village that already has 2,000 people."""
    with scene.database():
        world = scene.fill(residents=2000).world
        print(head())
        from django.db import transaction

        from rembuk.people import storing
        from rembuk.villages import tenancy

        data = workbook(Random(scene.SEED))
        with transaction.atomic(), tenancy.inside(world.here):
            batch = storing.stage(
                village=world.here, data=data, file_name="warga.xlsx", by=world.by_adi, at=scene.NOW
            )
            told = f"{len(data) / 1000:.0f} kB workbook, fdatasync {fdatasync_ms():.1f} ms"
            began = time.perf_counter()
            report = storing.check(batch=batch, today=scene.TODAY, choices={})
            dry = time.perf_counter() - began
            say(Line(f"{ROWS} damaged rows: dry run", dry, DRY_RUN_SECONDS_MAX, "s", told))
            began = time.perf_counter()
            stored = storing.store(batch=batch, today=scene.TODAY, by=world.by_adi, at=scene.NOW)
        seconds = time.perf_counter() - began
        counts = ", ".join(f"{n} {name}" for name, n in report.counts().items())
        say(Line(f"{ROWS} damaged rows: storing", seconds, STORE_SECONDS_MAX, "s", counts))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        say(Line("the same: most memory", peak, None, "MB"))
        assert len(stored.resident_keys) == len(stored.report.with_outcome("accepted"))


def workbook(rng: Random) -> bytes:
    """A registry as villages keep it: a title, blank rows, every third row wrong somewhere."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Data Warga")
    sheet.write(0, 0, "DATA WARGA DESA")
    sheet.write_row(3, 0, HEAD)
    for number in range(ROWS):
        sheet.write_row(4 + number + number // 500, 0, row(rng, number))
    book.close()
    return out.getvalue()


def row(rng: Random, number: int) -> list[object]:
    """One person, damaged in one of the ways that real sheets show."""
    from rembuk.demo import names as known

    woman = rng.random() < 0.5
    born = date(1960, 1, 1) + timedelta(days=rng.randrange(16000))
    name = known.full_name(rng, woman=woman)
    nik = known.national_id(
        rng, birth=(born.year, born.month, born.day), woman=woman, serial=number
    )
    cells: list[object] = [
        number + 1, name, nik, "P" if woman else "L", f"{born:%d-%m-%Y}", "Dusun II", "003/001",
        known.phone(rng), rng.choice(["PMI aktif", "purna", "-", "calon"]),
        rng.choice(["Hongkong", "TAIWAN", ""]),
        f"{rng.randint(2018, 2026)}",
    ]  # fmt: skip
    match number % 18:
        case 0:
            cells[1] = f"  {name.upper()}  "
        case 3:
            cells[2] = float(nik)  # typed as a number: the last digits are gone
        case 6:
            cells[4] = "31-02-1990"
        case 9:
            cells[2] = f"{nik[:6]} {nik[6:12]} {nik[12:]}"
        case 12:
            cells[1] = ""
        case 15:
            cells[6], cells[7] = "RT 3 RW 1", "0812"
    return cells


if __name__ == "__main__":
    main()
