"""XML read as a stream, without anything a spreadsheet does not need.

A workbook never declares a document type; who does wants entities to be expanded, which is how
small files become large ones. It is refused before anything is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from rembuk.people.importing.sheets import FileRefused

Attributes = dict[str, str]


def read_xml(
    pieces: Iterable[bytes],
    *,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call back for each element and text. Names come without their namespace prefix.

    Errors: FileRefused not_a_spreadsheet when the XML is broken or declares a document type.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, attributes: start(_local(name), attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(_local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise FileRefused("not_a_spreadsheet") from None


def attribute(attributes: Attributes, name: str) -> str:
    """Return an attribute whatever prefix its namespace has; empty if it is not there."""
    for key, value in attributes.items():
        if key == name or key.endswith(f":{name}"):
            return value
    return ""


def _local(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name


def _refuse(*_declaration: object) -> None:
    raise FileRefused("not_a_spreadsheet")
