"""Which rows are people, and what everything else in a sheet is."""

from __future__ import annotations

import pytest

from rembuk.people.tests.made_workbooks import HEAD, codes, fates, nik, person, read, values, xlsx

A, R = "accepted", "rejected"
TWO = [person(1), person(2, "Wati Lestari")]


def blank() -> list[object]:
    return []


# --- around a table ------------------------------------------------------------------------------


def test_titles_above_may_hold_header_words():
    rows = [
        ["DAFTAR NAMA PMI DESA SUKAMAJU"],
        ["Nama Desa", ": Sukamaju"],
        ["NIK dan Nama diisi lengkap"],
        HEAD,
        *TWO,
    ]
    assert fates(read(rows)) == {1: "title", 2: "title", 3: "title", 4: "header", 5: A, 6: A}


def test_a_row_of_column_numbers_is_no_person():
    rows = [HEAD, [1, 2, 3, 4, 5, 6, 7, 8, 9], *TWO]
    assert fates(read(rows)) == {1: "header", 2: "number_only", 3: A, 4: A}
    shown = [HEAD, [f"({n})" for n in range(1, 10)], *TWO]
    assert fates(read(shown))[2] == "number_only"


def test_a_repeated_header_is_no_person_and_no_new_table():
    report = read([HEAD, person(1), HEAD, person(2, "Wati Lestari")])
    assert fates(report) == {1: "header", 2: A, 3: "header", 4: A}
    assert len(report.tables) == 1


def test_leading_blank_columns_and_rows():
    rows = [blank(), blank(), [None, None, *HEAD], [None, None, *person(1)]]
    report = read(rows)
    assert fates(report) == {3: "header", 4: A}
    assert report.tables[0].columns()["name"] == "D"


def test_a_running_number_under_no_title():
    report = read([[None, *HEAD[1:]], person(1), person(2, "Wati Lestari"), [3], ["Jumlah", 2]])
    assert fates(report) == {1: "header", 2: A, 3: A, 4: "number_only", 5: "subtotal"}


def test_rows_prepared_for_people_who_never_came():
    rows = [HEAD, person(1), [2], [3, "-", "-", "-", "-"], [4, None, None, None, None, "..."]]
    assert list(fates(read(rows)).values()) == ["header", A, *["number_only"] * 3]


@pytest.mark.parametrize(
    "line",
    [
        [None, "Jumlah", 2],
        ["Jumlah", None, None, 2],
        [None, "TOTAL : 2 orang"],
        [None, "Sub Total", None, "=COUNTA(B2:B3)"],
        [None, "Subtotal Dusun II", 2],
        [None, None, None, None, None, "Total", 2],
        [None, "Rekap", 2, 0],
        [None, "Rekapitulasi: L = 0, P = 2"],
        [None, "Jumlah L", 0],
        [None, "Laki-laki", 0],
        [None, "Perempuan : 2 orang"],
    ],
)
def test_totals_are_no_people_and_do_not_end_the_table(line):
    rows = [HEAD, *TWO, line, person(3, "Rina Marlina")]
    assert fates(read(rows)) == {1: "header", 2: A, 3: A, 4: "subtotal", 5: A}


def test_people_whose_names_begin_like_totals_are_people():
    names = ["Totalia Sari", "Jumlah Hartono", "Total Suryadi", "Rekap Wijaya", "Catatan Budi"]
    rows = [HEAD, *(person(n, name) for n, name in enumerate(names, start=1))]
    assert set(fates(read(rows)).values()) == {"header", A}


def test_signatures_below():
    rows = [
        HEAD,
        *TWO,
        blank(),
        [None, "Mengetahui,", None, None, None, None, "Sukamaju, 12 Maret 2025"],
        [None, "Kepala Desa Sukamaju", None, None, None, None, "Petugas Desmigratif"],
        blank(),
        [None, "BUDI SANTOSO", None, None, None, None, "RINA MARLINA"],
        [None, "NIP. 19650101 199001 1 001"],
    ]
    found = fates(read(rows))
    assert [found[n] for n in (5, 6, 8, 9)] == ["footer"] * 4
    assert found[2] == found[3] == A


