"""The columns that marketplaces ask for, and which of them Rembuk can fill.

Read off in 2026: Shopee Indonesia's basic file (43 columns, goods from row 7 on), Tokopedia's file
for new products, and the file of TikTok Shop that its sellers use now. The files change: a column
is found by its header, and what is not known is told, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_MARKS = re.compile(r"\*|\((?:wajib|opsional|required|optional|mandatory)\)|[:\s]+")
REQUIRED_WORDS = frozenset({"wajib", "wajib diisi", "required", "mandatory"})


class Fact(StrEnum):
    """What Rembuk knows of a product, in the form that a column wants."""

    NAME = "name"
    DESCRIPTION = "description"
    CODE = "code"
    PRICE = "price"
    STOCK = "stock"
    WEIGHT_G = "weight_g"
    WEIGHT_KG = "weight_kg"
    COVER = "cover"
    MORE_PHOTOS = "more_photos"


@dataclass(frozen=True)
class Column:
    """One column: how its header is written, and what goes in; without a fact the seller does."""

    headers: tuple[str, ...]
    fact: Fact | None = None
    required: bool = False


@dataclass(frozen=True)
class Marketplace:
    """One kind of file: its columns, and the row above which no product may stand."""

    code: str
    name: str
    columns: tuple[Column, ...]
    first_row: int = 2

    def column(self, header: str) -> Column | None:
        """Return the column that a header names, or None for one that is not known."""
        return next((one for one in self.columns if plain(header) in one.headers), None)

    def needed(self, *, also_optional: bool = False) -> list[Column]:
        """Return the columns without which nothing can be filled; also those a file may lack.

        Beside a column nobody knows, one that a file may lack was probably renamed. How many
        photos a file has room for differs, so further photos are never missed.
        """
        filled = [one for one in self.columns if one.fact and one.fact != Fact.MORE_PHOTOS]
        return [one for one in filled if one.required or also_optional]


def plain(header: str) -> str:
    """Return a header as it is compared: without case, line breaks and the marks of "required"."""
    return " ".join(_MARKS.sub(" ", header.casefold()).split())


def asks(header: str) -> bool:
    """Tell whether a header itself says that its column must be filled."""
    return "*" in header or bool(re.search(r"\((wajib|required|mandatory)\)", header.casefold()))


def _by_seller(*headers: str) -> Iterable[Column]:
    return (Column((header,)) for header in headers)


SHOPEE = Marketplace(
    "SHOPEE",
    "Shopee",
    (
        Column(("kategori",), required=True),
        Column(("nama produk",), Fact.NAME, required=True),
        Column(("deskripsi produk",), Fact.DESCRIPTION, required=True),
        Column(("sku induk",), Fact.CODE),
        Column(("harga",), Fact.PRICE, required=True),
        Column(("stok",), Fact.STOCK),
        Column(("foto sampul",), Fact.COVER, required=True),
        *(Column((f"foto {n}", f"foto produk {n}"), Fact.MORE_PHOTOS) for n in range(1, 9)),
        Column(("berat", "berat (kg)"), Fact.WEIGHT_KG, required=True),
        *_by_seller(
            "maks. jumlah pembelian", "maks. jumlah pembelian - tanggal mulai",
            "maks. jumlah pembelian - jumlah hari", "maks. jumlah pembelian - tanggal akhir",
            "min. jumlah pembelian", "produk berbahaya", "kode integrasi variasi",
            "nama variasi 1", "varian 1", "varian untuk variasi 1", "foto per varian",
            "foto produk per varian", "nama variasi 2", "varian 2", "varian untuk variasi 2",
            "kode variasi", "template panduan ukuran", "foto panduan ukuran",
            "template/foto panduan ukuran", "gtin", "panjang", "lebar", "tinggi",
            "dikirim dalam pre-order", "alasan gagal",
        ),
    ),
    first_row=7,
)  # fmt: skip
TOKOPEDIA = Marketplace(
    "TOKOPEDIA",
    "Tokopedia",
    (
        Column(("nama produk",), Fact.NAME, required=True),
        Column(("deskripsi produk",), Fact.DESCRIPTION),
        Column(("kode kategori", "kategori kode"), required=True),
        Column(("berat (gram)", "berat"), Fact.WEIGHT_G, required=True),
        Column(("minimum pemesanan",), required=True),
        Column(("kondisi",), required=True),
        Column(("foto 1", "gambar 1"), Fact.COVER, required=True),
        *(Column((f"foto {n}", f"gambar {n}"), Fact.MORE_PHOTOS) for n in range(2, 6)),
        Column(("sku name",), Fact.CODE),
        Column(("status",), required=True),
        Column(("jumlah stok",), Fact.STOCK, required=True),
        Column(("harga (rp)",), Fact.PRICE, required=True),
        Column(("kurir pengiriman",), required=True),
        Column(("asuransi pengiriman",), required=True),
        *_by_seller(
            "pesan error", "nomor etalase", "waktu proses preorder", "url video 1", "url video 2",
            "url video 3",
        ),
    ),
)  # fmt: skip
TIKTOK = Marketplace(
    "TIKTOK",
    "Tokopedia / TikTok Shop",
    (
        Column(("category", "kategori"), required=True),
        Column(("brand", "merek"), required=True),
        Column(("product name", "nama produk"), Fact.NAME, required=True),
        Column(("description", "product description", "deskripsi produk"), Fact.DESCRIPTION,
               required=True),
        Column(("main image", "main product image", "gambar utama"), Fact.COVER, required=True),
        *(
            Column((f"image {n}", f"product image {n}", f"gambar {n}"), Fact.MORE_PHOTOS)
            for n in range(2, 10)
        ),
        Column(("package weight (g)", "parcel weight (g)", "berat paket (g)"), Fact.WEIGHT_G,
               required=True),
        Column(("retail price (local currency)", "price", "harga"), Fact.PRICE, required=True),
        Column(("quantity", "stock", "jumlah", "stok"), Fact.STOCK, required=True),
        Column(("seller sku", "sku penjual"), Fact.CODE),
        *_by_seller(
            "package length (cm)", "package width (cm)", "package height (cm)", "delivery options",
            "size chart", "variation 1", "variation 2", "identifier code type", "identifier code",
        ),
    ),
)  # fmt: skip
MARKETPLACES = (SHOPEE, TOKOPEDIA, TIKTOK)
