"""The goats of the two villages: the case's nineteen that became forty, and invented ones.

Of the case the articles say: seventeen does and two bucks came as a grant (fact 63); some died of
disease, some after kidding (64, 65); forty were in the pen on 13 December 2019 (66); goats were
sold several times near the feasts (67), by agreement (68). How many died, were born and sold, and
every day, is made up so that it adds up, 19 - 3 - 2 + 44 - 18 = 40, and marked as invented. That
forty were sold, as another person said (70), stands beside it among the case's contradictions.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from random import Random

from rembuk.cash import expected
from rembuk.demo import purses
from rembuk.demo.story import Story
from rembuk.enterprise import members
from rembuk.forum import resolutions
from rembuk.herd import animals, births, bookings, events, sales
from rembuk.herd.animals import Coming, Facts
from rembuk.herd.births import Litter
from rembuk.herd.bookings import Wish
from rembuk.herd.events import Signed, Told
from rembuk.herd.models import Animal, Kind, Sex
from rembuk.herd.pedigree import kinship
from rembuk.herd.sales import Selling
from rembuk.ledger.reading import Book
from rembuk.villages.actors import REMBUK, Actor
from rembuk.villages.models import Group, Known, Village
from rembuk.villages.permissions import Office

OFFICE = "Dinas Koperasi, UMKM dan Ketenagakerjaan, uang APBN"

# --- Jepara --------------------------------------------------------------------------------------

CASE_DOES, CASE_BUCKS = 17, 2
CASE_CAME_BY = date(2018, 1, 1)  # when is not said (fact 63): before the first day anybody tells of
CASE_DIED = ((14, date(2018, 1, 20)), (15, date(2018, 2, 11)), (16, date(2018, 2, 27)))
CASE_DIED_KIDDING = (12, 13)  # each four days after her first kidding
# Three rounds of kiddings: first day, days between two, how many does, how many of them had twins.
# In the last one daughters of the first bear too, for the first time.
CASE_ROUNDS = (
    (date(2018, 1, 9), 5, 14, 4), (date(2018, 10, 4), 6, 7, 4), (date(2019, 7, 8), 9, 15, 0),
)  # fmt: skip
# No kid had completed its year before Idul Adha 2018: who was sold then had come with the grant.
CASE_SOLD_GRANTED = slice(7, 12)  # of the does, and the second buck
CASE_SOLD_BORN, CASE_ADHA_BORN = 12, 7  # of the males born there: sold, and for Idul Adha 2019
MATED_DAYS = 150


def tell_case(village: Village, *, group_name: str, book: Book, at: datetime, today: date) -> None:
    """Tell the case: 19 goats, 44 births, 5 deaths, 18 sold as the purse tells, 40 in the pen."""
    group = Group.objects.of(village).get(name=group_name)
    signed = Signed(by=REMBUK, at=at, today=today)
    does = [_came(group, f"B{n:02d}", Sex.FEMALE, signed) for n in range(1, CASE_DOES + 1)]
    bucks = [_came(group, f"J{n:02d}", Sex.MALE, signed) for n in range(1, CASE_BUCKS + 1)]
    for place, on in CASE_DIED:
        _happened(does[place], Told(Kind.DIED, on, cause="DISEASE", synthetic=True), signed)
    kids: list[Animal] = []
    tags = count(1)
    for turn, (first, apart, bear, twins) in enumerate(CASE_ROUNDS):
        bearing = does[:bear] if turn < 2 else _left_to_bear(does, kids)
        for place, dam in enumerate(bearing):
            on = first + timedelta(days=place * apart)
            sire = (None, bucks[place % 2], bucks[0])[turn]
            if sire is not None:
                mated = Told(Kind.MATED, on - timedelta(days=MATED_DAYS), sire=sire, synthetic=True)
                _happened(dam, mated, signed)
            kids += _case_litter(dam, on, sire=sire, both=place < twins, tags=tags, signed=signed)
            if turn == 0 and place in CASE_DIED_KIDDING:
                died = on + timedelta(days=4)
                _happened(dam, Told(Kind.DIED, died, cause="KIDDING", synthetic=True), signed)
    males = [one for one in kids if one.sex == Sex.MALE]
    # The oldest are kept for Idul Adha 2019, for which a goat must have completed its year.
    going = [*does[CASE_SOLD_GRANTED], bucks[1]]
    going += [*males[CASE_ADHA_BORN:CASE_SOLD_BORN], *males[:CASE_ADHA_BORN]]
    _case_sales(group, going, book=book, signed=signed)


def _left_to_bear(does: list[Animal], kids: list[Animal]) -> list[Animal]:
    """Return who bears in the last round: the does that stayed, then daughters grown by then."""
    _first, _apart, bear, _twins = CASE_ROUNDS[-1]
    daughters = [one for one in kids if one.sex == Sex.FEMALE]
    return [*does[: CASE_SOLD_GRANTED.start], *daughters][:bear]


def _came(group: Group, tag: str, sex: str, signed: Signed) -> Animal:
    facts = Facts(sex=sex, tag=tag)
    coming = Coming(Kind.GRANTED, CASE_CAME_BY, Known.KNOWN_BY, party=OFFICE)
    return animals.add(group=group, facts=facts, coming=coming, signed=signed, synthetic=True)


def _happened(animal: Animal, told: Told, signed: Signed) -> None:
    events.record(animal=animal, told=told, signed=signed)


def _case_litter(
    dam: Animal, on: date, *, sire: Animal | None, both: bool, tags: Iterator[int], signed: Signed
) -> list[Animal]:
    """Let a doe kid: twins are one of each sex, singles take turns. Return the kids."""
    number = next(tags)
    female = both or number % 2 == 0
    male = both or number % 2 == 1
    litter = Litter(on, int(female), int(male), sire=sire)
    named = [f"A{number:02d}{letter}" for letter in ("ab" if both else "a")]
    return births.record(dam=dam, litter=litter, signed=signed, synthetic=True, tags=named)


def _case_sales(group: Group, goats: list[Animal], *, book: Book, signed: Signed) -> None:
    """Sell as the purse tells, one by one, each by what was agreed before."""
    going = iter(goats)
    for on, how_many, each_rp in purses.GOAT_SALES:
        for _goat in range(how_many):
            _sell(group, [next(going)], on=on, sum_rp=each_rp, book=book, signed=signed)


def _sell(
    group: Group, goats: list[Animal], *, on: date, sum_rp: int, book: Book, signed: Signed
) -> None:
    """Sell goats for a sum that stands in the purse already."""
    agreed = next(one for one in resolutions.of(group) if one.agreed_on <= on and _sells(one.text))
    buyer = "Pembeli kambing" if signed.by == REMBUK else "Panitia kurban"
    selling = Selling(
        on=on, buyer=buyer, prices_rp=sales.shares(sum_rp, goats), resolution=agreed,
        synthetic=signed.by == REMBUK,
    )  # fmt: skip
    one = sales.sell(group=group, selling=selling, signed=signed).expected
    line = next(line for line in expected.alike(one, book) if line.on == on)
    expected.match(one=one, book=book, line_no=line.number, by=signed.by, at=signed.at)


def _tenth(value: int) -> Decimal:
    return Decimal(value) / 10


def _sells(text: str) -> bool:
    return text.startswith("Jual")


# --- Sukamaju: an invented herd, year after year -------------------------------------------------

# Before a buck's daughters are old enough, a young male of theirs goes for another village's buck;
# who is mated with whom is what the page "who with whom" advises: the least of kin.
SWAPS = (date(2020, 7, 6), date(2023, 7, 3), date(2025, 7, 7))
OLD_BUCK_ON = date(2022, 7, 4)  # the first one dies of age, another is bought
OTHERS_HERD = "Kelompok ternak desa tetangga (rekaan)"
NEW_HERD = "Kelompok ternak baru di dusun sebelah (rekaan)"
SEED, BEGAN, LAST_ON = 1909, date(2018, 3, 12), date(2026, 10, 20)
FIRST_DOES, FIRST_BUCKS, BRED_MAX = 17, 2, 5  # seventeen and two, as the case began
IN_KID, FIRST_KIDS_ON = 6, date(2018, 4, 9)  # so many does came in kid, by whom nobody knows
STANDING = 40  # grown to, from nineteen
THINNED_FROM, OLD_DAYS, MALES_KEPT = 2020, 8 * 365, 8
YEAR_DAYS, WEANED_DAYS, FIRST_MATED_DAYS, NURSED_DAYS = 365, 92, 480, 3
CULLED_ON, LAME_ON = date(2026, 9, 14), date(2026, 10, 18)
LITTERS = ((1, 30), (2, 62), (3, 8))  # about as one village's goats had them (Sukendar 2005)
KID_DIES = 0.09  # before it is weaned, in the same village
GOAT_RP, SOLD_MAX = 1_900_000, 4  # about what one goat brings in the example's purse
# Mated so that one is close to kidding when somebody looks round at the end of November 2026.
LAST_MATED_ON = date(2026, 6, 28)
KEPT_UNTIL, BOOKED_RP, DEPOSIT_RP = date(2027, 5, 10), 2_600_000, 500_000  # before Eid al-Adha


def tell(story: Story, *, book: Book) -> None:
    """Tell nearly nine years of a herd: kids, deaths, weights, a keeper, sales as in its purse."""
    _Herd(story, book).tell()


class _Herd:
    """Tells one herd from year to year."""

    def __init__(self, story: Story, book: Book) -> None:
        self.group = Group.objects.of(story.village).get(name=purses.HERD)
        self.by = Actor(user=story.users["karto"], office=Office.GROUP_CHAIR)
        self.zone, self.book, self.rng = story.village.zone, book, Random(SEED)
        self.numbers = count(1)
        self.here: dict[Animal, date] = {}  # who is there, born or come on which day
        self.bucks: list[Animal] = []
        self.bore: dict[str, date] = {}  # when each doe bore last, by tag
        self.parents: dict[str, tuple[str | None, str | None]] = {}  # by tags: sire, dam

    def signed(self, on: date) -> Signed:
        """Sign on the evening of a day."""
        at = datetime.combine(on, time(18), tzinfo=self.zone)
        return Signed(by=self.by, at=at, today=on)

    def tell(self) -> None:
        """Tell it all."""
        does = [self._comes(Sex.FEMALE, BEGAN, Kind.GRANTED) for _doe in range(FIRST_DOES)]
        for _buck in range(FIRST_BUCKS):
            self.bucks.append(self._comes(Sex.MALE, BEGAN, Kind.GRANTED))
        for place, doe in enumerate(does[-IN_KID:]):
            self._kids(doe, None, born_on=FIRST_KIDS_ON + timedelta(days=place * 5))
        self._keeper(does[3], date(2020, 2, 9))
        sold = {money.on.year: money for money in purses.herd_sales()}
        for year in range(BEGAN.year, LAST_ON.year + 1):
            self._kids_of(year)
            if year == OLD_BUCK_ON.year:
                self._goes(self.bucks.pop(0), Told(Kind.DIED, OLD_BUCK_ON, cause="AGE"))
                self.bucks.append(self._comes(Sex.MALE, OLD_BUCK_ON, Kind.BOUGHT))
            for on in SWAPS:
                if on.year == year:
                    self._swaps(on)
            if year in sold:
                self._sells(sold[year].on, sold[year].amount_rp)
            if year >= THINNED_FROM:
                self._thins(year)
        self._lately()

    def _thins(self, year: int) -> None:
        """Cull the old; what the pen has no place for goes to a new group."""
        place = STANDING - 2 * max(0, 2025 - year) + (year == LAST_ON.year)  # one is culled later
        on = date(year, 9, 7)
        by_age = sorted(self.here, key=lambda one: (self.here[one], one.pk))
        spare = [one for one in by_age if one not in self.bucks]
        old = [one for one in spare if (on - self.here[one]).days >= OLD_DAYS]
        young = [one for one in spare if one.sex == Sex.MALE][MALES_KEPT:]
        young += [one for one in reversed(spare) if one.sex == Sex.FEMALE and one not in old]
        for one in [*old, *young][: max(0, len(self.here) - place)]:
            if one in old:
                self._goes(one, Told(Kind.CULLED, on, note="Sudah tua"))
            else:
                told = Told(Kind.GIVEN, on, party=NEW_HERD, note="Digulirkan")
                self._goes(one, told)

    def _swaps(self, on: date) -> None:
        """Give the oldest male that is no buck, or the oldest buck, for one of another village."""
        young = [one for one in self.here if one.sex == Sex.MALE and one not in self.bucks]
        going = young[0] if young and len(self.bucks) == 1 else self.bucks.pop(0)
        self._goes(going, Told(Kind.SWAPPED, on, party=OTHERS_HERD))
        self.bucks.append(self._comes(Sex.MALE, on, Kind.EXCHANGED))

    def _least_of_kin(self, doe: Animal) -> Animal:
        """Choose the buck with whom a doe's kids are inbred least, the newest among equals."""
        pairs = [(one.tag, doe.tag) for one in reversed(self.bucks)]
        expected = kinship(self.parents, pairs).expected
        tag, _doe = min(pairs, key=lambda pair: expected[pair])
        return next(one for one in self.bucks if one.tag == tag)

    def _comes(self, sex: str, on: date, kind: str) -> Animal:
        facts = Facts(
            sex=sex, tag=self._tag(), born_on=on - timedelta(days=700), born_precision=Known.MONTH
        )
        party = {Kind.GRANTED: OFFICE, Kind.EXCHANGED: OTHERS_HERD}.get(Kind(kind), "Pasar hewan")
        price = 2_100_000 if kind == Kind.BOUGHT else None
        coming = Coming(kind, on, party=party, price_rp=price)
        one = animals.add(group=self.group, facts=facts, coming=coming, signed=self.signed(on))
        self.here[one] = on - timedelta(days=700)
        self.parents[one.tag] = (None, None)
        return one

    def _tag(self) -> str:
        return f"KM-{next(self.numbers):03d}"

    def _happens(self, animal: Animal, told: Told) -> None:
        events.record(animal=animal, told=told, signed=self.signed(told.on))

    def _goes(self, animal: Animal, told: Told) -> None:
        self._happens(animal, told)
        del self.here[animal]

    def _kids_of(self, year: int) -> None:
        """Let does be mated in autumn, who bore longest ago first, and kid in spring."""
        mated_on = date(year - 1, 10, 20)
        grown = [
            one for one, born in self.here.items()
            if one.sex == Sex.FEMALE and (mated_on - born).days >= FIRST_MATED_DAYS
            and mated_on >= BEGAN
        ]  # fmt: skip
        grown.sort(key=lambda one: (self.bore.get(one.tag, BEGAN), self.here[one], one.pk))
        for place, doe in enumerate(grown[:BRED_MAX]):
            on = mated_on + timedelta(days=place * 3)
            self._bears(doe, self._least_of_kin(doe), on=on)

    def _bears(self, doe: Animal, buck: Animal, *, on: date) -> None:
        self._happens(doe, Told(Kind.MATED, on, sire=buck))
        self._kids(doe, buck, born_on=on + timedelta(days=self.rng.randint(146, 154)))

    def _kids(self, doe: Animal, buck: Animal | None, *, born_on: date) -> None:
        """Let a doe kid; the kids live or die, are weaned and weighed."""
        self.bore[doe.tag] = born_on
        (size,) = self.rng.choices([n for n, _w in LITTERS], [w for _n, w in LITTERS])
        females = sum(self.rng.random() < 0.5 for _kid in range(size))
        litter = Litter(
            born_on, females, size - females, stillborn=int(self.rng.random() < 0.06), sire=buck
        )
        tags = [self._tag() for _kid in range(size)]
        kids = births.record(dam=doe, litter=litter, signed=self.signed(born_on), tags=tags)
        for kid in kids:
            self.here[kid] = born_on
            self.parents[kid.tag] = (buck.tag if buck else None, doe.tag)
            if self.rng.random() < KID_DIES:
                died = born_on + timedelta(days=self.rng.randint(1, 60))
                self._goes(kid, Told(Kind.DIED, died, cause="WEAK"))
            else:
                self._grows(kid, born_on)

    def _grows(self, kid: Animal, born_on: date) -> None:
        weaned = born_on + timedelta(days=WEANED_DAYS)
        if weaned > LAST_ON:
            return
        self._happens(kid, Told(Kind.WEANED, weaned))
        kg = self.rng.randint(90, 140)
        girth = 385 + kg + self.rng.randint(-15, 15)
        told = Told(Kind.WEIGHED, weaned, kg=_tenth(kg), girth_cm=_tenth(girth))
        self._happens(kid, told)

    def _keeper(self, doe: Animal, on: date) -> None:
        first = members.standing(self.group, on=on).now[0]
        told = Told(Kind.KEPT, on, keeper=first, kids_keeper=1, kids_of=2)
        self._happens(doe, told)

    def _sells(self, on: date, sum_rp: int) -> None:
        """Sell the oldest males that are no bucks, as many as the sum suggests."""
        wanted = min(max(1, sum_rp // GOAT_RP), SOLD_MAX)
        old = [
            one for one, born in sorted(self.here.items(), key=lambda pair: (pair[1], pair[0].pk))
            if one.sex == Sex.MALE and one not in self.bucks and (on - born).days >= YEAR_DAYS
        ]  # fmt: skip
        chosen = old[:wanted]
        _sell(self.group, chosen, on=on, sum_rp=sum_rp, book=self.book, signed=self.signed(on))
        for one in chosen:
            del self.here[one]

    def _another_mother(self) -> None:
        """Put the youngest kid to a doe that is not its mother."""
        kid = max(self.here, key=lambda one: (self.here[one], one.tag))
        mother = self.parents[kid.tag][1]
        bore = {dam for _sire, dam in self.parents.values()} - {mother}
        nurse = next(one for one in self.here if one.tag in bore)
        on = self.here[kid] + timedelta(days=NURSED_DAYS)
        self._happens(kid, Told(Kind.NURSED, on, nurse=nurse, note="Induknya kurang susu"))

    def _lately(self) -> None:
        """Tell what keeps Hari ini lively: in kid, ill, weighed, with a defect, booked."""
        self._another_mother()
        does = [one for one in self.here if one.sex == Sex.FEMALE]
        culled = Told(Kind.CULLED, CULLED_ON, note="Dua kali kawin tidak bunting")
        self._goes(does.pop(2), culled)
        self._happens(does[0], Told(Kind.MATED, LAST_MATED_ON, sire=self._least_of_kin(does[0])))
        self._happens(does[1], Told(Kind.ILL, date(2026, 10, 14), note="Batuk, makan sedikit"))
        cure = Told(
            Kind.TREATED, date(2026, 10, 15), medicine="Oksitetrasiklin", withdrawal_days=28,
            note="Oleh mantri hewan",
        )  # fmt: skip
        self._happens(does[1], cure)
        for one, born_on in self.here.items():
            kg = self.rng.randint(290, 380) - (140 if (LAST_ON - born_on).days < YEAR_DAYS else 0)
            told = Told(Kind.WEIGHED, LAST_ON, kg=_tenth(kg), girth_cm=_tenth(400 + kg))
            self._happens(one, told)
        males = [one for one in self.here if one.sex == Sex.MALE and one not in self.bucks]
        lame = Told(Kind.DEFECT, LAME_ON, defect="LAME", note="Kaki kiri belakang, terperosok")
        self._happens(males[0], lame)
        broken = Told(Kind.DEFECT, LAME_ON, defect="HORN", note="Beradu dengan pejantan")
        self._happens(does[-1], broken)
        wish = Wish(
            animal=[*does, *males][-1], buyer="Panitia kurban", price_rp=BOOKED_RP, on=LAST_ON,
            keep_until=KEPT_UNTIL, deposit_rp=DEPOSIT_RP,
        )  # fmt: skip
        bookings.book(group=self.group, wish=wish, signed=self.signed(LAST_ON))
