"""What a stall owes, what a marketplace leaves of a price, and a product as a shop wants it."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from rembuk.lib.calculation import Formula, Inputs, Told
from rembuk.lib.figures import amount, count, listed, one_of, text
from rembuk.lib.rounding import HUNDRED
from rembuk.lib.wrong_inputs import bad_value
from rembuk.shop import channels, consigning, fees
from rembuk.shop.consigning import Charge

PRICE = re.compile(r"\d+ [A-Z]{3}", re.ASCII)
MISSING = {
    "charge_net": Charge.NET, "charge_full": Charge.FULL, "write_off": Charge.NOTHING,
}  # fmt: skip
DAMAGED = {
    "charge_net": Charge.NET, "charge_full": Charge.FULL, "maker_bears": Charge.NOTHING,
}  # fmt: skip
# Where less than this is left of each rupiah, two percentages are too near to 100 to be searched.
LEFT_MIN = Fraction(1, 10**5)


def consignment(inputs: Inputs) -> Told:
    """Settle the visits to a stall, one after another."""
    terms = consigning.Terms(
        price_rp=inputs.get("price", amount),
        commission_percent=inputs.get("commission_percent", amount),
        missing=MISSING[inputs.get("missing_policy", one_of(*MISSING))],
        damaged=DAMAGED[inputs.get("damage_policy", one_of(*DAMAGED))],
    )
    visits = [_visit(one) for one in inputs.get("visits", listed(Inputs))]
    return {
        "visits": [
            {
                "opening_plus_delivered": one.available,
                "missing": one.missing,
                "gross": str(one.gross_rp),
                "commission": str(one.commission_rp),
                "net_payable": str(one.net_payable_rp),
                "paid": str(one.paid_rp),
                "balance_due": str(one.balance_due_rp),
                "stock": one.stock,
            }
            for one in consigning.settle(terms, visits)
        ]
    }


def _visit(given: Inputs) -> consigning.Visit:
    return consigning.Visit(
        counted=given.get("counted", count),
        delivered=given.get("delivered", count, 0),
        sold=given.get("sold", count, 0),
        returned_good=given.get("returned_good", count, 0),
        returned_damaged=given.get("returned_damaged", count, 0),
        paid_rp=given.get("paid", count, 0),
    )


def _fees(inputs: Inputs) -> fees.Fees:
    return fees.Fees(
        commission_percent=inputs.get("commission_percent", amount),
        extra_percent=inputs.get("extra_percent", amount, Fraction(0)),
        extra_cap_rp=inputs.get("extra_cap", count, None),
        processing_rp=inputs.get("order_processing_fee", count, 0),
    )


def marketplace_fee(inputs: Inputs) -> Told:
    """Say what one keeps of a price."""
    price, discount = inputs.get("price", count), inputs.get("seller_discount", count, 0)
    if discount > price:
        raise bad_value("seller_discount", "potongan yang tidak melebihi harga")
    kept = fees.keep(price - discount, _fees(inputs))
    return {
        "commission": str(kept.commission_rp),
        "extra": str(kept.extra_rp),
        "processing": str(kept.processing_rp),
        "total_fee": str(kept.fee_rp),
        "net": str(kept.net_rp),
    }


def marketplace_price_floor(inputs: Inputs) -> Told:
    """Give the lowest price that leaves what is wanted."""
    wanted, asked = inputs.get("net_wanted", count), _fees(inputs)
    for field in ("commission_percent", "extra_percent"):
        if getattr(asked, field) >= HUNDRED:
            raise bad_value(field, "persen di bawah 100")
    if asked.extra_percent and fees.left_of_a_rupiah(asked) < LEFT_MIN:
        raise bad_value("extra_percent", "persen yang bersama komisi di bawah 100")
    price = fees.lowest_price(wanted, asked)
    return {"lowest_price": price, "net_at_that_price": str(fees.keep(price, asked).net_rp)}


def catalogue_feed(inputs: Inputs) -> Told:
    """Write one product for a channel."""
    channel = inputs.get("format", one_of("meta", "google", "schema_org"))
    given = inputs.get("product", Inputs)
    read: dict[str, Callable[[object, str], str]] = {
        "availability": one_of(channels.IN_STOCK, channels.OUT_OF_STOCK),
        "condition": one_of(channels.NEW, channels.USED),
        "price": _price,
    }
    told = {name: given.get(name, read.get(name, text)) for name in channels.COLUMNS}
    product = channels.Product(**told)
    match channel:
        case "meta":
            return {"csv": channels.meta_file([product])}
        case "google":
            return {"csv": channels.google_file([product])}
        case _:
            return {"jsonld": channels.schema_org(product)}


def _price(value: object, field: str) -> str:
    told = text(value, field)
    if not PRICE.fullmatch(told):
        raise bad_value(field, 'harga seperti "12500 IDR"')
    return told


KINDS: dict[str, Formula] = {
    "consignment": consignment,
    "marketplace_fee": marketplace_fee,
    "marketplace_price_floor": marketplace_price_floor,
    "catalogue_feed": catalogue_feed,
}
