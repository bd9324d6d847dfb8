"""What was left of a goat: its price less the costs that somebody wrote down."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from rembuk.cash import expected, lines, purse
from rembuk.cash.lines import Money
from rembuk.cash.purposes import Way
from rembuk.herd import animals, margins
from rembuk.herd.animals import Coming, Facts
from rembuk.herd.models import Kind
from rembuk.herd.tests.pens import SIGNED, TODAY, came, happened
from rembuk.herd.tests.test_pages import address, sent, text
from rembuk.herd.tests.test_sales import MAY, sold
from rembuk.ledger.posting import Signed as LedgerSigned
from rembuk.villages.actors import Actor
from rembuk.villages.tests.counting import few_queries

OPENED = date(2026, 4, 20)


def signed(user, office):
    return LedgerSigned(by=Actor(user=user, office=office), at=SIGNED.at, request_id=uuid4())


def opened(world, goats):
    beginning = purse.Beginning(OPENED, 500_000, 5_000_000)
    chair = signed(world.budi, "GROUP_CHAIR")
    return purse.open_purse(group=goats, beginning=beginning, signed=chair, today=TODAY)


def paid_for_feed(world, book, on, amount_rp):
    money = Money(Way.OUT, "Toko pakan", "materials", amount_rp, on)
    return lines.record(book=book, money=money, signed=signed(world.rina, "TREASURER"), today=TODAY)


def bought(goats, tag, price_rp):
    coming = Coming(Kind.BOUGHT, OPENED, price_rp=price_rp)
    return animals.add(group=goats, facts=Facts(sex="M", tag=tag), coming=coming, signed=SIGNED)


def test_only_what_was_written_down_counts_as_a_cost(goats, world):
    granted, unknown = came(goats, "K1"), came(goats, "K2", kind=Kind.HERE)
    happened(granted, Kind.TREATED, date(2026, 4, 1), medicine="Obat cacing", price_rp=15_000)
    happened(granted, Kind.TREATED, date(2026, 4, 2), medicine="Vaksin dinas", price_rp=0)
    happened(unknown, Kind.TREATED, date(2026, 4, 1), medicine="Obat cacing")
    sold(goats, [granted, unknown], price_rp=3_000_000)
    found = {one.animal: one for one in margins.of(goats, on=TODAY).sold}
    assert found[granted].costs == (0, 15_000, None)
    assert found[granted].left_rp == 1_485_000
    assert found[unknown].costs == (None, None, None)
    told = margins.of(goats, on=TODAY)
    assert (told.mean_rp, told.whole, told.feed_rp) == (None, [], None)
    assert not margins.of(goats, on=date(2026, 5, 19)).sold


def test_feed_is_shared_out_by_days_to_the_whole_rupiah(goats, world):
    book = opened(world, goats)
    sold_soon, stays = bought(goats, "K1", 1_000_000), bought(goats, "K2", 1_000_000)
    sale = sold(goats, [sold_soon], price_rp=900_000)
    paid_for_feed(world, book, MAY, 90_000)
    wrong = paid_for_feed(world, book, MAY, 1_000)
    lines.take_back(
        book=book, number=wrong.sequence, reason="Keliru", signed=signed(world.rina, "TREASURER"),
        today=TODAY,
    )  # fmt: skip
    told = margins.of(goats, on=TODAY)
    (one,) = told.sold
    days = [(MAY - OPENED).days + 1, (TODAY - OPENED).days + 1]
    assert told.feed_rp == 90_000
    assert one.feed_rp == round(90_000 * days[0] / sum(days))
    assert one.left_rp == told.mean_rp == 900_000 - 1_000_000 - one.feed_rp
    assert not one.is_paid
    treasurer = signed(world.rina, "TREASURER")
    expected.book(one=sale.expected, book=book, on=MAY, signed=treasurer, today=TODAY)
    assert margins.of(goats, on=TODAY).sold[0].is_paid
    assert stays.events.filter(kind=Kind.BOUGHT).exists()


def test_the_page_says_where_evidence_is_missing(karto, goats, world):
    assert "Belum ada yang dijual" in text(karto.get(address(goats, "margins")))
    goat, other = came(goats, "K1"), came(goats, "K2")
    cure = {"medicine": "Obat cacing", "price_rp": "25rb"}
    assert sent(karto, address(goats, "treatment", other.pk), **cure).redirect_chain
    assert other.events.get(kind=Kind.TREATED).price_rp == 25_000
    happened(goat, Kind.TREATED, date(2026, 11, 1), medicine="Obat cacing", price_rp=25_000)
    sold(goats, [goat], on=TODAY)
    with few_queries():
        page = text(karto.get(address(goats, "margins")))
    assert "belum ada bukti" in page
    assert "Rp1.475.001" in page
    assert "belum di kas" in page
