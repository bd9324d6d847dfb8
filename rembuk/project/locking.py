"""A backup that only its passphrase opens, written and read piece by piece.

    rembuk-locked 1     what it is and how it is made, ended by a line feed
    cost                one byte: scrypt's N is 2 to the power of it (r 8, p 1; RFC 7914)
    salt                32 bytes, drawn anew for each file
    check               HMAC-SHA256 of all that stands before it
    pieces              64 KiB each, the last one what is left: ChaCha20-Poly1305 (RFC 8439)

scrypt makes two keys of 32 bytes from passphrase and salt, for the pieces and for the check. The
nonce of a piece is its number and whether it is the last: none can be left out, changed, moved or
cut off unseen. Pieces are opened one at a time, wherever a reader looks, so memory stays the same
however large the file is, and nothing is handed out that was not proved.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused

MAGIC = b"rembuk-locked 1\n"
COST = 17  # 128 MiB and about half a second for each passphrase that somebody tries
COSTS = range(10, 21)  # a file of others may not ask for all memory
SALT = CHECK = 32
A_PIECE = 64 * 1024
TAG = 16
HEAD = len(MAGIC) + 1 + SALT + CHECK
PASSPHRASE_SHORTEST = 12


@contextmanager
def writing(file: Path, *, passphrase: str | None, cost: int = COST) -> Iterator[IO[bytes]]:
    """Open a file for writing, locked where there is a passphrase.

    Errors: Refused for a passphrase that is too short; OSError as for any file.
    """
    if passphrase is not None and len(passphrase) < PASSPHRASE_SHORTEST:
        raise Refused(
            _("Make the passphrase at least %(letters)s letters long: four words or more.")
            % {"letters": PASSPHRASE_SHORTEST}
        )
    with file.open("wb") as out:
        if passphrase is None:
            yield out
            return
        locked = _Writer(out, passphrase=passphrase, cost=cost)
        yield locked  # type: ignore[misc]  # for typeshed no class of our own is an IO
        locked.finish()


@contextmanager
def reading(file: Path, *, ask: Callable[[], str]) -> Iterator[IO[bytes]]:
    """Open a file for reading; `ask` is asked for the passphrase where it is locked.

    Errors: Refused, there and in every read, for another passphrase and for a changed file.
    """
    with file.open("rb") as inside:
        if inside.read(len(MAGIC)) != MAGIC:
            inside.seek(0)
            yield inside
            return
        locked = _Reader(inside, passphrase=ask(), name=file.name)
        yield io.BufferedReader(locked, A_PIECE)


class _Writer(io.RawIOBase):
    """Takes what is written, and lets it out in pieces of one size. Nobody can look back in it."""

    def __init__(self, out: IO[bytes], *, passphrase: str, cost: int) -> None:
        head = MAGIC + bytes([cost]) + os.urandom(SALT)
        self._cipher, check = _keys(passphrase, head)
        out.write(head + check)
        self._out, self._number, self._rest = out, 0, bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._rest += data
        while len(self._rest) > A_PIECE:  # so that the last one is never empty
            self._put(bytes(self._rest[:A_PIECE]), is_last=False)
            del self._rest[:A_PIECE]
        return len(data)

    def finish(self) -> None:
        """Write what is left as the last piece: without it the file is no whole one."""
        self._put(bytes(self._rest), is_last=True)
        self._rest.clear()

    def _put(self, piece: bytes, *, is_last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), piece, None))
        self._number += 1


class _Reader(io.RawIOBase):
    """Reads anywhere in a locked file; each piece is proved before a byte of it is told."""

    def __init__(self, inside: IO[bytes], *, passphrase: str, name: str) -> None:
        self._inside, self._name, self._at = inside, name, 0
        inside.seek(0)
        head, check = inside.read(HEAD - CHECK), inside.read(CHECK)
        size = inside.seek(0, io.SEEK_END) - HEAD
        if len(check) < CHECK or head[len(MAGIC)] not in COSTS or size < TAG:
            raise self._damaged()
        self._cipher, expected = _keys(passphrase, head)
        if not hmac.compare_digest(check, expected):
            raise Refused(
                _("This passphrase does not open %(file)s. Type the one it was made with.")
                % {"file": name}
            )
        self._pieces = -(-size // (A_PIECE + TAG))
        self._size = size - TAG * self._pieces
        self._held, self._piece = -1, b""
        self._opened(self._pieces - 1)  # so that whoever reads to the end knows that it is the end

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, begin + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self._size:
            return 0
        number, begin = divmod(self._at, A_PIECE)
        told = self._opened(number)[begin : begin + len(buffer)]
        buffer[: len(told)] = told
        self._at += len(told)
        return len(told)

    def _opened(self, number: int) -> bytes:
        if number != self._held:
            self._inside.seek(HEAD + number * (A_PIECE + TAG))
            locked = self._inside.read(A_PIECE + TAG)
            nonce = _nonce(number, is_last=number == self._pieces - 1)
            try:
                self._piece = self._cipher.decrypt(nonce, locked, None)
            except InvalidTag as reason:
                raise self._damaged() from reason
            self._held = number
        return self._piece

    def _damaged(self) -> Refused:
        return Refused(
            _("%(file)s was cut short or changed since it was made. Take another copy of it.")
            % {"file": self._name}
        )


def _keys(passphrase: str, head: bytes) -> tuple[ChaCha20Poly1305, bytes]:
    """Return what opens the pieces, and the check of a head: slow on purpose."""
    cost, salt = head[len(MAGIC)], head[len(MAGIC) + 1 :]
    typed = unicodedata.normalize("NFC", passphrase).encode()
    made = Scrypt(salt=salt, length=64, n=1 << cost, r=8, p=1).derive(typed)
    return ChaCha20Poly1305(made[:32]), hmac.new(made[32:], head, hashlib.sha256).digest()


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
