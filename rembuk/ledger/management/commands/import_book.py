"""Bring a table of past entries into a book."""

from __future__ import annotations

import csv
import hashlib
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rembuk.ledger import history
from rembuk.ledger.chain import Move
from rembuk.ledger.management.finding import book_named
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.villages.actors import REMBUK

COLUMNS = ("sequence", "value_on", "kind", "debit", "credit", "amount_rp")
PAPER = "receipt_no"


class Command(BaseCommand):
    """rembuk import_book SLUG GROUP FILE.csv."""

    help = "Bring a table of past entries, as export_book --format csv writes it, into a book."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the village, the group's name and the file."""
        parser.add_argument("village", metavar="SLUG")
        parser.add_argument("group", metavar="GROUP", help="the group's name")
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, village: str, group: str, file: Path, **options: Any) -> None:
        """Judge the lines and write them; say which cannot be."""
        now = timezone.now()
        with book_named(village, group) as book:
            signed = Signed(by=REMBUK, at=now, request_id=_key(book.pk, file.name))
            today = now.astimezone(book.village.zone).date()
            with file.open(encoding="utf-8-sig", newline="") as lines:
                told = history.bring_in(book, _plans(lines), signed=signed, today=today)
        for number, says in told.refused:
            self.stderr.write(f"{number}: {says}")
        self.stdout.write(f"{told.written} + {told.there_already}")
        if told.refused:
            raise CommandError(
                f"{len(told.refused)} catatan belum masuk, dan semua sesudahnya."
                " Perbaiki lalu jalankan lagi. (Mend these lines, then run it again.)"
            )


def _key(book: int, name: str) -> UUID:
    """Return the key of a file by its name: mended and sent again, it goes on where it ended."""
    return UUID(hashlib.sha256(f"import_book {book} {name}".encode()).hexdigest()[:32])


def _plans(lines: Iterator[str]) -> Iterator[Plan]:
    """Yield the entries of a table; lines one after another with one number are one entry."""
    rows = csv.DictReader(lines)
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise CommandError(f"Kolom belum ada (columns missing): {', '.join(missing)}")
    numbered = enumerate(rows, 2)
    for _number, same in groupby(numbered, key=lambda line: line[1]["sequence"]):
        yield _plan(list(same))


def _plan(same: list[tuple[int, dict[str, str]]]) -> Plan:
    line, first = same[0]
    try:
        moves = [
            Move(row["debit"], row["credit"], int(row["amount_rp"]), row.get("unit") or "")
            for _line, row in same
        ]
        on = date.fromisoformat(first["value_on"])
    except ValueError:
        raise CommandError(
            f"Baris {line}: tulis tanggal 2026-11-20 dan jumlah rupiah bulat."
            " (Write the day as 2026-11-20 and whole rupiah.)"
        ) from None
    words = Words(memo=first.get("memo") or "", party=first.get("party") or "")
    return Plan(first["kind"], on, moves, words, receipt=bool(first.get(PAPER)))
