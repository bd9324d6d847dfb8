"""The life of one goat: what happened, how it stands, its mother, its kids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from rembuk.enterprise.models import Membership
from rembuk.herd import due, fitness, numbers, pen, seasons, standing
from rembuk.herd.events import withheld_until
from rembuk.herd.fitness import Flaw
from rembuk.herd.models import Animal, Event, Kind, Measure, Sex
from rembuk.herd.numbers import Number
from rembuk.herd.pen import AgeClass


@dataclass(frozen=True)
class Life:
    """One goat on a day."""

    rows: list[Event]  # all that was ever written, the newest first; `is_replaced` says of which
    came: Event | None
    left: Event | None
    age_class: AgeClass
    months: int | None
    keeper: Membership | None
    kept: Event | None
    nursed: Event | None  # the doe that suckles it, or did until it was weaned
    due: seasons.Due | None
    withheld_until: date | None
    ill: Event | None  # lately, and nothing was recorded since that says it is treated
    flaws: list[Flaw]  # its defects that are not over
    weights: list[Event]
    kids: list[Animal]
    kids_dead: int
    kidded_on: date | None  # lately: the days in which she is to be looked at
    checked_days: Number | None  # how many those are
    looked: Event | None  # who looked at her today last
    keepers_kids: int | None  # how many kids are the keeper's by what was agreed
    keepers_got: int

    @property
    def is_here(self) -> bool:
        """Is it in the pen?"""
        return self.came is not None and self.left is None


def of(animal: Animal, *, on: date) -> Life:
    """Return the life of a goat; five queries."""
    rows = list(
        Event.objects.of(animal.village)
        .filter(animal=animal)
        .select_related("sire", "nurse", "keeper", "recorded_by", "corrects")
        .order_by("-happened_on", "-pk")
    )
    replaced = {row.corrects_id for row in rows if row.corrects_id}
    for row in rows:
        row.is_replaced = row.pk in replaced  # type: ignore[attr-defined]  # for the page
    stands = [row for row in reversed(rows) if row.pk not in replaced and row.kind != "TAKEN_BACK"]
    kidded = [row for row in stands if row.kind == Kind.KIDDED]
    kept = next((row for row in reversed(stands) if row.kind == Kind.KEPT), None)
    age = pen.months(animal.born_on, on)
    kids = _kids(animal)
    for row in kidded:
        row.alive = sum(kid.born_on == row.happened_on for kid in kids)  # type: ignore[attr-defined]  # for the page
    held = numbers.of(animal.village, on=on)
    coming = due.in_kid(stands, held)
    last = kidded[-1].happened_on if kidded else None
    left = standing.leaving(stands)
    return Life(
        rows=rows,
        came=standing.coming(stands),
        left=left,
        age_class=pen.age_class(animal.sex, age, kidded=bool(kidded)),
        months=age,
        keeper=kept.keeper if kept else None,
        kept=kept,
        nursed=next((row for row in reversed(stands) if row.kind == Kind.NURSED), None),
        due=coming[0].due if coming and not left else None,
        withheld_until=withheld_until(stands, on=on) if not left else None,
        ill=due.ill_lately(stands, on=on),
        flaws=fitness.flaws(standing.defects(stands), held),
        weights=[row for row in stands if row.kind == Kind.WEIGHED],
        kids=kids,
        kids_dead=sum(row.stillborn for row in kidded),
        kidded_on=last if last and not left and (on - last).days < held.checked_days else None,
        checked_days=held.by_measure.get(Measure.CHECKED_DAYS),
        looked=_looked(stands, on),
        keepers_kids=_keepers_kids(kept, kids),
        keepers_got=_got(kept, kids),
    )


def _looked(rows: list[Event], on: date) -> Event | None:
    found = [row for row in rows if row.kind == Kind.CHECKED and row.happened_on == on]
    return max(found, key=lambda row: (row.recorded_at, row.pk), default=None)


def _kids(animal: Animal) -> list[Animal]:
    """Every kid it has, by day of birth; one that may be another's too."""
    mine = Q(dam=animal) if animal.sex != Sex.MALE else Q(sire=animal) | Q(other_sire=animal)
    found = Animal.objects.of(animal.village).filter(mine, group=animal.group)
    return list(found.order_by("born_on", "pk"))


def _since(kept: Event | None, kids: list[Animal]) -> list[Animal]:
    if kept is None:
        return []
    return [one for one in kids if one.born_on and one.born_on >= kept.happened_on]


def _keepers_kids(kept: Event | None, kids: list[Animal]) -> int | None:
    """How many of the kids born at the keeper's are his: whole parts only."""
    if kept is None or kept.keeper is None or not kept.kids_of:
        return None
    return len(_since(kept, kids)) * kept.kids_keeper // kept.kids_of


def _got(kept: Event | None, kids: list[Animal]) -> int:
    if kept is None or not kept.kids_of:
        return 0
    rows = standing.events(kept.group, (Kind.SHARED,))
    return rows.filter(animal__in=_since(kept, kids)).count()
