"""Write every resident of a village, complete, one JSON object a line (docs/commands.md)."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from rembuk.people import exporting
from rembuk.villages import tenancy
from rembuk.villages.models import Village


class Command(BaseCommand):
    """Write every resident of a village as JSON lines."""

    help = "Write every resident of a village with all fields, numbers too: keep it like the keys."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the village and the form."""
        parser.add_argument("--village", required=True, metavar="CODE")
        parser.add_argument("--format", choices=["jsonl"], default="jsonl")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 2 for a village that is not here."""
        code = options["village"].replace(".", "")
        village = Village.objects.filter(region_id=code).first()
        if village is None:
            self.stdout.write(json.dumps({"error": "unknown_village"}))
            sys.exit(2)
        with transaction.atomic(), tenancy.inside(village):
            for row in exporting.complete_rows(village):
                self.stdout.write(json.dumps(row, ensure_ascii=False))
