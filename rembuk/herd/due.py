"""What is coming: kiddings to watch for at night, kids to wean, days of withheld meat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from rembuk.herd import fitness, limits, numbers, pen, seasons, standing
from rembuk.herd.fitness import Flaw
from rembuk.herd.models import COMING, LEAVING, Animal, Event, Kind
from rembuk.herd.numbers import Numbers
from rembuk.villages.models import Group

STILL_WATCHED_DAYS = 14  # past the window: then she was not in kid, or nobody wrote it down
TOLD_BEFORE_DAYS = 3
LASTING = (Kind.DEFECT, Kind.MENDED)  # told of however long ago they were seen
LOOKED_BACK_DAYS = 370  # whoever was mated or treated before is neither in kid nor withheld
TOLD = (
    "kind", "happened_on", "withdrawal_days", "note", "animal__tag", "animal__looks",
    "animal__born_on", "nurse__tag", "nurse__looks", "defect", "recorded_at", "recorded_by__name",
)  # fmt: skip
WEANED_WITHIN_DAYS = 30  # so long a kid is told of that is old enough to wean


@dataclass(frozen=True)
class Coming:
    """A doe that was mated and has not kidded since."""

    doe: Animal
    mated_on: date
    due: seasons.Due

    def is_watched(self, on: date) -> bool:
        """Say whether to look after her at night on a day."""
        spare = timedelta(days=STILL_WATCHED_DAYS)
        return self.due.since - timedelta(days=TOLD_BEFORE_DAYS) <= on <= self.due.until + spare


@dataclass(frozen=True)
class Marks:
    """What a list says beside a goat: when due, until when meat is withheld, what ails it."""

    due: dict[int, seasons.Due]
    withheld: dict[int, date]
    ill: frozenset[int]
    flaws: dict[int, list[Flaw]]


@dataclass(frozen=True)
class Duties:
    """What a group has to look after on a day."""

    watched: list[Coming]
    just_kidded: list[Event]
    looked: dict[int, Event]  # who looked at which doe on that day last, by her id
    to_wean: list[Animal]
    withheld: list[tuple[Animal, date]]  # until and with which day
    ill: list[Event]
    nursed: list[Event]  # kids that drink at another doe
    held: Numbers  # the days it was counted by

    def __bool__(self) -> bool:
        """Is there anything to look after?"""
        told = (self.ill, self.watched, self.just_kidded, self.nursed, self.to_wean, self.withheld)
        return any(told)


def duties(group: Group, *, on: date) -> Duties:
    """Return what is to be looked after on a day; two queries."""
    held = numbers.of(group.village, on=on)
    kinds = (
        *LEAVING, *COMING, Kind.MATED, Kind.KIDDED, Kind.WEANED, Kind.TREATED, Kind.ILL,
        Kind.NURSED, Kind.CHECKED,
    )  # fmt: skip
    told = _lately(group, kinds, on)
    gone = {row.animal_id for row in told if row.kind in LEAVING}
    there = [row for row in told if row.animal_id not in gone]
    since = on - timedelta(days=held.checked_days)
    return Duties(
        watched=[one for one in in_kid(there, held) if one.is_watched(on)],
        just_kidded=[row for row in there if row.kind == Kind.KIDDED and row.happened_on > since],
        looked={
            row.animal_id: row
            for row in there
            if row.kind == Kind.CHECKED and row.happened_on == on
        },
        to_wean=list(_to_wean(there, on, old_enough=held.weaning_days)),
        withheld=sorted(_withheld(there, on).values(), key=lambda pair: (pair[1], pair[0].pk)),
        ill=_each(there, lambda rows: ill_lately(rows, on=on)),
        nursed=_each(there, lambda rows: _nursed(rows, on)),
        held=held,
    )


def ill_lately(rows: Sequence[Event], *, on: date) -> Event | None:
    """Return how one goat fell ill within the last days, where no treatment was recorded since."""
    last = next((row for row in reversed(rows) if row.kind in {Kind.ILL, Kind.TREATED}), None)
    if last is None or last.kind != Kind.ILL:
        return None
    return last if last.happened_on > on - timedelta(days=limits.ILL_DAYS) else None


def in_kid(rows: Iterable[Event], held: Numbers) -> list[Coming]:
    """Return the does that were mated and have not kidded since, the first due first."""
    days = held.due_days
    if days is None:  # long before any book
        return []
    mated: dict[int, Event] = {}
    for row in rows:
        if row.kind == Kind.MATED:
            mated[row.animal_id] = row
        elif row.kind in {Kind.KIDDED, *LEAVING}:
            mated.pop(row.animal_id, None)
    found = [Coming(one.animal, one.happened_on, _due(one, days)) for one in mated.values()]
    return sorted(found, key=lambda one: (one.due.on, one.doe.pk))


def flaws_of(animal: Animal, *, on: date) -> list[Flaw]:
    """Return the defects of one goat on a day, and what they mean for qurban; two queries."""
    rows = standing.events(animal.group, LASTING).filter(animal=animal, happened_on__lte=on)
    return fitness.flaws(standing.defects(list(rows)), numbers.of(animal.village, on=on))


def marks(group: Group, held: Numbers, *, on: date) -> Marks:
    """Return what a list of goats says beside each on a day, by the numbers held; one query."""
    kinds = (*LEAVING, Kind.MATED, Kind.KIDDED, Kind.TREATED, Kind.ILL, *LASTING)
    told = _lately(group, kinds, on)
    since = on - timedelta(days=STILL_WATCHED_DAYS)
    watched = {one.doe.pk: one.due for one in in_kid(told, held) if one.due.until >= since}
    ill = {row.animal_id for row in _each(told, lambda rows: ill_lately(rows, on=on))}
    withheld = {pk: until for pk, (_one, until) in _withheld(told, on).items()}
    flaws: dict[int, list[Flaw]] = {}
    for one in fitness.flaws(standing.defects(told), held):
        flaws.setdefault(one.row.animal_id, []).append(one)
    return Marks(watched, withheld, frozenset(ill), flaws)


def _lately(group: Group, kinds: Sequence[str], on: date) -> list[Event]:
    """Return what happened within the time that matters, with the little that is told of it."""
    lately = Q(happened_on__gte=on - timedelta(days=LOOKED_BACK_DAYS)) | Q(kind__in=LASTING)
    rows = standing.events(group, kinds).filter(lately, happened_on__lte=on)
    return list(rows.select_related("animal", "nurse", "recorded_by").only(*TOLD))


def _due(mated: Event, days: tuple[int, int, int]) -> seasons.Due:
    least, planned, most = days
    return seasons.due(mated.happened_on, mean_days=planned, window_days=(least, most))


def _each(rows: Sequence[Event], told: Callable[[list[Event]], Event | None]) -> list[Event]:
    """Return what is told of each goat from its own rows, where there is anything, oldest first."""
    by_goat: dict[int, list[Event]] = {}
    for row in rows:
        by_goat.setdefault(row.animal_id, []).append(row)
    found = [one for of in by_goat.values() if (one := told(of))]
    return sorted(found, key=lambda row: (row.happened_on, row.pk))


def _nursed(rows: Sequence[Event], on: date) -> Event | None:
    """How a kid that is not weaned came to another doe."""
    last = next((row for row in reversed(rows) if row.kind in {Kind.NURSED, Kind.WEANED}), None)
    if last is None or last.kind != Kind.NURSED:
        return None
    age = pen.months(last.animal.born_on, on)
    return last if age is not None and age < limits.KID_MONTHS else None


def _to_wean(rows: list[Event], on: date, *, old_enough: int) -> Iterator[Animal]:
    """Kids that reached the age of weaning in the last month, and are with their mother still."""
    weaned = {row.animal_id for row in rows if row.kind == Kind.WEANED}
    for row in rows:
        old = (on - row.happened_on).days
        is_time = old_enough <= old < old_enough + WEANED_WITHIN_DAYS
        if row.kind == Kind.BORN and is_time and row.animal_id not in weaned:
            yield row.animal


def _withheld(rows: Iterable[Event], on: date) -> dict[int, tuple[Animal, date]]:
    found: dict[int, tuple[Animal, date]] = {}
    for row in rows:
        if row.kind == Kind.TREATED and row.withdrawal_days:
            until = row.happened_on + timedelta(days=row.withdrawal_days)
            last = max(until, found[row.animal_id][1]) if row.animal_id in found else until
            if last >= on:
                found[row.animal_id] = (row.animal, last)
    return found
