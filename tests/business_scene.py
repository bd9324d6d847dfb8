"""One of everything that business groups keep: each room tells its own in `tests/scene.py`.

`fill(cast)` of a room returns what addresses may name: `"order_id"` for all of its pages, or
`"workshop:take_back/order_id"` for one page that needs another one.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from rembuk.cash import expected
from rembuk.cash.lines import Money
from rembuk.cash.purposes import Way
from rembuk.villages.tests.cast import Cast

ROOMS = ("enterprise", "arisan", "forum", "workshop", "duty", "shop", "herd", "shares")


def fill(cast: Cast) -> dict[str, Any]:
    """Record one of everything in a group, room by room, the lower ones first."""
    money = Money(Way.IN, "Ibu Guru", "sale", 50_000, cast.today)
    waits = expected.expect(
        group=cast.group, money=money, source="scene", by=cast.chair, at=cast.at, today=cast.today
    )
    ids: dict[str, Any] = {"expected_id": waits.pk}
    for room in ROOMS:
        told = import_module(f"rembuk.{room}.tests.scene").fill(cast)
        assert not ids.keys() & told.keys(), f"{room} names what another room names"
        ids |= told
    return ids
