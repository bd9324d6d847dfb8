"""Two tables of persons side by side: each row of each is accounted for."""

from __future__ import annotations

import io

import openpyxl
import pytest

from rembuk.people.importing import error_workbook, header_signature
from rembuk.people.tests.made_workbooks import HEAD, nik, person, read, values, xlsx

SHORT = ["No", "Nama", "NIK"]


def one(number: int, name: str, serial: int) -> list[object]:
    return [number, name, nik("1989-08-17", "P", serial)]


SITI, WATI = one(1, "Siti", 1), one(2, "Wati", 2)
RINA, DEWI, ADI = one(1, "Rina", 3), one(2, "Dewi", 4), one(3, "Adi", 5)


def found(report) -> list[tuple[int, str, str]]:
    """Return row, columns and name of everybody who is taken."""
    assert report.file_error is None
    return [(r.row, r.table.span, r.values["name"] or "") for r in report.with_outcome("accepted")]


def ignored(report) -> dict[int, str]:
    return {each.row: each.reason for each in report.ignored}


BOTH = [(3, "", "Siti"), (3, "E:G", "Rina"), (4, "", "Wati"), (4, "E:G", "Dewi"), (5, "E:G", "Adi")]


def test_an_empty_column_between_two_tables():
    rows = [
        ["RT 01", None, None, None, "RT 02"],
        [*SHORT, None, *SHORT],
        [*SITI, None, *RINA],
        [*WATI, None, *DEWI],
        [None, None, None, None, *ADI],
        ["Jumlah", 2, None, None, "Jumlah", 3],
    ]
    report = read(rows)
    assert found(report) == BOTH
    assert ignored(report) == {1: "title", 2: "header", 6: "subtotal"}
    assert [table.columns() for table in report.tables] == [
        {"name": "B", "national_id": "C"}, {"name": "F", "national_id": "G"}
    ]  # fmt: skip


def test_nothing_between_two_tables_but_the_same_titles_anew():
    rows = [[*SHORT, *SHORT], [*SITI, *RINA], [*WATI, *DEWI], [None] * 3 + ADI]
    people = [(row - 1, span and "D:F", name) for row, span, name in BOTH]
    assert found(read(rows)) == people


def test_three_tables_side_by_side():
    rows = [[*SHORT, None, *SHORT, None, *SHORT], [*SITI, None, *WATI, None, *RINA]]
    assert [span for _row, span, _name in found(read(rows))] == ["", "E:G", "I:K"]


def test_the_second_table_may_have_other_columns():
    rows = [
        [*SHORT, None, "No", "Nama Lengkap", "Negara"],
        [*SITI, None, 1, "Rina", "Taiwan"],
        [*WATI, None, 2, "Dewi", "Hongkong"],
    ]
    report = read(rows)
    assert values(report, "name", "country") == [
        ("Siti", None), ("Rina", "TW"), ("Wati", None), ("Dewi", "HK")
    ]  # fmt: skip


def test_the_second_table_may_begin_lower_than_the_first():
    rows = [SHORT, SITI, [*WATI, None, *SHORT], [*ADI, None, *RINA], [None] * 4 + DEWI]
    report = read(rows)
    names = [(row, name) for row, _span, name in found(report)]
    assert names == [(2, "Siti"), (3, "Wati"), (4, "Adi"), (4, "Rina"), (5, "Dewi")]
    assert ignored(report) == {1: "header"}


def test_the_second_table_may_begin_after_the_first_has_ended():
    rows = [SHORT, SITI, [], [None] * 4 + SHORT, [None] * 4 + RINA, WATI]
    names = [(row, name) for row, _span, name in found(read(rows))]
    assert names == [(2, "Siti"), (5, "Rina"), (6, "Wati")]


def test_headers_repeated_on_the_next_page_begin_no_new_tables():
    rows = [[*SHORT, None, *SHORT], [*SITI, None, *RINA], [], [*SHORT, None, *SHORT],
            [*WATI, None, *DEWI]]  # fmt: skip
    report = read(rows)
    assert len(report.tables) == 2
    assert [name for _row, _span, name in found(report)] == ["Siti", "Rina", "Wati", "Dewi"]


def test_a_table_over_the_whole_width_ends_both():
    rows = [[*SHORT, None, *SHORT], [*SITI, None, *RINA], [], HEAD, person(4, "Adi")]
    report = read(rows)
    assert found(report) == [(2, "", "Siti"), (2, "E:G", "Rina"), (5, "", "Adi")]
    assert report.rows[-1].values["hamlet"] == "Dusun II"


def test_rows_that_wait_are_told_with_their_columns_and_come_back_apart():
    data = xlsx([[*SHORT, None, *SHORT], [*SITI, None, 1, "Rina", "123"], [*WATI, None, 2, "Adi"]])
    report = read(data)
    (row,) = report.with_outcome("rejected")
    assert (row.row, row.table.span, row.values["name"]) == (2, "E:G", "Rina")
    assert row.part == "Data, kolom E–G"
    book = openpyxl.load_workbook(io.BytesIO(error_workbook(report, data, file_name="x.xlsx")))
    assert [cell.value for cell in book.worksheets[0][2]][1:] == ["1", "Rina", "123"]


def test_in_the_report_columns_tell_two_people_of_one_row_apart():
    report = read([[*SHORT, None, *SHORT], [*SITI, None, *RINA]])
    keys = {(row.part, row.row): f"R{n}" for n, row in enumerate(report.rows)}
    told = report.as_json(village="9903012001", committed=True, resident_keys=keys)["rows"]
    assert [(row["row"], row.get("columns"), row["resident_key"]) for row in told] == [
        (2, None, "R0"), (2, "E:G", "R1")
    ]  # fmt: skip


def test_a_choice_of_columns_for_one_of_two_equal_tables_leaves_the_other():
    rows = [[*SHORT, "Asal", None, *SHORT, "Asal"], [*SITI, "Dusun I", None, *RINA, "Dusun II"]]
    first, second = (header_signature(table) for table in read(rows).tables)
    report = read(rows, mapping={first: {"D": "hamlet"}})
    assert first != second
    assert [row.values["hamlet"] for row in report.rows] == ["Dusun I", None]


def test_somebody_to_call_is_no_second_table():
    rows = [[*SHORT, "No HP", "Nama", "No HP"], [*SITI, "081234567890", "Joko", "081234567891"]]
    report = read(rows)
    assert found(report) == [(2, "", "Siti")]
    assert report.tables[0].unmapped_columns() == ["Nama", "No HP"]


@pytest.mark.parametrize("beside", [["Dusun", "Jumlah"], ["Nama Dusun", "L", "P", "Jumlah"]])
def test_a_summary_is_no_second_table(beside):
    rows = [[*SHORT, None, *beside], [*SITI, None, "Dusun I", 4, 5, 9]]
    assert found(read(rows)) == [(2, "", "Siti")]
