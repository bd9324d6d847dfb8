"""What stands on a page."""

from __future__ import annotations

from typing import Any


def main_of(response: Any) -> str:
    """Return a page's own part, without the words that every page carries along for its script."""
    page: str = response.content.decode()
    return page.partition("</main>")[0]
