"""Bring a table of past entries into a book."""

from __future__ import annotations

import csv
import hashlib
import re
from argparse import ArgumentParser
from array import array
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db.models import CharField
from django.utils import timezone

from rembuk.ledger import history
from rembuk.ledger.chain import Move
from rembuk.ledger.management.finding import book_named
from rembuk.ledger.models import Entry
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.lib.errors import Refused
from rembuk.villages.actors import REMBUK

COLUMNS = ("sequence", "value_on", "kind", "debit", "credit", "amount_rp")
PAPER = "receipt_no"
WHOLE = re.compile(r"[0-9]{1,16}")  # digits of other scripts are none here: nobody proofreads them
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Unreadable(Exception):
    """A line of the table is not what it has to be."""

    def __init__(self, line: int, says: str) -> None:
        super().__init__(f"baris (line) {line}: {says}")


class Command(BaseCommand):
    """rembuk import_book SLUG GROUP FILE.csv."""

    help = "Bring a table of past entries, as export_book --format csv writes it, into a book."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the village, the group's name and the file."""
        parser.add_argument("village", metavar="SLUG")
        parser.add_argument("group", metavar="GROUP", help="the group's name")
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, village: str, group: str, file: Path, **options: Any) -> None:
        """Read the whole table, then judge its entries and write them; say which cannot be."""
        now = timezone.now()
        firsts = array("L", (line for line, _plan in _read(file)))
        with book_named(village, group) as book:
            signed = Signed(by=REMBUK, at=now, request_id=_key(book.pk, file.name))
            today = now.astimezone(book.village.zone).date()
            plans = (plan for _line, plan in _read(file))
            try:
                told = history.bring_in(book, plans, signed=signed, today=today)
            except Refused as reason:
                raise CommandError(f"{file}: {reason}") from None
        for number, says in told.refused:
            self.stderr.write(f"{file}, baris (line) {firsts[number - 1]}: {says}")
        self.stdout.write(f"{told.written} + {told.there_already}")
        if told.refused:
            raise CommandError(
                f"{len(told.refused)} catatan belum masuk, dan semua sesudahnya."
                " Perbaiki lalu jalankan lagi. (Mend these lines, then run it again.)"
            )


def _key(book: int, name: str) -> UUID:
    """Return the key of a file by its name: mended and sent again, it goes on where it ended."""
    return UUID(hashlib.sha256(f"import_book {book} {name}".encode()).hexdigest()[:32])


def _read(file: Path) -> Iterator[tuple[int, Plan]]:
    """Yield the entries of a table, each with its first line; say what cannot be read, and where.

    Errors: CommandError, which names the file and the line.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            yield from _plans(lines)
    except Unreadable as wrong:
        raise CommandError(f"{file}, {wrong}") from None
    except UnicodeDecodeError:
        raise CommandError(
            f"{file}: simpan berkas ini sebagai UTF-8 (CSV UTF-8). (Save it as UTF-8.)"
        ) from None
    except OSError as wrong:
        raise CommandError(
            f"{file}: berkas tidak bisa dibuka ({wrong.strerror}). Periksa nama dan foldernya."
            " (Check its name and folder.)"
        ) from None


def _plans(lines: Iterator[str]) -> Iterator[tuple[int, Plan]]:
    """Yield the entries of a table; lines one after another with one number are one entry."""
    rows = csv.DictReader(lines, strict=True)
    try:
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise Unreadable(1, f"kolom belum ada (columns missing): {', '.join(missing)}")
        numbered = ((rows.line_num, row) for row in rows)
        for _number, same in groupby(numbered, key=lambda line: line[1]["sequence"]):
            entry = list(same)
            yield entry[0][0], _plan(entry)
    except csv.Error as wrong:
        raise Unreadable(
            rows.reader.line_num, f"tanda kutip atau hurufnya keliru (quotes or letters): {wrong}"
        ) from None


def _plan(same: list[tuple[int, dict[str, str]]]) -> Plan:
    line, first = same[0]
    moves = [_move(number, row) for number, row in same]
    words = Words(memo=first.get("memo") or "", party=first.get("party") or "")
    for name, said in (("memo", words.memo), ("party", words.party)):
        field = Entry._meta.get_field(name)
        assert isinstance(field, CharField)
        most = field.max_length
        if most and len(said) > most:
            raise Unreadable(line, f"kolom {name}: paling banyak {most} huruf (letters at most)")
    on = _day(line, first["value_on"])
    return Plan(first["kind"], on, moves, words, receipt=bool(first.get(PAPER)))


def _move(line: int, row: dict[str, str]) -> Move:
    """Read one line; a row that is shorter or longer than its head has None in it."""
    if None in row or None in row.values():
        raise Unreadable(line, "banyak kolomnya tidak sama dengan kepala tabel (columns differ)")
    if any("\0" in value for value in row.values()):
        raise Unreadable(line, "hapus tanda NUL (remove the sign NUL)")
    if not WHOLE.fullmatch(row["amount_rp"]):
        raise Unreadable(line, "tulis jumlah dalam rupiah bulat, 0-9 saja (whole rupiah, 0-9 only)")
    if row["debit"] == row["credit"]:
        raise Unreadable(line, "debit dan kredit harus akun berbeda (two different accounts)")
    return Move(row["debit"], row["credit"], int(row["amount_rp"]), row.get("unit") or "")


def _day(line: int, typed: str) -> date:
    try:
        if DAY.fullmatch(typed):
            return date.fromisoformat(typed)
    except ValueError:  # 2026-02-30
        pass
    raise Unreadable(line, "tulis tanggal seperti 2026-11-20 (write the day as 2026-11-20)")
