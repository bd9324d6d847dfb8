"""The three secret keys of an installation, made once and kept in one file.

`python -m rembuk.project.keys FILE` makes the file when it is not there. A key in the environment
goes before the file, so a server may keep its keys elsewhere. Losing REMBUK_FIELD_KEY means that
sealed numbers can never be read again: the file belongs in the backup, apart from the database.
"""

from __future__ import annotations

import base64
import os
import secrets
import sys
from pathlib import Path

# Each is 32 random bytes; the field key must be in the form Fernet asks for.
NAMES = ("REMBUK_SECRET_KEY", "REMBUK_FIELD_KEY", "REMBUK_HASH_KEY")


def make(file: Path) -> bool:
    """Write new keys, readable by the owner only. Returns False if the file was there already."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w") as out:
        for name in NAMES:
            key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
            out.write(f"{name}={key}\n")
    return True


def load(file: Path) -> None:
    """Put the keys of the file into the environment, where it does not have them yet."""
    if not file.is_file():
        return
    for line in file.read_text().splitlines():
        name, found, value = line.partition("=")
        if found and name in NAMES:
            os.environ.setdefault(name, value)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
