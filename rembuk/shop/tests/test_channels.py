"""Files for shop channels: every product once, every text within what the channel takes."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.shop import channels
from rembuk.shop.channels import GOOGLE_LIMITS, META_LIMITS, Product

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400)
KESET = Product(
    "7", "Keset bundar", "Keset dari kain perca", "in stock", "new", "35000 IDR",
    "https://contoh.example/p/7", "https://contoh.example/p/7.jpg", "Jahit Melati",
)  # fmt: skip
PRODUCTS = st.builds(
    Product, id=TEXT, title=TEXT, description=TEXT, brand=TEXT,
    availability=st.sampled_from([channels.IN_STOCK, channels.OUT_OF_STOCK]),
    condition=st.sampled_from([channels.NEW, channels.USED]),
    price=st.integers(1, 10**9).map("{} IDR".format), link=TEXT, image_link=TEXT,
)  # fmt: skip


@given(st.lists(PRODUCTS, max_size=4))
def test_any_reader_of_csv_reads_every_product_as_it_was_written(products):
    rows = list(csv.reader(io.StringIO(channels.meta_file(products))))
    assert rows == [list(channels.COLUMNS), *(list(astuple(one)) for one in products)]


@given(st.lists(PRODUCTS, max_size=4))
def test_google_is_told_that_there_is_no_barcode(products):
    rows = list(csv.DictReader(io.StringIO(channels.google_file(products))))
    assert [row["id"] for row in rows] == [one.id for one in products]
    assert all(row["identifier_exists"] == "no" for row in rows)
    assert {row["availability"] for row in rows} <= {"in_stock", "out_of_stock"}


@given(PRODUCTS, st.sampled_from([META_LIMITS, GOOGLE_LIMITS]))
def test_no_text_is_longer_than_the_channel_takes_and_what_was_cut_is_told(product, limits):
    fitted = channels.fitted(product, limits)
    told = channels.cut(product, limits)
    for name, most in vars(limits).items():
        before, after = getattr(product, name), getattr(fitted, name)
        assert len(after) <= most
        assert (before != after) == (name in told)
    assert channels.fitted(fitted, limits) == fitted


@pytest.mark.parametrize(
    ("title", "ends"),
    [
        ("kata " * 60, "kata…"),
        ("k" * 300, "kk…"),
        ("pendek " + "k" * 300, "kk…"),
        ("k" * 199 + " kata", "kk…"),
    ],
)
def test_a_text_is_cut_at_a_word_where_there_is_one(title, ends):
    short = channels.fitted(replace(KESET, title=title), META_LIMITS).title
    assert short.endswith(ends)
    assert len(short) <= 200


def test_a_search_engine_reads_several_products_at_once():
    told = channels.schema_org_list([KESET, replace(KESET, id="8", availability="out of stock")])
    assert told["@context"] == "https://schema.org"
    assert [one["sku"] for one in told["@graph"]] == ["7", "8"]
    assert [one["offers"]["availability"] for one in told["@graph"]] == [
        "https://schema.org/InStock", "https://schema.org/OutOfStock",
    ]  # fmt: skip
    assert all(one["@type"] == "Product" and "@context" not in one for one in told["@graph"])
