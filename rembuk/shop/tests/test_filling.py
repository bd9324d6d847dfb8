"""Files of marketplaces, filled by header: what is not known stays open and is told."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from rembuk.lib.errors import Refused
from rembuk.shop import filling
from rembuk.shop.filling import Goods
from rembuk.shop.tests import blanks

KESET = Goods(
    "Keset <bundar> & tebal", code="K-1", description="=Dari perca\nkuat", price_rp=35_000,
    stock=12, weight_g=450, photos=["https://contoh.example/1.jpg", "https://contoh.example/2.jpg"],
)  # fmt: skip
SERAGAM = Goods("Seragam SD")


def cells(content, sheet="Template"):
    """Header -> value of each row, as another program reads the file."""
    table = load_workbook(io.BytesIO(content))[sheet]
    rows = list(table.iter_rows(values_only=True))
    header = next(n for n, row in enumerate(rows) if "Harga*" in row or "Harga (Rp)*" in row)
    return {
        number: {name: value for name, value in zip(rows[header], row, strict=False) if value}
        for number, row in enumerate(rows[header + 1 :], header + 2)
    }


def test_goods_stand_under_their_headers_from_row_seven_on():
    done = filling.fill(blanks.shopee(), [KESET, SERAGAM])
    rows = cells(done.content)
    assert done.marketplace.name == "Shopee"
    assert rows[7] == {
        "Nama Produk*": "Keset <bundar> & tebal", "Deskripsi Produk*": "=Dari perca\nkuat",
        "SKU Induk": "K-1", "Harga*": 35_000, "Stok": 12, "Berat*": 0.45,
        "Foto Sampul*": "https://contoh.example/1.jpg", "Foto 1": "https://contoh.example/2.jpg",
    }  # fmt: skip
    assert rows[8] == {"Nama Produk*": "Seragam SD"}
    assert rows[6]["Harga*"] == "Teks"


def test_what_could_not_be_filled_is_told_for_each_product():
    keset, seragam = filling.fill(blanks.shopee(), [KESET, SERAGAM]).lines
    assert (keset.name, keset.row, keset.open) == (KESET.name, 7, ["Kategori"])
    assert seragam.open == ["Kategori", "Deskripsi Produk*", "Harga*", "Foto Sampul*", "Berat*"]
    assert ("Harga*", "35000") in keset.written


def test_a_text_that_looks_like_a_formula_stays_a_text():
    done = filling.fill(blanks.shopee(), [KESET])
    cell = load_workbook(io.BytesIO(done.content))["Template"]["C7"]
    assert (cell.value, cell.data_type) == (
        "=Dari perca\nkuat",
        "s",
    ) or cell.data_type == "inlineStr"


def test_every_other_part_of_the_file_stays_as_it_is():
    blank = blanks.shopee()
    done = filling.fill(blank, [KESET]).content
    with zipfile.ZipFile(io.BytesIO(blank)) as before, zipfile.ZipFile(io.BytesIO(done)) as after:
        assert before.namelist() == after.namelist()
        changed = [n for n in before.namelist() if before.read(n) != after.read(n)]
        assert changed == ["xl/worksheets/sheet2.xml"]
    sheet = load_workbook(io.BytesIO(done))["Template"]
    assert sheet["C7"].fill.fgColor.rgb == "FFFFF1CC"
    assert sheet["A3"].font.bold
    assert sheet.freeze_panes == "C7"
    assert "A7:A1000" in str(sheet.data_validations.dataValidation[0].sqref)


def test_goods_that_are_there_already_stay_and_ours_follow():
    def twelve(sheet):
        sheet["B12"] = "Sudah ada"

    rows = cells(filling.fill(blanks.shopee(change=twelve), [KESET]).content)
    assert rows[12]["Nama Produk*"] == "Sudah ada"
    assert rows[13]["Nama Produk*"] == KESET.name
    assert rows[7] == {}


def test_merged_cells_under_the_header_are_not_written_into():
    def merge(sheet):
        sheet.merge_cells("A3:A9")

    done = filling.fill(blanks.shopee(change=merge), [KESET])
    assert done.lines[0].row == 10
    assert load_workbook(io.BytesIO(done.content))["Template"]["B10"].value == KESET.name


def test_columns_are_found_wherever_they_stand():
    turned = list(reversed(blanks.SHOPEE))
    rows = cells(filling.fill(blanks.shopee(turned), [KESET]).content)
    assert rows[7]["Harga*"] == 35_000
    assert rows[7]["Nama Produk*"] == KESET.name


def test_tokopedia_asks_for_grams_and_starts_under_its_header():
    done = filling.fill(blanks.plain_sheet(blanks.TOKOPEDIA), [KESET])
    assert done.marketplace.name == "Tokopedia"
    row = cells(done.content, "ISI Template Impor Produk")[2]
    assert (row["Berat (Gram)*"], row["Harga (Rp)*"], row["Jumlah Stok*"]) == (450, 35_000, 12)
    assert row["Foto 1"] == KESET.photos[0]
    assert row["Foto 2"] == KESET.photos[1]
    assert done.lines[0].open == [
        "Kode Kategori*", "Minimum Pemesanan*", "Kondisi*", "Status*", "Kurir Pengiriman*",
        "Asuransi Pengiriman*",
    ]  # fmt: skip


def test_the_file_of_tiktok_is_known_too():
    done = filling.fill(blanks.plain_sheet(blanks.TIKTOK, title="Sheet1"), [KESET])
    assert done.marketplace.name == "Tokopedia / TikTok Shop"
    assert done.lines[0].open == ["Category", "Brand"]
    assert done.unknown == []


def test_columns_that_nobody_needs_are_told_and_left():
    done = filling.fill(blanks.plain_sheet([*blanks.TOKOPEDIA, "Catatan"]), [KESET])
    assert done.unknown == ["Catatan"]


def renamed(old, new):
    return [new if one == old else one for one in blanks.SHOPEE]


def old_excel():
    return b"\xd0\xcf\x11\xe0" + b"\0" * 5000


REFUSED = [
    (blanks.shopee(renamed("Harga*", "Harga Jual*")), ["harga", "Harga Jual*"]),
    (blanks.shopee(renamed("Nama Produk*", "Judul")), ["nama produk", "Judul"]),
    (blanks.shopee(renamed("Stok", "Persediaan")), ["stok", "Persediaan"]),
    (blanks.shopee([*blanks.SHOPEE, "Nomor BPOM*"]), ["Nomor BPOM*"]),
    (blanks.shopee([*blanks.SHOPEE, "Nama Produk*"]), ["nama produk", "dua kali"]),
    (blanks.shopee([*blanks.SHOPEE, "Harga*"]), ["harga", "dua kali"]),
    (blanks.shopee(["Nama", "Alamat"]), ["nama produk", "harga (rp)", "product name"]),
    (blanks.saved(Workbook()), ["kolom"]),
    (b"", ["xlsx"]),
    (b"Nama Produk,Harga\n", ["xlsx"]),
    (old_excel(), ["xlsx"]),
    (b"P" * 12 * 1024 * 1024, ["10 MB"]),
    (blanks.shopee()[:4000], ["xlsx"]),
]


@pytest.mark.parametrize(("data", "words"), REFUSED, ids=[str(words) for _, words in REFUSED])
def test_a_file_that_is_not_understood_is_refused_by_name(data, words):
    with pytest.raises(Refused) as told:
        filling.fill(data, [KESET])
    assert all(word in str(told.value) for word in words), told.value


def test_a_required_column_is_also_known_by_the_word_under_it():
    def ask(sheet):
        sheet.cell(row=3, column=44, value="Nomor izin edar")
        sheet.cell(row=4, column=44, value="Wajib")

    with pytest.raises(Refused, match="Nomor izin edar"):
        filling.fill(blanks.shopee(change=ask), [KESET])


def test_couriers_are_switched_on_by_the_seller():
    def switch(sheet):
        sheet.cell(row=3, column=44, value="Kargo Baru*")
        sheet.cell(row=5, column=44, value="Aktif / Nonaktif")

    done = filling.fill(blanks.shopee(change=switch), [KESET])
    assert done.lines[0].open == ["Kategori", "Kargo Baru*"]


def with_sheet(blank, change):
    """The same file with the text of its second sheet changed, as another program writes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blank)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text) if name == "xl/worksheets/sheet2.xml" else text)
    return out.getvalue()


