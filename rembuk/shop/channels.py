"""Products as the shop channels read them: Meta's and Google's files, schema.org for searches.

Sources: Meta catalogue fields and Google's product data specification (both 2026), schema.org
Product and Offer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields, replace
from typing import Any

SPECIAL = re.compile(r'[,"\r\n]')
SCHEMA = "https://schema.org"
IN_STOCK, OUT_OF_STOCK = "in stock", "out of stock"
NEW, USED = "new", "used"


@dataclass(frozen=True)
class Product:
    """A product in the words that the channels share, in the order of their columns."""

    id: str
    title: str
    description: str
    availability: str
    condition: str
    price: str  # "12500 IDR"
    link: str
    image_link: str
    brand: str


COLUMNS = tuple(field.name for field in fields(Product))


@dataclass(frozen=True)
class Limits:
    """How many letters of each text a channel takes."""

    id: int
    title: int
    description: int
    brand: int


META_LIMITS = Limits(id=100, title=200, description=9999, brand=100)
META_PICTURE_PX = 500  # at least, on the shorter side
GOOGLE_LIMITS = Limits(id=50, title=150, description=5000, brand=70)


def cut(product: Product, limits: Limits) -> tuple[str, ...]:
    """Return the columns whose text is longer than the channel takes."""
    longest = vars(limits)
    return tuple(name for name in longest if len(getattr(product, name)) > longest[name])


def fitted(product: Product, limits: Limits) -> Product:
    """Return a product whose texts end before the channel stops reading, at a whole word."""
    longest = vars(limits)
    short = {name: _short(getattr(product, name), longest[name]) for name in cut(product, limits)}
    return replace(product, **short)


def _short(text: str, most: int) -> str:
    whole, space, _rest = text[:most].rpartition(" ")
    kept = whole if space and len(whole) > most // 2 else text[: most - 1]
    return f"{kept[: most - 1].rstrip()}…"


def meta_file(products: Iterable[Product]) -> str:
    """Return Meta's CSV: a header, and a row for each product."""
    return _line(COLUMNS) + "".join(_line(astuple(one)) for one in products)


def google_file(products: Iterable[Product]) -> str:
    """Return Google's CSV; what is made by hand has no barcode, and says so."""
    rows = (
        astuple(replace(one, availability=one.availability.replace(" ", "_"))) for one in products
    )
    header = _line([*COLUMNS, "identifier_exists"])
    return header + "".join(_line([*row, "no"]) for row in rows)


def schema_org_list(products: Iterable[Product]) -> dict[str, Any]:
    """Return several products for a search engine (JSON-LD)."""
    told = [schema_org(one) for one in products]
    return {
        "@context": SCHEMA,
        "@graph": [{key: one[key] for key in one if key != "@context"} for one in told],
    }


def schema_org(product: Product) -> dict[str, Any]:
    """Return what a search engine reads in the page of a product (JSON-LD)."""
    price, currency = product.price.split(" ")
    availability = "InStock" if product.availability == IN_STOCK else "OutOfStock"
    condition = "NewCondition" if product.condition == NEW else "UsedCondition"
    return {
        "@context": SCHEMA,
        "@type": "Product",
        "sku": product.id,
        "name": product.title,
        "description": product.description,
        "image": product.image_link,
        "brand": {"@type": "Brand", "name": product.brand},
        "offers": {
            "@type": "Offer",
            "price": price,
            "priceCurrency": currency,
            "availability": f"{SCHEMA}/{availability}",
            "itemCondition": f"{SCHEMA}/{condition}",
            "url": product.link,
        },
    }


def _line(cells: Sequence[str]) -> str:
    return ",".join(map(_cell, cells)) + "\n"


def _cell(text: str) -> str:
    """Quote a cell only where it must be."""
    if not SPECIAL.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
