"""Hand a whole book to another program."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from rembuk.ledger import export
from rembuk.ledger.management.finding import book_named


class Command(BaseCommand):
    """rembuk export_book SLUG GROUP --format jsonl [--words] [--to FILE]."""

    help = "Write a book as jsonl (for 'rembuk verify'), hledger, beancount or csv."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the village, the group's name, the format, and where to write."""
        parser.add_argument("village", metavar="SLUG")
        parser.add_argument("group", metavar="GROUP", help="the group's name")
        parser.add_argument("--format", choices=export.FORMATS, default="jsonl", dest="form")
        parser.add_argument("--words", action="store_true", help="with memo and party (jsonl only)")
        parser.add_argument(
            "--to", metavar="FILE", type=Path, help="write there, not to the screen"
        )

    def handle(
        self, *args: Any, village: str, group: str, form: str, words: bool, **options: Any
    ) -> None:
        """Find the book and write it line by line."""
        with book_named(village, group) as book:
            lines = export.export(book, form=form, with_words=words)
            target: Path | None = options["to"]
            if target is None:
                for line in lines:
                    self.stdout.write(line, ending="")
                return
            with target.open("w", encoding="utf-8", newline="") as file:
                file.writelines(lines)
            self.stdout.write(str(target))
