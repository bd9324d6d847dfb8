"""A zip file read with a limit: what it declares is added up first, then what it really holds.

Python's own reader trusts the declared size of an entry; a forged archive declares little and
holds much. Here every entry is inflated under one budget for the whole file.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from rembuk.people.importing.sheets import UNPACKED_BYTES_MAX, FileRefused

_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_LOCAL_MAGIC = b"PK\x03\x04"
_ENCRYPTED = 0x1
_CHUNK = 256 * 1024


class Archive:
    """The entries of a zip file, by their path in lower case."""

    def __init__(self, data: bytes) -> None:
        """Open it. Errors: FileRefused not_a_spreadsheet, too_large, password_protected."""
        self._data = data
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as opened:
                entries = opened.infolist()
        except (zipfile.BadZipFile, struct.error, ValueError, OverflowError, NotImplementedError):
            raise FileRefused("not_a_spreadsheet") from None
        if sum(entry.file_size for entry in entries) > UNPACKED_BYTES_MAX:
            raise FileRefused("too_large")
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise FileRefused("password_protected")
        self._entries = {e.filename.replace("\\", "/").lower().lstrip("/"): e for e in entries}
        self._left = UNPACKED_BYTES_MAX

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and path.lower() in self._entries

    def paths(self) -> list[str]:
        """Return the path of every entry, in lower case."""
        return list(self._entries)

    def read(self, path: str) -> bytes:
        """Return one entry whole. Errors: FileRefused not_a_spreadsheet, too_large."""
        return b"".join(self.chunks(path))

    def chunks(self, path: str) -> Iterator[bytes]:
        """Yield one entry in pieces, so that nobody has to hold it whole."""
        entry = self._entries.get(path.lower())
        if entry is None:
            raise FileRefused("not_a_spreadsheet")
        packed = self._packed(entry)
        checksum = 0
        pieces = _inflated(packed) if entry.compress_type == zipfile.ZIP_DEFLATED else _cut(packed)
        for piece in pieces:
            self._left -= len(piece)
            if self._left < 0:
                raise FileRefused("too_large")
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if checksum != entry.CRC:
            raise FileRefused("not_a_spreadsheet")

    def _packed(self, entry: zipfile.ZipInfo) -> memoryview:
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise FileRefused("not_a_spreadsheet")
        start = entry.header_offset
        head = self._data[start : start + _LOCAL_HEADER.size]
        if len(head) < _LOCAL_HEADER.size or head[:4] != _LOCAL_MAGIC:
            raise FileRefused("not_a_spreadsheet")
        name_length, extra_length = _LOCAL_HEADER.unpack(head)[-2:]
        start += _LOCAL_HEADER.size + name_length + extra_length
        return memoryview(self._data)[start : start + entry.compress_size]


def _cut(packed: memoryview) -> Iterator[bytes]:
    for start in range(0, len(packed), _CHUNK):
        yield bytes(packed[start : start + _CHUNK])


def _inflated(packed: memoryview) -> Iterator[bytes]:
    """Yield the content of a deflated entry. Errors: FileRefused not_a_spreadsheet."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for waiting in _cut(packed):
            piece = inflate.decompress(waiting, _CHUNK)
            while piece:
                yield piece
                piece = inflate.decompress(inflate.unconsumed_tail, _CHUNK)
    except zlib.error:
        raise FileRefused("not_a_spreadsheet") from None
    if not inflate.eof:
        raise FileRefused("not_a_spreadsheet")
