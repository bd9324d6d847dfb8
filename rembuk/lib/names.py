"""Names as people write them, and how alike two of them are.

A name is kept as it is written; only what nobody can see is removed: direction marks, control
characters and emoji. For comparison it is reduced to its key: lower case, letters only.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

ALIKE_DISTANCE = 3

# Blanks of a kind that `str.split` does not know, and marks that only change their neighbour.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u20e3")
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Variation selectors and the blocks of pictures (Unicode 15, emoji-data).
_PICTURES = (
    (0x180B, 0x180F),
    (0xFE00, 0xFE0F),
    (0xE0100, 0xE01EF),
    (0x1F000, 0x1FAFF),
    (0x2600, 0x27BF),
    (0x2B00, 0x2BFF),
    (0x2190, 0x21FF),
    (0x2300, 0x23FF),
    (0x25A0, 0x25FF),
)


def clean_text(text: str) -> tuple[str, bool]:
    """Return a text without invisible characters and emoji, blanks collapsed and trimmed.

    The second value tells whether anything but white space was removed.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split()), False
    kept = "".join(ch for ch in text if not _is_removed(ch))
    return " ".join(unicodedata.normalize("NFC", kept).split()), len(kept) != len(text)


@lru_cache(maxsize=4096)
def _is_removed(ch: str) -> bool:
    if ch.isspace():
        return False
    code = ord(ch)
    return (
        ch in _INVISIBLE
        or unicodedata.category(ch) in _INVISIBLE_CATEGORIES
        or any(first <= code <= last for first, last in _PICTURES)
    )


def name_key(name: str) -> str:
    """Return what two spellings of one name share: lower case, letters only."""
    return "".join(ch for ch in name.lower() if ch.isalpha())


def name_words(name: str) -> frozenset[str]:
    """Return the set of words of a name, each reduced to its key."""
    return frozenset(filter(None, (name_key(word) for word in name.split())))


def edit_distance(first: str, second: str, /, *, most: int) -> int:
    """Return how many letters must be changed, added or removed; `most + 1` if it is more.

    Levenshtein's distance, computed only as far from the diagonal as `most` allows.
    """
    if first == second:
        return 0
    if abs(len(first) - len(second)) > most:
        return most + 1
    before = list(range(len(second) + 1))
    for row, letter in enumerate(first, start=1):
        start, end = max(1, row - most), min(len(second), row + most)
        now = [most + 1] * (len(second) + 1)
        if row <= most:
            now[0] = row
        for column in range(start, end + 1):
            changed = before[column - 1] + (letter != second[column - 1])
            now[column] = min(changed, before[column] + 1, now[column - 1] + 1)
        if min(now[start - 1 : end + 1]) > most:
            return most + 1
        before = now
    return min(before[-1], most + 1)


def alike(first: str, second: str, /) -> bool:
    """Tell whether two names may be one person's: few letters differ, or one holds the other.

    Source: the import contract: name keys within edit distance 3, or one set of words
    contains the other.
    """
    distance = edit_distance(name_key(first), name_key(second), most=ALIKE_DISTANCE)
    if distance <= ALIKE_DISTANCE:
        return True
    words, others = name_words(first), name_words(second)
    return bool(words and others) and (words <= others or others <= words)


def nearest(word: str, spellings: Iterable[str], *, most: int) -> str | None:
    """Return the spelling closest to `word` within `most` edits; the first of equals."""
    best, found = most + 1, None
    for spelling in spellings:
        distance = edit_distance(word, spelling, most=best - 1)
        if distance < best:
            best, found = distance, spelling
            if not distance:
                break
    return found
