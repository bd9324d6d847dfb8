"""The workbook that goes back: what to correct, beside the cells, and ready to be sent again."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.utils import translation

from rembuk.people.importing import Report, error_workbook
from rembuk.people.tests.made_workbooks import HEAD, codes, nik, person, read, values, xlsx

NIK = nik("1989-08-17", "P", 1)


def sent_back(data: bytes, **options) -> tuple[Report, openpyxl.Workbook, bytes]:
    """Return the report of a file, the workbook of corrections, and its bytes."""
    report = read(data, **options)
    file_name = options.get("file_name", "daftar.xlsx")
    with translation.override("id"):
        made = error_workbook(report, data, file_name=file_name)
    return report, openpyxl.load_workbook(io.BytesIO(made)), made


def again(book: openpyxl.Workbook) -> Report:
    """Save a workbook as Excel would, and read it."""
    target = io.BytesIO()
    book.save(target)
    return read(target.getvalue())


def test_only_the_rows_that_wait_go_back_with_all_their_columns():
    rows = [
        ["DAFTAR"],
        [*HEAD, "Alamat"],
        [*person(1), "Jalan Mawar"],
        [*person(2, "Rina Marlina", sex="Prempuan"), "Jalan Melati"],
    ]
    _report, book, _made = sent_back(xlsx(rows))
    sheet = book["Data"]
    assert [c.value for c in sheet[1]] == ["Yang perlu dibetulkan", *HEAD, "Alamat"]
    assert sheet.max_row == 2
    assert sheet["A2"].value == (
        "Lembar Data, baris 4.\nJenis kelamin: Isi L untuk laki-laki atau P untuk perempuan."
    )
    assert [c.value for c in sheet[2]][1:] == [
        "2", "Rina Marlina", nik("1989-08-17", "P", 2), "Prempuan", "17-08-1989", "Dusun II", "003",
        "PMI", "Malaysia", "Jalan Melati",
    ]  # fmt: skip
    filled = {c.coordinate for c in sheet[2] if c.fill.fill_type == "solid"}
    assert filled == {"E2"}


def test_a_corrected_workbook_is_taken():
    rows = [
        HEAD,
        person(1, sex="Prempuan"),
        person(2, "Wati", born="lupa"),
        person(3, "Rina", nik=123),
    ]
    report, book, _made = sent_back(xlsx(rows))
    assert len(report.with_outcome("rejected")) == 3
    sheet = book["Data"]
    sheet["E2"], sheet["F3"], sheet["D4"] = "P", "17-08-1989", nik("1989-08-17", "P", 3)
    corrected = again(book)
    assert codes(corrected) == [[], [], []]
    assert values(corrected, "name", "national_id") == [
        ("Siti Aminah", NIK), ("Wati", nik("1989-08-17", "P", 2)),
        ("Rina", nik("1989-08-17", "P", 3)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"nik": int(NIK)}, {"nik": 1807025708890000}, {"nik": "9.9E+15"}, {"nik": NIK[:15]},
        {"nik": 1e300}, {"name": "=1+1"}, {"name": None}, {"sex": "X"}, {"sex": "=A1"},
        {"born": 1989}, {"born": "=A1"}, {"nik": "=A1"}, {"name": "=A1"}, {"country": "Antah"},
        {"status": "entah"}, {"hamlet": "@x"}, {"hamlet": "=A1"},
    ],
)  # fmt: skip
def test_sent_back_unchanged_nothing_is_stored(changes):
    data = xlsx([HEAD, person(1, **changes)])
    report, _book, made = sent_back(data)
    assert [row.outcome for row in report.rows] == ["rejected"]
    assert [row.outcome for row in read(made).rows] == ["rejected"]


def test_dates_and_numbers_come_back_as_they_were():
    from datetime import date

    rows = [
        [*HEAD, "Tgl Pulang", "HP"],
        [*person(1, born=date(1989, 8, 17), sex="X", rt=3), 2018, 81234567890],
    ]
    _report, book, _made = sent_back(xlsx(rows))
    book["Data"]["E2"] = "P"
    corrected = again(book)
    names = ("birth_date", "neighborhood_unit", "returned_on", "phone")
    assert values(corrected, *names) == [("1989-08-17", "003", "2018", "+6281234567890")]


def test_no_text_becomes_a_command():
    row = ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "\t=1"]
    text = "Nama;Alias;Dusun;Kepala Keluarga;Alamat\n" + ";".join(row) + "\n"
    _report, book, made = sent_back(text.encode(), file_name="x.csv")
    cells = [c for sheet in book for line in sheet.iter_rows() for c in line if c.value]
    assert all(c.data_type == "s" for c in cells)
    dangerous = [c for c in cells if str(c.value).startswith(("=", "+", "-", "@"))]
    assert len(dangerous) == 4
    assert all(c.quotePrefix for c in dangerous)
    assert b"<f>" not in made


def test_cells_ask_excel_to_keep_what_is_typed():
    _report, book, _made = sent_back(xlsx([HEAD, person(1, nik=int(NIK))]))
    cell = book["Data"]["D2"]
    assert (cell.number_format, cell.data_type) == ("@", "n")


def test_a_family_split_from_its_merged_head_keeps_it():
    rows = [
        ["Kepala Keluarga", "Nama", "NIK", "L/P"],
        ["Mulyono", "Siti", NIK, "P"],
        [None, "Wati", nik("1990-01-02", "P", 2), "X"],
    ]
    _report, book, _made = sent_back(xlsx(rows, merges=["A2:A3"]))
    assert [c.value for c in book["Data"][2]][1:3] == ["Mulyono", "Wati"]


def test_titles_of_two_rows_become_one_that_means_the_same():
    rows = [
        ["No", "Nama", "NIK", "Alamat", None, "Tanggal", None],
        [None, None, None, "Dusun", "RT", "Lahir", "Pulang"],
        [1, "Siti", "123", "Dusun I", 3, "17-08-1989", "2018"],
    ]
    _report, book, _made = sent_back(
        xlsx(rows, merges=["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1"])
    )
    book["Data"]["D2"] = NIK
    names = ("hamlet", "neighborhood_unit", "birth_date", "returned_on")
    assert values(again(book), *names) == [("Dusun I", "003", "1989-08-17", "2018")]


def test_columns_that_a_person_chose_keep_their_meaning():
    rows = [["Wong", "Asal", "NIK"], ["Siti", "Dusun I", "123"]]
    chosen = {("Data", 1): {"A": "name", "B": "hamlet", "C": "national_id"}}
    _report, book, _made = sent_back(xlsx(rows), mapping=chosen)
    sheet = book["Data"]
    assert [c.value for c in sheet[1]][1:] == ["Nama Lengkap", "Dusun", "NIK"]
    sheet["D2"] = NIK
    assert values(again(book), "name", "hamlet") == [("Siti", "Dusun I")]


def test_a_column_that_a_person_left_out_stays_out():
    rows = [["Nama", "NIK", "Dusun"], ["Siti", "123", "Arisan"]]
    _report, book, _made = sent_back(xlsx(rows), mapping={("Data", 1): {"C": None}})
    book["Data"]["C2"] = NIK
    assert values(again(book), "national_id", "hamlet") == [(NIK, None)]


def test_each_table_has_its_sheet():
    rows = [HEAD, person(1, sex="X"), [], ["Nama", "NIK"], ["Wati", "123"]]
    more = {"A" * 31: [["Nama", "NIK"], ["Rina", "456"]]}
    _report, book, made = sent_back(xlsx(rows, more=more))
    assert book.sheetnames == ["Data", "Data 2", "A" * 31]
    assert len(read(made).with_outcome("rejected")) == 3


def test_nothing_to_correct_is_still_a_workbook():
    _report, book, _made = sent_back(xlsx([HEAD, person(1)]))
    assert len(book.sheetnames) == 1
