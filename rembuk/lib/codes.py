"""Codes that people read aloud and type from a paper, and that nobody can guess."""

from __future__ import annotations

import hashlib
import hmac

# No 0/O, 1/I/L, no vowels that make words.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
LETTERS, GROUP = 12, 4  # 57 bits


def code_of(purpose: str, text: str, *, key: str) -> str:
    """Return the code of a text for one purpose, an HMAC under a key: K7P2-9QXM-B4TD."""
    told = f"{purpose}\n{text}\n".encode()
    number = int(hmac.new(key.encode(), told, hashlib.sha256).hexdigest(), 16)
    letters = ""
    for _place in range(LETTERS):
        number, letter = divmod(number, len(ALPHABET))
        letters += ALPHABET[letter]
    return "-".join(letters[at : at + GROUP] for at in range(0, LETTERS, GROUP))


def is_code(typed: str, code: str) -> bool:
    """Say whether somebody typed this code; capitals, dashes and spaces do not matter."""
    return hmac.compare_digest(_plain(typed), _plain(code))


def _plain(code: str) -> bytes:
    return "".join(code.upper().replace("-", "").split()).encode()