def prefixed(text):
    """Write every element with a prefix, as .NET programs do."""
    import re

    plain = text.decode().replace("xmlns=", "xmlns:x=")
    return re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", plain).encode()


def test_a_file_with_prefixed_elements_is_filled_all_the_same():
    done = filling.fill(with_sheet(blanks.shopee(), prefixed), [KESET, SERAGAM])
    assert cells(done.content)[8] == {"Nama Produk*": "Seragam SD"}


def test_rows_that_close_themselves_and_name_a_span_are_opened():
    def slim(text):
        return text.replace(b"</sheetData>", b'<row r="9" spans="1:2" ht="30"/></sheetData>')

    done = filling.fill(with_sheet(blanks.shopee(), slim), [KESET, SERAGAM, SERAGAM, SERAGAM])
    rows = cells(done.content)
    assert [number for number in rows if "Seragam SD" in rows[number].values()] == [8, 9, 10]
    with zipfile.ZipFile(io.BytesIO(done.content)) as read:
        assert b"spans" not in read.read("xl/worksheets/sheet2.xml").partition(b'r="9"')[2][:30]


def test_a_sheet_that_declares_a_document_type_is_refused():
    def entity(text):
        return b'<!DOCTYPE a [<!ENTITY b "c">]>' + text

    with pytest.raises(Refused):
        filling.fill(with_sheet(blanks.shopee(), entity), [KESET])
