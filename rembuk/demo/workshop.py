"""What the tailors of the two villages make, and for whom.

The case's articles name what was made: doormats in four shapes, clothes, school uniforms, kebaya
and flags (facts 49 and 50), to order only (fact 52). No price, customer or order is told: none is
made up. Remnants came straight from textile shops (fact 51), how many kilos and for how much is
not told either. Sukamaju is invented whole: each sale of its purse is an order that was handed over
on that day, so that order book and cash tell the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from rembuk.cash import expected
from rembuk.cash.purposes import Way
from rembuk.demo.purses import OF_PAUD, OF_SDN_1, OF_SDN_2
from rembuk.demo.story import Story
from rembuk.enterprise import members, products
from rembuk.enterprise.models import Membership, Product
from rembuk.ledger import books, reading
from rembuk.ledger.reading import Book, Line
from rembuk.villages.actors import REMBUK, Actor
from rembuk.villages.models import Group, Village
from rembuk.villages.permissions import Office
from rembuk.workshop import capacity, material, orders, payments, rates, sizes, stages, wages, work
from rembuk.workshop.customers import Buyer
from rembuk.workshop.models import Material, Operation, Order, Stage
from rembuk.workshop.work import Sewn

SEED = 4401
CASE_PRODUCTS = (
    "Keset bundar", "Keset persegi panjang", "Keset Keroppi", "Keset Doraemon", "Pakaian",
    "Seragam sekolah", "Kebaya", "Bendera dan umbul-umbul",
)  # fmt: skip

TAILORS = "Konveksi Melati"
FIRST_ON, LAST_ON = date(2018, 1, 10), date(2026, 10, 20)
# Product, whole rupiah for one, minutes it takes here.
MADE = (
    ("Keset bundar", 25_000, 18),
    ("Seragam SD", 50_000, 36),
    ("Baju olahraga", 75_000, 30),
    ("Kebaya", 250_000, 210),
    ("Bendera 60 x 90", 25_000, 12),
)
OF_MI = "Orang tua MI Nurul Iman"
BOUGHT = {OF_PAUD: "Baju olahraga", "Warung Bu Lastri": "Keset bundar", "Bu Sumiati": "Kebaya"}
# Work, wages for a piece in whole rupiah since 2018 and since 2023.
WORK = (("Potong kain", 1_500, 2_000), ("Jahit", 8_000, 10_000), ("Penyelesaian", 1_000, 1_500))
RAISED_ON = date(2023, 1, 2)
CLOTH, CLOTH_RP, CLOTH_SHOP = "Katun putih", 25_000, "Toko Kain Maju"  # whole rupiah a metre
CLOTH_FROM = date(2024, 1, 1)  # since then what is bought and used is written down
PIECE_MILLI = 900  # so many millimetres a piece
REMNANTS, REMNANTS_RP = "Kain perca", 15_000  # whole rupiah a kilo
MAT, MAT_MILLI = "Keset bundar", 600  # so many grams of remnants a mat
CHILDREN = "Ani Lestari M\nBagas L\nCitra Dewi M\nDimas Aji S\nEka Putri M\nFajar L"
SEWN_DAYS = 12  # so long before it is handed over an order of the past was taken
# What is open in the last days: who, what, how many, down payment, begun, ready, steps after it.
OPEN: tuple[tuple[str, str, int, int, date, date, tuple[Stage, ...]], ...] = (
    (OF_SDN_2, "Seragam SD", 60, 1_000_000, date(2026, 9, 28), date(2026, 11, 12),
     (Stage.CUTTING, Stage.SEWING)),
    ("Bu Sumiati", "Kebaya", 2, 200_000, date(2026, 10, 1), date(2026, 11, 24),
     (Stage.CUTTING, Stage.SEWING, Stage.FITTING)),
    (OF_PAUD, "Baju olahraga", 24, 500_000, date(2026, 10, 6), date(2026, 11, 27),
     (Stage.CUTTING,)),
    ("Karang Taruna RT 004", "Bendera 60 x 90", 30, 0, date(2026, 10, 9), date(2026, 12, 4), ()),
    ("Pak Darto", "Baju olahraga", 12, 300_000, date(2026, 10, 12), date(2026, 12, 11), ()),
    ("Warung Bu Lastri", "Keset bundar", 20, 0, date(2026, 10, 14), date(2026, 11, 23),
     (Stage.SEWING, Stage.FINISHING)),
)  # fmt: skip
ASKED = ((OF_MI, "Baju olahraga", 6), ("Bu Ratna", "Kebaya", 1))
CALLED_OFF = (
    (
        "Orang tua SMP Terbuka",
        "Baju olahraga",
        40,
        date(2024, 5, 13),
        "Orang tua memilih penjahit di kota.",
    ),
    ("Karang Taruna", "Bendera 60 x 90", 50, date(2026, 7, 6), "Panitia memakai bendera lama."),
)


def tell_case(village: Village, *, group_name: str, at: datetime) -> None:
    """Tell what the case's tailors make; the price of nothing is told."""
    group = Group.objects.of(village).get(name=group_name)
    for name in CASE_PRODUCTS:
        _product(group, products.Facts(name), by=REMBUK, at=at)
    material.name_material(group=group, name=REMNANTS, unit="KILO", by=REMBUK, at=at)


