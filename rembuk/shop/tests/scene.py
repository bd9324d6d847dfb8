"""One of everything of this room, for the tests that open every address."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rembuk.cash import expected, lines
from rembuk.cash.purposes import Way
from rembuk.enterprise.models import Product
from rembuk.enterprise.products import Facts
from rembuk.enterprise.tests.drawn import picture
from rembuk.shop import (
    filled_files,
    filling,
    keeping,
    listings,
    own_qris,
    photos,
    stalls,
    stock,
    visits,
    windows,
)
from rembuk.shop.models import Reason, Stall, Visit
from rembuk.shop.stock import Noted
from rembuk.shop.tests import blanks
from rembuk.shop.tests.test_qris import GOOD, changed
from rembuk.villages.tests.cast import Cast
from rembuk.workshop import orders
from rembuk.workshop.customers import Buyer
from rembuk.workshop.orders import Line, Terms


def fill(cast: Cast) -> dict[str, Any]:
    """Record them."""
    told: dict[str, Any] = {"by": cast.chair, "at": cast.at}
    windows.open_window(
        group=cast.group, told=windows.Told("+6281234567890", "Sepuluh penjahit"),
        today=cast.today, **told,
    )  # fmt: skip
    shown, out = (
        listings.show(
            group=cast.group, showing=listings.Showing(Facts(name, price_rp=15_000)),
            picture=picture(), today=cast.today, **told,
        )
        for name in ("Keset bundar besar", "Keset kotak besar")
    )  # fmt: skip
    listings.take_out(listing=out, today=cast.today, **told)
    photo = photos.kept(cast.village).filter(listing=shown).get()
    used = own_qris.propose(group=cast.group, text=GOOD, **told)
    own_qris.agree(one=used, by=cast.treasurer, at=cast.at)
    waits = own_qris.propose(group=cast.group, text=changed("MELATI", "MAWARI"), **told)
    bill = expected.expect(
        group=cast.group, source="shop.qris", today=cast.today, **told,
        money=lines.Money(Way.IN, "Bu Yuni", "sale", 70_000, cast.today, "2 keset"),
    )  # fmt: skip
    visit, free = _stall(cast, shown.product)
    filled = filled_files.make(
        group=cast.group, name="shopee.xlsx", data=blanks.shopee(),
        goods=[filling.Goods("Keset bundar besar", price_rp=15_000)], **told,
    )  # fmt: skip
    return {
        "file_id": filled.pk,
        "shop_id": cast.group.pk,
        "qris_id": waits.pk,
        "shop:bill/expected_id": bill.pk,
        "shop:bill_picture/expected_id": bill.pk,
        "channel": "SHOPEE",
        "category": "CLOTHES",
        "stall_id": visit.stall_id,
        "shop:visit/visit_id": visit.pk,
        "shop:slip/visit_id": visit.pk,
        "shop:end_stall/stall_id": free.pk,
        **_kept(cast, shown.product),
        "listing_id": shown.pk,
        "shop:show_again/listing_id": out.pk,
        "photo_id": photo.pk,
        "shop:show_product/product_id": out.product_id,
    }


def _stall(cast: Cast, product: Product) -> tuple[Visit, Stall]:
    """A stall with goods, visited; and one where nothing lies."""
    told: dict[str, Any] = {"by": cast.chair, "at": cast.at, "today": cast.today}
    item = stock.item_of(product)
    noted = Noted(cast.chair, cast.at, cast.today)
    stock.come(item=item, reason=Reason.MADE, pieces=20, noted=noted)
    agreed = stalls.Agreed(Decimal(10))
    stall, free = (
        stalls.begin(group=cast.group, facts=stalls.Facts(name), agreed=agreed, **told)
        for name in ("Warung Bu Tini", "Warung Pak Joko")
    )
    for seen, row in enumerate((
        visits.Row(item, None, delivered=9), visits.Row(item, None, stays=5),
    )):  # fmt: skip
        made = visits.settle(visits.Sheet(stall, [row], seen, cast.today), **told)
    return made, free


def _kept(cast: Cast, product: Product) -> dict[str, Any]:
    """Two pieces kept for somebody."""
    kept = stock.promise(
        item=stock.item_of(product), pieces=2, keep_until=cast.today, whom="Bu Wati",
        by=cast.chair, at=cast.at, today=cast.today,
    )  # fmt: skip
    ordered = orders.take(
        group=cast.group, customer=Buyer("Bu Yuni"), lines=[Line("", 3, product=product)],
        terms=Terms(cast.today), by=cast.chair, at=cast.at, today=cast.today,
    )  # fmt: skip
    line = ordered.lines.get()
    keeping.keep(line=line, pieces=1, by=cast.chair, at=cast.at, today=cast.today)
    made = product.movements.filter(reason=Reason.MADE).get()
    return {
        "promise_id": kept.pk,
        "line_id": line.pk,
        "movement_id": made.pk,
        "shop:product_stock/product_id": product.pk,
    }
