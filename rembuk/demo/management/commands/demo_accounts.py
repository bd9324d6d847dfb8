"""Print whom a visitor may sign in as."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from rembuk.accounts.models import User
from rembuk.demo import jepara, offices
from rembuk.villages.models import OfficeTerm


class Command(BaseCommand):
    """Print whom a visitor may sign in as."""

    help = "Print the names and the password of the invented people in the demo villages."

    def handle(self, *args: Any, **options: Any) -> None:
        """List user name and offices; nothing when the demo is not loaded."""
        holders = [*offices.SUKAMAJU, *offices.JEPARA, *jepara.CHAIRS]
        names = [holder.username for holder in holders] + [row[0] for row in offices.ABOVE]
        lines = []
        for username in [*names, "siti", "wati"]:
            user = User.objects.filter(username=username).first()
            if user is None:
                continue
            terms = OfficeTerm.objects.on(timezone.localdate()).filter(user=user)
            held = ", ".join(
                term.label
                for term in terms.select_related("village", "group", "region").order_by("pk")
            )
            lines.append(f"  {username:<18} {held or 'warga'}")
        if lines:
            self.stdout.write(f"Masuk sebagai (sandi semua: {offices.PASSWORD}):")
            self.stdout.write("\n".join(lines))
