"""Put a backup into an empty database, and prove that it is what it was."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from rembuk.ledger import books, ends
from rembuk.lib.errors import Refused
from rembuk.project import backup, passphrases
from rembuk.villages import tenancy
from rembuk.villages.models import Village


class Command(BaseCommand):
    """rembuk restore FILE [--check] [--head [SLUG/]GROUP:NUMBER:HEAD]..."""

    help = "Read a backup into a database that was migrated and holds nobody yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file; --check only reads it; --head compares a receipt with what came."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="look only, store nothing")
        parser.add_argument(
            "--head", action="append", default=[], metavar="[SLUG/]GROUP:NUMBER:HEAD",
            help="a receipt that must be in its book; as for check_books",
        )  # fmt: skip

    def handle(self, *args: Any, file: Path, check: bool, head: list[str], **options: Any) -> None:
        """Store, then work out again what must be as it was."""
        try:
            ask = passphrases.asked_once(is_new=False)
            told = backup.read(file, ask=ask) if check else backup.restore(file, ask=ask)
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
            self._tell_where_books_end()
            call_command("check_books", head=head, stdout=self.stdout, stderr=self.stderr)

    def _tell_where_books_end(self) -> None:
        """Say it, so that somebody with the newest receipts sees at once what is missing."""
        for here in Village.objects.order_by("pk"):
            with tenancy.inside(here):
                for book in books.books_of(here):
                    last = ends.last(book)
                    head = last.head[:16] if last.sequence else "-"
                    self.stdout.write(
                        f"{here.slug}, {book.group.name}: catatan terakhir no. {last.sequence},"
                        f" kuitansi terakhir no. {ends.last_receipt(book)}, sidik {head}."
                        " Cocokkan dengan kuitansi terbaru. (Compare with the newest receipts.)"
                    )
