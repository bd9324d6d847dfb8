"""Rows as a workbook: every digit arrives, and nothing is a formula."""

from __future__ import annotations

import io

import openpyxl
import pytest

from rembuk.lib import tables

EXACT = 999_999_999_999_999


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        (0, 0),
        (EXACT, EXACT),
        (-EXACT, -EXACT),
        (EXACT + 1, "1000000000000000"),
        (1_234_567_890_123_456_789, "1234567890123456789"),
        (-1_234_567_890_123_457, "-1234567890123457"),
    ],
)
def test_a_workbook_keeps_every_digit(number, kept):
    written = tables.as_xlsx([["Jumlah"], [number]], sheet="Kas", long="Sebagai teks")
    cell = openpyxl.load_workbook(io.BytesIO(written)).active["A2"]
    assert cell.value == kept
    assert (cell.comment and cell.comment.text) == ("Sebagai teks" if kept != number else None)
