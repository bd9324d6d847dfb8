"""The sources that facts and programmes name by a short code: data/sources.json."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rembuk.programme.models.words import said

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Source:
    """Where something is written: an article, a regulation, a newspaper."""

    code: str
    titles: Mapping[str, str]
    shorts: Mapping[str, str]
    dated: str

    @property
    def title(self) -> str:
        """Its title in the reader's language."""
        return said(self.titles)

    @property
    def short(self) -> str:
        """The same for narrow places."""
        return said(self.shorts)


@lru_cache
def all_sources() -> dict[str, Source]:
    """Return every source by its code, in the order of the file."""
    rows = json.loads((DATA / "sources.json").read_text(encoding="utf-8"))
    return {
        row["code"]: Source(
            code=row["code"],
            titles=row["title"],
            shorts=row.get("short", row["title"]),
            dated=row["dated"],
        )
        for row in rows
    }


def cited(codes: Iterable[str]) -> list[Source]:
    """Return the sources with these codes, in this order. Errors: KeyError for an unknown one."""
    return [all_sources()[code] for code in codes]
