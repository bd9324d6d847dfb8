"""Take a backup while people work."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rembuk.project import backup
from rembuk.villages.models import Village


class Command(BaseCommand):
    """rembuk backup FILE [--village SLUG]."""

    help = "Write everything, or one village, into one file; people may go on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and, for one village, its address."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--village", metavar="SLUG", help="only this village")

    def handle(self, *args: Any, file: Path, village: str | None, **options: Any) -> None:
        """Write, read back, and say what is in it."""
        here = Village.objects.filter(slug=village).first() if village else None
        if village and here is None:
            raise CommandError(f"Desa '{village}' tidak ada. (There is no such village.)")
        backup.save(file, village=here, at=timezone.now())
        told = backup.read(file)
        self.stdout.write(
            f"{file}: {sum(told.rows.values())} baris. (rows)\n"
            "Simpan keys.env di tempat lain: tanpa itu NIK tidak terbaca lagi."
            " (Keep keys.env elsewhere: without it no NIK can be read again.)"
        )
