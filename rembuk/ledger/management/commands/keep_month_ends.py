"""Keep the sums of every month that is over, so that reports of the past are quick."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from rembuk.ledger import books, checkpoints
from rembuk.villages import tenancy
from rembuk.villages.models import Village


class Command(BaseCommand):
    """rembuk keep_month_ends [--village SLUG] [--forget]."""

    help = "Keep the sums of every month that is over; nothing depends on them but speed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --village, only the books of one, and --forget, to drop what is kept."""
        parser.add_argument("--village", metavar="SLUG", help="only this village")
        parser.add_argument("--forget", action="store_true", help="drop what is kept")

    def handle(self, *args: Any, village: str | None, forget: bool, **options: Any) -> None:
        """Go through every book; harmless to run every night."""
        villages = Village.objects.filter(slug=village) if village else Village.objects.all()
        kept = 0
        for here in villages.order_by("pk"):
            with tenancy.inside(here), timezone.override(here.zone):
                for book in books.books_of(here):
                    if forget:
                        checkpoints.drop(book)
                    else:
                        kept += checkpoints.take_due(book, today=timezone.localdate())
        if forget:
            self.stdout.write("Dilupakan. (Forgotten.)")
        else:
            self.stdout.write(f"Akhir bulan yang disimpan: {kept}. (Month ends kept.)")