@pytest.mark.parametrize(
    "line",
    ["Sukamaju, ....................", "Sukamaju, 12-03-2025", "(....................)", "Ttd"],
)
def test_a_signature_that_begins_with_a_place_or_dots(line):
    rows = [HEAD, *TWO, blank(), [None, None, None, None, line], [None, None, None, None, "BUDI"]]
    found = fates(read(rows))
    assert found[5] == found[6] == "footer"


def test_a_signature_under_the_column_of_births_is_no_birth():
    head = ["No", "Nama", "NIK", "Tempat/Tgl Lahir"]
    row = [1, "Siti Aminah", nik("1989-08-17", "P", 1), "Sukadana, 17-08-1989"]
    rows = [head, row, blank(), [None, None, None, "Sukadana, 5 Januari 2025"],
            [None, None, None, "Kepala Desa"], [None, None, None, "BUDI SANTOSO"]]  # fmt: skip
    found = fates(read(rows))
    assert found == {1: "header", 2: A, 4: "footer", 5: "footer", 6: "footer"}


def test_people_below_a_signature_are_not_lost():
    rows = [HEAD, *TWO, [None, "Mengetahui"], [None, "BUDI SANTOSO"], person(3, "Rina Marlina")]
    assert fates(read(rows))[6] == A


def test_notes_below():
    rows = [
        HEAD,
        *TWO,
        ["Keterangan:"],
        [None, "L = laki-laki"],
        [None, "P = perempuan"],
        [None, "Catatan: data sementara"],
        [None, "*) masih diperiksa"],
        person(3, "Rina Marlina"),
        [4, "Joko Susilo"],
    ]
    found = fates(read(rows))
    assert [found[n] for n in range(4, 9)] == ["note"] * 5
    assert found[9] == found[10] == A


def test_headings_between_rows():
    rows = [HEAD, [None, "DUSUN I"], person(1), [None, "Dusun II"], person(2, "Wati Lestari")]
    assert fates(read(rows)) == {1: "header", 2: "title", 3: A, 4: "title", 5: A}


def test_a_heading_over_merged_cells():
    rows = [HEAD, [None, "Keluarga besar"], person(1)]
    assert fates(read(xlsx(rows, merges=["B2:I2"]))) == {1: "header", 2: "title", 3: A}


# --- several tables ------------------------------------------------------------------------------


def test_a_second_table_has_its_own_columns():
    rows = [
        HEAD,
        person(1),
        blank(),
        ["Data Purna"],
        ["NIK", "Nama Lengkap", "Tahun Pulang"],
        [nik("1970-01-02", "L", 9), "Slamet Riyadi", 2018],
    ]
    report = read(rows)
    assert fates(report) == {1: "header", 2: A, 4: "title", 5: "header", 6: A}
    assert values(report, "name", "returned_on") == [
        ("Siti Aminah", None), ("Slamet Riyadi", "2018")
    ]  # fmt: skip


def test_a_title_directly_above_the_next_header_is_no_person():
    rows = [HEAD, *TWO, [None, "Yang sudah kembali"], ["No", "Nama", "NIK"], person(3, "Rina")[:3]]
    assert fates(read(rows))[4] == "title"


@pytest.mark.parametrize(
    "other",
    [
        [["Rekap per dusun"], ["Dusun I", 5], ["Dusun II", 3]],
        [[None, "Jumlah PMI menurut negara"], [None, "Malaysia", 5], [None, "Taiwan", 3]],
        [["Dusun", "Jumlah"], ["Dusun I", 5], ["Dusun II", 3]],
        [["No", "Nama Barang", "Jumlah"], [1, "Mesin jahit", 4], [2, "Kambing", 3]],
        [["No", "Nama", "Jabatan"], [1, "Budi", "Ketua"], [2, "Rina", "Bendahara"]],
        [["No", "Uraian Kegiatan", "Tanggal", "Anggaran"], [1, "Rapat", "2024-01-05", 500000]],
    ],
)
def test_tables_about_something_else_are_left_alone(other):
    rows = [HEAD, *TWO, blank(), *other]
    found = fates(read(rows))
    assert {found[n] for n in range(5, 5 + len(other))} == {"other_table"}
    assert found[2] == found[3] == A


