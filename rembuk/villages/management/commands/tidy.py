"""Remove what has had its time: keys, unsent forms, ended sessions, and what each room names."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.utils import timezone

from rembuk.accounts import kept
from rembuk.villages import commands, tidying


class Command(BaseCommand):
    help = "Remove keys of forms older than 400 days, and sessions that have ended. Run it daily."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Remove, and say how much it was."""
        now = timezone.now()
        keys = commands.forget(at=now)
        unsent = kept.forget(at=now)
        ended = Session.objects.filter(expire_date__lt=now).count()
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
        rooms = "".join(f", {count} {what}" for what, count in tidying.tidy(at=now).items())
        self.stdout.write(
            f"Removed: {keys} keys of forms, {unsent} unsent forms, {ended} ended sessions{rooms}."
        )
