"""What a bank's file says: each row told, whatever bank wrote it; nothing guessed."""

from __future__ import annotations

import io
import logging
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from rembuk.lib.errors import Refused
from rembuk.people.importing.sheets import Cell
from rembuk.remittance import columns, reading

TODAY = date(2026, 3, 31)
MT940 = """:20:STMT1
:25:1234567890
:28C:1/1
:60F:C260302IDR10000000,00
:61:2603030303C1500000,00NTRFNONREF//BANK0001
:86:TRF DARI SITI AMINAH
000013 BELANJA
:61:260304D50000,00NCHGNONREF
:86:BIAYA ADM
:61:2603050305RC10000,00NTRFREF12345//X
:86:KOREKSI
:61:2699050305C10000,00NTRFREF12345//X
:86:RUSAK
:61:2603060306C99,50NTRFREF12345//X
:62F:C260305IDR11450000,00
-
"""


def told(text, **more):
    data = text if isinstance(text, bytes) else text.encode()
    return [
        (one.number, str(one.kind), str(one.why), one.on and one.on.isoformat(), one.amount_rp)
        for one in reading.read(data, today=TODAY, **more).rows
    ]


# What banks write -> what is read of it: number, kind, why, day, whole rupiah.
TABLES = {
    "two columns, Indonesian marks": (
        ("BANK DESA\nPeriode Maret\nTanggal;Keterangan;Debit;Kredit;Saldo\n"
        "03/03/2026;TRF 000013;;1.500.000,00;9\n04/03/2026;ADM;5.000,00;;4\n"
            ";Total;5.000;1.500.000;"),
        [(1, "ABOVE", "", None, None), (2, "ABOVE", "", None, None), (3, "ABOVE", "", None, None),
         (4, "CREDIT", "", "2026-03-03", 1_500_000), (5, "OTHER", "", None, None),
         (6, "ABOVE", "", None, None)],
    ),
    "one column with its sign behind it": (
        ('Tanggal Transaksi,Keterangan,Jumlah\n"03-03-2026 10:22:11",A,"1,500,000.00 CR"\n'
        '03-03-2026,B,"5,000.00 DB"\n03-03-2026,C,"7,000.00"'),
        [(1, "ABOVE", "", None, None), (2, "CREDIT", "", "2026-03-03", 1_500_000),
         (3, "OTHER", "", None, None), (4, "UNREADABLE", "DIRECTION", None, None)],
    ),
    "a sign beside the sum, under no heading": (
        "Tanggal,Keterangan,Mutasi,,Saldo\n2026-03-03,A,250.00,CR,1\n2026-03-03,A,250.00,DB,1",
        [(1, "ABOVE", "", None, None), (2, "CREDIT", "", "2026-03-03", 250),
         (3, "OTHER", "", None, None)],
    ),
    "a minus for what went out": (
        "Date;Description;Amount\n3 Mar 2026;A;750000\n2026-03-04;B;-750000",
        [(1, "ABOVE", "", None, None), (2, "CREDIT", "", "2026-03-03", 750_000),
         (3, "OTHER", "", None, None)],
    ),
    "what cannot be read is said by its row": (
        ("Tanggal;Keterangan;Kredit\nkapan;A;1000\n2026-03-03;B;seribu\n2026-03-03;C;10,55\n"
        "2026-04-01;D;1000\n31/02/2026;E;1.000\n2026-03-03;F;0\n2026-03-03;G;1.000.00"),
        [(1, "ABOVE", "", None, None), (2, "UNREADABLE", "DAY", None, None),
         (3, "UNREADABLE", "SUM", None, None), (4, "UNREADABLE", "CENTS", None, None),
         (5, "UNREADABLE", "FUTURE", None, None), (6, "UNREADABLE", "DAY", None, None),
         (7, "OTHER", "", None, None), (8, "UNREADABLE", "SUM", None, None)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "rows"), TABLES.values(), ids=TABLES)
def test_each_row_of_a_table_is_told(text, rows):
    assert told(text) == rows


def test_a_workbook_is_read_like_a_table():
    book, out = Workbook(), io.BytesIO()
    book.active.append(["Tanggal", "Uraian", "Kredit"])
    book.active.append([date(2026, 3, 3), "TRF 000013", 1_500_000])
    book.active.append([date(2026, 3, 4), "TRF", 10.5])
    book.save(out)
    assert told(out.getvalue())[1:] == [
        (2, "CREDIT", "", "2026-03-03", 1_500_000), (3, "UNREADABLE", "CENTS", None, None)
    ]  # fmt: skip
    book.create_sheet("Lain")["A1"] = "x"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(Refused, match="beberapa lembar"):
        told(out.getvalue())


def test_lines_of_mt940_stand_alone_and_nothing_of_them_is_logged(caplog):
    with caplog.at_level(logging.DEBUG):
        rows = reading.read(MT940.encode(), today=TODAY).rows
    assert [(one.number, str(one.kind), str(one.why)) for one in rows] == [
        (5, "CREDIT", ""), (8, "OTHER", ""), (10, "OTHER", ""), (12, "UNREADABLE", "LINE"),
        (14, "UNREADABLE", "CENTS"),
    ]  # fmt: skip
    first = rows[0]
    assert (first.on, first.amount_rp) == (date(2026, 3, 3), 1_500_000)
    assert (first.text, first.reference) == ("TRF DARI SITI AMINAH 000013 BELANJA", "BANK0001")
    assert "RUSAK" not in caplog.text
    assert "SITI" not in caplog.text
    foreign = reading.read(MT940.replace("IDR", "MYR").encode(), today=TODAY).rows
    assert {str(one.why) for one in foreign} == {"CURRENCY", "", "LINE"}


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n", b"halo\n", b"Tanggal;Kredit\n", b"a;b\n1;2"])
def test_what_is_no_statement_is_refused_with_what_to_do(data):
    with pytest.raises(Refused):
        told(data)


def test_two_equal_transfers_of_a_day_stay_two_and_are_known_again_in_another_file():
    head, row = "Tanggal;Keterangan;Kredit\n", "2026-03-03;TRF 000013;1000\n"
    once, twice = (reading.read((head + row * n).encode(), today=TODAY).rows for n in (1, 2))
    marks = [[mark for _row, mark in reading.numbered(rows) if mark] for rows in (once, twice)]
    assert len(set(marks[1])) == 2
    assert marks[0][0] == marks[1][0]
    other = reading.read((head + row.replace("TRF", "trf ")).encode(), today=TODAY).rows
    assert marks[0] == [mark for _row, mark in reading.numbered(other) if mark]


@given(st.integers(0, 10**13), st.sampled_from([",", "."]), st.booleans(), st.sampled_from("+-"))
def test_a_sum_is_read_back_to_the_hundredth(hundredths, mark, grouped, sign):
    whole, cents = divmod(hundredths, 100)
    other = "." if mark == "," else ","
    written = f"{whole:,}".replace(",", other) if grouped else str(whole)
    money = columns.read_money(Cell("text", f"{sign}Rp {written}{mark}{cents:02}"))
    assert money is not None
    assert (money.hundredths, money.came_in) == (hundredths, sign == "+")
