"""Text that is data and comes in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language


def reader() -> str:
    """The language of the reader: "id", or "en"."""
    return "en" if (get_language() or "").startswith("en") else "id"


def said(words: Mapping[str, Any] | None) -> str:
    """Return the text of {"id": ..., "en": ...} in the reader's language, "" if there is none."""
    return str(words[reader()]) if words else ""


class Bilingual:
    """For a row with columns `<name>_id` and `<name>_en`."""

    def say(self, name: str) -> str:
        """Return the column of the reader's language."""
        return str(getattr(self, f"{name}_{reader()}"))
