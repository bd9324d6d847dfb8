"""Pairs of residents who may be one person.

Residents are sorted into small groups that share something (birth date, phone, the sound of the
name in one hamlet, nickname in one neighbourhood) and compared only inside a group, so twice as
many people take about twice as long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import combinations

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.lib.errors import Refused
from rembuk.lib.names import alike, name_key
from rembuk.people import residents, spelling
from rembuk.people.models import DifferentPersons, NationalId, Resident
from rembuk.people.remembered import until_next_write
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

PAIRS_MAX = 500
# Beyond this many, a group is cut by the words of the names before it is compared.
GROUP_MAX = 25


class Clue(models.TextChoices):
    """What two records share; several make it likelier."""

    BIRTH = "BIRTH", gettext_lazy("same date of birth, alike names")
    PHONE = "PHONE", gettext_lazy("same phone number")
    NAME = "NAME", gettext_lazy("same name in the same hamlet")
    SOUND = "SOUND", gettext_lazy("alike names in the same hamlet")
    NAMESAKE = "NAMESAKE", gettext_lazy("same name")
    ALIKE = "ALIKE", gettext_lazy("alike names")
    NICKNAME = "NICKNAME", gettext_lazy("same nickname in the same RT")


# How much a clue says: what is the same to the letter before what only sounds alike.
SAYS = {
    Clue.BIRTH: 4, Clue.PHONE: 4, Clue.NAME: 4, Clue.NAMESAKE: 3,
    Clue.SOUND: 2, Clue.NICKNAME: 2, Clue.ALIKE: 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two records that may be one person, the older record first, and why."""

    one_id: int
    other_id: int
    clues: tuple[str, ...]

    @property
    def weight(self) -> int:
        """How likely one person, next to other pairs."""
        return sum(SAYS[Clue(clue)] for clue in self.clues)

    @property
    def reasons(self) -> list[str]:
        """The clues in words."""
        return [str(Clue(clue).label) for clue in self.clues]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is compared of one resident."""

    pk: int
    name: str
    sounds: frozenset[str]
    nickname: str
    sex: str
    birth_date: date | None
    phone: str
    hamlet: str
    neighborhood_unit: str
    numbered: bool


def found(village: Village) -> list[Likeness]:
    """All pairs not yet answered, the likeliest first; at most PAIRS_MAX.

    Kept until something in the village is written again.
    """
    pairs = until_next_write(
        village,
        "duplicates",
        work=lambda: [(one.one_id, one.other_id, one.clues) for one in find(village)],
    )
    return [Likeness(*pair) for pair in pairs]


def find(village: Village) -> list[Likeness]:
    """Compare the village's residents now; three queries."""
    answered = set(
        DifferentPersons.objects.of(village)
        .filter(taken_back_at__isnull=True)
        .values_list("one", "other")
    )
    everybody = _everybody(village)
    clues: dict[tuple[int, int], set[str]] = defaultdict(set)
    for clue, group in _groups(everybody):
        for one, other in _pairs(group):
            pair = (min(one.pk, other.pk), max(one.pk, other.pk))
            if pair not in answered and _may_be_one(clue, one, other):
                clues[pair].add(_said_exactly(clue, one, other))
    names = {one.pk: one.name for one in everybody}
    pairs = [Likeness(*pair, tuple(sorted(why))) for pair, why in clues.items()]
    pairs.sort(key=lambda pair: (-pair.weight, names[pair.one_id], pair.one_id, pair.other_id))
    return pairs[:PAIRS_MAX]


@transaction.atomic
def tell_apart(*, one: Resident, other: Resident, by: Actor, at: datetime) -> DifferentPersons:
    """Note that two records are two persons: the pair is not shown again.

    Errors: Refused if somebody said so before.
    """
    first, second = sorted((one, other), key=lambda resident: resident.pk)
    assert first.pk != second.pk
    said = DifferentPersons.objects.of(one.village).filter(
        one=first, other=second, taken_back_at__isnull=True
    )
    if said.exists():
        raise Refused(_("These two were already told apart. Nothing more is needed."))
    apart = DifferentPersons.objects.create(
        village=one.village, one=first, other=second, at=at, by=by.user
    )
    _tell("people.told_apart", apart, by=by, at=at)
    return apart


@transaction.atomic
def take_back(*, apart: DifferentPersons, by: Actor, at: datetime) -> None:
    """Take such an answer back: the pair is shown again. Errors: Refused if it was before."""
    apart.take_turn()
    if apart.taken_back_at is not None:
        raise Refused(_("This was already taken back. Nothing more is needed."))
    apart.taken_back_at, apart.taken_back_by = at, by.user
    apart.save(update_fields=["taken_back_at", "taken_back_by"])
    _tell("people.apart_taken_back", apart, by=by, at=at)


