"""Seal the closed months of a group's book for good."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from rembuk.ledger import sealing
from rembuk.ledger.management.finding import book_named
from rembuk.ledger.models import Period
from rembuk.ledger.models.periods import State
from rembuk.villages.actors import REMBUK


class Command(BaseCommand):
    """rembuk seal SLUG GROUP."""

    help = "Seal every closed month of a group's book: its sums can be proven from then on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the village and the group's name."""
        parser.add_argument("village", metavar="SLUG")
        parser.add_argument("group", metavar="GROUP", help="the group's name")

    def handle(self, *args: Any, village: str, group: str, **options: Any) -> None:
        """Seal them in order and print each digest."""
        sealed = 0
        with book_named(village, group) as book:
            closed = Period.objects.of(book.village).filter(book=book, state=State.CLOSED)
            for period in closed.order_by("first"):
                seal = sealing.seal(period=period, by=REMBUK, at=timezone.now())
                self.stdout.write(f"{period.first:%Y-%m} {seal.digest}")
                sealed += 1
        self.stdout.write(f"Disegel: {sealed} bulan. (Months sealed.)")
