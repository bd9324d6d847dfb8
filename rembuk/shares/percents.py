"""Parts of a hundred as people write them: 2,5 is kept as 250 hundredths."""

from __future__ import annotations

import re
from fractions import Fraction

from django.utils.translation import get_language

from rembuk.lib import words
from rembuk.lib.rounding import HUNDRED

TYPED = re.compile(r"\d{1,9}(?:[.,]\d{1,2})?", re.ASCII)


def hundredths(typed: str) -> int | None:
    """Read a number with up to two places, comma or point; None for anything else."""
    text = typed.strip().removesuffix("%").rstrip()
    if not TYPED.fullmatch(text):
        return None
    return int(Fraction(text.replace(",", ".")) * HUNDRED)


def told(part: int) -> str:
    """Write hundredths in the reader's language: 2,5."""
    return number(Fraction(part, HUNDRED))


def number(exact: Fraction) -> str:
    """Write a number with at most two places in the reader's language: 1.250,75."""
    return words.decimal(exact, language=get_language() or "id")
