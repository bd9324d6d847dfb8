"""Papers as PDF: tables for any room, and other sheets that a room draws itself.

A paper is filled with words that are formatted already (`lib.words`); nothing here knows money or
days. The same words give the same bytes: the creation date is handed in, and only the fonts that
come with the program are used (Latin letters; a sign they lack prints as an empty box). Every paper
is tagged and follows PDF/UA-1, so that a screen reader can read it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

PDF = "application/pdf"
SHEETS = Path(__file__).parent / "sheets"
ROOMS = SHEETS.parent.parent  # sheets of upper rooms import ../../web/sheets/frame.typ
_turn = threading.Lock()


@dataclass(frozen=True)
class Head:
    """What stands above and below a paper; `printed` says when and by whom it was printed."""

    village: str
    title: str
    printed: str = ""
    group: str = ""
    period: str = ""


@dataclass(frozen=True)
class Column:
    """A column: its label, whether its amounts stand right, whether it takes what width is left."""

    label: str
    amount: bool = False
    wide: bool = False


@dataclass(frozen=True)
class Part:
    """One table: its columns, its rows, and below them rows of totals, each as long as columns."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    totals: Sequence[Sequence[str]] = ()
    caption: str = ""


def tables(
    head: Head,
    parts: Sequence[Part],
    *,
    at: datetime,
    notes: Sequence[str] = (),
    remarks: Sequence[str] = (),
    address: str = "",
    landscape: bool = False,
) -> bytes:
    """Print tables on A4: `notes` stand above them, `remarks` below, `address` as a QR code.

    `at` is the moment the file says it was made. A header row repeats on every page.
    """
    for part in parts:
        width = len(part.columns)
        assert all(len(row) == width for row in (*part.rows, *part.totals)), part.caption
    told = {
        "parts": [asdict(part) for part in parts],
        "notes": notes,
        "remarks": remarks,
        "qr": qr(address) if address else "",
        "qr_says": address,
        "landscape": landscape,
    }
    return sheet(SHEETS / "table.typ", head, told=told, at=at)


def sheet(template: Path, head: Head, *, told: Mapping[str, Any], at: datetime) -> bytes:
    """Fill a sheet of a room: a typst file below `rembuk/` that finds its words in `told`."""
    page = _("Page %(number)s of %(total)s")
    every = {**asdict(head), "page": page, "language": get_language() or "id", **told}
    with _turn:
        made = _compiler().compile(
            input=template,
            format="pdf",
            sys_inputs={"told": json.dumps(every, ensure_ascii=False)},
            pdf_standards=["1.7", "ua-1"],
            timestamp=at.astimezone(UTC).replace(microsecond=0),
        )
    assert isinstance(made, bytes)
    return made


def qr(text: str) -> str:
    """Draw a QR code as SVG, for a sheet's `scan`."""
    return segno.make(text, error="m", micro=False).svg_inline(border=0)


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=ROOMS, ignore_system_fonts=True)
