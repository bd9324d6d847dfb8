"""Put a backup into an empty database, and prove that it is what it was."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from rembuk.lib.errors import Refused
from rembuk.project import backup


class Command(BaseCommand):
    """rembuk restore FILE [--check]."""

    help = "Read a backup into a database that was migrated and holds nobody yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file; --check only reads it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="look only, store nothing")

    def handle(self, *args: Any, file: Path, check: bool, **options: Any) -> None:
        """Store, then work out again what must be as it was."""
        try:
            told = backup.read(file) if check else backup.restore(file)
        except (Refused, OSError) as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"{told.taken_at}: {sum(told.rows.values())} baris. (rows)")
        if not told.same_keys:
            self.stderr.write(
                "Kunci di sini lain: pasang keys.env dari tempat asalnya, kalau tidak NIK tidak"
                " terbaca. (Other keys here: bring keys.env along, or no NIK can be read.)"
            )
        if not check:
            call_command("check_people", stdout=self.stdout, stderr=self.stderr)
            call_command("check_books", stdout=self.stdout, stderr=self.stderr)
