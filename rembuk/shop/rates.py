"""Fee tables of marketplaces: dated, with a source, and never older than they say.

What is known when Rembuk is made stands here; a village records what it reads itself, and its row
takes the place of ours from its day on. A row nobody of the village has looked up is "unverified",
and one that is older than half a year says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.shop.fees import Fees, left_of_a_rupiah
from rembuk.shop.models import Category, Channel, FeeRate
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

OLD_DAYS = 180
NEAR_ALL = Fraction(1, 10)  # a channel that leaves less of a rupiah is mistyped


@dataclass(frozen=True)
class Rate:
    """What a channel takes: hundredths of a percent, and whole rupiah."""

    commission_bp: int
    extra_bp: int = 0
    extra_cap_rp: int | None = None
    preorder_bp: int = 0
    per_order_rp: int = 0

    def fees(self, *, to_order: bool) -> Fees:
        """Return what is taken of one order; what is made to order costs more at some."""
        percent = self.commission_bp + (self.preorder_bp if to_order else 0)
        return Fees(
            Fraction(percent, 100), Fraction(self.extra_bp, 100), self.extra_cap_rp,
            self.per_order_rp,
        )  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A rate with what makes it believable."""

    rate: Rate
    valid_from: date
    source: str
    is_verified: bool = False


@dataclass(frozen=True)
class Row:
    """The rate that holds for a channel and a category on a day."""

    channel: Channel
    category: Category
    told: Told
    is_ours: bool  # came with Rembuk
    looked_up_on: date

    def is_old(self, *, on: date) -> bool:
        """Tell whether nobody has looked it up for half a year."""
        return (on - self.looked_up_on).days > OLD_DAYS


_ORDER = "Rp1.250 per pesanan selesai sejak Juli-Agustus 2025"
_SHOPEE = (
    "Seller Centre Shopee, tabel non-Star, Januari 2026: {range}; tertinggi dipakai. " + _ORDER
)
_TIKTOK = (
    "Blog penjual Tokopedia/TikTok, 2026: komisi {range}; biaya dinamis 4-6% paling banyak"
    " Rp40.000. " + _ORDER
)
_UNTIL = "1-10%, kelas 10% menjadi 8% sampai 10 Februari 2026"
SHOPEE_2026, TIKTOK_LOW, TIKTOK_FULL, TIKTOK_OTHER = (
    date(2026, 1, 1), date(2026, 1, 1), date(2026, 2, 11), date(2026, 2, 13),
)  # fmt: skip
# Read off in 2026, the oldest first. Ranges are told by their highest: what is left is then not
# less than shown. Before its first day nothing is known of a row, and nothing is said.
_HIGH = tuple(
    Told(Rate(percent_bp, 600, 40_000, 300, 1250), since, _TIKTOK.format(range=told))
    for percent_bp, since, told in ((800, TIKTOK_LOW, _UNTIL), (1000, TIKTOK_FULL, "1-10%"))
)
KNOWN: dict[tuple[Channel, Category], tuple[Told, ...]] = {
    (Channel.SHOPEE, Category.CLOTHES): (
        Told(Rate(900, per_order_rp=1250), SHOPEE_2026, _SHOPEE.format(range="mode 4,25-9%")),
    ),
    (Channel.SHOPEE, Category.HOME): (
        Told(
            Rate(1000, per_order_rp=1250), SHOPEE_2026, _SHOPEE.format(range="gaya hidup 2,5-10%")
        ),
    ),
    # Nobody of us read the rates of other goods there: the highest of what was read stands in.
    (Channel.SHOPEE, Category.OTHER): (
        Told(
            Rate(1000, per_order_rp=1250),
            SHOPEE_2026,
            "Belum dibaca untuk barang lain; dipakai yang tertinggi dari tabel mode dan gaya hidup,"
            " Januari 2026. " + _ORDER,
        ),
    ),
    (Channel.TIKTOK, Category.CLOTHES): _HIGH,
    (Channel.TIKTOK, Category.HOME): _HIGH,
    (Channel.TIKTOK, Category.OTHER): (
        Told(Rate(697, 600, 40_000, 300, 1250), TIKTOK_OTHER, _TIKTOK.format(range="6,97%")),
    ),
}


@transaction.atomic
def record(
    *, village: Village, channel: str, category: str, told: Told, by: Actor, today: date,
    at: datetime,
) -> FeeRate:  # fmt: skip
    """Record what somebody read. Errors: Refused without a source, or where nothing is left."""
    source = clean_text(told.source)[0]
    if not source:
        raise Refused(_("Write where you read it: the page and the day."))
    left = left_of_a_rupiah(told.rate.fees(to_order=True))
    if left < NEAR_ALL:
        raise Refused(_("So much would be taken that nearly nothing is left. Check the percents."))
    row = FeeRate.objects.create(
        village=village, channel=Channel(channel), category=Category(category),
        valid_from=told.valid_from, source=source, is_verified=told.is_verified,
        recorded_on=today, recorded_by=by.user, **vars(told.rate),
    )  # fmt: skip
    audit.record(village=village, verb="shop.fee_recorded", subject=row, by=by, at=at)
    return row


def table(village: Village, *, on: date) -> list[Row]:
    """Return what holds on a day for every channel and category, in their order.

    A row of which nothing was known on that day is left out: a later rate is none of that day's.
    """
    newest: dict[tuple[str, str], FeeRate] = {}
    rows = FeeRate.objects.of(village).filter(valid_from__lte=on)
    for row in rows.order_by("valid_from", "pk"):
        newest[row.channel, row.category] = row
    found = (
        _row(channel, category, newest.get((channel, category)), on=on)
        for channel in Channel
        for category in Category
    )
    return [row for row in found if row]


def of_category(rows: Iterable[Row], category: str) -> list[Row]:
    """Return what each channel takes of one category."""
    return [row for row in rows if row.category == category]


def _stands(own: FeeRate, ours: Told) -> bool:
    """Tell whether a village's row is told, not ours: it holds later, or was read at the source.

    Who verified a row after ours began has seen what ours only tells from hearsay.
    """
    if own.valid_from >= ours.valid_from:
        return True
    return own.is_verified and not ours.is_verified and own.recorded_on >= ours.valid_from


def _row(channel: Channel, category: Category, own: FeeRate | None, *, on: date) -> Row | None:
    known = [one for one in KNOWN[channel, category] if one.valid_from <= on][-1:]
    if known and (own is None or not _stands(own, known[0])):
        return Row(channel, category, known[0], is_ours=True, looked_up_on=known[0].valid_from)
    if own is None:
        return None
    rate = Rate(
        own.commission_bp, own.extra_bp, own.extra_cap_rp, own.preorder_bp, own.per_order_rp
    )
    told = Told(rate, own.valid_from, own.source, own.is_verified)
    return Row(channel, category, told, is_ours=False, looked_up_on=own.recorded_on)
