"""What stands in the addresses of this room, for tests of every address."""

from __future__ import annotations

from typing import Any

from rembuk.villages.tests.cast import Cast


def fill(_cast: Cast) -> dict[str, Any]:
    """Name them; the book was opened by coop's scene."""
    return {"surplus:statement/report": "result", "surplus:statement_file/report": "position",
            "surplus:statement_file/kind": "pdf"}  # fmt: skip
