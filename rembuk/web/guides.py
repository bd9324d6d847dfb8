"""The guides of docs/id, readable where people work: under Help, also without a way to the files.

They are written once, as text for people who read a repository, and shown here as pages.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

CONTENTS = "README.md"
# Moved sideways also by who uses keys; named in the language of the guides.
TABLE = '<div class="scroll" role="region" tabindex="0" aria-label="Tabel"><table class="table">'


@dataclass(frozen=True)
class Guide:
    """One guide: its name in addresses, and what it is called in the list."""

    slug: str
    title: str


@cache
def guides() -> list[Guide]:
    """Return the guides in the order of their contents page."""
    links = (part for token in _tokens(CONTENTS) for part in pairwise(token.children or ()))
    return [
        Guide(str(link.attrs["href"]).removesuffix(".md"), text.content)
        for link, text in links
        if link.type == "link_open"
    ]


@cache
def shown(slug: str) -> SafeString:
    """Return one guide as HTML, its links and pictures within Rembuk.

    Errors: KeyError for a guide the contents do not name.
    """
    if slug not in {guide.slug for guide in guides()}:
        raise KeyError(slug)
    tokens = _tokens(f"{slug}.md")
    for token in tokens:
        for part in token.children or ():
            if part.type == "link_open":
                part.attrs["href"] = _address(str(part.attrs["href"]))
    # Our own files, and a writer that takes no raw HTML.
    text: str = _reader().renderer.render(tokens, _reader().options, {})
    return mark_safe(text)  # noqa: S308


@cache
def _reader() -> MarkdownIt:
    """Return the reader: plain Markdown with tables, raw HTML shown as text."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.add_render_rule("image", _picture)
    reader.add_render_rule("table_open", lambda *_told: TABLE)
    reader.add_render_rule("table_close", lambda *_told: "</table></div>")
    return reader


def _tokens(name: str) -> list[Token]:
    return _reader().parse((settings.GUIDES_DIR / name).read_text(encoding="utf-8"))


def _address(target: str) -> str:
    """Return where a link of a guide leads: another guide is a page here."""
    name, mark, part = target.partition("#")
    if not name.endswith(".md") or "/" in name:
        return target
    return reverse("web:guide", args=[name.removesuffix(".md")]) + mark + part


def _picture(_renderer: object, tokens: list[Token], place: int, *_told: object) -> str:
    """Write a picture with its size, so that the text below does not jump when it comes."""
    source = str(tokens[place].attrs["src"])
    header = (settings.GUIDES_DIR / source).read_bytes()[:24]  # PNG: its size ends the first part
    wide, high = struct.unpack(">II", header[16:])
    return format_html(
        '<img class="picture" src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        static(source), wide, high, tokens[place].content,
    )  # fmt: skip
