"""Work all promises of the books out again; the night's task, and yours whenever in doubt."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rembuk.ledger import books, checks, mending, papers
from rembuk.ledger.models import Book
from rembuk.ledger.papers import Paper
from rembuk.lib.errors import Refused
from rembuk.villages import tenancy
from rembuk.villages.actors import REMBUK
from rembuk.villages.models import Village


class Command(BaseCommand):
    """rembuk check_books [--village SLUG] [--mend] [--head GROUP:NUMBER:HEAD]..."""

    help = "Re-derive every balance, chain and seal from the movements; exits 1 on a finding."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --village, only the books of one; --mend; and what stands on papers."""
        parser.add_argument("--village", metavar="SLUG", help="only this village")
        parser.add_argument(
            "--mend", action="store_true", help="first work out anew what is kept for speed"
        )

        parser.add_argument(
            "--head", action="append", default=[], metavar="GROUP:NUMBER:HEAD",
            help="a receipt: its group, its number and its fingerprint must be in the book",
        )  # fmt: skip

    def handle(
        self, *args: Any, village: str | None, mend: bool, head: list[str], **options: Any
    ) -> None:
        """Go through every book; one line for each finding, without names."""
        told = [_paper(typed) for typed in head]
        villages = Village.objects.filter(slug=village) if village else Village.objects.all()
        found = looked_at = 0
        missed = set(told)
        for here in villages.order_by("pk"):
            with tenancy.inside(here):
                for book in books.books_of(here):
                    looked_at += 1
                    if mend:
                        self._mend(book)
                    mine = [paper for paper in told if paper.group == book.group.name]
                    missed -= set(mine)
                    compared = [papers.check(book, paper) for paper in mine]
                    for finding in [*checks.check_book(book), *filter(None, compared)]:
                        found += 1
                        self.stdout.write(
                            f"{here.slug}, {book.group.name}: {finding.says} ({finding.promise})"
                        )
        for paper in missed:
            self.stdout.write(f"{paper.group}: tidak ada bukunya. (There is no such book.)")
        if found or missed:
            self.stderr.write(
                f"Ada {found + len(missed)} temuan. Jangan mencatat uang dulu, hubungi operator dan"
                " tunjukkan daftar ini. (Stop recording money and show this list to the operator.)"
            )
            sys.exit(1)
        self.stdout.write(f"Semua buku cocok: {looked_at}. (All books are as promised.)")

    def _mend(self, book: Book) -> None:
        name = f"{book.village.slug}, {book.group.name}"
        try:
            mended = mending.mend(book, by=REMBUK, at=timezone.now())
        except Refused as reason:
            self.stdout.write(f"{name}: {reason}")
            return
        self.stdout.write(
            f"{name}: dihitung ulang {mended.balances} saldo, {mended.month_ends} akhir bulan."
            " (Balances and month ends worked out anew.)"
        )


def _paper(typed: str) -> Paper:
    try:
        return papers.read(typed)
    except Refused as reason:
        raise CommandError(str(reason)) from reason
