"""Work all promises of the books out again; the night's task, and yours whenever in doubt."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone

from rembuk.ledger import books, checks, clock, mending, papers
from rembuk.ledger.models import Book
from rembuk.ledger.papers import Paper
from rembuk.lib.errors import Refused
from rembuk.villages import tenancy
from rembuk.villages.actors import REMBUK
from rembuk.villages.models import Village


class Command(BaseCommand):
    """rembuk check_books [--village SLUG] [--mend] [--head [SLUG/]GROUP:NUMBER:HEAD]..."""

    help = "Re-derive every balance, chain and seal from the movements; exits 1 on a finding."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --village, only the books of one; --mend; and what stands on papers."""
        parser.add_argument("--village", metavar="SLUG", help="only this village")
        parser.add_argument(
            "--mend", action="store_true", help="first work out anew what is kept for speed"
        )

        parser.add_argument(
            "--head", action="append", default=[], metavar="[SLUG/]GROUP:NUMBER:HEAD",
            help="a receipt: its group, its number and its fingerprint must be in the book",
        )  # fmt: skip

    def handle(
        self, *args: Any, village: str | None, mend: bool, head: list[str], **options: Any
    ) -> None:
        """Go through every book; one line for each finding, without names."""
        told = [_paper(typed) for typed in head]
        villages = Village.objects.filter(slug=village) if village else Village.objects.all()
        villages = villages.order_by("pk")
        compared, unclear = _books_of_papers(told, villages)
        found: list[checks.Finding] = []
        looked_at = 0
        for here in villages:
            with tenancy.inside(here):
                for book in books.books_of(here):
                    looked_at += 1
                    if mend:
                        self._mend(book)
                    mine = [papers.check(book, paper) for paper in compared.get(book.pk, ())]
                    found_here = [*checks.check_book(book), *filter(None, mine)]
                    checks.tell(book, found_here, at=timezone.now())
                    found += found_here
                    for finding in found_here:
                        self.stdout.write(
                            f"{here.slug}, {book.group.name}: {finding.says} ({finding.promise})"
                        )
                    if doubt := clock.doubt(book):
                        self.stdout.write(f"{here.slug}, {book.group.name}: {doubt}")
        for says in unclear:
            self.stdout.write(says)
        self._conclude(found, unclear=len(unclear), looked_at=looked_at)

    def _conclude(self, found: list[checks.Finding], *, unclear: int, looked_at: int) -> None:
        """Say what to do; end with 1 where there is something to do."""
        if not (found or unclear):
            self.stdout.write(f"Semua buku cocok: {looked_at}. (All books are as promised.)")
            return
        how_many = f"Ada {len(found) + unclear} temuan."
        if all(one.waits for one in found) and not unclear:
            self.stderr.write(
                f"{how_many} Uang boleh terus dicatat; lakukan yang tertulis di atas."
                " (Go on recording; do what the lines above say.)"
            )
        else:
            self.stderr.write(
                f"{how_many} Jangan mencatat uang dulu, hubungi operator dan tunjukkan daftar ini."
                " (Stop recording money and show this list to the operator.)"
            )
        sys.exit(1)

    def _mend(self, book: Book) -> None:
        name = f"{book.village.slug}, {book.group.name}"
        try:
            mended = mending.mend(book, by=REMBUK, at=timezone.now())
        except Refused as reason:
            self.stdout.write(f"{name}: {reason}")
            return
        self.stdout.write(
            f"{name}: dihitung ulang {mended.balances} saldo, {mended.month_ends} akhir bulan;"
            f" {mended.floors} akun mendapat batas bawah."
            " (Balances and month ends worked out anew; accounts that got their floor.)"
        )


def _paper(typed: str) -> Paper:
    try:
        return papers.read(typed)
    except Refused as reason:
        raise CommandError(str(reason)) from reason


def _books_of_papers(
    told: list[Paper], villages: QuerySet[Village]
) -> tuple[dict[int, list[Paper]], list[str]]:
    """Return the papers of each book, by its id, and what is said of papers of none or several."""
    named: dict[Paper, list[Book]] = {paper: [] for paper in told}
    for here in villages if told else ():
        with tenancy.inside(here):
            for book in books.books_of(here):
                for paper, mine in named.items():
                    if paper.is_of(book):
                        mine.append(book)
    compared: dict[int, list[Paper]] = {}
    unclear = []
    for paper, mine in named.items():
        if len(mine) == 1:
            compared.setdefault(mine[0].pk, []).append(paper)
        elif mine:
            names = ", ".join(papers.full_name(book) for book in mine)
            unclear.append(
                f"{paper.group}: nama ini dipakai {len(mine)} buku. Tulis salah satu: {names}."
                " (Several books have this name: write one of these.)"
            )
        else:
            unclear.append(f"{paper.group}: tidak ada bukunya. (There is no such book.)")
    return compared, unclear
