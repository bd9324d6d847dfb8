"""Papers: the same words give the same bytes, and nothing typed is taken for markup."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta, timezone

import pytest
from pypdf import PdfReader

from rembuk.web import paper
from rembuk.web.paper import Column, Head, Part

AT = datetime(2026, 11, 22, 3, 0, 7, 250_000, tzinfo=UTC)
WITA = timezone(timedelta(hours=8))
HEAD = Head(village="Desa Sukamaju", title="Cash book", group="Konveksi", printed="By Rina")
COLUMNS = [Column("Day"), Column("What for", wide=True), Column("In", amount=True)]
SIGNS = 'Bu #panic("x") *Siti* $y$ @a <b> _c_ \\ "Müller" é'


def book(rows: int = 3, *, said: str = "sale") -> bytes:
    lines = [[f"{number + 1}", said, f"{number}.000"] for number in range(rows)]
    part = Part(COLUMNS, lines, totals=[["", "All", "6.000"]], caption="November")
    return paper.tables(HEAD, [part], at=AT, address="https://desa.example/k/ABC")


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def test_the_same_words_give_the_same_bytes_wherever_they_are_printed():
    first = book()
    assert first == book()
    again = paper.tables(HEAD, [Part(COLUMNS, [])], at=AT)
    assert again == paper.tables(HEAD, [Part(COLUMNS, [])], at=AT.astimezone(WITA))
    assert again != first


def test_a_paper_is_tagged_names_its_language_and_carries_its_own_letters():
    pdf = book()
    assert pdf.startswith(b"%PDF-1.7")
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"pdfuaid", b"LibertinusSerif"):
        assert mark in pdf


def test_what_people_typed_is_printed_as_they_typed_it():
    assert SIGNS in pages_of(book(said=SIGNS))[0]


def test_pages_are_counted_and_the_header_stands_on_each():
    pages = pages_of(book(120))
    assert len(pages) == 3
    for number, page in enumerate(pages, start=1):
        assert f"Halaman {number} dari 3" in page
        assert "What for" in page
    assert "All" in pages[-1]


def test_a_row_that_does_not_fit_its_columns_is_a_mistake_of_the_caller():
    with pytest.raises(AssertionError):
        paper.tables(HEAD, [Part(COLUMNS, [["one"]])], at=AT)
