"""Take back a whole imported file (docs/commands.md)."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone, translation

from rembuk.lib.errors import Refused
from rembuk.people import storing
from rembuk.people.models import ImportBatch
from rembuk.villages import tenancy
from rembuk.villages.actors import REMBUK


class Command(BaseCommand):
    """Take back a whole imported file."""

    help = "Remove exactly what one imported file added."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the batch as the report does: B and a number."""
        parser.add_argument("batch_id")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 2 with a reason for an unknown batch, or one that is not stored any more."""
        key = options["batch_id"]
        number = key.removeprefix("B")
        with transaction.atomic(), tenancy.every_village("finding a batch by its number"):
            batches = ImportBatch.objects.filter(pk=int(number) if number.isdecimal() else 0)
            batch = batches.select_related("village").first()
            if batch is None or batch.stored_at is None:
                self._stop({"error": "unknown_batch"})
            if batch.undone_at is not None:
                self._stop({"error": "already_undone"})
            try:
                with translation.override("id"):
                    removed = storing.undo(batch=batch, by=REMBUK, at=timezone.now())
            except Refused as reason:
                self._stop({"error": "refused", "message": str(reason)})
        self.stdout.write(json.dumps({"batch_id": key, "removed": removed}))

    def _stop(self, said: dict[str, str]) -> NoReturn:
        self.stdout.write(json.dumps(said, ensure_ascii=False))
        sys.exit(2)
