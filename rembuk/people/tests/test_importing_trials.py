"""Workbooks damaged in the ways of villages, judged row by row as a facilitator would."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from rembuk.people.importing import error_workbook
from rembuk.people.tests.made_workbooks import (
    HEAD,
    codes,
    fates,
    nik,
    person,
    read,
    values,
    xlsx,
)

A, R = "accepted", "rejected"


# --- what is no name -----------------------------------------------------------------------------

# What stands in the name cell -> the code, and what is repeated to the reader.
NO_NAMES = [
    (True, "name_missing", "TRUE"),
    (False, "name_missing", "FALSE"),
    (date(2020, 1, 2), "name_missing", "2020-01-02"),
    (123, "name_missing", "123"),
    (12.5, "name_missing", "12.5"),
    ("???", "name_missing", "???"),
    ("idem", "name_missing", "idem"),
    ("s.d.a.", "name_missing", "s.d.a."),
    ('"', "name_missing", '"'),
    ("#REF!", "formula_cell", "#REF!"),
    ("Err:509", "formula_cell", "Err:509"),
    ("=A9", "formula_cell", "=A9"),
    ("Siti & Wati", "suspicious_cell", "Siti & Wati"),
    ("Siti dan Wati", "suspicious_cell", "Siti dan Wati"),
    ("Siti + Joko", "suspicious_cell", "Siti + Joko"),
    ("1. Siti 2. Wati", "suspicious_cell", "1. Siti 2. Wati"),
]


@pytest.mark.parametrize(("cell", "code", "raw"), NO_NAMES)
def test_what_is_no_name_waits_and_is_explained(cell, code, raw):
    data = xlsx([HEAD, person(1, cell), person(2, "Wati")])
    report = read(data)
    assert [row.outcome for row in report.rows] == [R, A]
    assert [(i.field, i.code, i.raw) for i in report.rows[0].issues] == [("name", code, raw)]
    # Sent back as it came, it still waits.
    again = read(error_workbook(report, data, file_name="daftar.xlsx"))
    assert [row.outcome for row in again.rows] == [R]


@pytest.mark.parametrize(
    "name",
    ["HJ. SITI AMINAH, S.Pd.", "Danang Hidanto", "Siti (Iti)", "Slamet (Alm)", "Dewi Andania",
     "H. Budi, S.Ag., M.Pd.", "Ai", "R.A. Sama'in", "Siti-Nur", "O'Neil", "Ida Ayu Made", "Truely",
     "Saminah"],
)  # fmt: skip
def test_names_as_people_bear_them_are_names(name):
    assert values(read([HEAD, person(1, name)]), "name") == [(name,)]


@pytest.mark.parametrize("cell", [True, date(2020, 1, 2), "idem"])
def test_a_hamlet_of_that_kind_waits_too(cell):
    assert codes(read([HEAD, person(1, hamlet=cell)])) == [["suspicious_cell"]]


def test_boxes_ticked_in_columns_of_each_sex():
    rows = [["Nama", "Jenis Kelamin", None], [None, "L", "P"], ["Siti", False, True],
            ["Joko", True, False]]  # fmt: skip
    assert values(read(xlsx(rows, merges=["B1:C1"])), "sex") == [("P",), ("L",)]


# --- dates and phones ----------------------------------------------------------------------------

BORN = [
    ("17-8-1989", "1989-08-17", None),
    ("17/08/89", "1989-08-17", None),
    ("17.08.1989", "1989-08-17", None),
    ("17-Agu-89", "1989-08-17", None),
    ("17 Pebruari 1989", "1989-02-17", None),
    ("17 Nopember 1989", "1989-11-17", None),
    ("17 Agusuts 1989", None, "1989-08-17"),
    ("17 Septmber 1989", None, "1989-09-17"),
    ("17 Desmber 1989", None, "1989-12-17"),
    ("1989/08/17", None, "1989-08-17"),
    ("31-02-1989", None, None),
    ("08/17/1989", None, None),
    ("17 Xyz 1989", None, None),
    ("17 Agusuts 2989", None, None),
    ("1989", None, None),
]


@pytest.mark.parametrize(("text", "day", "suggest"), BORN)
def test_a_birth_date_is_read_or_waits_with_what_was_probably_meant(text, day, suggest):
    (row,) = read([["Nama", "Tgl Lahir"], ["Siti", text]]).rows
    assert row.values["birth_date"] == day
    assert [(i.code, i.suggest) for i in row.issues] == (
        [] if day else [("birth_date_invalid", suggest)]
    )


PHONES = [
    ("'081234567890", "+6281234567890"),
    ("6281234567890", "+6281234567890"),
    ("+62 812-3456-7890", "+6281234567890"),
    (81234567890, "+6281234567890"),
    ("8.12E+10", None),
    ("8,12E+10", None),
    ("0812 3456 7890 (Ibu)", "+6281234567890"),
    ("0", None),
]


@pytest.mark.parametrize(("cell", "phone"), PHONES)
def test_a_phone_is_kept_only_if_no_digit_is_lost(cell, phone):
    (row,) = read([["Nama", "No HP"], ["Siti", cell]]).rows
    assert row.values["phone"] == phone
    assert [i.code for i in row.issues] == ([] if phone else ["phone_invalid"])


# --- whole workbooks -----------------------------------------------------------------------------


def test_pages_with_carried_totals_notes_and_a_signature():
    rows = [
        HEAD, person(1), person(2, "Wati"), ["Jumlah halaman ini", 2], ["Halaman 1"], HEAD,
        ["Pindahan", 2], person(3, "Rina"), [None, "Dipindahkan", 3], person(4, "Adi"),
        ["Jumlah seluruhnya", 4], ["Catatan : data sementara"], ["1. NIK wajib 16 angka"],
        [None] * 5 + ["Sukamaju, 3 Mei 2025"], [None] * 5 + ["Sekretaris Desa"],
        [None] * 5 + ["RINA MARLINA, S.E."],
    ]  # fmt: skip
    assert list(fates(read(rows)).values()) == [
        "header", A, A, "subtotal", "title", "header", "subtotal", A, "subtotal", A, "subtotal",
        "note", "note", "footer", "footer", "footer",
    ]  # fmt: skip


def test_one_sheet_for_each_rt_beside_sheets_about_other_things():
    more = {
        "RT 02": [["RT 02"], ["No", "Nama", "Alamat"], [1, "Wati", "Jalan Mawar"]],
        "RT 03": [["No", "Nma", "NIK"], [1, "Rina", nik("1989-08-17", "P", 3)]],
        "Rekap": [["RT", "Jumlah"], ["01", 3]],
        "Perangkat": [["No", "Nama", "Jabatan"], [1, "Budi", "Kepala Desa"]],
    }
    report = read(xlsx([["RT 01"], HEAD, person(1)], more=more))
    assert [(row.sheet, row.outcome) for row in report.rows] == [
        ("Data", A), ("RT 02", A), ("RT 03", A)
    ]  # fmt: skip
    assert [i.sheet for i in report.ignored if i.reason == "no_table"] == ["Rekap", "Perangkat"]


def test_days_since_1904_with_a_filter_and_hidden_rows_and_columns():
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    for row in (["Nama", "Tgl Lahir", "Dusun"], ["Siti", date(1989, 8, 17), "I"], ["Wati", None]):
        sheet.append(row)
    sheet.auto_filter.ref = "A1:C3"
    sheet.column_dimensions["B"].hidden = sheet.row_dimensions[2].hidden = True
    target = io.BytesIO()
    book.save(target)
    report = read(target.getvalue())
    assert values(report, "name", "birth_date") == [("Siti", "1989-08-17"), ("Wati", None)]
    assert codes(report) == [["hidden_row"], ["birth_date_missing"]]


@pytest.mark.parametrize(
    "head",
    [
        ["No.", "Full Name", "National ID Number", "Date of Birth", "Country of Destination"],
        [
            "No",
            "Nama / Name",
            "NIK / National ID",
            "Tanggal Lahir / Date of Birth",
            "Negara/Country",
        ],
        ["No", "Jeneng", "NIK", "Tanggal Lair", "Negoro Tujuan"],
        ["Bil", "Nama Penuh", "NIK", "Tarikh Lahir", "Negara Destinasi"],
    ],
)
def test_headers_in_other_languages(head):
    rows = [head, [1, "Siti", nik("1989-08-17", "P", 1), "17-08-1989", "Taiwan"]]
    assert values(read(rows), "name", "birth_date", "country") == [("Siti", "1989-08-17", "TW")]


def test_a_csv_whose_lines_were_quoted_whole():
    text = '"No;Nama;Dusun"\r\n"1;Siti;""Dusun I; utara"""\r\n"2;Wati;Dusun II"\r\n'
    report = read(text.encode(), file_name="daftar.csv")
    assert values(report, "name", "hamlet") == [("Siti", "Dusun I; utara"), ("Wati", "Dusun II")]


