"""Rates as people read and write them: 5,75% a year is 575 hundredths of a percent."""

from __future__ import annotations

import re

from django.utils.translation import get_language

from rembuk.savings.models.products import WHOLE

TYPED = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*%?", re.ASCII)


def percent_told(bp: int) -> str:
    """Write hundredths of a percent: 5,75%, or 6%."""
    whole, rest = divmod(bp, 100)
    mark = "," if (get_language() or "id") == "id" else "."
    return f"{whole}{mark}{rest:02d}".rstrip("0").rstrip(mark) + "%"


def percent_read(typed: str) -> int | None:
    """Read 6, 5,75 or 5.75% as hundredths of a percent; None for what is no part of a hundred."""
    found = TYPED.fullmatch(typed.strip())
    if found is None:
        return None
    bp = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
    return bp if bp <= WHOLE else None
