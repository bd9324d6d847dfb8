"""Rows of one family: joined where the file says so, else kept apart for a person to decide."""

from __future__ import annotations

import pytest

from rembuk.people.importing.families import families, kept_apart
from rembuk.people.tests.made_workbooks import nik, read, xlsx

HEAD = ["Nama", "NIK", "Kepala Keluarga", "No. KK", "Dusun", "RT"]
KK, OTHER_KK = "9903010101010001", "9903010101010002"

# (name, head, family card, hamlet, RT) of each row -> the families by row, and who is kept apart
# of those with heads of one name. Joko is another family between.
TABLE = [
    # one family card is one family, wherever its rows stand
    ([("Siti", "Slamet", KK, "I", 1), ("Joko", "Joko", "", "I", 1), ("Wati", "Slamet", KK, "I", 2)],
     [[2, 4], [3]], []),
    # two cards are two families, whatever their heads are called
    ([("Siti", "Slamet", KK, "I", 1), ("Wati", "Slamet", OTHER_KK, "I", 1)], [[2], [3]], []),
    # without number and place: rows that follow one another are one family
    ([("Siti", "Slamet", "", "", ""), ("Wati", "SLAMET ", "", "", "")], [[2, 3]], []),
    # ... and rows apart are not: two heads of one name are not rare
    ([("Siti", "Slamet", "", "", ""), ("Joko", "Joko", "", "", ""), ("Wati", "Slamet", "", "", "")],
     [[2], [3], [4]], [[2, 4]]),
    # a hamlet alone does not join what stands apart
    ([("Siti", "Slamet", "", "I", ""), ("Joko", "Joko", "", "", ""),
      ("Wati", "Slamet", "", "I", "")], [[2], [3], [4]], [[2, 4]]),
    # the same RT does
    ([("Siti", "Slamet", "", "I", 3), ("Joko", "Joko", "", "I", 3), ("Wati", "Slamet", "", "I", 3)],
     [[2, 4], [3]], []),
    # another RT does not, not even in the next row
    ([("Siti", "Slamet", "", "I", 3), ("Wati", "Slamet", "", "I", 4)], [[2], [3]], [[2, 3]]),
    # a second head of the same name begins his own family
    ([("Slamet", "Slamet", "", "I", 3), ("Siti", "Slamet", "", "I", 3),
      ("Slamet", "Slamet", "", "I", 3), ("Wati", "Slamet", "", "I", 3)],
     [[2, 3], [4, 5]], [[2, 4]]),
    # the card may stand in the first row alone
    ([("Slamet", "Slamet", KK, "", ""), ("Siti", "Slamet", "", "", "")], [[2, 3]], []),
    # a tick in the column names nobody
    ([("Slamet", "v", "", "I", 3), ("Siti", "1", "", "I", 3)], [], []),
]  # fmt: skip


def rows_of(people):
    listed = [
        [name, nik("1989-08-17", "P", n), head, card, hamlet, rt]
        for n, (name, head, card, hamlet, rt) in enumerate(people, start=1)
    ]
    return read([HEAD, *listed]).rows


@pytest.mark.parametrize(("people", "wanted", "apart"), TABLE)
def test_who_is_one_family(people, wanted, apart):
    found = families(rows_of(people))
    assert [[row.row for row in family.rows] for family in found] == wanted
    assert [[row.row for row in rows] for rows in kept_apart(found)] == apart


def test_a_row_that_waits_does_not_cut_a_family_in_two():
    rows = [HEAD, *[[name, number, "Slamet"] for name, number in
            [("Siti", None), ("Wati", "123"), ("Rina", None)]]]  # fmt: skip
    report = read(rows)
    assert [row.outcome for row in report.rows] == ["accepted", "rejected", "accepted"]
    assert [[r.row for r in family.rows] for family in families(report.rows)] == [[2, 4]]


def test_a_merged_head_is_one_family():
    rows = [["Nama", "Nama KK"], ["Siti", "Slamet"], ["Wati"], ["Rina", "Slamet"]]
    found = families(read(xlsx(rows, merges=["B2:B3"])).rows)
    assert [[row.row for row in family.rows] for family in found] == [[2, 3, 4]]


def test_two_tables_never_share_a_family_without_a_card():
    rows = [["Nama", "Nama KK"], ["Siti", "Slamet"], [], ["Nama Warga", "Nama KK"],
            ["Wati", "Slamet"]]  # fmt: skip
    assert len(families(read(rows).rows)) == 2
