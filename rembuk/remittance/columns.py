"""Which column of a bank's table means what, and sums as banks write them.

Banks in Indonesia write 1,500,000.00 CR (English marks), 1.500.000,00 (Indonesian ones) or
1500000.00, in one column with a sign beside it or in two. Exactly two digits behind the last mark
are parts of a rupiah; three are thousands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rembuk.people.importing.sheets import Cell

DAY, TEXT, IN, OUT, SUM, SIGN, REFERENCE, BALANCE = (
    "day", "text", "in", "out", "sum", "sign", "reference", "balance"
)  # fmt: skip
HEADERS: Mapping[str, str] = {
    DAY: "tanggal|tgl|date|tanggal transaksi|tgl transaksi|tgl trx|tanggal trx|transaction date"
    "|trx date|posting date|post date|tanggal posting|value date|tanggal efektif|tanggal valuta",
    TEXT: "keterangan|uraian|deskripsi|description|uraian transaksi|keterangan transaksi|remark"
    "|remarks|berita|catatan|detail|rincian|rincian transaksi|transaction description|narasi",
    IN: "kredit|credit|cr|masuk|uang masuk|dana masuk|mutasi kredit|mutasi masuk|jumlah kredit"
    "|credit amount|nominal kredit|kredit rp|setoran",
    OUT: "debit|debet|db|dr|keluar|uang keluar|dana keluar|mutasi debit|mutasi debet|jumlah debit"
    "|jumlah debet|debit amount|nominal debit|debet rp|debit rp|penarikan",
    SUM: "jumlah|nominal|mutasi|amount|nilai|jumlah rp|nominal rp|transaction amount",
    SIGN: "d k|db cr|dk|d c|dc|dr cr|debit kredit|debet kredit|debit credit|jenis|tipe|type"
    "|jenis transaksi|jenis mutasi",
    REFERENCE: "referensi|no referensi|nomor referensi|no ref|ref|reference|reference no"
    "|reference number|nomor jurnal|no jurnal|journal no|no transaksi|nomor transaksi"
    "|transaction id|id transaksi",
    BALANCE: "saldo|balance|saldo akhir|running balance|saldo rp",
}
_FIELD = {header: field for field, known in HEADERS.items() for header in known.split("|")}
CAME_IN = frozenset({"k", "kr", "cr", "c", "kredit", "credit", "masuk"})
WENT_OUT = frozenset({"d", "db", "dr", "debit", "debet", "keluar"})
_WORDS = re.compile(r"[a-z]+")
_SIGNED = re.compile(r"([-+]?)\s*(?:rp\.?|idr)?\s*([-+]?)([\d.,]+)\s*([a-z]*)", re.ASCII)
_WHOLE = r"\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+"
_WITH_CENTS = r"(?:\d+|\d{1,3}(?:,\d{3})+)\.\d{2}|(?:\d+|\d{1,3}(?:\.\d{3})+),\d{2}"
_PLAIN, _CENTS = re.compile(_WHOLE, re.ASCII), re.compile(_WITH_CENTS, re.ASCII)


@dataclass(frozen=True)
class Money:
    """A sum as it stands: in hundredths of a rupiah, and whether it says that it came in."""

    hundredths: int
    came_in: bool | None
    has_minus: bool = False


def field_of(header: str) -> str | None:
    """Return what a column with this heading means, None for one we do not need."""
    return _FIELD.get(" ".join(_WORDS.findall(header.lower())))


def known(headers: Sequence[str]) -> int:
    """Count the headings of a row that we know."""
    return len({field_of(header) for header in headers} - {None})


def is_heading(headers: Sequence[str]) -> bool:
    """Say whether a row is the heading of a statement: a day, and where money came in."""
    found = {field_of(header) for header in headers}
    return DAY in found and (IN in found or SUM in found)


def came_in(text: str) -> bool | None:
    """Read a sign such as D, K, DB or CR; None where it says nothing."""
    word = text.strip().lower().rstrip(".")
    return True if word in CAME_IN else False if word in WENT_OUT else None


def read_money(cell: Cell) -> Money | None:
    """Read a sum; None for what is no sum."""
    number = cell.number()
    if number is not None:
        return _of_number(number)
    found = _SIGNED.fullmatch(" ".join(cell.text.lower().split()))
    if found is None:
        return None
    minus = "-" in (found[1], found[2])
    digits, sign = found[3], came_in(found[4])
    if found[4] and sign is None:
        return None
    said = False if minus else sign if found[4] else True if "+" in (found[1], found[2]) else None
    if _CENTS.fullmatch(digits):
        return Money(int(re.sub(r"[.,]", "", digits)), said, minus)
    if _PLAIN.fullmatch(digits):
        return Money(int(re.sub(r"[.,]", "", digits)) * 100, said, minus)
    return None


def _of_number(number: Decimal) -> Money | None:
    hundredths = number * 100
    if hundredths != int(hundredths):
        return None
    return Money(abs(int(hundredths)), False if number < 0 else None, number < 0)
