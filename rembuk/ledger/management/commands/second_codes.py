"""Give the accounts of a book the codes that somebody else has for them."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rembuk.ledger import second_codes
from rembuk.ledger.management.finding import book_named
from rembuk.lib.errors import Refused
from rembuk.villages.actors import REMBUK

COLUMNS = ("account", "second_code")


class Command(BaseCommand):
    """rembuk second_codes SLUG GROUP FILE.csv --source TEXT."""

    help = "Give accounts the codes of an inspector's or a bank's list, from a table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the village, the group's name, the file, and whose codes they are."""
        parser.add_argument("village", metavar="SLUG")
        parser.add_argument("group", metavar="GROUP", help="the group's name")
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--source", required=True, help="whose codes these are, and of when")

    def handle(
        self, *args: Any, village: str, group: str, file: Path, source: str, **options: Any
    ) -> None:
        """Read the whole table, then give all codes or none."""
        codes = _read(file)
        with book_named(village, group) as book:
            try:
                changed = second_codes.give(
                    book, codes, source=source, by=REMBUK, at=timezone.now()
                )
            except Refused as reason:
                raise CommandError(f"{file}: {reason}") from reason
        self.stdout.write(f"{len(codes)} kode kedua, {changed} berubah. (Codes; of them changed.)")


def _read(file: Path) -> dict[str, str]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
            if missing:
                raise CommandError(
                    f"{file}: kolom belum ada (columns missing): {', '.join(missing)}"
                )
            told = [((row["account"] or "").strip(), (row["second_code"] or "").strip())
                    for row in rows]  # fmt: skip
    except (OSError, UnicodeDecodeError, csv.Error) as wrong:
        raise CommandError(
            f"{file}: berkas tidak terbaca ({wrong}). Simpan sebagai CSV UTF-8."
            " (It cannot be read: save it as CSV UTF-8.)"
        ) from wrong
    twice = sorted(
        {account for account, count in Counter(a for a, _s in told).items() if count > 1}
    )
    if twice:
        raise CommandError(f"{file}: akun ditulis dua kali (accounts twice): {', '.join(twice)}")
    return dict(told)
