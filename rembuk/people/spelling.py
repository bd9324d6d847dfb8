"""Names as people hear them: one key for Yuni and Juni, Dwi and Dewi, Moch and Muhammad.

A key is for finding only and is never shown. It forgives what Indonesian names vary in: the
spellings of before 1972 (oe, dj, tj, sj, nj, j), Arabic names written by ear (kh, ch, sy, f, z),
doubled letters, a silent h, and the short e of a first syllable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Short forms that are whole words; what they stand for goes through the rules like any name.
SHORT_FORMS = {
    **dict.fromkeys(("mch", "mhd", "moch", "moh", "mohd", "muchd", "muh", "muhd"), "muhamad"),
    **dict.fromkeys(("mohammed", "muhamed", "mohamed"), "muhamad"),
    "abd": "abdul",
    "noer": "nur",
    "noor": "nur",
    "nor": "nur",
    "sitti": "siti",
    "st": "siti",
}
UNDECOMPOSED = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "\u0131": "i"}
)
SILENT_MARKS = re.compile("['`\u00b4\u02bb\u02bc\u2018\u2019]")
NO_LETTERS = re.compile(r"[^a-z0-9]+")
SOFT_S = re.compile(r"s[jy](?=[aeiou])")
SEARCH_TEXT_MAX = 400

# In order: each rule reads what the one before left.
RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), becomes)
    for pattern, becomes in (
        (r"oe", "u"),
        (r"^m[ou](?:ch|kh|c|k)?h", "muh"),
        (r"dj", "j"),
        (r"tj", "c"),
        (r"^ch(?=[lr])", "k"),
        (r"[ck]h", "h"),
        (r"ck|q", "k"),
        (r"(?<=.)c(?=[aou]|$|[^aeiouh])", "k"),
        (r"x", "ks"),
        (r"[fv]", "p"),
        (r"z", "s"),
        (r"(?<=.)h", ""),
        (r"ae", "ai"),
        (r"[jy]", "i"),
        (r"uw", "u"),
        (r"(.)\1+", r"\1"),
        (r"^([^aeiou])e(?=[lrw])", r"\1"),
    )
)


def folded(text: str) -> str:
    """Return small Latin letters, digits and single blanks: 'Nur’aini É.' becomes 'nuraini e'."""
    plain = SILENT_MARKS.sub("", unicodedata.normalize("NFKD", text).casefold())
    letters = "".join(c for c in plain.translate(UNDECOMPOSED) if not unicodedata.combining(c))
    return NO_LETTERS.sub(" ", letters).strip()


def key(word: str) -> str:
    """Return how a folded word sounds: the same for Djoko and Joko, Fitri and Pitri."""
    sounds = SHORT_FORMS.get(word, word)
    for pattern, becomes in RULES:
        sounds = pattern.sub(becomes, sounds)
    return sounds


def forms(word: str) -> set[str]:
    """Return a folded word's own letters and its keys.

    Three habits are too frequent the other way round to be rules, so both stay findable: Aisyah
    and Aisah, Hermawan and Ermawan, Slamet and Slamed.
    """
    heard = {key(word), key(SOFT_S.sub("s", word))}
    if len(word) > 3 and word.startswith("h"):
        heard.add(key(word[1:]))
    heard |= {sound[:-1] + "d" for sound in heard if len(sound) > 3 and sound.endswith("t")}
    return {word, *heard}


def search_text(*names: str) -> str:
    """Return what a search looks through: every form of every word, each after a blank."""
    words = [word for name in names for word in folded(name).split()]
    found: dict[str, None] = dict.fromkeys(words)
    for word in words:
        found.update(dict.fromkeys(sorted(forms(word))))
    return _within(found, limit=SEARCH_TEXT_MAX)


def _within(words: Iterable[str], *, limit: int) -> str:
    """Join as many whole words as fit, each with a blank before it."""
    text = ""
    for word in words:
        if len(text) + 1 + len(word) > limit:
            break
        text += f" {word}"
    return text


def asked_forms(text: str) -> list[set[str]]:
    """Return, for each word that is looked for, the beginnings that answer it."""
    return [
        {form for form in forms(word) if len(form) > 1 or form == word}
        for word in folded(text).split()
    ]
