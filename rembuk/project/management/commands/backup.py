"""Take a backup while people work."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rembuk.lib.errors import Refused
from rembuk.project import backup, passphrases
from rembuk.villages.models import Village


class Command(BaseCommand):
    """rembuk backup FILE [--village SLUG] [--encrypt]."""

    help = "Write everything, or one village, into one file; people may go on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, for one village its address, and whether to lock it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--village", metavar="SLUG", help="only this village")
        parser.add_argument("--encrypt", action="store_true", help="lock it with a passphrase")

    def handle(
        self, *args: Any, file: Path, village: str | None, encrypt: bool, **options: Any
    ) -> None:
        """Write, read back, and say what is in it."""
        here = Village.objects.filter(slug=village).first() if village else None
        if village and here is None:
            raise CommandError(f"Desa '{village}' tidak ada. (There is no such village.)")
        ask = passphrases.asked_once(is_new=True)
        try:
            passphrase = ask() if encrypt else None
            backup.save(file, village=here, at=timezone.now(), passphrase=passphrase)
            told = backup.read(file, ask=ask)
        except (Refused, OSError) as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(
            f"{file}: {sum(told.rows.values())} baris. (rows)\n"
            "Simpan keys.env di tempat lain: tanpa itu NIK tidak terbaca lagi."
            " (Keep keys.env elsewhere: without it no NIK can be read again.)"
        )
        if encrypt:
            self.stdout.write(
                "Simpan kalimat sandinya juga di tempat lain: tanpa itu tidak ada yang bisa membuka"
                " berkas ini. (Keep the passphrase elsewhere too: nobody opens this without it.)"
            )
