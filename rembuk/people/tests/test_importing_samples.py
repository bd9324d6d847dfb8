"""The six damaged workbooks of the import contract come out exactly as their truth files say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rembuk.people.importing import ACCEPTED, DUPLICATE, read_workbook
from rembuk.people.tests.made_workbooks import TODAY

WORKBOOKS = Path(__file__).parent / "workbooks"
SAMPLES = sorted(p for p in WORKBOOKS.iterdir() if p.suffix != ".json")


def truth_of(path: Path) -> dict:
    return json.loads(path.with_name(f"{path.name}.truth.json").read_text())


def told(path: Path) -> dict:
    report = read_workbook(path.read_bytes(), file_name=path.name, today=TODAY)
    return report.as_json(village=truth_of(path)["village"])


def test_there_are_six():
    assert len(SAMPLES) == 6


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_the_file_as_a_whole(path):
    truth, report = truth_of(path), told(path)
    if truth["file_error"]:
        assert report["file_error"] in truth["file_error"]
    else:
        assert report["file_error"] is None
    assert [w["code"] for w in report["file_warnings"]] == truth["file_warnings"]
    for count in ("data_rows", "accepted", "duplicates", "rejected"):
        assert report["counts"][count] == truth[count]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_every_row(path):
    rows = {(row["sheet"], row["row"]): row for row in told(path)["rows"]}
    for expected in truth_of(path)["rows"]:
        row = rows.pop((expected["sheet"], expected["row"]))
        assert row["outcome"] == expected["outcome"]
        said = [issue["code"] for issue in row["issues"]]
        if row["outcome"] == ACCEPTED:
            assert row["values"] == expected["values"]
            assert sorted(said) == sorted(expected["flags"])
        elif row["outcome"] == DUPLICATE:
            assert row["duplicate_of"] == expected["duplicate_of"]
        else:
            errors = [i["code"] for i in row["issues"] if i["severity"] == "error"]
            assert errors == expected["reasons"]
    assert rows == {}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_what_is_no_data_is_listed(path):
    listed = {(i["sheet"], i["row"]) for i in told(path)["ignored"]}
    assert {(n["sheet"], n["row"]) for n in truth_of(path)["not_data"]} <= listed
