"""The report: the shape of the contract, words that help, and no row that is told nowhere."""

from __future__ import annotations

import json

import pytest
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rembuk.people.importing import messages
from rembuk.people.importing.header_words import FIELDS
from rembuk.people.importing.tables import header_signature
from rembuk.people.tests.made_workbooks import HEAD, nik, person, read, xlsx

NIK = nik("1989-08-17", "P", 1)
BANNED = ("invalid", "tidak valid", "error", "wajib diisi", "maaf", "ups", "mohon")


def test_the_report_has_the_shape_of_the_contract():
    rows = [
        ["DAFTAR"],
        [*HEAD, "Alamat"],
        person(1),
        person(2, nik=NIK),
        person(3, "Rina", sex="Prempuan"),
    ]
    report = read(rows, file_name="C:\\data\\x.xlsx")
    said = report.as_json(
        village="9903012001", committed=True, batch_id="B12", resident_keys={("Data", 3): "R7"}
    )
    assert json.loads(json.dumps(said)) == said
    assert list(said) == [
        "contract", "file", "village", "committed", "batch_id", "file_error", "file_warnings",
        "tables", "counts", "rows", "ignored",
    ]  # fmt: skip
    assert (said["contract"], said["file"], said["batch_id"]) == (1, "x.xlsx", "B12")
    assert said["counts"] == {
        "data_rows": 3, "accepted": 1, "duplicates": 1, "rejected": 1, "flagged": 0, "ignored": 2
    }  # fmt: skip
    stored, duplicate, rejected = said["rows"]
    assert stored["resident_key"] == "R7"
    assert list(stored["values"]) == list(FIELDS)
    assert duplicate == {
        "sheet": "Data", "row": 4, "outcome": "duplicate",
        "duplicate_of": {"sheet": "Data", "row": 3}, "values": {}, "issues": [],
    }  # fmt: skip
    assert rejected["values"] == {}
    issue = rejected["issues"][0]
    assert list(issue) == ["field", "code", "severity", "raw", "suggest", "message"]
    assert (issue["field"], issue["severity"], issue["suggest"]) == ("sex", "error", "P")
    assert said["tables"][0]["header_row"] == 2
    assert said["tables"][0]["unmapped_columns"] == ["Alamat"]
    assert said["ignored"][0] == {"sheet": "Data", "row": 1, "reason": "title"}


def test_a_dry_run_names_no_batch_and_no_resident():
    said = read([HEAD, person(1)]).as_json(village="9903012001")
    assert (said["committed"], said["batch_id"]) == (False, None)
    assert "resident_key" not in said["rows"][0]


def test_every_code_has_a_sentence_that_says_what_to_do():
    tables = (messages.ERRORS, messages.WARNINGS, messages.FILE_ERRORS, messages.FILE_WARNINGS)
    for language in ("id", "en"):
        with translation.override(language):
            for code, message in [pair for table in tables for pair in table.items()]:
                text = str(message)
                assert text.endswith("."), code
                assert not any(word in text.lower() for word in BANNED), text


def test_messages_are_plain_indonesian():
    with translation.override("id"):
        report = read([HEAD, person(1, sex="Prempuan")])
        assert report.rows[0].issues[0].message == "Isi L untuk laki-laki atau P untuk perempuan."
        assert read(b"").file_error_message.startswith("Berkas ini kosong.")


def test_progress_is_told_every_two_hundred_rows():
    told: list[tuple[int, int]] = []
    lines = "Nama;Dusun\n" + "".join(f"Orang;Dusun {n}\n" for n in range(450))
    read(lines.encode(), progress=lambda done, total: told.append((done, total)))
    assert told == [(200, 450), (400, 450), (450, 450)]


def test_a_table_shows_what_a_person_needs_to_confirm_its_columns():
    report = read([HEAD, person(1), person(2, "Wati"), person(3, "Rina"), person(4, "Dewi")])
    table = report.tables[0]
    assert table.headers[2] == "Nama"
    assert table.samples[2] == ["Siti Aminah", "Wati", "Rina"]
    assert len(header_signature(table)) == 64


# --- whatever stands in a sheet, every row is told exactly once ----------------------------------

words = st.sampled_from(
    [None, None, "Nama", "NIK", "Dusun", "Jumlah", "Rekap", "Mengetahui", "Catatan:", "Siti",
     "Wati", "L", "P", "17-08-1989", NIK, 1, 2, 3, 45, "-", "=A1", "Total 5", "Dusun I",
     "Kepala Desa", "PMI"]
)  # fmt: skip
grids = st.lists(st.lists(words, min_size=1, max_size=6), min_size=1, max_size=14)
merged = st.lists(st.sampled_from(["A1:C1", "A2:A4", "B3:C5", "D4:D9", "E1:F2"]), max_size=2)


@pytest.mark.slow
@given(grids, merged)
@example(rows=[[None], [None, None, None, "Nama", "NIK"], [None, None, "Nama", "Siti"]], merges=[])
@settings(max_examples=150)
def test_no_row_is_lost_and_none_is_told_twice(rows, merges):
    data = xlsx([["Nama", "NIK", "Dusun"], *rows], merges=set(merges) - {"A1:C1", "E1:F2"})
    report = read(data)
    # Two persons may stand in one row, in tables side by side: each cell is of one of them.
    columns = [(r.row, c) for r in report.rows for c in range(r.table.left, r.table.right + 1)]
    assert len(columns) == len(set(columns))
    ignored = [(i.sheet, i.row) for i in report.ignored if i.row is not None]
    persons = {(r.sheet, r.row) for r in report.rows}
    told = [*persons, *ignored]
    assert len(told) == len(set(told))
    filled = {
        ("Data", number)
        for number, cells in enumerate([["x"], *rows], start=1)
        if any(cell is not None for cell in cells)
    }
    covered = {("Data", row) for row in range(2, 11)} if merges else set()
    assert filled - covered <= set(told)
    counts = report.counts()
    assert counts["data_rows"] == counts["accepted"] + counts["duplicates"] + counts["rejected"]
    for row in report.rows:
        assert (row.outcome == "rejected") == any(issue.is_error for issue in row.issues)


@pytest.mark.parametrize("outcome", ["accepted", "duplicate", "rejected"])
def test_the_other_data_of_a_person_are_not_repeated(outcome):
    rows = [HEAD, person(1), person(2, nik=NIK), person(3, "Rina", sex="Prempuan", rt="tiga")]
    report = read(rows)
    for row in report.with_outcome(outcome):
        for issue in row.issues:
            assert NIK not in issue.message
            assert row.values["name"] not in issue.message
