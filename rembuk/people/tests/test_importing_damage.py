"""Registries put together at random: whatever stands around the people, each is found once.

The truth is known before the sheet is made: which rows are people, and what they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from rembuk.people.tests.made_workbooks import fates, nik, read, xlsx

DAY_MIN, DAY_MAX = date(1950, 1, 1), date(2004, 12, 31)
TITLES = {
    "name": ["Nama", "NAMA LENGKAP", "Nama PMI", "nama warga", "Nama Lengkp"],
    "national_id": ["NIK", "No. KTP", "Nomor Induk Kependudukan", "N I K"],
    "sex": ["L/P", "JK", "Jenis Kelamin (L/P)", "Jenis Kelmin"],
    "birth_date": ["Tgl Lahir", "Tanggal Lahir", "TGL. LHR"],
    "hamlet": ["Dusun", "Dsn.", "Lingkungan"],
    "neighborhood_unit": ["RT"],
    "household_head": ["Kepala Keluarga", "Nama KK"],
    "phone": ["No. HP", "Telp", "No. WA"],
    "country": ["Negara", "Negara Tujuan", "Tujuan"],
    "migration_status": ["Status", "Ket. Status", "Status PMI"],
    "returned_on": ["Tgl Pulang", "Tahun Pulang"],
    "other": ["Alamat", "Pekerjaan", "Pendidikan", "Keterangan"],
}
NAMES = [
    "Siti",
    "Wati",
    "Rina",
    "Dewi",
    "Sri",
    "Lastri",
    "Budi",
    "Joko",
    "Slamet",
    "Hadi",
    "Imam",
    "Karto",
]
FAMILIES = [
    "Aminah",
    "Lestari",
    "Marlina",
    "Kartika",
    "Santoso",
    "Susilo",
    "Riyadi",
    "Wijaya",
    "Utami",
    "Halim",
]
WRITTEN: dict[str, Any] = {
    "sex": {"L": ["L", "Lk", "laki-laki"], "P": ["P", "PEREMPUAN", "pr"]},
    "country": {"MY": ["Malaysia"], "HK": ["Hongkong", "HK"], "TW": ["TAIWAN"]},
    "migration_status": {
        "migrant_worker": ["PMI", "aktif"],
        "returned_migrant": ["Purna", "eks TKI"],
        "prospective_migrant": ["Calon PMI", "proses"],
    },
    "neighborhood_unit": {"003": [3, "03", "003"], "012": [12, "012"]},
    "hamlet": {"Dusun I": ["Dusun I"], "Margo Mulyo": ["Margo  Mulyo "]},
    "household_head": {"Mulyono": ["Mulyono"], "Pak Karto": ["Pak Karto"]},
    "phone": {"+6281234567890": ["0812-3456-7890", 81234567890]},
    "returned_on": {"2018": [2018, "2018"], "2018-06": ["Juni 2018"]},
    "other": {"": ["Jalan Mawar 3", "tani", "SD"]},
}


@dataclass
class Page:
    """A sheet as it grows, with the truth about its rows."""

    left: int
    rows: list[list[object]] = field(default_factory=list)
    people: dict[int, dict[str, str]] = field(default_factory=dict)

    def add(self, cells: list[object]) -> int:
        self.rows.append([None] * self.left + cells)
        return len(self.rows)


def someone(draw: st.DrawFn, number: int) -> tuple[dict[str, str], dict[str, object]]:
    """Return what a person is, and how it is written."""
    born, sex = draw(st.dates(min_value=DAY_MIN, max_value=DAY_MAX)), draw(st.sampled_from("LP"))
    name = f"{NAMES[number % 12]} {FAMILIES[number % 10]} {NAMES[number // 2 % 12]}"
    form = draw(st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "date"]))
    truth: dict[str, Any] = {
        "name": name, "national_id": nik(born.isoformat(), sex, number), "sex": sex,
        "birth_date": born.isoformat(),
    }  # fmt: skip
    written: dict[str, object] = {
        **truth,
        "birth_date": born if form == "date" else born.strftime(form),
        "sex": draw(st.sampled_from(WRITTEN["sex"][sex])),
    }
    for name_, spellings in WRITTEN.items():
        if name_ != "sex":
            truth[name_] = draw(st.sampled_from(sorted(spellings)))
            written[name_] = draw(st.sampled_from(spellings[truth[name_]]))
    return truth, written


def header(draw: st.DrawFn, columns: list[str], *, numbered: bool) -> list[object]:
    titles = [draw(st.sampled_from(TITLES[name])) for name in columns]
    return ["No", *titles] if numbered else list(titles)


def furniture(draw: st.DrawFn, page: Page, *, name_at: int, people: int, numbered: bool) -> None:
    """Add a line that is nobody."""
    kind = draw(st.sampled_from(["blank", "total", "number", "note", "section"]))
    before: list[object] = [None] * name_at
    if kind == "blank":
        page.rows.append([])
    elif kind == "total":
        page.add([*before, draw(st.sampled_from(["Jumlah", "TOTAL", "Sub total"])), people])
    elif kind == "number" and numbered:
        page.add([people + 1])
    elif kind == "note":
        page.add([*before, draw(st.sampled_from(["Catatan: belum lengkap", "*) sementara"]))])
    elif kind == "section":
        page.add([*before, draw(st.sampled_from(["DUSUN III", "Data susulan tahun 2024"]))])


def ending(draw: st.DrawFn, page: Page, *, width: int) -> None:
    """Add what stands at the end of a registry."""
    kind = draw(st.sampled_from(["nothing", "signature", "recap", "others"]))
    at = draw(st.integers(0, width - 1))
    if kind == "signature":
        for text in (
            "Sukamaju, 12 Maret 2025",
            "Mengetahui,",
            "Kepala Desa Sukamaju",
            "BUDI SANTOSO",
        ):
            page.add([*[None] * at, text])
    elif kind == "recap":
        for cells in (["Rekap per dusun"], ["Dusun I", 5], ["Dusun II", 3], ["Jumlah", 8]):
            page.add(cells)
    elif kind == "others":
        for cells in (["No", "Nama Barang", "Jumlah"], [1, "Mesin jahit", 4], [2, "Kambing", 12]):
            page.add(cells)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """Draw a sheet with one or two tables of people and everything around them."""
    page = Page(left=draw(st.integers(0, 2)))
    number = 0
    for _table in range(draw(st.integers(1, 2))):
        for title in draw(
            st.lists(st.sampled_from(["DAFTAR NAMA PMI", "TAHUN 2024", ""]), max_size=2)
        ):
            page.add([title or None])
        optional = [n for n in TITLES if n not in {"name", "national_id"}]
        columns = draw(
            st.permutations(["name", "national_id", *draw(st.sets(st.sampled_from(optional)))])
        )
        numbered = draw(st.booleans())
        titles = header(draw, list(columns), numbered=numbered)
        page.add(titles)
        if draw(st.booleans()):
            page.add(list(range(1, len(titles) + 1)))
        name_at = columns.index("name") + numbered
        for _person in range(draw(st.integers(1, 4))):
            number += 1
            truth, written = someone(draw, number)
            cells = [*([number] if numbered else []), *(written[name] for name in columns)]
            page.people[page.add(cells)] = {n: truth[n] for n in columns if n != "other"}
            if draw(st.integers(0, 3)) == 0:
                furniture(draw, page, name_at=name_at, people=number, numbered=numbered)
            elif draw(st.integers(0, 5)) == 0:
                page.add(titles)
        ending(draw, page, width=len(titles))
    return page


@pytest.mark.slow
@given(pages())
@settings(max_examples=100)
def test_everybody_is_found_once_and_nobody_else(page):
    report = read(xlsx(page.rows))
    found = fates(report)
    for row in page.rows:
        note(repr(row))
    people = {row for row, fate in found.items() if fate in {"accepted", "duplicate", "rejected"}}
    assert people == set(page.people), found
    for row in report.rows:
        assert row.outcome == "accepted", [issue.code for issue in row.issues]
        expected = page.people[row.row]
        assert {name: row.values[name] for name in expected} == expected
