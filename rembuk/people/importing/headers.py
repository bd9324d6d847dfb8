"""What a column is called: the words seen above the columns of village registries.

A header is matched whole, never by a word in it: `Nama KK` is not a name and `Kota Tujuan` no
country. Blanks, case and punctuation do not matter; known short forms count as their word; in
longer words one or two letters may be wrong or missing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import product

from rembuk.lib.names import clean_text, edit_distance
from rembuk.people.importing.header_words import (
    BIRTH,
    COMBINED,
    COUNTS,
    NUMBER,
    OTHER_WORDS,
    PERSONAL_WORDS,
    PHRASES,
    SHORT_FORMS,
    SOMEBODY_ELSE,
    TICK_TITLES,
)

_PARTS = re.compile(r"[/,&]|\batau\b|\bdan\b")
# What is no part of a title: `Nama (sesuai KTP)`, `2. Nama`.
_NOTES = re.compile(r"\([^)]*\)|\[[^\]]*\]|^\s*\d+\s*[.)]")
_LETTERS_MAX = 60
_HEADER_WORDS_MAX = 5
_READINGS_MAX = 4
_FAMILYS_PHONE = {"kontak", "keluarga"}
_WORD_LETTERS_MAX = 20
_FORGIVE_ONE, _FORGIVE_TWO, _WITNESS = 5, 7, 6
_HASTY_LETTERS = 3


@cache
def _canonical() -> dict[str, str]:
    """Return the full word for each short form."""
    return {short: word for word, shorts in SHORT_FORMS.items() for short in shorts.split()}


@cache
def _by_key() -> dict[str, str]:
    """Return the field for each spelling of each phrase, blanks left out."""
    found: dict[str, str] = {}
    for field, phrases in PHRASES.items():
        for phrase in phrases.split("|"):
            forms = [(word, *SHORT_FORMS.get(word, "").split()) for word in phrase.split()]
            for words in product(*forms):
                found.setdefault("".join(words), field)
    return found


@cache
def _vocabulary() -> frozenset[str]:
    words = {word for phrases in PHRASES.values() for p in phrases.split("|") for word in p.split()}
    return frozenset(words | SHORT_FORMS.keys())


def _words(text: str) -> list[str]:
    """Split a header at punctuation, where small letters meet capitals, and around digits."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", clean_text(text)[0])
    return re.findall(r"[^\W\d_]+|\d+", apart.lower())


@lru_cache(maxsize=8192)
def field_of(text: str) -> str | None:
    """Return the field a header names (also "birth", "units", "number"), None if none."""
    plain = _NOTES.sub(" ", text)
    if len(plain) > _LETTERS_MAX:
        return None
    for version in (text, plain):
        if (words := _words(version)) and (field := _field_of_words(words)):
            return field
    if (field := _field_of_parts(plain)) is not None:
        return field
    # `No. HP 1`, `No. HP 2`; with any other field a digit belongs to a value: `Dusun 1`.
    first = _field_of_words(_words(re.sub(r"\s*\d$", "", text)))
    return first if first == "phone" else None


@lru_cache(maxsize=8192)
def is_exact(text: str) -> bool:
    """Tell cheaply whether a text, or a part of it, is a header without any slip."""
    plain = _NOTES.sub(" ", text)
    if len(plain) > _LETTERS_MAX:
        return False
    parts = (text, *_PARTS.split(plain))
    return any("".join(_words(part)) in _by_key() for part in parts)


def is_sure(text: str) -> bool:
    """Tell whether a header is spelt well; if not, our reading of it wants to be confirmed."""
    plain = re.sub(r"\d+", " ", _NOTES.sub(" ", text))
    words = [word for word in _words(plain) if not word.isdigit()]
    return is_exact(text) or all(_is_known(w) or w in OTHER_WORDS for w in words)


def _field_of_words(words: list[str]) -> str | None:
    joined = "".join(words)
    if field := _by_key().get(joined):
        return field
    if len(words) > _HEADER_WORDS_MAX + 1:
        return None
    for corrected in product(*(_readings(word, words) for word in words)):
        if field := _by_key().get("".join(corrected)):
            return field
    return None


def _field_of_parts(text: str) -> str | None:
    """Read `HP / WA`, `NIK atau No. KTP`, `Nama PMI/TKI`: every part must name the same field."""
    parts = [words for part in _PARTS.split(text.lower()) if (words := _words(part))]
    if len(parts) < 2:
        return None
    shared = parts[0][:-1]
    for versions in (parts, [parts[0], *(shared + words for words in parts[1:])]):
        fields = {_field_of_words(words) for words in versions}
        if len(fields) == 1:
            return fields.pop()
    return None


def _readings(word: str, words: Sequence[str]) -> tuple[str, ...]:
    """Return the known words that a longer word may be a slip of; else the word itself."""
    if near := _near_words(word):
        return near
    # `Nma Lengkap`: four letters are few, but the word beside them leaves no doubt.
    witnesses = [w for w in words if len(w) >= _WITNESS and _is_known(w)]
    return ("nama",) if witnesses and _slips(word, "nama") == 1 else (word,)


def _is_known(word: str) -> bool:
    return word in _canonical() or word in _vocabulary()


