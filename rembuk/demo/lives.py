"""The lives of an invented village, planned before anything is written.

Pure: the same seed gives the same plan. sukamaju.py then tells it to Rembuk, day by day, through
the functions the pages use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from rembuk.demo import names

LAST_DAY = date(2026, 10, 31)
FIRST_DAY = date(2017, 3, 1)
HOUSEHOLDS = 227
ABROAD, RETURNED = 150, 248
# Households with one, two and three migrants: 96 + 2 x 91 + 3 x 40 = 398.
MIGRANTS_PER_HOUSEHOLD = (1,) * 96 + (2,) * 91 + (3,) * 40
COUNTRIES = ("HK", "SG", "TW", "MY", "SA", "KR", "JP")
COUNTRY_SHARES = (34, 24, 26, 9, 3, 2, 2)
CONTRACT_MONTHS = {"HK": 24, "SG": 24, "TW": 36, "MY": 24, "SA": 24, "KR": 36, "JP": 36}


@dataclass(frozen=True)
class Event:
    """Something that happened on `on` and was written down on `told_on`, often later."""

    on: date
    told_on: date
    kind: str
    country: str = ""
    months: int | None = None
    precision: str = "DAY"


@dataclass
class Life:
    """One invented person and what happens to her."""

    name: str
    nickname: str
    woman: bool
    born: date
    told_on: date
    phone: str = ""
    national_id: str = ""
    role: str = "family"
    events: list[Event] = field(default_factory=list)


@dataclass
class Home:
    """One invented household."""

    hamlet: str
    neighborhood_unit: str
    community_unit: str
    number: str
    lives: list[Life]


def village(seed: int) -> list[Home]:
    """Plan all households: 227, with 150 persons abroad and 248 returned on LAST_DAY."""
    rng = Random(seed)
    roles = ["abroad"] * ABROAD + ["returned"] * RETURNED
    rng.shuffle(roles)
    counts = list(MIGRANTS_PER_HOUSEHOLD)
    rng.shuffle(counts)
    waiting = iter(roles)
    return [
        _home(rng, number, [next(waiting) for _each in range(count)])
        for number, count in enumerate(counts, start=1)
    ]


def _home(rng: Random, number: int, roles: list[str]) -> Home:
    told_on = (
        _day(rng, FIRST_DAY, date(2018, 6, 30))
        if rng.random() < 0.7
        else _day(rng, date(2018, 7, 1), date(2024, 12, 31))
    )
    lives = [_migrant(rng, role, told_on, number * 10 + n) for n, role in enumerate(roles)]
    lives += [
        _relative(rng, told_on, number * 10 + 5 + n) for n in range(rng.choice((1, 1, 2, 2, 3)))
    ]
    if rng.random() < 0.11:
        lives.append(_prospective(rng, told_on, number * 10 + 9))
    _ends(rng, lives)
    return Home(
        hamlet=rng.choice(names.HAMLETS),
        neighborhood_unit=f"{rng.randint(1, 8):03d}",
        community_unit=f"{rng.randint(1, 4):03d}",
        number="990201"
        f"{rng.randint(1, 28):02d}{rng.randint(1, 12):02d}{rng.randint(5, 19):02d}{number:04d}",
        lives=lives,
    )


def _life(rng: Random, *, woman: bool, ages: tuple[int, int], told_on: date, serial: int) -> Life:
    born = _day(rng, date(told_on.year - ages[1], 1, 1), date(told_on.year - ages[0], 12, 1))
    name = names.full_name(rng, woman=woman)
    with_number = rng.random() < 0.82
    birth = (born.year, born.month, born.day)
    return Life(
        name=name,
        nickname=names.nickname(rng, name),
        woman=woman,
        born=born,
        told_on=told_on,
        phone=names.phone(rng) if rng.random() < 0.6 else "",
        national_id=names.national_id(rng, birth=birth, woman=woman, serial=serial)
        if with_number
        else "",
    )


def _relative(rng: Random, told_on: date, serial: int) -> Life:
    ages = rng.choice(((2, 16), (2, 16), (40, 78), (22, 55)))
    return _life(rng, woman=rng.random() < 0.5, ages=ages, told_on=told_on, serial=serial)


def _prospective(rng: Random, told_on: date, serial: int) -> Life:
    life = _life(rng, woman=rng.random() < 0.7, ages=(19, 28), told_on=told_on, serial=serial)
    life.role = "prospective"
    day = _day(rng, max(date(2026, 1, 5), told_on), date(2026, 6, 30))
    country = _country(rng)
    for kind in ("INTENTION", "REGISTRATION", "AGREEMENT")[: rng.randint(1, 3)]:
        life.events.append(Event(day, _later(rng, day), kind, country))
        day += timedelta(days=rng.randint(14, 40))
    return life


def _migrant(rng: Random, role: str, told_on: date, serial: int) -> Life:
    home = role == "returned"
    departed = _day(rng, date(2001, 2, 1) if home else date(2013, 2, 1), date(2022, 9, 30))
    age = told_on.year - departed.year + rng.randint(20, 31)
    life = _life(rng, woman=rng.random() < 0.68, ages=(age, age), told_on=told_on, serial=serial)
    life.role = role
    life.events = _journey(rng, departed, told_on, home=home)
    return life


def _journey(rng: Random, departed: date, told_on: date, *, home: bool) -> list[Event]:
    """Departures, extensions and homecomings until LAST_DAY; `home` says how it ends."""
    country = _country(rng)
    months = CONTRACT_MONTHS[country]
    told = Event(departed, max(told_on, departed), "DEPARTURE", country, months)
    events = [_vague(rng, told)]
    day = _months_after(departed, months)
    while day < LAST_DAY - timedelta(days=200):
        leaves_home = home and rng.random() < 0.6
        if leaves_home:
            events.append(Event(day, _told(rng, day, told_on), "HOMECOMING"))
            if rng.random() < 0.72 or day > date(2024, 1, 1):
                return events
            day = min(day + timedelta(days=rng.randint(90, 500)), date(2024, 10, 1))
            country = _country(rng)
            months = CONTRACT_MONTHS[country]
            events.append(Event(day, _told(rng, day, told_on), "LEAVING_AGAIN", country, months))
        else:
            events.append(Event(day, _told(rng, day, told_on), "EXTENSION", country, months))
        day = _months_after(day, months)
    if home:
        end = max(events[-1].on + timedelta(days=120), min(day, LAST_DAY - timedelta(days=90)))
        end = min(end, LAST_DAY - timedelta(days=20))
        events.append(Event(end, _told(rng, end, told_on), "HOMECOMING"))
    return events


def _ends(rng: Random, lives: list[Life]) -> None:
    """Some relatives die or move away; the numbers abroad and returned stay what they are."""
    for life in lives:
        if life.role != "family" or rng.random() > 0.07:
            continue
        kind = "DIED" if life.born.year < 1975 else "MOVED_AWAY"
        day = _day(rng, max(life.told_on + timedelta(days=60), date(2018, 9, 1)), date(2026, 8, 31))
        life.events.append(Event(day, _later(rng, day), kind))


def _vague(rng: Random, event: Event) -> Event:
    """Old departures are often remembered by their year only."""
    if event.on.year >= 2015 or rng.random() < 0.4:
        return event
    start = date(event.on.year, 1, 1)
    return Event(start, event.told_on, event.kind, event.country, event.months, "YEAR")


def _country(rng: Random) -> str:
    return rng.choices(COUNTRIES, weights=COUNTRY_SHARES)[0]


def _told(rng: Random, day: date, told_on: date) -> date:
    return max(_later(rng, day), told_on)


def _later(rng: Random, day: date) -> date:
    """Most news is told within days, some of it months late."""
    days = rng.choice((0, 1, 2, 3, 5, 9, 14)) if rng.random() < 0.85 else rng.randint(40, 320)
    return min(day + timedelta(days=days), LAST_DAY)


def _day(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randint(0, max((last - first).days, 0)))


def _months_after(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, min(day.day, 28))


def told_in_order(homes: list[Home]) -> Iterator[tuple[date, Home, Life, Event | None]]:
    """Everything as the facilitator hears it: (day told, home, person, event or None for 'new')."""
    stream: list[tuple[date, int, int, Home, Life, Event | None]] = []
    for home in homes:
        for life in home.lives:
            stream.append((life.told_on, 0, len(stream), home, life, None))
            heard = life.told_on
            for event in life.events:
                # Nobody tells of the homecoming before the departure.
                heard = max(heard, event.told_on)
                stream.append((heard, 1, len(stream), home, life, event))
    for told_on, _kind, _place, home, life, told in sorted(stream, key=lambda row: row[:3]):
        yield told_on, home, life, told