def tell(story: Story) -> None:
    """Tell nearly nine years of orders, each sale of the purse among them."""
    group = Group.objects.of(story.village).get(name=TAILORS)
    book = books.book_of(group)
    assert book is not None
    Teller(story, group, book).tell()


class Teller:
    """Writes the order book of one group: the chair signs, at ten in the morning."""

    def __init__(self, story: Story, group: Group, book: Book) -> None:
        self.village, self.group, self.book = story.village, group, book
        self.group.village = story.village
        self.rng = Random(SEED)
        self.chair = Actor(user=story.users["lastri"], office=Office.GROUP_CHAIR)
        self.rina = Actor(user=story.users["rina"], office=Office.TREASURER)

    def tell(self) -> None:
        """Tell everything, in the order of its days."""
        began = self.said(FIRST_ON)
        self.made = {
            name: _product(
                self.group, products.Facts(name, price_rp=price), by=self.chair, at=began["at"]
            )
            for name, price, _minutes in MADE
        }
        self.work = [self._operation(name, before, after) for name, before, after in WORK]
        sales = [
            line
            for line in reading.lines_between(self.book, since=FIRST_ON, until=LAST_ON)
            if line.kind == Way.IN and line.taken_back_by is None and line.in_rp % 50_000 == 0
            and line.party in {*BOUGHT, OF_SDN_1, OF_SDN_2}
        ]  # fmt: skip
        self.cloth = material.name_material(
            group=self.group, name=CLOTH, unit="METRE", **self.said(CLOTH_FROM)
        )
        self.remnants = material.name_material(
            group=self.group, name=REMNANTS, unit="KILO", **self.said(CLOTH_FROM)
        )
        self.sewed = ""  # what the last order of the past was
        bought = [
            line
            for line in reading.lines_between(self.book, since=CLOTH_FROM, until=LAST_ON)
            if line.kind == Way.OUT and line.party == CLOTH_SHOP and line.taken_back_by is None
        ]
        for line in sorted([*sales, *bought], key=lambda one: (one.on, one.number)):
            if line.kind == Way.IN:
                self._past(line)
            else:
                self._buy(line)
        for who, what, count, day, why in CALLED_OFF:
            one = self._take(who, what, count, on=day, ready=day + timedelta(days=30))
            off = day + timedelta(days=4)
            orders.call_off(order=one, why=why, **self.said(off), today=off)
        self._open()

    def said(self, day: date) -> dict[str, Any]:
        """Who signs, and when."""
        return {
            "by": self.chair,
            "at": datetime(day.year, day.month, day.day, 10, tzinfo=self.zone),
        }

    @property
    def zone(self) -> Any:
        """The clock of the village."""
        return self.village.zone

    def _operation(self, name: str, before_rp: int, after_rp: int) -> Operation:
        one = rates.begin(
            group=self.group, name=name, rate_rp=before_rp, since=FIRST_ON, **self.said(FIRST_ON)
        )
        rates.change(operation=one, rate_rp=after_rp, since=RAISED_ON, **self.said(RAISED_ON))
        return one

    def _take(
        self, who: str, what: str, count: int, *, on: date, ready: date, down_rp: int = 0,
        price_rp: int | None = None,
    ) -> Order:  # fmt: skip
        usual = next(each for name, each, _minutes in MADE if name == what)
        line = orders.Line(what, count, price_rp or usual, product=self.made[what])
        terms = orders.Terms(ready, down_rp)
        return orders.take(
            group=self.group, customer=_buyer(who), lines=[line], terms=terms,
            **self.said(on), today=on,
        )  # fmt: skip

    def _past(self, line: Line) -> None:
        """Tell the order that a sale in the purse was the end of."""
        what = BOUGHT.get(line.party, "Seragam SD")
        price = next(each for name, each, _minutes in MADE if name == what)
        if line.in_rp % price:
            what, price = "Seragam SD", 50_000
        begun = max(line.on - timedelta(days=SEWN_DAYS), FIRST_ON)
        one = self._take(
            line.party, what, line.in_rp // price, on=begun, ready=line.on, price_rp=price
        )
        sewn_on = begun + (line.on - begun) / 2
        self._step(one, Stage.SEWING, on=sewn_on)
        self.sewed = what
        cloth, each_milli = self._material_of(what)
        needed = line.in_rp // price * each_milli
        if sewn_on >= CLOTH_FROM and material.there_milli(cloth) >= needed:
            material.use(
                material=cloth, order=one, amount_milli=needed, **self.said(sewn_on),
                today=sewn_on,
            )  # fmt: skip
        self._sew(one, what, line.in_rp // price, on=sewn_on)
        rest_rp = payments.sums_of(one).left_rp or 0
        orders.move(
            order=one, to=Stage.DELIVERED, paid_rp=rest_rp, **self.said(line.on), today=line.on
        )
        for told in payments.of(one):
            rina = {**self.said(line.on), "by": self.rina}
            expected.match(one=told.payment.expected, book=self.book, line_no=line.number, **rina)

    def _buy(self, line: Line) -> None:
        """Tell the cloth that a line of the purse paid for; after mats, remnants by the kilo."""
        cloth, _each = self._material_of(self.sewed)
        price_rp = REMNANTS_RP if cloth == self.remnants else CLOTH_RP
        what = material.Bought(line.amount_rp * 1_000 // price_rp, line.amount_rp, CLOTH_SHOP)
        move = material.buy(material=cloth, bought=what, **self.said(line.on), today=line.on)
        assert move.expected is not None
        rina = {**self.said(line.on), "by": self.rina}
        expected.match(one=move.expected, book=self.book, line_no=line.number, **rina)

    def _material_of(self, what: str) -> tuple[Material, int]:
        """Return what a piece is made of, and how many thousandths of its unit."""
        return (self.remnants, MAT_MILLI) if what == MAT else (self.cloth, PIECE_MILLI)

    def _sew(self, order: Order, what: str, count: int, *, on: date) -> None:
        """Let two or three members do every work of an order, with the clock in the last years."""
        sewers = members.standing(self.group, on=on).now
        chosen = self.rng.sample(sewers, min(len(sewers), self.rng.choice((2, 3))))
        minutes = next(takes for name, _price, takes in MADE if name == what)
        for operation, part in zip(self.work, (15, 70, 15), strict=True):
            for place, one in enumerate(chosen):
                pieces = count // len(chosen) if place else count - _by_others(count, chosen)
                if not pieces:
                    continue
                took = pieces * minutes * part * self.rng.randrange(90, 115) // 10_000
                timed = on.year >= LAST_ON.year - 1 and took > 0
                sewn = Sewn(one, operation, pieces, minutes=took if timed else None)
                work.record(group=self.group, order=order, sewn=sewn, **self.said(on), today=on)

    def _step(self, order: Order, to: Stage, *, on: date) -> None:
        orders.move(order=order, to=to, **self.said(on), today=on)

    def _open(self) -> None:
        """Tell what is open in the last days, the wishes, and what the group agreed on its pace."""
        agreed = date(2026, 1, 5)
        capacity.agree(
            group=self.group, minutes_a_day=240, days_a_week=6, efficiency_percent=50,
            **self.said(agreed), today=agreed,
        )  # fmt: skip
        for who, what, count, down_rp, begun, ready, steps in OPEN:
            one = self._take(who, what, count, on=begun, ready=ready, down_rp=down_rp)
            for number, step in enumerate(steps, start=1):
                self._step(one, step, on=begun + timedelta(days=2 * number))
            if Stage.SEWING in steps:
                self._begin_sewing(one, on=begun + timedelta(days=2 * len(steps)))
        wages.ask(
            group=self.group,
            since=date(2026, 10, 1),
            until=date(2026, 10, 31),
            **self.said(LAST_ON),
            today=LAST_ON,
        )
        for who, what, count in ASKED:
            line = orders.Line(what, count, product=self.made[what])
            one = orders.enquire(
                group=self.group, customer=_buyer(who), lines=[line],
                **self.said(LAST_ON), today=LAST_ON,
            )  # fmt: skip
            self._measure(one, what)
        capacity.estimate(
            group=self.group, what="Bendera 60 x 90", minutes=12, **self.said(LAST_ON)
        )

    def _measure(self, order: Order, what: str) -> None:
        """Put a class into the wish of parents, and the measures of one person into any other."""
        said = self.said(LAST_ON)
        if what == "Kebaya":
            ratna = {"chest": 920, "waist": 780, "hips": 960, "shoulder": 380, "sleeve": 540}
            sizes.measure(
                customer=order.customer, person="Bu Ratna", parts_mm=ratna, **said, today=LAST_ON
            )
            return
        sizes.add_class(
            order=order, thing=sizes.Thing("Seragam SD", 50_000, self.made["Seragam SD"]),
            class_name="4A",
            children=sizes.read_class(CHILDREN), **said,
        )  # fmt: skip

    def _begin_sewing(self, order: Order, *, on: date) -> None:
        """Two members have sewn a third of it each; a few pieces were not good."""
        sewers = members.standing(self.group, on=on).now[:2]
        count = stages.lines_of(order)[0].quantity // 3
        for one in sewers if count else []:
            bad = 1 if count > 5 else 0
            sewn = Sewn(one, self.work[1], count, rejected=bad)
            work.record(group=self.group, order=order, sewn=sewn, **self.said(on), today=on)


# Where customers live, of some of them: a group seldom asks everybody.
PLACES = {
    OF_SDN_1: "HERE", OF_SDN_2: "HERE", "Karang Taruna": "HERE", OF_MI: "AWAY", "Bu Ratna": "AWAY",
}  # fmt: skip
PHONES = {
    who: f"0899000{number:05d}"
    for number, who in enumerate(
        sorted({
            *BOUGHT, OF_SDN_1, OF_SDN_2, *(one[0] for one in OPEN),
            *(one[0] for one in ASKED), *(one[0] for one in CALLED_OFF),
        }), start=101
    )
}  # fmt: skip


def _by_others(count: int, chosen: Sequence[Membership]) -> int:
    """Return what all but the first of several do of some pieces; she does what is left."""
    return count // len(chosen) * (len(chosen) - 1)


def _product(group: Group, facts: products.Facts, *, by: Actor, at: datetime) -> Product:
    """Return a product of this name, which another part of the story may have told already."""
    known = products.offered(group).filter(name=facts.name).first()
    return known or products.add(group=group, facts=facts, by=by, at=at)


def _buyer(who: str) -> Buyer:
    return Buyer(who, PHONES[who], place=PLACES.get(who, ""))