@lru_cache(maxsize=8192)
def _near_words(word: str) -> tuple[str, ...]:
    """Return the known words nearest to a word: itself, or those it is a slip of."""
    if _is_known(word) or word in OTHER_WORDS:
        return (word,)
    if len(word) > _WORD_LETTERS_MAX:
        return ()
    possible = sorted({w for part in _shortened(word) for w in _by_shortened().get(part, ())})
    for most, letters in ((1, _FORGIVE_ONE), (2, _FORGIVE_TWO)):
        near = [
            w
            for w in possible
            if len(w) >= letters
            and (w[0] == word[0] or len(w) >= _FORGIVE_TWO)  # `Susun` is no dusun
            and _slips(word, w) <= most
        ]
        if near:
            return tuple(near[:_READINGS_MAX])
    return _hasty_words(word)


def _hasty_words(word: str) -> tuple[str, ...]:
    """Return the known words that a word may be in a hurry: vowels left out, letters doubled.

    `Nma`, `Namma` and `Plng`, but never with another letter in a word's place (`Nana`, `Mama`),
    and nothing if a word of another column may be meant as well.
    """
    near = {
        known
        for form in {word, _undoubled(word)}
        if len(form) >= _HASTY_LETTERS
        for spelt, known in _by_skeleton().get(_skeleton(form), ())
        if len(form) * 2 >= len(known) and _is_within(form, spelt)
    }
    if any(known in OTHER_WORDS for known in near):
        return ()
    return tuple(sorted(near)[:_READINGS_MAX])


@cache
def _by_skeleton() -> dict[str, list[tuple[str, str]]]:
    """Return known words, as spelt and without doubled letters, by first letter and consonants."""
    found: dict[str, list[tuple[str, str]]] = {}
    for word in sorted(_vocabulary() | OTHER_WORDS):
        if len(word) >= _HASTY_LETTERS:
            for spelt in {word, _undoubled(word)}:
                found.setdefault(_skeleton(spelt), []).append((spelt, word))
    return found


def _undoubled(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _skeleton(word: str) -> str:
    """Return the first letter of a word and its consonants."""
    return word[:1] + re.sub(r"[aeiou]", "", word[1:])


def _is_within(word: str, known: str) -> bool:
    """Tell whether a word is what is left of another when letters are taken out."""
    letters = iter(known)
    return all(letter in letters for letter in word)


@cache
def _by_shortened() -> dict[str, list[str]]:
    """Return the longer known words by what is left of them without two letters, or fewer.

    Two words within distance 2 have such a rest in common; so a slip is found by looking up.
    """
    found: dict[str, list[str]] = {}
    for word in _vocabulary():
        if len(word) >= _FORGIVE_ONE:
            for part in _shortened(word):
                found.setdefault(part, []).append(word)
    return found


def _shortened(word: str) -> set[str]:
    once = {word[:at] + word[at + 1 :] for at in range(len(word))}
    twice = {part[:at] + part[at + 1 :] for part in once for at in range(len(part))}
    return {word} | once | twice


def _slips(word: str, known: str) -> int:
    """Return the edit distance of two words; two letters that changed places are one slip."""
    distance = edit_distance(word, known, most=2)
    return 1 if distance == 2 and sorted(word) == sorted(known) else distance


def is_count(text: str) -> bool:
    """Tell whether a header counts something: it belongs to a summary, not to persons."""
    return "%" in text or bool(COUNTS & set(_words(text)))


def is_of_a_person(text: str) -> bool:
    """Tell whether a column beside names and running numbers may say something of a person."""
    return not (OTHER_WORDS - PERSONAL_WORDS | COUNTS) & set(_words(text)) and "%" not in text


def is_header_word(text: str) -> bool:
    """Tell whether a text could stand above a column of any table."""
    if field_of(text) is not None:
        return True
    words = _words(re.sub(r"\([^)]*\)", " ", text))
    strange = [word for word in words if word not in OTHER_WORDS and word not in _vocabulary()]
    return bool(words) and len(words) <= _HEADER_WORDS_MAX and len(strange) <= len(words) // 3


def is_somebody_else(text: str) -> bool:
    """Tell whether a group title names another person than the one of the row."""
    words = set(_words(text))
    return "p3mi" in text.lower() or bool(SOMEBODY_ELSE & words) or words >= _FAMILYS_PHONE


def in_group(group: str, text: str) -> str | None:
    """Return the field of a column named `text` under a group title such as `Tanggal`."""
    if is_somebody_else(group):
        return None
    both = field_of(f"{group} {text}") or field_of(f"{text} {group}")
    if both:
        return both
    over, own = field_of(group), field_of(text)
    if over == "sex":
        return TICK_TITLES.get("".join(_words(text)))
    if over == BIRTH and own is None:
        first = (_words(text) or [""])[0]
        return {"tempat": "birth_place", "tanggal": "birth_date"}.get(
            _canonical().get(first, first)
        )
    if over == "household_head":  # his own number and phone are not the person's
        return own if own in {"household_number", "household_head"} else None
    return own


def completes(group: str, text: str) -> bool:
    """Tell whether a title is of use under one that is a field already: `Nama` | `Lengkap`."""
    if field_of(group) in COMBINED:
        return in_group(group, text) in COMBINED[field_of(group) or ""]
    return field_of(f"{group} {text}") is not None or field_of(f"{text} {group}") is not None


def known_columns(texts: Iterable[str]) -> int:
    """Return how many fields a row of texts names if it is a header, else 0."""
    fields = {field_of(text) for text in texts} - {None}
    return len(fields - {NUMBER}) if "name" in fields and len(fields) > 1 else 0


def signature(headers: Sequence[str]) -> str:
    """Return what tables with the same headers in the same order share: 64 hexadecimal digits."""
    words = ["".join(_words(header)) for header in headers]
    return hashlib.sha256("|".join(words).encode()).hexdigest()
