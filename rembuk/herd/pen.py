"""Who is in the pen on a day, and in which age class."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.enterprise.models import Membership
from rembuk.herd import standing
from rembuk.herd.limits import KID_MONTHS
from rembuk.herd.models import COMING, LEAVING, Animal, Kind, Sex
from rembuk.villages.models import Group

MONTHS = 12


class AgeClass(models.TextChoices):
    """What a goat is called for its age, its sex and whether it has kidded."""

    DAM = "DAM", _("Dam")
    DOELING = "DOELING", _("Doeling")
    SIRE = "SIRE", _("Buck")
    KID = "KID", _("Kid")


@dataclass(frozen=True)
class Head:
    """One goat in the pen on a day."""

    animal: Animal
    age_class: AgeClass
    months: int | None  # of age; None where its birth is not known
    came_on: date
    keeper: Membership | None


def heads(group: Group, *, on: date, keepers: bool = True) -> list[Head]:
    """Return the goats of a group on a day, by tag; at most three queries, however many goats.

    Without `keepers` it is not told who keeps them, and asked for one less.
    """
    rows = standing.events(group, (*COMING, *LEAVING, Kind.KIDDED, Kind.KEPT))
    told = rows.filter(happened_on__lte=on).values_list("animal", "kind", "happened_on", "keeper")
    came: dict[int, date] = {}
    left: set[int] = set()
    kidded: set[int] = set()
    kept: dict[int, int | None] = {}
    for animal, kind, happened_on, keeper in told:
        if kind in COMING:
            came[animal] = happened_on
        elif kind in LEAVING:
            left.add(animal)
        elif kind == Kind.KEPT:
            kept[animal] = keeper
        else:
            kidded.add(animal)
    asked = {one for one in kept.values() if one} if keepers else set()
    people = Membership.objects.of(group.village).in_bulk(asked)
    animals = Animal.objects.of(group.village).filter(group=group).order_by("pk")
    return [
        Head(
            animal=one,
            age_class=age_class(one.sex, months(one.born_on, on), kidded=one.pk in kidded),
            months=months(one.born_on, on),
            came_on=came[one.pk],
            keeper=people.get(kept.get(one.pk) or 0),
        )
        for one in sorted(animals, key=lambda one: (str(one), one.pk))  # kids follow their mother
        if one.pk in came and one.pk not in left
    ]  # fmt: skip


def age_class(sex: str, months_old: int | None, *, kidded: bool) -> AgeClass:
    """Return the class of a goat; who came grown, on a day nobody knows, is no kid."""
    if kidded:
        return AgeClass.DAM
    if months_old is not None and months_old < KID_MONTHS:
        return AgeClass.KID
    return AgeClass.SIRE if sex == Sex.MALE else AgeClass.DOELING


def months(born_on: date | None, on: date) -> int | None:
    """Return the whole months of age on a day; None where the birth is not known."""
    if born_on is None or born_on > on:
        return None
    return (on.year - born_on.year) * MONTHS + on.month - born_on.month - (on.day < born_on.day)


def counted(found: Sequence[Head]) -> dict[AgeClass, int]:
    """Return how many there are of each class."""
    numbers = Counter(head.age_class for head in found)
    return {one: numbers[one] for one in AgeClass}


def by_keeper(found: Sequence[Head]) -> dict[Membership, list[Head]]:
    """Return who keeps which goats; those in the group's own pen are nobody's."""
    kept: dict[Membership, list[Head]] = defaultdict(list)
    for head in found:
        if head.keeper is not None:
            kept[head.keeper].append(head)
    return dict(sorted(kept.items(), key=lambda pair: (pair[0].name, pair[0].pk)))
