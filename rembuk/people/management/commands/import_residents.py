"""Read a village's workbook and, with --commit, store its people (docs/commands.md)."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone, translation

from rembuk.lib.errors import Refused
from rembuk.people import storing
from rembuk.villages import places, tenancy
from rembuk.villages.actors import REMBUK
from rembuk.villages.models import Village


class Command(BaseCommand):
    """Judge a workbook and write its report; store it if asked."""

    help = "Read a workbook of residents and say what becomes of each row; --commit stores them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the file, the village and where the report goes."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--village", required=True, metavar="CODE")
        parser.add_argument("--create-village", metavar="NAME")
        parser.add_argument("--commit", action="store_true")
        parser.add_argument("--report", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 when the file was read, 2 when it was refused as a whole or cannot be found."""
        try:
            data = options["file"].read_bytes()
        except OSError:
            self._stop("file_not_found", f"Berkas {options['file']} tidak ada. Periksa namanya.")
        try:
            with translation.override("id"):
                report = self._run(data, options)
        except Refused as reason:
            self._stop("refused", str(reason))
        options["report"].write_text(json.dumps(report, ensure_ascii=False, indent=1))
        counts = report["counts"]
        self.stdout.write(json.dumps({"batch_id": report["batch_id"], "counts": counts}))
        if report["file_error"]:
            sys.exit(2)

    def _run(self, data: bytes, options: dict[str, Any]) -> dict[str, Any]:
        """Judge the file, and store it if asked. A dry run leaves nothing behind."""
        file_name = options["file"].name
        with transaction.atomic():
            village = self._village(options)
            with tenancy.inside(village):
                now = timezone.now()
                today = now.astimezone(village.zone).date()
                report = storing.judge(village=village, data=data, file_name=file_name, today=today)
                accepted = report.counts()["accepted"]
                if report.file_error or not options["commit"]:
                    transaction.set_rollback(True)
                    return report.as_json(village=options["village"], committed=False)
                if not accepted:
                    return report.as_json(village=options["village"], committed=True)
                batch = storing.stage(
                    village=village, data=data, file_name=file_name, by=REMBUK, at=now
                )
                stored = storing.store(batch=batch, today=today, by=REMBUK, at=now)
        return stored.report.as_json(
            village=options["village"],
            committed=True,
            batch_id=storing.batch_key(batch),
            resident_keys=stored.resident_keys,
        )

    def _village(self, options: dict[str, Any]) -> Village:
        code = options["village"].replace(".", "")
        village = Village.objects.filter(region_id=code).first()
        if village is not None:
            return village
        name = options["create_village"]
        if not name:
            self._stop(
                "unknown_village", f"Desa {code} belum ada. Tambahkan --create-village NAMA."
            )
        return places.found_village(code=code, name=name, by=REMBUK, at=timezone.now())

    def _stop(self, code: str, message: str) -> NoReturn:
        self.stdout.write(json.dumps({"error": code, "message": message}, ensure_ascii=False))
        sys.exit(2)