def _tell(verb: str, apart: DifferentPersons, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=apart.village,
        verb=verb,
        subject=apart,
        subject_name=apart.one.name,
        resident_id=apart.one_id,
        changes=[("other_record", "", apart.other.name)],
        by=by,
        at=at,
    )


def _everybody(village: Village) -> list[_Known]:
    numbered = set(NationalId.objects.of(village).values_list("resident", flat=True))
    rows = (
        residents.known(village)
        .order_by("pk")
        .values_list(
            "pk", "name", "nickname", "sex", "birth_date", "phone", "hamlet", "neighborhood_unit"
        )
    )
    return [
        _Known(
            pk=pk,
            name=name,
            sounds=frozenset(_sound(word) for word in spelling.folded(name).split()),
            nickname=name_key(nickname),
            sex=sex,
            birth_date=birth_date,
            phone=phone,
            hamlet=name_key(hamlet),
            neighborhood_unit=rt,
            numbered=pk in numbered,
        )
        for pk, name, nickname, sex, birth_date, phone, hamlet, rt in rows.iterator()
    ]


@lru_cache(maxsize=20_000)
def _sound(word: str) -> str:
    """How a word of a name sounds; a village has many people and few names."""
    return spelling.key(word)


def _groups(everybody: Sequence[_Known]) -> Iterator[tuple[str, list[_Known]]]:
    """Yield the people who share something, with what it is."""
    shared: dict[tuple[str, object], list[_Known]] = defaultdict(list)
    for one in everybody:
        if one.birth_date:
            shared[Clue.BIRTH, one.birth_date].append(one)
        if one.phone:
            shared[Clue.PHONE, one.phone].append(one)
        shared[Clue.NAME, (one.sounds, one.hamlet)].append(one)
        if one.nickname and one.neighborhood_unit:
            place = (one.nickname, one.hamlet, one.neighborhood_unit)
            shared[Clue.NICKNAME, place].append(one)
    for (clue, _value), group in shared.items():
        if len(group) > 1:
            yield clue, group


def _pairs(group: list[_Known]) -> Iterator[tuple[_Known, _Known]]:
    """Yield whom to compare: everybody in a small group, neighbours by name in a large one.

    Registries give hundreds of people the same 1 January; among those only names that share a
    word, or stand next to each other in the alphabet, are worth a look.
    """
    if len(group) <= GROUP_MAX:
        yield from combinations(group, 2)
        return
    words: dict[str, list[_Known]] = defaultdict(list)
    for one in group:
        for sound in one.sounds:
            words[sound].append(one)
    for alikes in words.values():
        if len(alikes) <= GROUP_MAX:
            yield from combinations(alikes, 2)
        else:
            yield from _neighbours(alikes)
    yield from _neighbours(group)


def _neighbours(group: list[_Known], *, near: int = 3) -> Iterator[tuple[_Known, _Known]]:
    ordered = sorted(group, key=lambda one: (name_key(one.name), one.pk))
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 : place + 1 + near]:
            yield one, other


def _may_be_one(clue: str, one: _Known, other: _Known) -> bool:
    same_birth = one.birth_date is not None and one.birth_date == other.birth_date
    if one.numbered and other.numbered and not (same_birth and one.sounds == other.sounds):
        return False  # two NIK: two persons, unless a number was mistyped
    if one.sex and other.sex and one.sex != other.sex:
        return False
    if one.birth_date and other.birth_date and not same_birth:
        return False
    related = bool(one.sounds & other.sounds) or _called(one, other) or _called(other, one)
    match clue:
        case Clue.BIRTH:
            return one.sounds == other.sounds or alike(one.name, other.name)
        case Clue.PHONE:  # families share a phone: the names must have something in common
            return related or alike(one.name, other.name) or same_birth
        case Clue.NICKNAME:
            return related
        case _:  # a name alone says little: something else must be known of both, and fit
            same_place = bool(one.hamlet) and one.hamlet == other.hamlet
            return same_place or same_birth


def _said_exactly(clue: str, one: _Known, other: _Known) -> str:
    """Say of a name only what is true: whether it is spelled alike, and whether a hamlet is known.

    Of two names that only sound alike nobody should read that they are the same.
    """
    if clue != Clue.NAME:
        return clue
    same_name = name_key(one.name) == name_key(other.name)
    if one.hamlet:  # who is in one group shares it
        return Clue.NAME if same_name else Clue.SOUND
    return Clue.NAMESAKE if same_name else Clue.ALIKE


def _called(one: _Known, other: _Known) -> bool:
    """Is one's nickname a word of the other's name, by its sound?"""
    return bool(one.nickname) and _sound(one.nickname) in other.sounds
