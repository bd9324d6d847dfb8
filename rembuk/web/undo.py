"""Taking back: instead of asking 'are you sure?', the next page offers 'Undo'."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest

MARK = "undo:"


def offer_undo(request: HttpRequest, *, done: str, url: str) -> None:
    """Show on the next page what was done, and a button that posts to `url` to take it back."""
    messages.success(request, done, extra_tags=f"{MARK}{url}")


def undo_url(extra_tags: str) -> str:
    """Return where a message's undo posts to, or nothing for a plain message."""
    return extra_tags.removeprefix(MARK) if extra_tags.startswith(MARK) else ""
