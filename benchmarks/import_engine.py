"""The import engine alone: 5,000 damaged rows, read and judged, without a database.

One process, one core, fixed seed; seconds are those of the processor, so that neighbours on the
machine do not count. 10,000 residents are known beforehand, so that the search for
duplicates has something to search in.
"""

from __future__ import annotations

import io
import random
import resource
import time
from datetime import date, timedelta

import xlsxwriter
from django.conf import settings

from benchmarks.table import Line, head, say
from rembuk.people.importing import KnownResident, error_workbook, read_workbook

ROWS = 5_000
KNOWN = 10_000
SEED = 20250630
TODAY = date(2025, 6, 30)
SECONDS_MAX, MEGABYTES_MAX = 5, 300
HEAD = [
    "No", "Nama Lengkap", "NIK", "L/P", "Tempat/Tgl Lahir", "Dusun", "RT/RW", "No. KK",
    "Kepala Keluarga", "No. HP", "Negara Tujuan", "Status", "Tgl Berangkat", "Alamat",
]  # fmt: skip
GIVEN = (
    "Siti", "Wati", "Rina", "Dewi", "Sri", "Yuni", "Lastri", "Sumiati", "Partinah", "Eka", "Budi",
    "Joko", "Slamet", "Agus", "Hadi", "Imam",
)  # fmt: skip
FAMILY = (
    "Aminah", "Lestari", "Handayani", "Wijaya", "Rahayu", "Utami", "Santoso", "Nugroho", "Halim",
    "Saputra", "Kartika",
)  # fmt: skip


def born(chance: random.Random) -> date:
    """Return a birth date between 1950 and 2005."""
    return date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))


def name(chance: random.Random) -> str:
    """Return a name of two or three words."""
    return " ".join([chance.choice(GIVEN), *chance.choices(FAMILY, k=chance.choice((1, 2)))])


def nik(day: date, sex: str, serial: int) -> str:
    """Return a NIK of the invented province 99."""
    shown = day.day + (40 if sex == "P" else 0)
    return f"9903{serial // 9999 % 90 + 10:02}{shown:02}{day:%m%y}{serial % 9999 + 1:04}"


def row(number: int, chance: random.Random) -> list[object]:
    """Return one row, every tenth damaged in one way or another."""
    day, sex = born(chance), chance.choice("LP")
    cells: list[object] = [
        number, name(chance), nik(day, sex, number), sex, f"Way Jepara, {day:%d-%m-%Y}",
        f"Dusun {chance.choice(('I', 'II', 'III'))}", f"{chance.randrange(1, 9):03}/001",
        f"99030101015{chance.randrange(10_000):05}", name(chance),
        f"08{chance.randrange(10**9, 10**10)}", chance.choice(("Taiwan", "Hongkong", "Malaysia")),
        chance.choice(("PMI", "Purna PMI", "Calon PMI", "bukan")), "Juni 2018", "Jalan Mawar 3",
    ]  # fmt: skip
    if number % 10 == 0:
        where, what = chance.choice(
            [(2, "9.90301E+15"), (2, None), (3, "Prempuan"), (4, "31-02-1990"), (10, "Malasia"),
             (11, "ikut anak"), (1, None), (6, "tiga"), (9, "belum punya"), (1, "Siti \u200b🌸")]
        )  # fmt: skip
        cells[where] = what
    return cells


def workbook(chance: random.Random) -> bytes:
    """Return the file: a title, the table, a total and a signature."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "constant_memory": False}) as book:
        sheet = book.add_worksheet("Data PMI")
        sheet.write_row(0, 0, ["DAFTAR PMI DESA SUKAMAJU"])
        sheet.write_row(2, 0, HEAD)
        for number in range(1, ROWS + 1):
            sheet.write_row(number + 2, 0, row(number, chance))
        sheet.write_row(ROWS + 4, 0, [None, "Jumlah", ROWS])
        sheet.write_row(ROWS + 6, 0, [None, "Mengetahui, Kepala Desa"])
    return target.getvalue()


def known(chance: random.Random) -> list[KnownResident]:
    """Return residents of the village; every tenth has no NIK."""
    found = []
    for number in range(KNOWN):
        day = born(chance)
        number_ = nik(day, "P", number + 500_000) if number % 10 else None
        found.append(KnownResident(f"R{number}", name(chance), None, number_, day, "Dusun I"))
    return found


def megabytes() -> float:
    """Return the most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print one line for each claim."""
    settings.configure(USE_I18N=False)
    chance = random.Random(SEED)
    residents = known(chance)
    data = workbook(chance)
    print(head())
    began = time.process_time()
    report = read_workbook(data, file_name="daftar.xlsx", today=TODAY, known=residents)
    seconds = time.process_time() - began
    assert len(report.rows) == ROWS, report.counts()
    counts = report.counts()
    told = f"{len(data) // 1024} kB; {counts['accepted']} taken, {counts['rejected']} wait"
    say(Line(f"import: read and judge {ROWS} rows, {KNOWN} known", seconds, SECONDS_MAX, "s", told))
    say(Line("import: most memory held", megabytes(), MEGABYTES_MAX, "MB", "whole process"))
    began = time.process_time()
    error_workbook(report, data, file_name="daftar.xlsx")
    seconds = time.process_time() - began
    say(Line("import: workbook of the rows that wait", seconds, SECONDS_MAX, "s"))


if __name__ == "__main__":
    main()
