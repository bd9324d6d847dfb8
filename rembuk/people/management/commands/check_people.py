"""Prove that what is kept for speed says what the journeys say."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from rembuk.people import checks
from rembuk.villages import tenancy
from rembuk.villages.models import Village


class Command(BaseCommand):
    """rembuk check_people [--mend]."""

    help = "Rebuild each status from its journey and compare; exits 1 on a difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --mend: write what the journeys say instead of only telling."""
        parser.add_argument("--mend", action="store_true", help="write what the journeys say")

    def handle(self, *args: Any, mend: bool, **options: Any) -> None:
        """Go through every village; one line for each difference, without names."""
        found = 0
        for village in Village.objects.order_by("pk"):
            with tenancy.inside(village):
                left = checks.mend(village) if mend else list(checks.differences(village))
            for difference in left:
                self.stdout.write(f"{village.slug}: {difference}")
            found += len(left)
        if found:
            self.stderr.write(
                f"{found} differences. 'rembuk check_people --mend' writes them anew."
            )
            sys.exit(1)
        self.stdout.write("Every status is what its journey says.")
