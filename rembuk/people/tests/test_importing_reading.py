"""Files of every kind: what they hold is read, what they are decides, and nothing explodes."""

from __future__ import annotations

import io
import re
import struct
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk.people.importing import Report
from rembuk.people.importing.sheets import ROWS_MAX, UNPACKED_BYTES_MAX
from rembuk.people.tests.made_workbooks import HEAD, codes, fates, nik, person, read, values, xlsx

A = "accepted"
NIK = nik("1989-08-17", "P", 1)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def error_of(data: bytes, file_name: str = "daftar.xlsx") -> str | None:
    report = read(data, file_name=file_name)
    if report.file_error:
        assert set(report.counts().values()) == {0}
        assert report.file_error_message
    return report.file_error


def csv(*lines: str, end: str = "\r\n", encoding: str = "utf-8") -> bytes:
    return end.join(lines).encode(encoding)


def changed(data: bytes, **entries: bytes | None) -> bytes:
    """Return a zip with entries replaced (None: left out); names with __ for / and _ for ."""
    wanted = {n.replace("__", "/").replace("DOT", "."): body for n, body in entries.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for name in {*old.namelist(), *wanted}:
            body = wanted[name] if name in wanted else old.read(name)
            if body is not None:
                new.writestr(name, body)
    return target.getvalue()


def sheet_xml(data: bytes, pattern: str, replacement: str) -> bytes:
    """Return a workbook whose first sheet's XML was changed by hand."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        xml = book.read("xl/worksheets/sheet1.xml").decode()
    changed_xml, times = re.subn(pattern, replacement, xml)
    assert times, pattern
    return changed(data, xl__worksheets__sheet1DOTxml=changed_xml.encode())


# --- the content decides -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["daftar.xls", "daftar.csv", "daftar", "daftar.pdf"])
def test_a_workbook_is_one_whatever_it_is_called(name):
    assert fates(read(xlsx([HEAD, person(1)]), file_name=name)) == {1: "header", 2: A}


def test_text_is_text_even_when_called_a_workbook():
    data = csv("No;Nama;NIK", f"1;Siti;{NIK}")
    assert fates(read(data, file_name="daftar.xlsx")) == {1: "header", 2: A}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n\t\n", "empty_file"),
        (b"\xef\xbb\xbf\r\n", "empty_file"),
        (b"%PDF-1.4\nbukan lembar sebar", "not_a_spreadsheet"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "not_a_spreadsheet"),
        (bytes(range(256)) * 20, "not_a_spreadsheet"),
        (b"PK\x03\x04" + bytes(200), "not_a_spreadsheet"),
        (xlsx([HEAD, person(1)])[:-500], "not_a_spreadsheet"),
        (b"Surat ini bukan daftar.\nSalam dari kami.\n", "not_a_spreadsheet"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password_protected"),
        (OLE + "Workbook".encode("utf-16-le"), "unsupported_format"),
        (OLE + "WordDocument".encode("utf-16-le"), "not_a_spreadsheet"),
        (b'<?xml version="1.0"?><svg/>', "not_a_spreadsheet"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:microsoft-com:office:spreadsheet"/>',
            "unsupported_format",
        ),
        (xlsx([["halo"]]), "no_table"),
        (xlsx([["Nama", "Alamat"], ["Siti", "Jalan Mawar"]]), "no_table"),
        (b"<html><body><p>Kosong</p></body></html>", "not_a_spreadsheet"),
        (b"<table><tr><td>Barang<td>Jumlah</tr></table>", "no_table"),
    ],
)
def test_what_cannot_be_read_is_refused_whole(data, code):
    assert error_of(data) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bapak, Ibu, Saudara\nSurat, bukan daftar\nSalam\n", "not_a_spreadsheet"),
        ('{"a": 1, "b": [1, 2, 3]}', "not_a_spreadsheet"),
        (";;;\n;;;\n", "not_a_spreadsheet"),
        ("Barang;Jumlah\nMesin;3\nKambing;4\n", "no_table"),
    ],
)
def test_text_that_calls_itself_a_workbook_must_have_columns(text, code):
    assert error_of(text.encode()) == code


def test_prose_that_calls_itself_a_list_has_no_table():
    assert error_of(b"Surat ini bukan daftar.\n", "surat.txt") == "no_table"


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ({"word/document.xml": "<w/>"}, "not_a_spreadsheet"),
        ({"halo.txt": "halo"}, "not_a_spreadsheet"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "unsupported_format"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "not_a_spreadsheet"),
        ({"xl/workbook.bin": "x"}, "unsupported_format"),
        ({"Index/Document.iwa": "x"}, "unsupported_format"),
    ],
)
def test_other_archives(entries, code):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, body in entries.items():
            archive.writestr(name, body)
    assert error_of(target.getvalue()) == code


def test_an_archive_with_a_password():
    data = bytearray(xlsx([HEAD, person(1)]))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, at + 8, struct.unpack_from("<H", data, at + 8)[0] | 1)
    assert error_of(bytes(data)) == "password_protected"


# --- limits --------------------------------------------------------------------------------------


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = changed(xlsx([HEAD]), xl__worksheets__sheet1DOTxml=b" " * (UNPACKED_BYTES_MAX + 1))
    assert len(bomb) < 200_000
    assert error_of(bomb) == "too_large"


def test_a_bomb_that_lies_about_its_size():
    data = bytearray(
        changed(xlsx([HEAD]), xl__worksheets__sheet1DOTxml=b" " * (UNPACKED_BYTES_MAX + 1))
    )
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:  # every entry claims to hold 100 bytes
        struct.pack_into("<I", data, at + 24, 100)
    assert error_of(bytes(data)) == "too_large"


def test_a_damaged_entry_is_noticed():
    data = bytearray(xlsx([HEAD, person(1)]))
    at = data.rfind(b"xl/worksheets/sheet1.xml") - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, at + 16, 12345)  # a checksum that is not the content's
    assert error_of(bytes(data)) == "not_a_spreadsheet"


def test_entities_are_never_expanded():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
    data = changed(xlsx([HEAD, person(1)]), xl__worksheets__sheet1DOTxml=bomb)
    assert error_of(data) == "not_a_spreadsheet"


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "code"), [(ROWS_MAX - 1, None), (ROWS_MAX, "too_large")])
def test_rows_are_counted(rows, code):
    lines = "Nama;Dusun\n" + "Siti;Dusun I\n" * rows
    if code is None:
        assert len(read(lines.encode()).rows) == rows
    else:
        assert error_of(lines.encode()) == code


def test_formatted_rows_without_content_do_not_count():
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(3, ROWS_MAX + 10))
    data = sheet_xml(xlsx([HEAD, person(1)]), "</sheetData>", f"{rows}</sheetData>")
    assert fates(read(data)) == {1: "header", 2: A}


def test_a_hundred_megabytes_of_text():
    assert error_of(b"Nama;NIK\n" * 8_000_000) == "too_large"


def test_merged_cells_over_the_whole_sheet_cost_nothing():
    data = xlsx([HEAD, person(1)])
    merges = '<mergeCells><mergeCell ref="K1:XFD1048576"/></mergeCells>'
    assert fates(read(sheet_xml(data, "</sheetData>", f"</sheetData>{merges}"))) == {
        1: "header",
        2: A,
    }


@pytest.mark.parametrize("row", [";" * 20_000, '"' + ";" * 20_000])
def test_no_line_is_wider_than_a_spreadsheet(row):
    assert error_of(f"Nama;NIK\n{row}\n".encode(), "x.csv") == "too_large"


def test_a_web_table_cannot_be_merged_without_end():
    cells = '<td rowspan="2">x' * 100_001
    page = f"<table><tr><td>Nama<td>NIK</tr>{'<tr>' + cells + '</tr>'}</table>"
    assert error_of(page.encode()) == "too_large"


# --- what a workbook may hold --------------------------------------------------------------------


def test_macros_and_links_are_told_and_left_alone():
    data = changed(
        xlsx([HEAD, person(1)]),
        xl__vbaProjectDOTbin=b"macro",
        xl__externalLinks__externalLink1DOTxml=b"<externalLink/>",
    )
    report = read(data, file_name="daftar.xlsm")
    assert report.file_warnings == ["macros_ignored", "external_links_ignored"]
    assert fates(report)[2] == A


def test_formulas_are_never_evaluated():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["No", "Nama", "NIK", "Dusun"])
        sheet.write_formula(1, 0, "=ROW()-1", None, 1)
        sheet.write_formula(1, 1, '=UPPER("siti")', None, "SITI")
        sheet.write_string(1, 2, NIK)
        sheet.write_formula(1, 3, '=IF(1,"","x")', None, "")
    blank = sheet_xml(target.getvalue(), r'<c r="D2">', '<c r="D2" t="str">')
    report = read(blank)
    assert values(report, "name", "hamlet") == [("SITI", None)]
    assert codes(report) == [["formula_value"]]


def test_formulas_without_result_make_a_row_wait():
    rows = [
        ["No", "Nama", "NIK", "Umur"],
        ["=ROW()", '="Siti"', NIK, "=1+1"],
        [2, "Wati", None, "=2"],
    ]
    report = read(rows)
    assert codes(report) == [["formula_cell"], ["national_id_missing"]]
    assert report.rows[0].issues[0].raw == '="Siti"'


def test_cells_that_show_a_spreadsheets_error_make_a_row_wait():
    data = sheet_xml(
        xlsx([["Nama", "NIK"], ["Siti", NIK]]),
        r'<c r="A2"[^>]*>.*?</c>',
        '<c r="A2" t="e"><f>B9</f><v>#REF!</v></c>',
    )
    assert codes(read(data)) == [["formula_cell"]]
    assert codes(read(csv("Nama;NIK", f"#REF!;{NIK}"))) == [["formula_cell"]]


def test_dates_keep_the_day_they_show():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"date_1904": True}) as book:
        sheet = book.add_worksheet("Data")
        shown = book.add_format({"num_format": "[$-421]dd mmmm yyyy;@"})
        sheet.write_row(0, 0, ["Nama", "Tgl Lahir"])
        sheet.write_string(1, 0, "Siti")
        sheet.write_number(1, 1, 31275, shown)  # 17 August 1989, counted from 1904
    assert values(read(target.getvalue()), "birth_date") == [("1989-08-17",)]


def test_text_in_pieces_and_inline_text():
    data = sheet_xml(
        xlsx([["Nama", "NIK"], ["Siti", NIK]]),
        r'<c r="A2"[^>]*>.*?</c>',
        '<c r="A2" t="inlineStr"><is><r><t>Siti </t></r><r><t xml:space="preserve">Aminah</t></r>'
        "<rPh><t>dibaca lain</t></rPh></is></c>",
    )
    assert values(read(data), "name") == [("Siti Aminah",)]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Siti_x000D_Aminah", "Siti Aminah"),
        ("Siti_x0007_", "Siti"),
        ("Siti_x0000_", "Siti"),
        ("Siti_xD83D_", "Siti\ufffd"),
        ("Siti_xD83D__xDE00_", "Siti"),
        ("Siti_xyz_", "Siti_xyz_"),
    ],
)
def test_escaped_characters_become_text_that_can_be_stored(written, name):
    data = sheet_xml(
        xlsx([["Nama", "NIK"], ["Siti", NIK]]),
        r'<c r="A2"[^>]*>.*?</c>',
        f'<c r="A2" t="str"><v>{written}</v></c>',
    )
    report = read(data)
    assert values(report, "name") == [(name,)]
    for issue in report.rows[0].issues:
        assert "\0" not in issue.raw
        assert issue.raw.encode()


def test_two_sheets_of_one_name_are_told_apart():
    data = xlsx([HEAD, person(1)], more={"Lain": [HEAD, person(2, "Wati")]})
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        forged = book.read("xl/workbook.xml").replace(b'name="Lain"', b'name="Data"')
    report = read(changed(data, xl__workbookDOTxml=forged))
    assert {(row.sheet, row.row) for row in report.rows} == {("Data", 2), ("Data (2)", 2)}


def test_cells_without_address_follow_each_other():
    data = sheet_xml(xlsx([["Nama", "NIK"], ["Siti", NIK]]), r' r="[A-Z]*\d+"', "")
    assert values(read(data), "name", "national_id") == [("Siti", NIK)]


def test_names_of_elements_may_have_a_prefix():
    data = xlsx([["Nama", "NIK"], ["Siti", NIK]])
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        xml = book.read("xl/worksheets/sheet1.xml").decode()
    xml = re.sub(r"<(/?)([a-z])", r"<\1x:\2", xml).replace("xmlns=", "xmlns:x=")
    assert values(read(changed(data, xl__worksheets__sheet1DOTxml=xml.encode())), "name") == [
        ("Siti",)
    ]


# --- text files ----------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separators_line_ends_and_encodings(separator, end, encoding):
    lines = [separator.join(cells) for cells in (["No", "Nama", "NIK"], ["1", "Zoë D’Arc", NIK])]
    report = read(csv("Daftar warga, tahun 2024", *lines, end=end, encoding=encoding))
    assert fates(report) == {1: "title", 2: "header", 3: A}
    assert values(report, "name", "national_id") == [("Zoë D’Arc", NIK)]


def test_a_record_stands_on_the_line_where_it_starts():
    report = read(
        csv(
            "No;Nama;Alamat;NIK",
            f'1;"Siti\nAminah";"Jalan ""Mawar""; no 1\nRT 3";{NIK}',
            ";;;",
            f'2;Wati "Ita" Lestari;;{nik("1990-01-02", "P", 2)}',
            end="\n",
        )
    )
    assert fates(report) == {1: "header", 2: A, 6: A}
    assert values(report, "name") == [("Siti Aminah",), ('Wati "Ita" Lestari',)]


def test_a_quotation_mark_that_is_never_closed_swallows_nobody():
    lines = [f'{n};"Orang {"ABCDEF"[n]};{nik("1990-01-02", "P", n)}' for n in range(1, 5)]
    report = read(csv("No;Nama;NIK", *lines))
    assert fates(report) == {1: "header", 2: A, 3: A, 4: A, 5: A}


def test_a_hint_for_excel_in_the_first_line():
    assert fates(read(csv("sep=;", "Nama;NIK", f"Siti;{NIK}"))) == {1: "title", 2: "header", 3: A}


def test_commas_in_titles_do_not_choose_the_separator():
    report = read(csv("Daftar, warga, desa, kami, ini", "Nama;NIK;Dusun", f"Siti;{NIK};I, atas"))
    assert values(report, "hamlet") == [("I, atas",)]


# --- web tables ----------------------------------------------------------------------------------


def test_a_web_table_saved_as_a_workbook():
    page = f"""<html><head><meta charset="utf-8"><style>td{{x:1}}</style></head><body>
    <h1>Daftar</h1>    <table><tr><td colspan=4>DAFTAR WARGA</td></tr>
    <tr><th rowspan="2">Nama<th rowspan="2">NIK</th><th colspan="2">Alamat</th></tr>
    <tr><th>RT<th>Dusun</tr>
    <tr><td>Siti<br>Aminah</td><td>{NIK}<td>3<td rowspan=2>Dusun&nbsp;I &amp; II</tr>
    <tr style="display: none"><td>Wati</td><td></td><td>4</td></tr></table></body></html>"""
    report = read(page.encode(), file_name="daftar.xls")
    assert fates(report) == {1: "title", 2: "header", 3: "header", 4: A, 5: A}
    assert values(report, "name", "neighborhood_unit", "hamlet") == [
        ("Siti Aminah", "003", "Dusun I & II"),
        ("Wati", "004", "Dusun I & II"),
    ]
    assert codes(report) == [[], ["national_id_missing", "hidden_row"]]


def test_numbers_behind_the_shown_text_of_a_web_table():
    page = f"""<table><tr><td>Nama<td>NIK<td>Tgl Lahir</tr>
    <tr><td>Siti<td x:num="{NIK}">9,90301E+15<td sdval="32737">17/08/89</tr></table>"""
    report = read(page.encode(), file_name="daftar.xls")
    assert codes(report) == [["national_id_precision"]]
    assert report.rows[0].values["birth_date"] == "1989-08-17"


def test_rows_of_all_web_tables_are_counted_together():
    table = "<table><tr><td>Nama<td>NIK</tr><tr><td>{}<td>{}</tr></table>"
    page = table.format("Siti", NIK) + table.format("Wati", nik("1990-01-02", "P", 2))
    assert fates(read(page.encode())) == {1: "header", 2: A, 3: "header", 4: A}


# --- nothing explodes ----------------------------------------------------------------------------


def survives(report: Report) -> None:
    said = report.as_json(village="9903012001")
    assert said["file_error"] or said["tables"]


@given(st.binary(max_size=400))
@settings(max_examples=150)
def test_any_bytes_get_an_answer(data):
    survives(read(data))


@pytest.mark.slow
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=40))
@settings(max_examples=150)
def test_any_damage_to_a_workbook_gets_an_answer(at, noise):
    data = xlsx([HEAD, person(1)])
    at %= len(data)
    survives(read(data[:at] + noise + data[at + len(noise) :]))
