"""Workbooks as marketplaces give them out, written here after their lists of columns."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

SHOPEE = [
    "Kategori", "Nama Produk*", "Deskripsi Produk*", "Maks. Jumlah Pembelian",
    "Maks. Jumlah Pembelian - Tanggal Mulai", "Maks. Jumlah Pembelian - Jumlah Hari",
    "Maks. Jumlah Pembelian - Tanggal Akhir", "Min. Jumlah Pembelian", "SKU Induk",
    "Produk Berbahaya", "Kode Integrasi Variasi", "Nama Variasi 1", "Varian 1",
    "Foto per Varian", "Nama Variasi 2", "Varian 2", "Harga*", "Stok", "Kode Variasi",
    "Template Panduan Ukuran", "Foto Panduan Ukuran", "GTIN", "Foto Sampul*",
    *(f"Foto {n}" for n in range(1, 9)), "Berat*", "Panjang", "Lebar", "Tinggi",
    *(f"Kurir {n}" for n in range(1, 7)), "Dikirim Dalam Pre-order", "Alasan Gagal",
]  # fmt: skip
TOKOPEDIA = [
    "Pesan Error", "Nama Produk*", "Deskripsi Produk", "Kode Kategori*", "Berat (Gram)*",
    "Minimum Pemesanan*", "Nomor Etalase", "Waktu Proses Preorder", "Kondisi*",
    *(f"Foto {n}" for n in range(1, 6)), *(f"URL Video {n}" for n in range(1, 4)), "SKU Name",
    "Status*", "Jumlah Stok*", "Harga (Rp)*", "Kurir Pengiriman*", "Asuransi Pengiriman*",
]  # fmt: skip
TIKTOK = [
    "Category", "Brand", "Product Name", "Description", "Main Image",
    *(f"Image {n}" for n in range(2, 6)), "Package Weight (g)", "Retail Price (Local Currency)",
    "Quantity", "Seller SKU",
]  # fmt: skip

Change = Callable[[Worksheet], None]


def first(book: Workbook) -> Worksheet:
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def shopee(headers: Sequence[str] = SHOPEE, change: Change | None = None) -> bytes:
    """Header in row 3, three rows that explain it, goods from row 7; other sheets around it."""
    book = Workbook()
    guide = first(book)
    guide.title = "Petunjuk"
    guide["A1"] = "Cara mengisi: baca dulu"
    sheet = book.create_sheet("Template")
    sheet.append(["ps_category", "ps_product_name", *(f"ps_{n}" for n in range(3, 44))])
    sheet.append(["basic", "0", "1"])
    sheet.append(list(headers))
    sheet.append(["Wajib" if "*" in one else "Opsional" for one in headers])
    sheet.append([f"Isi {one}" for one in headers])
    sheet.append(["Teks"] * len(headers))
    for cell in sheet[3]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="FFEE4D2D")
    sheet["C7"].fill = PatternFill("solid", fgColor="FFFFF1CC")  # styled and empty
    choice = DataValidation(type="list", formula1="'Daftar Kategori'!$A$1:$A$3")
    choice.add("A7:A1000")
    sheet.add_data_validation(choice)
    sheet.freeze_panes = "C7"
    listed = book.create_sheet("Daftar Kategori")
    for name in ("Rumah/Keset", "Pakaian/Seragam", "Lain"):
        listed.append([name])
    listed.sheet_state = "hidden"
    if change:
        change(sheet)
    return saved(book)


def plain_sheet(headers: Sequence[str], *, title: str = "ISI Template Impor Produk") -> bytes:
    """Header in the first row and nothing else."""
    book = Workbook()
    first(book).title = title
    first(book).append(list(headers))
    return saved(book)
