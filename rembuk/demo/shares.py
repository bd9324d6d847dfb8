"""How the groups of the two villages divide: the case's goats, and two invented groups.

Of the case the articles say that the goat group shared equally what the goats brought (fact 69),
and that its duties caused envy (fact 72). How many shared and on which day is made up, with names
of nobody; the sums are those of its purse, each share is linked to its line there, and nothing is
booked twice. How the case's tailors divide is not said (fact 54): no rule is written for them.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from rembuk.accounts.models import User
from rembuk.cash import expected
from rembuk.cash.models import ExpectedMoney
from rembuk.demo import purses
from rembuk.demo.story import Story
from rembuk.enterprise import members
from rembuk.enterprise.members import Joining
from rembuk.enterprise.models import Membership
from rembuk.forum import meetings, resolutions
from rembuk.forum.meetings import Facts
from rembuk.forum.models import Resolution
from rembuk.ledger import books, reading
from rembuk.ledger.posting import Signed
from rembuk.shares import capital, concerns, dividing, paying, rules
from rembuk.shares.capital import PutIn
from rembuk.shares.dividing import Told
from rembuk.shares.models import Sharing, Weighing
from rembuk.shares.rules import Terms
from rembuk.villages.actors import REMBUK, Actor
from rembuk.villages.models import Group, Known, Village
from rembuk.villages.permissions import Office

EQUALLY = "Hasil penjualan kambing dibagi rata; yang tidak genap masuk kas kelompok."
# Sukamaju: what the meetings of meetings.py agreed, as terms; by the day of the meeting.
HERD_RULES = (
    (date(2019, 7, 21), Terms()),
    (date(2023, 1, 15), Terms(by_equal=5000, by_duty=5000)),
)
TAILORS_RULES = (
    (date(2018, 1, 10), Terms(cash_part=1000, by_equal=0, by_pieces=10_000)),
    (date(2025, 1, 12), Terms(cash_part=1000, by_equal=2222, by_pieces=7778, unit_rp=500)),
)
WORK_BOOK = "Dari buku kerja"
TURN_BOOK = "Dari buku giliran"
# Pieces of each member, in the order in which they joined.
PIECES = {
    date(2026, 4, 30): ("April 2026", (64, 58, 71, 40, 66, 52, 49, 60, 35, 57, 44)),
    date(2026, 8, 31): ("Agustus 2026", (70, 61, 66, 45, 72, 50, 55, 58, 41, 63, 39)),
}
AGREED_ON, PAID_ON = date(2026, 10, 17), date(2026, 10, 21)
PUT_IN = (500_000, 500_000, 250_000)
WORRY = "Yang menyetrika tidak dihitung potongnya. Saya tidak enak menyampaikannya di rapat."
ANSWER = "Terima kasih sudah bercerita. Saya bicarakan dengan ketua tanpa menyebut nama."


def tell_case(village: Village, *, group_name: str, at: datetime, today: date) -> None:
    """Tell the case: ten invented members share equally; each share is a line of the purse."""
    group = Group.objects.of(village).get(name=group_name)
    first_sale = purses.GOAT_SALES[0][0]
    told: dict[str, Any] = {"by": REMBUK, "at": at}
    for number in range(1, purses.GOAT_MEMBERS + 1):
        members.join(
            group=group, joining=Joining(first_sale, Known.KNOWN_BY, name=_nobody(number)),
            today=today, synthetic=True, **told,
        )  # fmt: skip
    facts = Facts(first_sale, "Membagi hasil", held_precision=Known.KNOWN_BY)
    held = meetings.record(group=group, facts=facts, today=today, synthetic=True, **told)
    decision = resolutions.agree(meeting=held, text=EQUALLY, **told)
    rules.record(
        group=group, terms=Terms(), since=first_sale, resolution=decision, synthetic=True, **told
    )
    period = Told(first_sale, purses.SHARED_ON, "Kambing 2018 dan 2019")
    sharing = dividing.begin(group=group, told=period, today=today, synthetic=True, **told)
    dividing.propose(sharing=sharing, **told)
    dividing.agree(sharing=sharing, today=purses.SHARED_ON, **told)
    parties = [_nobody(number) for number in range(1, purses.GOAT_MEMBERS + 1)]
    _find_lines(sharing, parties, on=purses.SHARED_ON, by=REMBUK, at=at)


def _nobody(number: int) -> str:
    return f"Anggota {number} ({purses.SYNTHETIC})"


def _find_lines(sharing: Sharing, parties: list[str], *, on: date, by: Actor, at: datetime) -> None:
    """Say of each share which line of the purse it is: it was recorded before."""
    book = books.book_of(sharing.group)
    assert book is not None
    lines = {line.party: line for line in reading.lines_between(book, since=on, until=on)}
    shares = sharing.shares.order_by("membership_id").select_related("money")
    for share, party in zip(shares, parties, strict=True):
        line = lines[party]
        assert line.out_rp == share.amount_rp, "the purse paid what the sheet says"
        assert share.money is not None
        expected.match(one=share.money, book=book, line_no=line.number, by=by, at=at)


def tell(story: Story) -> None:
    """Tell how the two groups of the example divide."""
    _tell_herd(story)
    _tell_tailors(story)


def _tell_herd(story: Story) -> None:
    group = Group.objects.of(story.village).get(name=purses.HERD)
    chair, keeper = _actor(story, "karto"), _actor(story, "slamet", Office.TREASURER)
    _agree_rules(story, group, HERD_RULES, by=chair)
    book = books.book_of(group)
    assert book is not None
    lines = reading.lines_between(book, since=date(2019, 1, 1), until=purses.LAST_ON)
    for sale in reversed([line for line in lines if line.party == "Panitia kurban"]):
        year, paid_on = sale.on.year, sale.on + timedelta(days=3)
        period = Told(date(year, 1, 1), paid_on, f"Idul Adha {year}")
        at = _ten(story, paid_on)
        sharing = dividing.begin(group=group, told=period, by=chair, at=at, today=paid_on)
        if year in purses.HERD_TURNS:
            _count(sharing, Weighing.DUTY, purses.HERD_TURNS[year], why=TURN_BOOK, by=chair, at=at)
        _agree(sharing, chair=chair, keeper=keeper, at=at)
        parties = [f"Anggota {number}" for number in range(1, purses.HERD_MEMBERS + 1)]
        _find_lines(sharing, parties, on=paid_on, by=keeper, at=at)


def _tell_tailors(story: Story) -> None:
    group = Group.objects.of(story.village).get(name=purses.TAILORS)
    chair, keeper = _actor(story, "lastri"), _actor(story, "rina", Office.TREASURER)
    _agree_rules(story, group, TAILORS_RULES, by=chair)
    began = purses.TAILORS_FROM
    for one, amount_rp in zip(members.standing(group, on=began).now, PUT_IN, strict=False):
        capital.put_in(
            membership=one, told=PutIn(began, amount_rp, "Buku rapat 2018"), by=chair,
            at=_ten(story, began), today=began,
        )  # fmt: skip
    at = _ten(story, AGREED_ON)
    for until, (title, pieces) in PIECES.items():
        period = Told(until.replace(day=1), until, title)
        sharing = dividing.begin(group=group, told=period, by=chair, at=at, today=AGREED_ON)
        _count(sharing, Weighing.PIECES, pieces, why=WORK_BOOK, by=chair, at=at)
        _agree(sharing, chair=chair, keeper=keeper, at=at)
        _pay(story, sharing, keeper=keeper, most=None if until.month == 4 else 4)
    _worry(story, group)


def _pay(story: Story, sharing: Sharing, *, keeper: Actor, most: int | None) -> None:
    """Pay everybody, or the first ones: the others have not come yet."""
    at = _ten(story, PAID_ON)
    key = uuid5(NAMESPACE_URL, f"{story.village.slug}/shares/{sharing.title}")
    if most is None:
        signed = Signed(by=keeper, at=at, request_id=key)
        paying.pay_all(sharing, signed=signed, today=PAID_ON)
        return
    book = books.book_of(sharing.group)
    assert book is not None
    waiting = ExpectedMoney.objects.of(story.village).filter(pk__in=paying.money_ids([sharing]))
    for number, one in enumerate(waiting.order_by("pk")[:most]):
        signed = Signed(by=keeper, at=at, request_id=uuid5(key, str(number)))
        expected.book(one=one, book=book, on=PAID_ON, signed=signed, today=PAID_ON)


def _worry(story: Story, group: Group) -> None:
    wati = User.objects.get(username="wati")
    told = concerns.Told("SHARES", WORRY, to_facilitator=True)
    worry = concerns.tell(
        group=group, told=told, by=Actor(user=wati, office=Office.GROUP_MEMBER),
        at=_ten(story, AGREED_ON),
    )  # fmt: skip
    by = story.writer(PAID_ON)
    concerns.answer(concern=worry, text=ANSWER, by=by, at=_ten(story, PAID_ON))


def _agree_rules(
    story: Story, group: Group, told: tuple[tuple[date, Terms], ...], *, by: Actor
) -> None:
    for on, terms in told:
        decision = Resolution.objects.of(story.village).get(
            meeting__group=group, meeting__held_on=on
        )
        rules.record(
            group=group, terms=terms, since=on, resolution=decision, by=by, at=_ten(story, on)
        )


def _count(
    sharing: Sharing, kind: Weighing, numbers: tuple[int, ...], *, why: str, by: Actor, at: datetime
) -> None:
    """Type what each member counts, in the order of the memberships."""
    for member, number in zip(_people(sharing), numbers, strict=True):
        dividing.correct(
            sharing=sharing, membership=member, kind=kind, hundredths=number * 100, why=why,
            by=by, at=at,
        )  # fmt: skip


def _people(sharing: Sharing) -> list[Membership]:
    return [one.membership for one in dividing.people(sharing)]


def _agree(sharing: Sharing, *, chair: Actor, keeper: Actor, at: datetime) -> None:
    dividing.propose(sharing=sharing, by=chair, at=at)
    agreed_at = at + timedelta(hours=2)
    today = at.astimezone(sharing.village.zone).date()
    dividing.agree(sharing=sharing, by=keeper, at=agreed_at, today=today)


def _ten(story: Story, day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=story.village.zone)


def _actor(story: Story, username: str, office: Office = Office.GROUP_CHAIR) -> Actor:
    return Actor(user=story.users[username], office=office)
