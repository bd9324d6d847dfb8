"""Sealing a text so that the database alone does not reveal it, and finding it again.

Sealing is Fernet (AES-128-CBC with HMAC) with key rotation; the fingerprint is HMAC-SHA256
with a second key, so equal numbers can be found without being readable.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, MultiFernet


def seal(text: str, *, keys: Sequence[str]) -> str:
    """Encrypt with the first key."""
    return MultiFernet([Fernet(key) for key in keys]).encrypt(text.encode()).decode()


def unseal(token: str, *, keys: Sequence[str]) -> str:
    """Decrypt with any of the keys. Errors: cryptography's InvalidToken if none fits."""
    return MultiFernet([Fernet(key) for key in keys]).decrypt(token.encode()).decode()


def fingerprint(text: str, *, key: str) -> str:
    """Return 64 hexadecimal digits, the same for the same text and key."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
