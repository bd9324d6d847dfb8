"""Headers of two rows: group titles over merged cells, and what they make of the titles below."""

from __future__ import annotations

import pytest

from rembuk.people.tests.made_workbooks import HEAD, codes, fates, nik, person, read, values, xlsx

A = "accepted"

GROUPED = (
    [
        ["No", "Nama", "NIK", "Alamat", None, None, "Berangkat"],
        [None, None, None, "Dusun", "RT", "RW", None],
        [1, "Siti", nik("1989-08-17", "P", 1), "Dusun I", 3, 1, "Juni 2018"],
    ],
    ["A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:G2"],
)


@pytest.mark.parametrize("merges", [GROUPED[1], ["D1:F1"], []])
def test_group_titles(merges):
    report = read(xlsx(GROUPED[0], merges=merges))
    assert fates(report) == {1: "header", 2: "header", 3: A}
    wanted = ("hamlet", "neighborhood_unit", "community_unit", "departed_on")
    assert values(report, *wanted) == [("Dusun I", "003", "001", "2018-06")]


def test_group_titles_make_sense_of_the_titles_below():
    rows = [
        ["No", "Nama", None, "Kelahiran", None, "Tanggal", None, "Nomor", None],
        [None, "Lengkap", "Panggilan", "Tempat", "Tgl", "Berangkat", "Pulang", "KTP", "HP"],
        [1, "Siti Aminah", "Iti", "Metro", "17-08-1989", 2015, "03/2018", nik("1989-08-17", "P", 1),
         "081234567890"],
    ]  # fmt: skip
    report = read(xlsx(rows, merges=["B1:C1", "D1:E1", "F1:G1", "H1:I1"]))
    assert fates(report) == {1: "header", 2: "header", 3: A}
    assert values(report, "name", "nickname", "birth_place", "birth_date", "departed_on",
                  "returned_on", "phone") == [
        ("Siti Aminah", "Iti", "Metro", "1989-08-17", "2015", "2018-03", "+6281234567890")
    ]  # fmt: skip


def test_a_third_row_of_titles_is_no_person_and_ends_nothing():
    rows = [
        ["Nama", "Status", "Alamat", None, None],
        [None, None, "Dusun", "RT/RW", None],
        [None, None, None, "RT", "RW"],
        ["Siti", "Calon PMI", "Dusun I", 3, 1],
        ["Wati", "Calon PMI", "Dusun I", 3, 2],
    ]
    report = read(xlsx(rows, merges=["A1:A3", "B1:B3", "C1:E1", "C2:C3", "D2:E2"]))
    assert fates(report) == {1: "header", 2: "header", 3: "header", 4: A, 5: A}
    assert values(report, "neighborhood_unit", "community_unit") == [("003", "001"), ("003", "002")]


def test_a_header_may_name_many_years():
    head = ["Nama", "NIK", 2019, 2020, 2021, 2022, 2023]
    assert fates(read([head, ["Siti", nik("1989-08-17", "P", 1)]])) == {1: "header", 2: A}


def test_columns_about_somebody_else_are_not_the_persons():
    rows = [
        ["No", "Nama", "NIK", "Majikan", None, "Kepala Keluarga", None],
        [None, None, None, "Nama", "No. HP", "Nama", "NIK"],
        [
            1,
            "Siti",
            nik("1989-08-17", "P", 1),
            "Mr Chen",
            "0912345678",
            "Budi",
            nik("1960-01-01", "L", 1),
        ],
    ]
    report = read(xlsx(rows, merges=["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1"]))
    assert values(report, "name", "phone", "household_head", "national_id") == [
        ("Siti", None, "Budi", nik("1989-08-17", "P", 1))
    ]


def test_a_title_over_the_whole_width_is_no_group():
    rows = [["DATA PMI DAN MAJIKAN"], HEAD, person(1)]
    report = read(xlsx(rows, merges=["A1:I1"]))
    assert fates(report) == {1: "title", 2: "header", 3: A}
    assert codes(report) == [[]]


def test_one_title_over_two_columns_of_values():
    rows = [
        ["No", "Nama", None, None, "Tempat, Tgl Lahir", None, "RT/RW", None, "NIK"],
        [1, "Siti", None, None, "Metro", "17-08-1989", 3, 2, nik("1989-08-17", "P", 1)],
        [2, "Wati", None, None, "Way Jepara", "1 Mei 1970", 1, 1, nik("1970-05-01", "P", 2)],
    ]
    report = read(xlsx(rows, merges=["B1:D1", "E1:F1", "G1:H1"]))
    names = ("name", "birth_place", "birth_date", "neighborhood_unit", "community_unit")
    assert values(report, *names) == [
        ("Siti", "Metro", "1989-08-17", "003", "002"),
        ("Wati", "Way Jepara", "1970-05-01", "001", "001"),
    ]
    assert codes(report) == [[], []]


def test_one_column_for_each_sex():
    rows = [
        ["No", "Nama", "NIK", "Jenis Kelamin", None],
        [None, None, None, "L", "P"],
        [1, "Siti", nik("1989-08-17", "P", 1), None, "√"],
        [2, "Joko", nik("1989-08-17", "L", 2), "v", None],
        [3, "Rina", nik("1989-08-17", "P", 3), "v", "v"],
        [4, "Wati", nik("1989-08-17", "P", 4), None, None],
    ]
    report = read(xlsx(rows, merges=["A1:A2", "B1:B2", "C1:C2", "D1:E1"]))
    assert [row.values["sex"] for row in report.rows] == ["P", "L", None, None]
    assert codes(report) == [[], [], ["sex_unknown"], ["sex_missing"]]


def test_the_first_row_of_data_is_not_taken_for_a_second_header():
    rows = [["Nama", "Negara", "Status"], ["Siti", "Malaysia", "PMI"], ["Wati", "Taiwan", "PMI"]]
    assert fates(read(rows)) == {1: "header", 2: A, 3: A}


def test_nothing_is_inferred_from_sheet_names_or_titles():
    report = read(xlsx([["DATA PMI MALAYSIA DUSUN II"], ["Nama", "NIK"], ["Siti", None]]))
    assert values(report, "country", "hamlet", "migration_status") == [(None, None, None)]
    assert codes(report) == [["national_id_missing"]]
