"""Who is akin to whom in a herd: planned matings, which buck to swap, and the herd tree.

Where either of two bucks may be the father, the kid counts as half of each: the kinship is then the
mean over both, exactly (an unknown ancestor between them, who is nobody else's kin).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rembuk.herd import numbers, pedigree, pen, standing
from rembuk.herd.limits import KinLimits
from rembuk.herd.models import COMING, LEAVING, Animal, Sex
from rembuk.herd.pen import AgeClass, Head
from rembuk.villages.models import Group

GROWN = (AgeClass.DAM, AgeClass.DOELING)
FREE, WARNED, FORBIDDEN = "FREE", "WARNED", "FORBIDDEN"


@dataclass(frozen=True)
class Planned:
    """What a mating would bear: the inbreeding of its kids, from 0 to 1."""

    buck: Animal
    doe: Animal
    inbreeding: float
    limits: KinLimits

    @property
    def verdict(self) -> str:
        """FREE, WARNED or FORBIDDEN, by the limits that the village goes by."""
        if self.inbreeding >= self.limits.forbids:
            return FORBIDDEN
        return WARNED if self.inbreeding >= self.limits.warns else FREE


@dataclass(frozen=True)
class Buck:
    """A buck beside the does of its own herd."""

    animal: Animal
    mean: float  # kinship with the does, from 0 to 1
    forbidden: int  # does it is not to be mated with


@dataclass(frozen=True)
class Breeding:
    """Every grown doe with every buck."""

    bucks: list[Buck]  # the one most akin to the does first: that one to swap
    does: list[Animal]
    limits: KinLimits
    sires: list[Animal]
    akin: (
        Any  # an array: what a mating would bear, a row for each of `sires`, a column for each doe
    )

    def best(self, doe: Animal) -> list[Planned]:
        """Return every buck beside a doe, the least akin first."""
        column = self.akin[:, self.does.index(doe)]
        told = [
            Planned(buck, doe, float(value), self.limits)
            for buck, value in zip(self.sires, column, strict=True)
        ]
        return sorted(told, key=_nearness)


@dataclass
class Branch:
    """A goat in the herd tree, with its kids."""

    animal: Animal
    is_here: bool
    kids: list[Branch] = field(default_factory=list)


def breeding(group: Group, *, on: date) -> Breeding:
    """Work out every mating that the herd could plan on a day; five queries."""
    heads = pen.heads(group, on=on)
    bucks = [head.animal for head in heads if head.age_class == AgeClass.SIRE]
    does = [head.animal for head in heads if _is_doe(head)]
    limits = numbers.of(group.village, on=on).kin
    akin = _akin(group, bucks, does)
    ranked = [
        Buck(buck, float(row.mean()) if does else 0.0, int((row >= limits.forbids).sum()))
        for buck, row in zip(bucks, akin, strict=True)
    ]
    ranked.sort(key=lambda one: (-one.mean, one.animal.pk))
    return Breeding(ranked, does, limits, bucks, akin)


def with_bucks(doe: Animal, *, on: date) -> list[Planned]:
    """Return a doe with every grown buck in the pen, the least akin first."""
    heads = pen.heads(doe.group, on=on)
    bucks = [head.animal for head in heads if head.age_class == AgeClass.SIRE]
    limits = numbers.of(doe.group.village, on=on).kin
    column = _akin(doe.group, bucks, [doe])[:, 0]
    told = [
        Planned(buck, doe, float(value), limits) for buck, value in zip(bucks, column, strict=True)
    ]
    return sorted(told, key=_nearness)


def tree(group: Group) -> list[Branch]:
    """Return the herd by its mothers: who has none in the book stands first; two queries."""
    rows = standing.events(group, (*COMING, *LEAVING)).values_list("animal", "kind")
    came: set[int] = set()
    left: set[int] = set()
    for animal, kind in rows:
        (came if kind in COMING else left).add(animal)
    animals = Animal.objects.of(group.village).filter(group=group, pk__in=came)
    found = {one.pk: Branch(one, one.pk not in left) for one in animals.order_by("born_on", "pk")}
    roots: list[Branch] = []
    for branch in found.values():
        mother = found.get(branch.animal.dam_id or 0)
        (mother.kids if mother else roots).append(branch)
    return [branch for branch in roots if branch.kids or branch.is_here]


def _nearness(one: Planned) -> tuple[float, int]:
    return one.inbreeding, one.buck.pk


def _is_doe(head: Head) -> bool:
    return head.age_class in GROWN and head.animal.sex == Sex.FEMALE


def _akin(group: Group, bucks: Sequence[Animal], does: Sequence[Animal]) -> Any:
    """Return what each pair would bear: the expected F of a pair is the kinship of the two."""
    ones, others = ([str(one.pk) for one in part] for part in (bucks, does))
    return pedigree.crossed(parents_in(group), ones=ones, others=others)


def parents_in(group: Group) -> dict[str, tuple[str | None, str | None]]:
    """Return every goat of the book with its father and mother; one query."""
    rows = Animal.objects.of(group.village).filter(group=group).order_by("pk")
    told = rows.values_list("pk", "sire", "other_sire", "dam")
    parents: dict[str, tuple[str | None, str | None]] = {}
    name: defaultdict[int | None, str | None] = defaultdict(lambda: None)
    name |= {pk: str(pk) for pk, *_rest in told}
    for pk, sire, other, dam in told:
        father = name[sire]
        if sire and other:
            father = f"{sire} or {other}"
            parents[father] = (name[sire], name[other])
        parents[str(pk)] = (father, name[dam])
    return parents
