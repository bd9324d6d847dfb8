"""One of everything this room keeps, for the crawls and for isolation."""

from __future__ import annotations

from typing import Any

from rembuk.savings import products
from rembuk.savings.products import Terms
from rembuk.villages.tests.cast import Cast


def fill(cast: Cast) -> dict[str, Any]:
    """Record them."""
    terms = Terms(cast.today, 400, "daily_balance", source="Rapat pengurus")
    version = products.create(
        group=cast.group, control="2101", name="Sukarela", terms=terms, by=cast.chair, at=cast.at
    )
    return {"product_id": version.product_id}