def test_a_table_of_people_after_a_recap():
    rows = [HEAD, person(1), ["Rekap"], ["Dusun I", 5], HEAD, person(2, "Wati Lestari")]
    report = read(rows)
    assert fates(report) == {
        1: "header", 2: A, 3: "other_table", 4: "other_table", 5: "header", 6: A
    }  # fmt: skip


def test_a_summary_beside_the_table():
    beside = [None, "Dusun", "Jumlah"]
    rows = [
        [c for c in HEAD if c != "Dusun"] + beside,
        [c for c in person(1) if c != "Dusun II"] + [None, "Dusun I", 4],
        [c for c in person(2, "Wati Lestari") if c != "Dusun II"] + [None, "Dusun II", 6],
        [None] * 9 + ["Total", 10],
    ]
    report = read(rows)
    assert fates(report) == {1: "header", 2: A, 3: A, 4: "other_table"}
    assert values(report, "hamlet") == [(None,), (None,)]
    assert "Dusun" not in report.tables[0].unmapped_columns()


def test_a_summary_that_begins_beside_the_second_row():
    rows = [
        HEAD,
        [*person(1), None, None, "Laki-laki", 0],
        [*person(2, "Wati Lestari"), None, None, "Perempuan", 2],
        [None] * 11 + ["Jumlah", 2],
    ]
    assert fates(read(rows)) == {1: "header", 2: A, 3: A, 4: "other_table"}


def test_a_gap_inside_the_table_does_not_cut_it():
    rows = [[*HEAD[:2], None, *HEAD[2:]], *([*row[:2], None, *row[2:]] for row in TWO)]
    report = read(rows)
    assert fates(report) == {1: "header", 2: A, 3: A}
    assert codes(report) == [[], []]


def test_every_sheet_is_searched_and_empty_ones_are_told():
    hidden = [HEAD, person(2, "Wati Lestari")]
    data = xlsx([HEAD, person(1)], more={"Arsip": hidden, "Petunjuk": [["Isi lembar pertama"]]})
    report = read(data)
    assert fates(report, sheet="Arsip") == {1: "header", 2: A}
    assert [(i.sheet, i.row, i.reason) for i in report.ignored if i.row is None] == [
        ("Petunjuk", None, "no_table")
    ]


def test_very_hidden_sheets_count_like_others():
    def hide(sheet):
        sheet.sheet_state = "veryHidden"

    assert fates(read(xlsx([HEAD, person(1)], more={"Lain": [["x"]]}, change=hide)))[2] == A


def test_hidden_columns_count_like_others():
    def hide(sheet):
        sheet.column_dimensions["C"].hidden = True

    report = read(xlsx([HEAD, person(1)], change=hide))
    assert values(report, "national_id") == [(nik("1989-08-17", "P", 1),)]


