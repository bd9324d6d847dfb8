"""The cooperative of Sukamaju, all of it invented: members, dues since 2019, one who left.

Dues of past years come into the book by blocks, as a book from elsewhere would; who left, and a
line that a member doubted, go through the functions the pages use.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from rembuk.cash import approving, purse
from rembuk.cash.purposes import MOVED
from rembuk.coop import doubts, dues, exits, members, paying, trusted
from rembuk.coop.dues import Due, Terms
from rembuk.coop.members import Facts, Kind
from rembuk.coop.models import DuesRule, Member
from rembuk.coop.trusted import Named
from rembuk.demo import annual, remittance, way
from rembuk.demo.offices import Holder, seat
from rembuk.demo.savings import Savings
from rembuk.demo.story import Story
from rembuk.ledger import chart, history, reading
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed
from rembuk.ledger.reading import Book
from rembuk.lib.dates import next_month
from rembuk.people.models import Resident
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.villages.permissions import Office

NAME = "Koperasi Purna Sejahtera"
BEGAN_ON, LAST_ON = date(2019, 3, 5), date(2026, 10, 10)
LIMIT_RP = 2_000_000
# The day each was agreed on, and what it says; who decides in January decides for February.
RULES = (
    (
        BEGAN_ON,
        Terms(date(2019, 3, 1), 100_000, 20_000, source="Anggaran Dasar pasal 12", exit_days=90),
    ),
    (
        date(2023, 1, 14),
        Terms(
            date(2023, 2, 1), 100_000, 25_000, source="Rapat anggota 14 Januari 2023",
            exit_days=60,
        ),
    ),
)  # fmt: skip
HOLDERS = (
    Holder(
        "marsih", "Marsih Handayani", "+628990000031",
        ((Office.GROUP_CHAIR, NAME, BEGAN_ON, None),),
    ),
    Holder(
        "sumiati", "Sumiati Lestari", "+628990000032",
        ((Office.TREASURER, NAME, BEGAN_ON, None),),
    ),
    Holder(
        "warno", "Warno Susilo", "+628990000033",
        ((Office.SUPERVISORY_BOARD, NAME, BEGAN_ON, None),),
    ),
)  # fmt: skip
# How many were admitted on which day. A cooperative needed 20 founders until UU 11/2020 asked for
# nine (Kompas, 8 October 2020).
ADMITTED = ((BEGAN_ON, 20), (date(2020, 1, 15), 5), (date(2022, 7, 4), 6))
LEFT_ON, PAID_OFF_ON, DOUBTED_ON = date(2024, 5, 6), date(2024, 6, 24), date(2026, 9, 2)
LEAVES = 4  # the place among the members of the one who left
PAID_DAY = 10
BEHIND = 7  # every so-manieth member brings her wajib of a quarter in one go, a month late


def tell(story: Story) -> Book:
    """Tell it."""
    village = story.village
    group = Group.objects.create(
        village=village, name=NAME, kind=Group.Kind.COOPERATIVE, started_on=BEGAN_ON,
        activity="Simpanan anggota",
    )  # fmt: skip
    for holder in HOLDERS:
        story.users[holder.username] = seat(holder, village=village)
    teller = _Teller(story, group)
    people = teller.admit()
    teller.open_accounts(people)
    teller.bring(people, since=BEGAN_ON, until=LEFT_ON)
    teller.let_leave(people[LEAVES])
    teller.bring(people, since=LEFT_ON, until=LAST_ON)
    teller.doubt(people[0])
    officers = {
        "chair": teller.chair, "treasurer": teller.treasurer, "supervisor": teller.supervisor,
    }  # fmt: skip
    Savings(teller.book, people=people, officers=officers, at=teller.at).tell()
    remittance.tell(teller.book, people, treasurer=teller.treasurer, at=teller.at)
    annual.tell(group, by=teller.chair, supervisor=teller.supervisor)
    return teller.book


class _Teller:
    """Writes the cooperative: who signs, when, under which key."""

    def __init__(self, story: Story, group: Group) -> None:
        self.village, self.group, self.told = story.village, group, 0
        users = story.users
        self.chair = Actor(user=users["marsih"], office=Office.GROUP_CHAIR)
        self.treasurer = Actor(user=users["sumiati"], office=Office.TREASURER)
        self.supervisor = Actor(user=users["warno"], office=Office.SUPERVISORY_BOARD)
        self.book = purse.open_purse(
            group=group, beginning=purse.Beginning(BEGAN_ON, 0, LIMIT_RP),
            signed=self.signed(self.chair, BEGAN_ON), today=BEGAN_ON,
        )  # fmt: skip
        self.book.group = group
        for agreed_on, terms in RULES:
            dues.agree(group=group, terms=terms, by=self.chair, at=self.at(agreed_on))

    def at(self, day: date) -> datetime:
        """Ten in the morning."""
        return datetime.combine(day, time(10), tzinfo=self.village.zone)

    def signed(self, by: Actor, day: date) -> Signed:
        """Sign at ten in the morning."""
        self.told += 1
        return Signed(by=by, at=self.at(day), request_id=self._key(str(self.told)))

    def _key(self, name: str) -> UUID:
        return uuid5(NAMESPACE_URL, f"{self.village.slug}/{NAME}/{name}")

    def admit(self) -> list[Member]:
        """Let people of the village in: Siti, who works abroad, first."""
        known = Resident.objects.of(self.village).filter(merged_into=None, erased_at=None)
        abroad = list(known.filter(status="migrant_worker").order_by("pk")[:4])
        siti = known.get(user__username="siti")
        wati = known.get(user__username="wati")
        others = known.filter(status="returned_migrant").order_by("pk")[:40]
        wanted = [siti, wati, *(one for one in (*abroad, *others) if one not in (siti, wati))]
        found: list[Member] = []
        way.promise(self.group, wanted, by=self.chair, at=self.at)
        way.walk(self.group, wanted, by=self.chair, at=self.at)
        for on, count in ADMITTED:
            for resident in wanted[len(found) : len(found) + count]:
                told: dict[str, Any] = {"by": self.chair, "at": self.at(on), "today": on}
                member = members.apply(group=self.group, resident=resident, on=on, **told)
                members.step(member=member, facts=Facts(Kind.ADMITTED, on), **told)
                if resident.status == "migrant_worker":
                    members.step(member=member, facts=Facts(Kind.ABROAD, on), **told)
                found.append(member)
        for role in ("HEIR", "CONTACT"):
            named = Named(role, "kerabat", resident=wati)
            trusted.name(member=found[0], named=named, by=self.chair, at=self.at(BEGAN_ON))
        return found

    def open_accounts(self, people: list[Member]) -> None:
        """Open the accounts of all members."""
        every = [paying.Payment(one, due, 1) for one in people for due in Due]
        paying.open_accounts(self.book, every)

    def bring(self, people: list[Member], *, since: date, until: date) -> None:
        """Bring in what each brought, year by year, and take what piled up to the bank."""
        rules = dues.rules_of(self.group)
        every = list(self._plans(people, rules, since=since, until=until))
        for year in range(since.year, until.year + 1):
            plans = [one for one in every if one.on.year == year]
            to_bank_on = min(date(year, 12, 28), LAST_ON)
            last = min(to_bank_on, until)
            if last == to_bank_on:
                piled_rp = sum(move.amount_rp for plan in plans for move in plan.moves)
                move = Move(chart.BANK, chart.CASH, piled_rp // 1_000_000 * 1_000_000)
                plans.append(Plan(kind=MOVED, on=last, moves=[move], receipt=False))
            told = history.bring_in(
                self.book, plans, signed=self.signed(self.treasurer, last), today=last
            )
            assert not told.refused, told.refused

    def _plans(
        self, people: list[Member], rules: list[DuesRule], *, since: date, until: date
    ) -> Iterator[Plan]:
        month = since.replace(day=PAID_DAY)
        while month <= until:
            rule = dues.rule_on(rules, month)
            assert rule is not None
            for place, member in enumerate(people):
                first = _first_paid(self._since(place))
                if month < first or (place == LEAVES and month > LEFT_ON):
                    continue
                if month == first:
                    pokok = paying.Payment(member, Due.POKOK, rule.pokok_rp)
                    yield paying.plan_of(pokok, on=month)
                amount_rp = self._brought(place, month, rule.wajib_rp)
                if amount_rp:
                    memo = f"Simpanan {month:%m/%Y}"
                    wajib = paying.Payment(member, Due.WAJIB, amount_rp, memo=memo)
                    yield paying.plan_of(wajib, on=month)
            month = next_month(month).replace(day=PAID_DAY)

    def _since(self, place: int) -> date:
        before = 0
        for on, count in ADMITTED:
            before += count
            if place < before:
                return on
        raise AssertionError("everybody was admitted")

    def _brought(self, place: int, month: date, wajib_rp: int) -> int:
        """Most bring each month, with the month they came in; some bring a quarter in one go."""
        if place % BEHIND != BEHIND - 1:
            since = self._since(place)
            came_late = month == _first_paid(since) != since.replace(day=PAID_DAY)
            return wajib_rp * 2 if came_late else wajib_rp
        return wajib_rp * 3 if month.month % 3 == 0 else 0

    def let_leave(self, member: Member) -> None:
        """Somebody moves away: settled by two, paid within the promised days."""
        told: dict[str, Any] = {"by": self.chair, "at": self.at(LEFT_ON), "today": LEFT_ON}
        facts = Facts(Kind.LEFT, LEFT_ON, "Pindah ke Metro ikut anaknya")
        members.step(member=member, facts=facts, **told)
        one = exits.propose(
            book=self.book, member=member, on=LEFT_ON,
            signed=self.signed(self.treasurer, LEFT_ON), today=LEFT_ON,
        )  # fmt: skip
        asked = one.asked
        asked.book = self.book
        approving.approve(asked=asked, asked_hash=asked.asked_hash, **told)
        exits.pay(
            book=self.book, exit_=one, on=PAID_OFF_ON,
            signed=self.signed(self.treasurer, PAID_OFF_ON), today=PAID_OFF_ON,
        )  # fmt: skip

    def doubt(self, member: Member) -> None:
        """A member asks about the last line before that day, and gets an answer."""
        before = reading.lines_between(
            self.book, since=DOUBTED_ON.replace(month=8, day=1), until=DOUBTED_ON
        )
        line = next(one for one in before if one.resident_id == member.resident_id)
        by, at = Actor(user=member.resident.user), self.at(DOUBTED_ON)
        said = "Bulan lalu saya titip 50 ribu lewat kakak, kok tercatat 25 ribu?"
        doubt = doubts.tell(member=member, line=line.number, said=said, by=by, at=at)
        doubts.answer(
            doubt=doubt, outcome="EXPLAINED", by=self.supervisor, at=at,
            said="Kakak Ibu menyetor 25 ribu, kuitansinya ada padanya. Silakan dicocokkan.",
        )  # fmt: skip


def _first_paid(since: date) -> date:
    """Return the first paying day on or after the day somebody was admitted."""
    day = since.replace(day=PAID_DAY)
    return day if day >= since else next_month(since).replace(day=PAID_DAY)
