"""The cash of three groups, written through the functions that the pages use.

Of the goats of Jepara the articles say only that they were sold several times around the feasts
(fact 67) and that the members shared equally what they brought, what does not divide staying with
the group (fact 69). How many, for how much, on which day, by how many shared: made up, and each
line says so (sintetis). No source says that anybody counted that box or closed a day or a month,
and a count has no place for such a word: none is told. The purses of Sukamaju are invented whole;
their treasurers close every month in which money moved, up to the last summer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from random import Random
from uuid import NAMESPACE_URL, uuid5

from rembuk.cash import approving, counting, days, limits, lines, months, purse, sheets
from rembuk.cash.lines import Money
from rembuk.cash.models import FACES, CashCount
from rembuk.cash.purposes import Way
from rembuk.demo.story import Story
from rembuk.herd import seasons
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Book
from rembuk.lib.dates import next_month
from rembuk.lib.money import split_evenly
from rembuk.shares import sharing
from rembuk.villages.actors import REMBUK, Actor
from rembuk.villages.models import Group, Village
from rembuk.villages.permissions import Office

SEED = 1101
SYNTHETIC = "sintetis"

# --- Jepara: what is made up adds up to what the case is told with --------------------------------

# Day, how many goats, whole rupiah each: before Idul Adha 2018, Idul Fitri 2019, Idul Adha 2019.
GOAT_SALES = (
    (date(2018, 8, 16), 6, 1_500_000),
    (date(2019, 6, 3), 5, 1_400_000),
    (date(2019, 8, 9), 7, 1_600_000),
)
GOAT_MEMBERS = 10
# Sold and shared, the facilitator said that day (fact 70); when before it nobody wrote down.
SHARED_ON = date(2019, 12, 14)
GOATS_OPENED_ON = date(2018, 1, 1)
GOATS_LIMIT_RP = 5_000_000  # above each share: no source names a treasurer or a limit

# --- Sukamaju -------------------------------------------------------------------------------------

TAILORS, TAILORS_LIMIT_RP = "Konveksi Melati", 1_000_000
HERD, HERD_LIMIT_RP = "Kambing Makmur", 2_000_000
TAILORS_BEGAN_RP = 500_000  # every roll of cloth needed two people, so they agreed on more
TAILORS_FROM, LAST_ON = date(2018, 1, 10), date(2026, 10, 20)
HERD_FROM = date(2018, 3, 5)
# From here on nobody has closed a month yet: who looks around may. Two thousand are missing.
TAILORS_OPEN_FROM, HERD_OPEN_FROM = date(2026, 9, 1), date(2026, 5, 1)
MISSING_ON, MISSING_RP = date(2026, 9, 4), 2_000
MEETING_ON, DUES_RP = date(2026, 10, 17), 20_000
# When uniforms and curtains are ordered: twice in each of these months.
ORDER_MONTHS, ORDER_DAYS = (4, 8, 12), (3, 14)
# Uniforms are bought by parents, or by the committee for them: a school obliges nobody to buy.
OF_SDN_1, OF_SDN_2 = "Komite/orang tua SDN 1 Sukamaju", "Komite/orang tua SDN 2 Sukamaju"
OF_PAUD = "Orang tua PAUD Cerah"
BUYERS = (OF_SDN_1, OF_SDN_2, OF_PAUD, "Warung Bu Lastri", "Bu Sumiati")
HERD_MEMBERS = 7
FEED_RP = 100_000
# From 2023 on half is shared equally and half by turns of feed, as the members agreed.
HERD_TURNS = {
    2023: (52, 49, 55, 41, 53, 58, 47),
    2024: (51, 53, 60, 38, 50, 61, 52),
    2025: (52, 47, 57, 44, 54, 55, 51),
    2026: (30, 28, 33, 25, 31, 34, 29),
}


class Teller:
    """Writes one purse of a village: who signs, when, and under which key, all of it told again."""

    def __init__(self, group: Group, *, village: Village) -> None:
        self.group, self.village = group, village
        self.told = 0

    def signed(self, by: Actor, day: date, *, at: datetime | None = None) -> Signed:
        """Sign as a person does at ten in the morning."""
        self.told += 1
        key = uuid5(NAMESPACE_URL, f"{self.village.slug}/{self.group.name}/{self.told}")
        ten = datetime.combine(day, time(10), tzinfo=self.village.zone)
        return Signed(by=by, at=at or ten, request_id=key)

    def open(
        self, *, on: date, counted_rp: int, limit_rp: int, signed: Signed, today: date
    ) -> None:
        """Open the purse."""
        self.book: Book = purse.open_purse(
            group=self.group, beginning=purse.Beginning(on, counted_rp, limit_rp), signed=signed,
            today=today,
        )  # fmt: skip


def tell_goats(village: Village, *, group_name: str, at: datetime, today: date) -> Book:
    """Tell the case: 18 sales, ten equal shares; what does not divide stays with the group."""
    group = Group.objects.of(village).get(name=group_name)
    teller = Teller(group, village=village)

    def tell(way: Way, purpose: str, *, party: str, amount_rp: int, on: date) -> None:
        money = Money(way, f"{party} ({SYNTHETIC})", purpose, amount_rp, on, memo=SYNTHETIC)
        signed = teller.signed(REMBUK, on, at=at)
        lines.record(book=teller.book, money=money, signed=signed, today=today)

    teller.open(
        on=GOATS_OPENED_ON, counted_rp=0, limit_rp=GOATS_LIMIT_RP,
        signed=teller.signed(REMBUK, today, at=at), today=today,
    )  # fmt: skip
    for on, count, each_rp in GOAT_SALES:
        for _goat in range(count):
            tell(Way.IN, "sale", party="Pembeli kambing", amount_rp=each_rp, on=on)
    share, _stays = split_evenly(sum(n * each for _on, n, each in GOAT_SALES), GOAT_MEMBERS)
    for number in range(1, GOAT_MEMBERS + 1):
        tell(Way.OUT, "share", party=f"Anggota {number}", amount_rp=share, on=SHARED_ON)
    return teller.book


def tell_tailors(story: Story) -> Book:
    """Tell nearly nine years of sales, cloth and wages, with what goes wrong in any purse."""
    rina, lastri = _actor(story, "rina", Office.TREASURER), _actor(story, "lastri")
    teller = Teller(Group.objects.of(story.village).get(name=TAILORS), village=story.village)
    teller.open(
        on=TAILORS_FROM, counted_rp=1_500_000, limit_rp=TAILORS_BEGAN_RP,
        signed=teller.signed(lastri, TAILORS_FROM), today=TAILORS_FROM,
    )  # fmt: skip
    _agree(teller, TAILORS_LIMIT_RP, asks=lastri, agrees=rina, on=TAILORS_FROM + timedelta(days=9))
    orders = _orders(Random(SEED))
    _tell_and_close(teller, orders, by=rina, chair=lastri, open_from=TAILORS_OPEN_FROM)
    machine = Money(Way.OUT, "Toko Mesin Jaya", "tools", 3_200_000, date(2026, 9, 3), memo="Obras")
    _tell(teller, machine, by=rina, chair=lastri, why_not="Tunggu rapat anggota hari Sabtu.")
    why = "Kembalian belanja belum ketemu."
    missing = _count(teller, by=rina, on=MISSING_ON, missing_rp=MISSING_RP, reason=why)
    days.close(count=missing, signed=teller.signed(rina, MISSING_ON), today=MISSING_ON)
    _meet(teller, by=rina, on=MEETING_ON)
    wrong = Money(Way.IN, OF_PAUD, "sale", 450_000, LAST_ON)
    entry = lines.record(
        book=teller.book, money=wrong, signed=teller.signed(rina, LAST_ON), today=LAST_ON
    )
    lines.take_back(
        book=teller.book, number=entry.sequence, reason="Jumlahnya keliru, seharusnya 45.000.",
        signed=teller.signed(rina, LAST_ON), today=LAST_ON,
    )  # fmt: skip
    right = Money(Way.IN, OF_PAUD, "sale", 45_000, LAST_ON)
    _tell(teller, right, by=rina, chair=lastri)
    _count(teller, by=rina, on=LAST_ON)
    return teller.book


def tell_herd(story: Story) -> Book:
    """Tell a sale of goats each year, less feed, shared by seven; what does not divide stays."""
    slamet, karto = _actor(story, "slamet", Office.TREASURER), _actor(story, "karto")
    teller = Teller(Group.objects.of(story.village).get(name=HERD), village=story.village)
    teller.open(
        on=HERD_FROM, counted_rp=250_000, limit_rp=HERD_LIMIT_RP,
        signed=teller.signed(karto, HERD_FROM), today=HERD_FROM,
    )  # fmt: skip
    sales = _sales(Random(SEED))
    _tell_and_close(teller, sales, by=slamet, chair=karto, open_from=HERD_OPEN_FROM)
    return teller.book


def herd_sales() -> list[Money]:
    """Return the sales of goats that the purse of the example tells of, one a year."""
    return [money for money in _sales(Random(SEED)) if money.purpose == "sale"]


def _sales(rng: Random) -> Iterator[Money]:
    """Once a year, in the days before Eid al-Adha, goats are sold, and what is left is shared."""
    for year in range(2019, 2027):
        feast_on = seasons.proclaimed(seasons.ADHA, year=year)[0]
        sold_on = feast_on - timedelta(days=rng.randrange(4, 13))
        sold = rng.randrange(2_000, 9_000, 50) * 1000
        sale = Money(Way.IN, "Panitia kurban", "sale", sold, sold_on)
        feed = Money(Way.OUT, "Warung Pakan", "materials", FEED_RP, sold_on + timedelta(days=1))
        shares = [
            Money(Way.OUT, f"Anggota {number}", "share", share_rp, sold_on + timedelta(days=3))
            for number, share_rp in enumerate(_shares(year, sold - FEED_RP), start=1)
        ]
        yield from (sale, feed, *shares)


def _shares(year: int, left_rp: int) -> list[int]:
    """Return each member's share: equal, and from 2023 on half of it by turns."""
    turns = HERD_TURNS.get(year)
    if turns is None:
        return [split_evenly(left_rp, HERD_MEMBERS)[0]] * HERD_MEMBERS
    half = Fraction(1, 2)
    weights = [half / HERD_MEMBERS + half * one / sum(turns) for one in turns]
    return sharing.share_down(left_rp, weights).each


