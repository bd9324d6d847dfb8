"""One product as the shop channels read it: Meta's and Google's files, schema.org for searches.

Sources: Meta catalogue fields and Google's product data specification (both 2026), schema.org
Product and Offer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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


def meta_file(product: Product) -> str:
    """Return Meta's CSV: a header and one row."""
    return _line(COLUMNS) + _line(astuple(product))


def google_file(product: Product) -> str:
    """Return Google's CSV; what is made by hand has no barcode, and says so."""
    as_google = replace(product, availability=product.availability.replace(" ", "_"))
    return _line([*COLUMNS, "identifier_exists"]) + _line([*astuple(as_google), "no"])


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
