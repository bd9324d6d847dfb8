"""The same workbooks, opened and saved again by another office program."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from rembuk.people.importing import ACCEPTED, read_workbook
from rembuk.people.tests.made_workbooks import TODAY, read
from rembuk.people.tests.test_importing_samples import WORKBOOKS, truth_of

RESAVED = Path(__file__).parent / "resaved"


def rows_of(path: Path, *, sheet: str | None = None) -> dict:
    report = read_workbook(path.read_bytes(), file_name=path.name, today=TODAY)
    assert report.file_error is None
    return {
        (sheet if sheet is not None else row.sheet, row.row): (
            row.outcome,
            row.values if row.outcome == ACCEPTED else {},
            sorted(issue.code for issue in row.issues if row.outcome != "duplicate"),
        )
        for row in report.rows
    }


@pytest.mark.parametrize("name", ["03_contoh_3_keluarga.xlsx", "04_contoh_4_ganda.xlsx"])
def test_a_resaved_workbook_gives_the_same_truth(name):
    assert rows_of(RESAVED / name) == rows_of(WORKBOOKS / name)


def test_a_table_saved_as_text_in_windows_1252_gives_the_same_truth():
    sheet = "Gabungan"
    truth = truth_of(WORKBOOKS / "05_contoh_5_dua_tabel.xlsx")
    assert {row["sheet"] for row in truth["rows"]} == {sheet}
    text = rows_of(RESAVED / "05_contoh_5_dua_tabel.csv", sheet=sheet)
    assert text == rows_of(WORKBOOKS / "05_contoh_5_dua_tabel.xlsx")


def open_document() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("daftar.ods", open_document()),
        ("daftar.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ],
)
def test_a_kind_we_cannot_read_says_which_kinds_we_can(name, data):
    report = read(data, file_name=name)
    assert report.file_error == "unsupported_format"
    assert "simpan sebagai Excel (.xlsx) atau CSV" in report.file_error_message