def _orders(rng: Random) -> Iterator[Money]:
    """Two orders in three months of each year: one is paid, cloth bought, wages given."""
    years = range(TAILORS_FROM.year, LAST_ON.year + 1)
    days_ = (date(y, month, day) for y in years for month in ORDER_MONTHS for day in ORDER_DAYS)
    for day in (one for one in days_ if one < LAST_ON):
        sold = rng.randrange(900, 3_200, 50) * 1000
        cloth, wages = (sold * rng.randrange(36, 44) // 100 // 1000 * 1000 for _way in range(2))
        yield Money(Way.IN, rng.choice(BUYERS), "sale", sold, day)
        yield Money(Way.OUT, "Toko Kain Maju", "materials", cloth, day + timedelta(days=2))
        yield Money(Way.OUT, "Para penjahit", "wages", wages, day + timedelta(days=5))


def _tell_and_close(
    teller: Teller, moneys: Iterable[Money], *, by: Actor, chair: Actor, open_from: date
) -> None:
    """Record money on its day; as soon as a month is over, close the last one with lines."""
    last = teller.book.begins_on
    for money in moneys:
        if money.on >= next_month(last) and last < open_from:
            _close(teller, by=by, chair=chair, last_on=last)
        _tell(teller, money, by=by, chair=chair)
        last = money.on
    if last < open_from:
        _close(teller, by=by, chair=chair, last_on=last)


def _close(teller: Teller, *, by: Actor, chair: Actor, last_on: date) -> None:
    """Count the box on the last day with lines and close it; two days into the next, the month."""
    book, first = teller.book, last_on.replace(day=1)
    count = _count(teller, by=by, on=last_on)
    days.close(count=count, signed=teller.signed(by, last_on), today=last_on)
    today = next_month(last_on) + timedelta(days=2)
    at = teller.signed(by, today).at
    months.propose(book=book, first=first, by=by, at=at, today=today)
    confirmed_at = at + timedelta(hours=3)
    months.confirm(book=book, first=first, by=chair, at=confirmed_at, today=today)


def _tell(teller: Teller, money: Money, *, by: Actor, chair: Actor, why_not: str = "") -> None:
    """Record money on its day; from the limit on the chair approves it, or says why not."""
    book, on = teller.book, money.on
    signed = teller.signed(by, on)
    if not lines.needs_second(book, money):
        lines.record(book=book, money=money, signed=signed, today=on)
        return
    asked = lines.ask(book=book, money=money, signed=signed, today=on)
    decided_at = signed.at + timedelta(hours=3)
    if why_not:
        approving.refuse(asked=asked, reason=why_not, by=chair, at=decided_at)
    else:
        approving.approve(
            asked=asked, asked_hash=asked.asked_hash, by=chair, at=decided_at, today=on
        )


def _meet(teller: Teller, *, by: Actor, on: date) -> None:
    """Write down what each member brought to a meeting, all on one sheet."""
    members = sheets.members_of(teller.group, on=on)
    moneys = [
        Money(
            Way.IN, one.name, "contribution", DUES_RP, on, memo="Rapat bulanan",
            resident_id=one.resident_id,
        )
        for one in members.people
    ]  # fmt: skip
    sheets.record(book=teller.book, moneys=moneys, signed=teller.signed(by, on), today=on)


def _agree(teller: Teller, limit_rp: int, *, asks: Actor, agrees: Actor, on: date) -> None:
    """Agree on another limit, two hours after it was asked for."""
    at = teller.signed(asks, on).at
    why = "Rapat anggota: hampir setiap pembelian kain perlu dua orang."
    change = limits.propose(book=teller.book, limit_rp=limit_rp, reason=why, by=asks, at=at)
    limits.agree(change=change, by=agrees, at=at + timedelta(hours=2))


def _count(
    teller: Teller, *, by: Actor, on: date, missing_rp: int = 0, reason: str = ""
) -> CashCount:
    """Count the box on a day: what the book says, less what is missing, in the largest notes."""
    said = counting.expected(teller.book, on)
    left = said - missing_rp
    pieces = {}
    for face in sorted(FACES, reverse=True):
        pieces[face], left = divmod(left, face)
    return counting.record(
        book=teller.book, counted=counting.Counted(on, pieces, left), seen_rp=said, reason=reason,
        signed=teller.signed(by, on), today=on,
    )  # fmt: skip


def _actor(story: Story, username: str, office: Office = Office.GROUP_CHAIR) -> Actor:
    return Actor(user=story.users[username], office=office)
