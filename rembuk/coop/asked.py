"""What rules ask at least, as we read it: figures by day. Pure; `minimums.py` has their sources.

Founders and years are people's, capital is whole rupiah, the share is percent, the rest is days.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

LAW_OF_1992 = date(1992, 10, 21)
FIGURES: Mapping[str, tuple[tuple[date, int], ...]] = {
    "FOUNDERS": ((LAW_OF_1992, 20), (date(2020, 11, 2), 9)),
    "ADULT": ((LAW_OF_1992, 18),),
    "CAPITAL": ((date(2018, 1, 1), 15_000_000), (date(2023, 1, 1), 500_000_000)),
    "SHARE": ((date(2023, 1, 1), 20),),
    "INVITED": ((LAW_OF_1992, 14),),
    "STUCK": ((LAW_OF_1992, 60),),
}


def newest(key: str) -> int:
    """Return the newest figure of a thing."""
    return FIGURES[key][-1][1]
