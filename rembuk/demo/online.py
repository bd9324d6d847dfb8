"""How the tailors of Sukamaju are paid and sell outside the village; invented whole.

The merchant of the QRIS does not exist: its provider is "ID.CO.CONTOH" and its number begins with
99. Of the fees, the row of the village's own is invented too, and its source says so.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from rembuk.cash import expected
from rembuk.cash.lines import Money
from rembuk.cash.purposes import Way
from rembuk.demo.story import Story
from rembuk.shop import own_qris, qris, rates
from rembuk.shop.models import Category, Channel
from rembuk.shop.qris import Field
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.villages.permissions import Office

TAILORS = "Konveksi Melati"
PROPOSED_ON, BILLED_ON, READ_ON = date(2026, 8, 4), date(2026, 10, 19), date(2026, 10, 5)
MERCHANT = (
    Field("00", "01"), Field("01", "11"),
    Field("26", "0012ID.CO.CONTOH01189360099900000000010215ID99000000000010303UMI"),
    Field("51", "0014ID.CO.QRIS.WWW0215ID99000000000010303UMI"),
    Field("52", "5699"), Field("53", "360"), Field("58", "ID"),
    Field("59", "KONVEKSI MELATI REKAAN"), Field("60", "SUKAMAJU"), Field("61", "99999"),
)  # fmt: skip


def tell_sukamaju(story: Story) -> None:
    """The tailors' QRIS, a bill that waits for the treasurer, and a fee somebody looked up."""
    group = Group.objects.of(story.village).get(name=TAILORS)
    chair = Actor(user=story.users["lastri"], office=Office.GROUP_CHAIR)
    treasurer = Actor(user=story.users["rina"], office=Office.TREASURER)
    one = own_qris.propose(
        group=group, text=qris.sealed(MERCHANT), by=chair, at=_at(story, PROPOSED_ON),
        synthetic=True,
    )  # fmt: skip
    own_qris.agree(one=one, by=treasurer, at=_at(story, PROPOSED_ON + timedelta(days=1)))
    money = Money(Way.IN, "Bu Yuni", "sale", 70_000, BILLED_ON, "2 keset bundar")
    expected.expect(
        group=group, money=money, source="shop.qris", by=chair, at=_at(story, BILLED_ON),
        today=BILLED_ON,
    )  # fmt: skip
    told = rates.Told(
        rates.Rate(825, per_order_rp=1250), date(2026, 9, 1),
        "Rekaan untuk contoh: Seller Centre, dibuka 5 Oktober 2026", is_verified=True,
    )  # fmt: skip
    rates.record(
        village=story.village, channel=Channel.SHOPEE, category=Category.HOME, told=told,
        by=story.writer(READ_ON), at=_at(story, READ_ON), today=READ_ON,
    )  # fmt: skip


def _at(story: Story, day: date) -> datetime:
    return datetime.combine(day, time(10, 30), tzinfo=story.village.zone)
