"""What the tailors of the two villages sell.

Of Jepara the studies say that goods were left at several stalls (fact 53); the goods themselves are
told in workshop.py. No number of pieces and no stall is named: none is told here. Nobody wrote that
they were shown on the internet, so their window stays closed, and a known character is asked about
before it opens. Sukamaju's stalls and photos are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from rembuk.demo.drawings import drawn
from rembuk.demo.story import Story
from rembuk.enterprise import products
from rembuk.enterprise.models import Product
from rembuk.enterprise.products import Facts
from rembuk.shop import keeping, listings, selling, stalls, stock, visits, windows
from rembuk.shop.models import Reason, Stall
from rembuk.shop.stock import Noted
from rembuk.shop.visits import Row, Sheet
from rembuk.villages.actors import REMBUK, Actor
from rembuk.villages.models import Group, Village
from rembuk.villages.permissions import Office
from rembuk.workshop.models import OrderLine, Place

CASE_STALLS = "Beberapa warung dan toko"
CASE_NOTE = "Nama, jumlah, dan bagian warungnya tidak disebut dalam artikel."

TAILORS = "Konveksi Melati"
NUMBER = "+628990000014"
ABOUT = "Sebelas ibu Desa Sukamaju menjahit keset, seragam, dan kebaya. Desa dan isinya rekaan."
OPENED_ON, MADE_ON = date(2026, 7, 6), date(2026, 8, 15)
# Kept from the shelf for the order that is promised for that day (workshop.py).
KEPT_ON, KEPT_FOR, KEPT_PIECES = date(2026, 10, 19), date(2026, 11, 23), 8


@dataclass(frozen=True)
class Good:
    """One invented product: its price in rupiah, its drawing, and how many were made for stock."""

    name: str
    price_rp: int
    drawing: str
    words: str
    made: int = 0


GOODS = (
    Good("Keset bundar", 25_000, "round mat", "Garis tengah 45 cm, perca katun campur.", 60),
    Good("Keset persegi", 12_000, "square mat", "40 x 60 cm, perca kaus, bisa dicuci.", 48),
    Good("Tas belanja perca", 25_000, "bag", "Kuat untuk 8 kg, lapis dua.", 15),
    Good("Sarung bantal perca", 18_000, "cushion", "40 x 40 cm, pakai ritsleting.", 12),
    Good("Bendera 60 x 90", 25_000, "flag", "Kain katun, jahit ganda di tepi.", 20),
    Good("Seragam SD", 50_000, "uniform", "Semua ukuran. Jadi dalam dua minggu."),
    Good("Seragam pramuka", 95_000, "scout", "Semua ukuran, dengan atau tanpa setangan leher."),
    Good("Kebaya", 250_000, "kebaya", "Diukur dulu. Bahan boleh bawa sendiri."),
)
# Stall, place, inside the village or not, percent; then for each visit its day, and for each
# product what was counted.
STALLS: tuple[tuple[str, str, Place, str, tuple[Any, ...]], ...] = (
    ("Warung Bu Sumiati", "Dusun Satu", Place.HERE, "10", (
        (date(2026, 8, 20), {"Keset bundar": (None, 0, 12), "Keset persegi": (None, 0, 10)}),
        (date(2026, 9, 22), {"Keset bundar": (4, 0, 8), "Keset persegi": (5, 1, 5)}),
        (date(2026, 10, 15), {"Keset bundar": (6, 0, 4), "Keset persegi": (7, 0, 0)}),
    )),
    ("Toko Sumber Rejeki", "Pasar Kecamatan Makmur", Place.AWAY, "15", (
        (date(2026, 8, 25), {"Keset bundar": (None, 0, 15), "Tas belanja perca": (None, 0, 6)}),
        (date(2026, 9, 28), {"Keset bundar": (3, 0, 10), "Tas belanja perca": (4, 0, 0)}),
    )),
    ("Koperasi SDN 1 Sukamaju", "Depan SDN 1", Place.HERE, "12.5", (
        (date(2026, 9, 1), {"Bendera 60 x 90": (None, 0, 10)}),
    )),
)  # fmt: skip


def tell_case(village: Village, *, group_name: str, at: datetime, today: date) -> None:
    """Tell what the articles say of what the tailors of Jepara sold, and no more."""
    group = Group.objects.of(village).get(name=group_name)
    facts = stalls.Facts(CASE_STALLS, note=CASE_NOTE)
    stalls.begin(group=group, facts=facts, agreed=None, by=REMBUK, at=at, today=today)


def tell_sukamaju(story: Story) -> None:
    """Open an invented shop, and leave goods at three invented stalls."""
    group = Group.objects.of(story.village).get(name=TAILORS)
    chair = Actor(user=story.users["lastri"], office=Office.GROUP_CHAIR)
    opened: dict[str, Any] = {"by": chair, "at": _at(story, OPENED_ON)}
    windows.open_window(
        group=group, told=windows.Told(NUMBER, ABOUT), today=OPENED_ON, **opened
    )  # fmt: skip
    items = {}
    for good in GOODS:
        facts = Facts(good.name, price_rp=good.price_rp, to_order=not good.made)
        product = _product(group, facts, synthetic=True, **opened)
        listings.show(
            group=group, product=product, picture=drawn(good.drawing), today=OPENED_ON,
            showing=listings.Showing(facts, good.words), **opened,
        )  # fmt: skip
        items[good.name] = stock.Item(product)
        if good.made:
            noted = Noted(chair, _at(story, MADE_ON), MADE_ON)
            stock.come(item=items[good.name], reason=Reason.MADE, pieces=good.made, noted=noted)
    for name, place, side, percent, told in STALLS:
        _visit(story, group, items, by=chair, told=told, at_stall=(name, place, side, percent))
    noted = Noted(chair, _at(story, KEPT_ON), KEPT_ON)
    _keep_for_an_order(group, items["Keset bundar"].product, noted)
    bag = items["Tas belanja perca"]
    for pieces in (5, 2):
        sale = selling.sell(item=bag, pieces=pieces, paid_rp=None, noted=noted, today=KEPT_ON)
        if pieces == 5:
            selling.take_back(movement=sale, why="Salah tulis: yang dibeli dua", noted=noted)


def _keep_for_an_order(group: Group, product: Product, noted: Noted) -> None:
    """Some doormats of an open order lie on the shelf already: they are promised to nobody else."""
    lines = OrderLine.objects.of(group.village).filter(
        order__group=group, order__ready_on=KEPT_FOR, product=product
    )
    line = lines.select_related("order__group", "product").get()
    line.village = line.order.village = group.village
    keeping.keep(line=line, pieces=KEPT_PIECES, by=noted.by, at=noted.at, today=noted.on)


def _visit(
    story: Story, group: Group, items: dict[str, stock.Item], *, by: Actor, told: tuple[Any, ...],
    at_stall: tuple[str, str, Place, str],
) -> None:  # fmt: skip
    name, place, side, percent = at_stall
    began = told[0][0]
    stall: Stall = stalls.begin(
        group=group, facts=stalls.Facts(name, place=place, side=side, visit_days=30),
        agreed=stalls.Agreed(Decimal(percent)), synthetic=True, by=by, at=_at(story, began),
        today=began,
    )  # fmt: skip
    for seen, (day, counted) in enumerate(told):
        rows = [
            Row(items[what], None, stays=stays, returned=returned, delivered=delivered)
            for what, (stays, returned, delivered) in counted.items()
        ]
        visits.settle(Sheet(stall, rows, seen, day), by=by, at=_at(story, day), today=day)


def _product(
    group: Group, facts: Facts, *, by: Actor, at: datetime, synthetic: bool = False
) -> Product:
    """Return the product of that name; another part of the story may have told it."""
    known = products.offered(group).filter(name__iexact=facts.name).first()
    return known or products.add(group=group, facts=facts, by=by, at=at, synthetic=synthetic)


def _at(story: Story, day: date) -> datetime:
    return datetime.combine(day, time(9, 15), tzinfo=story.village.zone)
