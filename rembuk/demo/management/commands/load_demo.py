"""Fill an empty database with the two demo villages."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand

from rembuk.demo import loading


class Command(BaseCommand):
    """Fill an empty database with the two demo villages."""

    help = (
        "Fill an empty database with the two demo villages; does nothing when a village is there."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load both villages, saying how far it is."""
        started = time.monotonic()
        if not loading.load(say=self.stdout.write):
            self.stdout.write("Sudah ada desa di basis data ini; tidak ada yang diubah.")
            return
        self.stdout.write(f"Dua desa siap dalam {time.monotonic() - started:.0f} detik.")
