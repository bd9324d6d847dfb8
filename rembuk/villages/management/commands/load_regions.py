"""Bring the region tree up to date with the files in villages/data/regions."""

from typing import Any

from django.core.management.base import BaseCommand

from rembuk.villages import regions


class Command(BaseCommand):
    help = "Load provinces, regencies, districts and villages by code. Run again, it adds nothing."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load and say how many regions came or changed their name."""
        loaded = regions.load()
        self.stdout.write(f"Regions: {loaded.added} added, {loaded.renamed} renamed.")
