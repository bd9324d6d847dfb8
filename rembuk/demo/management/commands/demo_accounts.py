"""Print whom a visitor may sign in as."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from rembuk.demo import offices, visitors


class Command(BaseCommand):
    """Print whom a visitor may sign in as."""

    help = "Print the names and the password of the invented people in the demo villages."

    def handle(self, *args: Any, **options: Any) -> None:
        """List user name and offices; nothing when the demo is not loaded."""
        with translation.override("id"):
            there = visitors.visitors(on=timezone.localdate())
            lines = [f"  {one.login:<22} {one.label}" for one in there]
        if lines:
            self.stdout.write(f"Masuk sebagai (sandi semua: {offices.PASSWORD}):")
            self.stdout.write("\n".join(lines))
