"""Charts of accounts: which accounts a book begins with, as data.

The cooperative's chart is the usual one of Indonesian cooperatives; a group's is the part of it a
business group needs, with plainer names. 3109 and 9999 are ours: a group's own capital, and the
other side of what is only noted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CASH, BANK, DIFFERENCE = "1101", "1102", "1199"
GRANTS, CAPITAL = "3104", "3109"
SALES, OTHER_INCOME = "4201", "4901"
MATERIALS, WAGES, RUNNING_COSTS, OTHER_COSTS = "5104", "5201", "5202", "5801"
LOST_CASH = "5205"


@dataclass(frozen=True)
class Line:
    """One account of a chart; `floor_rp` is what its balance may not fall below.

    Of a control account: what those of its members may not, unless said otherwise.
    """

    code: str
    name: str
    english: str
    kind: str
    normal: str
    is_control: bool
    floor_rp: int | None


@cache
def charts() -> dict[str, tuple[Line, ...]]:
    """Return every chart's lines by its code, in the order of their codes."""
    told = json.loads((Path(__file__).parent / "data" / "charts.json").read_text("utf-8"))
    return {
        chart: tuple(
            Line(
                code=row["code"], name=row["id"], english=row["en"], kind=row["kind"],
                normal=row["normal"], is_control=row["control"], floor_rp=row["floor_rp"],
            )
            for row in sorted(rows, key=lambda row: row["code"])
        )
        for chart, rows in told.items()
    }  # fmt: skip