def test_hidden_rows_are_read_and_flagged():
    def hide(sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.row_dimensions[1].hidden = True

    assert codes(read(xlsx([HEAD, *TWO], change=hide))) == [["hidden_row"], []]


# --- merged cells --------------------------------------------------------------------------------

FAMILY = ["No. KK", "Kepala Keluarga", "Nama", "NIK", "Dusun"]


def family(*heads: tuple[str | None, str | None]) -> list[list[object]]:
    number = "9903010101010001"
    return [
        [
            number if head else None,
            head,
            f"Orang {'ABCDE'[n]}",
            nik("1990-01-02", "L", n + 1),
            hamlet,
        ]
        for n, (head, hamlet) in enumerate(heads)
    ]


def test_a_merged_cell_speaks_for_all_its_rows():
    rows = [FAMILY, *family(("Mulyono", "Dusun I"), (None, None), (None, None), ("Wagiman", None))]
    report = read(xlsx(rows, merges=["A2:A4", "B2:B4", "E2:E3"]))
    assert values(report, "household_head", "hamlet") == [
        ("Mulyono", "Dusun I"), ("Mulyono", "Dusun I"), ("Mulyono", None), ("Wagiman", None)
    ]  # fmt: skip
    assert [v for (v,) in values(report, "household_number")] == ["9903010101010001"] * 4


def test_a_value_is_never_copied_into_rows_that_are_not_merged():
    rows = [FAMILY, *family(("Mulyono", "Dusun I"), (None, None))]
    assert values(read(rows), "household_head") == [("Mulyono",), (None,)]


def test_a_merged_block_gives_nothing_to_rows_without_words_of_their_own():
    rows = [FAMILY, *family(("Mulyono", "Dusun I"))]
    assert fates(read(xlsx(rows, merges=["B2:B5"]))) == {1: "header", 2: A}


def test_a_merged_header_cell_is_no_value():
    rows = [
        ["No", "Nama", "NIK", "Kepala Keluarga"],
        [None] * 4,
        [1, "Siti", nik("1989-08-17", "P", 1)],
    ]
    report = read(xlsx(rows, merges=["A1:A2", "B1:B2", "C1:C2", "D1:D2"]))
    assert values(report, "name", "household_head") == [("Siti", None)]


# --- remarks, and people who look like remarks ---------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "Demikian daftar ini dibuat dengan sebenarnya",
        "Dicetak dari aplikasi desa",
        "Petugas : Rina Marlina",
        "Data ini diambil dari hasil pendataan bulan Maret tahun lalu",
        "Yang belum kembali dihubungi lewat keluarga.",
        "Halaman 1 dari 3",
        "Sumber: pendataan",
        "Sub Jumlah 2",
    ],
)
def test_a_lone_remark_is_nobody(line):
    rows = [HEAD, *TWO, [None, line], person(3, "Rina Marlina")]
    found = fates(read(rows))
    assert found[4] not in {A, R}
    assert found[5] == A


def test_a_bare_name_is_somebody():
    found = fates(read([HEAD, *TWO, [3, "Joko Susilo"], [None, "Rina Marlina Putri"]]))
    assert found[4] == found[5] == A


def test_a_row_with_words_but_no_name_waits():
    rows = [HEAD, *TWO, [None, None, None, None, None, "Dusun II"], [4, None, None, "P"]]
    report = read(rows)
    assert [row.outcome for row in report.rows] == [A, A, R, R]
    assert "name_missing" in codes(report)[2]


def test_a_row_with_only_columns_we_do_not_know_is_no_person():
    rows = [[*HEAD, "Alamat"], [*person(1), "Jalan Mawar"], [2, *[None] * 8, "Jalan Melati"]]
    assert fates(read(rows)) == {1: "header", 2: A, 3: "note"}


def test_a_title_in_any_column_directly_above_the_next_header():
    rows = [
        HEAD,
        *TWO,
        [],
        [None, None, "Purna PMI"],
        [None, None, "Nama", "NIK"],
        [None, None, "Joko"],
    ]
    assert fates(read(rows)) == {
        1: "header", 2: A, 3: A, 5: "title", 6: "header", 7: A
    }  # fmt: skip


def test_a_header_without_anybody_under_it_is_still_a_table():
    report = read([["DAFTAR"], HEAD])
    assert fates(report) == {1: "title", 2: "header"}
    assert report.counts()["data_rows"] == 0


def test_titles_with_line_breaks_numbers_and_notes():
    rows = [
        [
            "1. No",
            "2. Nama\nLengkap *)",
            "3. NIK\n(16 angka)",
            "Nama Dusun/Lingkungan",
            "HP 1",
            "HP 2",
        ],
        [1, "Siti", nik("1989-08-17", "P", 1), "Dusun I", "081234567890", "085712345678"],
    ]
    report = read(rows)
    assert values(report, "name", "hamlet", "phone") == [("Siti", "Dusun I", "+6281234567890")]
    assert report.tables[0].unmapped_columns() == ["HP 2"]