def test_a_csv_with_a_single_column_of_quoted_names_is_left_as_it_is():
    assert read(b'"Nama"\r\n"Siti"\r\n', file_name="daftar.csv").file_error == "no_table"


@pytest.mark.parametrize("heading", ["RT 01", "RT 03 / RW 01", "Dusun 2", "RW 5"])
def test_a_heading_for_each_part_of_the_village_is_no_total(heading):
    rows = [HEAD, [heading], person(1), [None, heading], person(2, "Wati")]
    assert list(fates(read(rows)).values()) == ["header", "title", A, "title", A]


@pytest.mark.parametrize("line", [["RT 01", 5], ["RT 01 : 5 orang"], ["Dusun 2", None, 7]])
def test_a_count_for_each_part_of_the_village_is_one(line):
    assert fates(read([HEAD, person(1), line]))[3] == "subtotal"


@pytest.mark.parametrize("shown", ["{}", "({})", "{}."])
def test_columns_may_be_lettered(shown):
    rows = [HEAD, [shown.format(letter) for letter in "abcdefghi"], person(1)]
    report = read(rows)
    assert [row.row for row in report.rows] == [3]
    assert fates(report)[2] in {"number_only", "header"}


def test_of_two_columns_for_one_field_an_empty_one_is_passed_over():
    number = nik("1989-08-17", "P", 1)
    rows = [["No", "Nama", "Nomor KTP", "NIK"], [1, "Siti", None, number], [2, "Wati"]]
    report = read(rows)
    assert values(report, "national_id") == [(number,), (None,)]
    assert report.tables[0].unmapped_columns() == ["Nomor KTP"]
