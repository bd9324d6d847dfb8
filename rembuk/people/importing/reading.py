"""From the bytes of a file to its sheets. The content decides, not the extension."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from rembuk.people.importing.archive import Archive
from rembuk.people.importing.delimited import decoded, read_delimited
from rembuk.people.importing.html_tables import looks_like_html, read_html
from rembuk.people.importing.sheets import UNPACKED_BYTES_MAX, FileRefused, Sheet, Workbook
from rembuk.people.importing.xlsx import main_part, read_xlsx

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_KINDS = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!\x1a", b"7z\xbc\xaf",
    b"\x1f\x8b",
)  # fmt: skip
# Spreadsheets, but not of the kinds we read.
_OTHER_SPREADSHEETS = ("opendocument.spreadsheet", "vnd.sun.xml.calc")


def read_file(data: bytes, *, known_columns: Callable[[Sequence[str]], int]) -> Workbook:
    """Read every sheet of a file. `known_columns` counts the header words in a row of texts.

    Errors: FileRefused with one of the contract's file errors (all but no_table).
    """
    if not data.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf"):
        raise FileRefused("empty_file")
    if len(data) > UNPACKED_BYTES_MAX:
        raise FileRefused("too_large")
    if data.startswith(_OLE):
        raise FileRefused(_code_of_ole(data))
    if data.startswith(_ZIP):
        return _read_zip(data)
    if data.startswith(_OTHER_KINDS):
        raise FileRefused("not_a_spreadsheet")
    return _read_text(data, known_columns=known_columns)


def _code_of_ole(data: bytes) -> str:
    """Say what an OLE container is: a locked workbook, an old one, or something else."""
    if any(name.encode("utf-16-le") in data for name in ("EncryptedPackage", "EncryptionInfo")):
        return "password_protected"
    if "WordDocument".encode("utf-16-le") in data:
        return "not_a_spreadsheet"
    return "unsupported_format"


def _read_zip(data: bytes) -> Workbook:
    archive = Archive(data)
    main = main_part(archive)
    if main.endswith(".xml") and ("xl/" in main or "workbook" in main):
        return read_xlsx(archive)
    raise FileRefused(
        "unsupported_format" if _is_other_spreadsheet(archive) else "not_a_spreadsheet"
    )


def _is_other_spreadsheet(archive: Archive) -> bool:
    if "xl/workbook.bin" in archive or any(path.endswith(".iwa") for path in archive.paths()):
        return True
    if "mimetype" not in archive:
        return False
    kind = archive.read("mimetype").decode("ascii", errors="replace")
    return any(name in kind for name in _OTHER_SPREADSHEETS)


def _read_text(data: bytes, *, known_columns: Callable[[Sequence[str]], int]) -> Workbook:
    text = decoded(data)
    start = text[:2000].lstrip("\ufeff \t\r\n")
    if not start:
        raise FileRefused("empty_file")
    if looks_like_html(text):
        page = read_html(text)
        if not page.rows:
            raise FileRefused("not_a_spreadsheet")
        return Workbook([page])
    if start.startswith(("<?xml", "MIME-Version")):
        is_workbook = "office:spreadsheet" in start or start.startswith("MIME-Version")
        raise FileRefused("unsupported_format" if is_workbook else "not_a_spreadsheet")
    sheet = read_delimited(text, known_columns=known_columns)
    return Workbook([sheet], without_columns=not _has_columns(sheet))


def _has_columns(sheet: Sheet) -> bool:
    """Tell whether most lines of a text reach equally far, past the first column."""
    widths = Counter(max(row) for row in sheet.rows.values())
    often = (width for width, times in widths.items() if times * 2 > len(sheet.rows) > 1)
    return any(width > 1 for width in often)
