"""Who is already there: the same person twice, in the file or in the village.

Every question is answered from an index, so that 50,000 rows do not ask 50,000 times 50,000.
Source: the import contract, outcomes `duplicate` and `national_id_conflict`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from rembuk.lib.names import alike, edit_distance, name_key
from rembuk.people.importing.report import Earlier

POSSIBLE_DISTANCE = 2
_PIECES = POSSIBLE_DISTANCE + 1

Fingerprint = Callable[[str], str]
Address = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Person:
    """What is compared of a row that is taken, or of a resident."""

    who: Earlier
    name: str
    key: str
    national_id: str | None  # its fingerprint
    birth_date: str | None
    address: Address


def person_of(values: dict[str, str | None], *, who: Earlier, fingerprint: Fingerprint) -> Person:
    """Return what is compared of a resident's values, as in the contract."""
    number = values.get("national_id")
    return Person(
        who=who,
        name=values.get("name") or "",
        key=name_key(values.get("name") or ""),
        national_id=fingerprint(number) if number else None,
        birth_date=values.get("birth_date"),
        address=(
            (values.get("hamlet") or "").casefold(),
            values.get("neighborhood_unit") or "",
            values.get("community_unit") or "",
            name_key(values.get("household_head") or ""),
        ),
    )


class People:
    """Everybody a new row is compared with."""

    def __init__(self) -> None:
        self._by_number: dict[str, Person] = {}
        self._by_birth: dict[tuple[str, str], list[Person]] = defaultdict(list)
        self._by_address: dict[tuple[str, Address], list[Person]] = defaultdict(list)
        self._by_piece: dict[tuple[str, int, int, str], list[Person]] = defaultdict(list)

    def add(self, person: Person) -> None:
        """Take somebody in. The first with a national number keeps it."""
        if person.national_id:
            self._by_number.setdefault(person.national_id, person)
        self._by_address[person.key, person.address].append(person)
        if person.birth_date:
            self._by_birth[person.key, person.birth_date].append(person)
            for piece in _pieces(person.key):
                self._by_piece[person.birth_date, *piece].append(person)

    def holder_of_number(self, person: Person) -> Person | None:
        """Return who has this national number already."""
        return self._by_number.get(person.national_id) if person.national_id else None

    def same_as(self, person: Person) -> Person | None:
        """Return the first person this one repeats, None if there is none.

        With the same number: if the names are alike. Where one of the two has no number: same
        name key and birth date. Without number and birth date: same name key and address; a bare
        name is not enough against somebody of whom more is known.
        """
        holder = self.holder_of_number(person)
        if holder is not None and alike(holder.name, person.name):
            return holder
        if person.birth_date:
            same = self._by_birth.get((person.key, person.birth_date), ())
            return next((o for o in same if _one_without_number(o, person)), None)
        if person.national_id:
            return None
        same = self._by_address.get((person.key, person.address), ())
        placed = any(person.address)
        return next((o for o in same if placed or not (o.national_id or o.birth_date)), None)

    def nearly(self, person: Person) -> Person | None:
        """Return who may be the same: same birth date, name keys within distance 2, not equal."""
        if not person.birth_date:
            return None
        for other in self._near_names(person):
            distance = edit_distance(other.key, person.key, most=POSSIBLE_DISTANCE)
            if 0 < distance <= POSSIBLE_DISTANCE and _one_without_number(other, person):
                return other
        return None

    def _near_names(self, person: Person) -> Iterator[Person]:
        """Yield people with this birth date of whom a third of the name stands in this one.

        Two changes cannot touch all three thirds, so nobody within distance 2 is missed.
        """
        assert person.birth_date
        key, seen = person.key, set()
        for length in range(max(1, len(key) - POSSIBLE_DISTANCE), len(key) + POSSIBLE_DISTANCE + 1):
            for number, (start, end) in enumerate(_cuts(length)):
                for shift in range(-POSSIBLE_DISTANCE, POSSIBLE_DISTANCE + 1):
                    piece = key[max(0, start + shift) : max(0, end + shift)]
                    found = self._by_piece.get((person.birth_date, length, number, piece), ())
                    for other in found:
                        if id(other) not in seen:
                            seen.add(id(other))
                            yield other


def _one_without_number(first: Person, second: Person) -> bool:
    return first.national_id is None or second.national_id is None


def _cuts(length: int) -> Iterable[tuple[int, int]]:
    """Return where a name of this length is cut into three."""
    marks = [length * number // _PIECES for number in range(_PIECES + 1)]
    return list(pairwise(marks))


def _pieces(key: str) -> Iterator[tuple[int, int, str]]:
    for number, (start, end) in enumerate(_cuts(len(key))):
        yield len(key), number, key[start:end]
