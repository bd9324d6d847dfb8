"""Who descends from whom, and how near of kin two animals are (Wright 1922).

The kinship of two animals is the chance that a gene drawn from each is a copy of one and the same;
an animal's coefficient of inbreeding F is the kinship of its parents. Kinship with oneself is
(1 + F) / 2, and with a younger animal half the sum of those with its parents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import chain
from typing import Any

from rembuk.lib.wrong_inputs import Wrong

Parents = Mapping[str, tuple[str | None, str | None]]
NOBODY = 0  # the seat of an unknown parent, who is akin to nobody


@dataclass(frozen=True)
class Kinship:
    """The F of every animal, and of what each planned mating would bear."""

    inbreeding: dict[str, float]
    expected: dict[tuple[str, str], float]


def kinship(parents: Parents, matings: Sequence[tuple[str, str]] = ()) -> Kinship:
    """Work out the inbreeding of every animal and of every planned mating.

    Animals go through a table of the kinship among those who will still have young: its size is
    that of the breeding herd, not of the herd book. Errors: Wrong `unknown_parent` with the id,
    `cycle` with the animals that would be their own ancestors.
    """
    table, inbreeding = _worked_out(parents, {one for pair in matings for one in pair})
    return Kinship(inbreeding, {pair: table.of(*pair) for pair in matings})


def crossed(parents: Parents, *, ones: Sequence[str], others: Sequence[str]) -> Any:
    """Return the kinship of each of `ones` with each of `others`: an array, a row for each one.

    Errors: as kinship.
    """
    table, _inbreeding = _worked_out(parents, {*ones, *others})
    return table.between(ones, others)


def _worked_out(parents: Parents, asked: Set[str]) -> tuple[_Table, dict[str, float]]:
    """Return the table of who is asked for, and the F of every animal."""
    _refuse_unknown(parents, asked)
    order = _oldest_first(parents)
    needed = _last_needed(order, parents, asked)
    table = _Table(_seats(order, parents, needed))
    inbreeding = {}
    for place, animal in enumerate(order):
        sire, dam = parents[animal]
        inbreeding[animal] = table.bear(animal, sire, dam, keep=needed[animal] > place)
        for parent in {sire, dam}:
            if parent is not None and needed[parent] == place:
                table.leave(parent)
    return table, inbreeding


class _Table:
    """Kinship among the animals that still matter, one seat each."""

    def __init__(self, seats: int) -> None:
        from numpy import zeros  # noqa: PLC0415 -- a tenth of a second, for pedigrees only

        self.akin = zeros((seats + 1, seats + 1))
        self.seat: dict[str | None, int] = {None: NOBODY}
        self.free = list(range(seats, 0, -1))

    def bear(self, animal: str, sire: str | None, dam: str | None, *, keep: bool) -> float:
        """Return the F of an animal, and give it a seat where it will be asked for again."""
        father, mother = self.seat[sire], self.seat[dam]
        inbreeding = float(self.akin[father, mother])
        if keep:
            seat = self.seat[animal] = self.free.pop()
            with_all = (self.akin[father] + self.akin[mother]) / 2
            with_all[seat] = (1 + inbreeding) / 2
            self.akin[seat] = with_all
            self.akin[:, seat] = with_all
        return inbreeding

    def leave(self, animal: str) -> None:
        """Free the seat of who has no more young; who takes it writes all of its kinship anew."""
        self.free.append(self.seat.pop(animal))

    def of(self, one: str, other: str) -> float:
        return float(self.akin[self.seat[one], self.seat[other]])

    def between(self, ones: Sequence[str], others: Sequence[str]) -> Any:
        rows, columns = ([self.seat[name] for name in names] for names in (ones, others))
        return self.akin[rows][:, columns]


def _refuse_unknown(parents: Parents, asked: Iterable[str]) -> None:
    for parent in chain(chain.from_iterable(parents.values()), asked):
        if parent is not None and parent not in parents:
            raise Wrong(
                "unknown_parent",
                f"Induk {parent} belum ada di daftar. Tambahkan, atau tulis null kalau tidak tahu.",
                id=parent,
            )


def _oldest_first(parents: Parents) -> list[str]:
    """Put parents before their young; of those who could follow, the earlier listed first."""
    place = {animal: number for number, animal in enumerate(parents)}
    young = _young(parents)
    waits = {animal: len(_known(pair)) for animal, pair in parents.items()}
    ready = [place[animal] for animal, missing in waits.items() if not missing]
    names, order = list(parents), []
    while ready:
        animal = names[heappop(ready)]
        order.append(animal)
        for child in young[animal]:
            waits[child] -= 1
            if not waits[child]:
                heappush(ready, place[child])
    if len(order) < len(parents):
        members = _on_cycles({animal: _known(parents[animal]) for animal in waits if waits[animal]})
        raise Wrong(
            "cycle",
            f"{', '.join(members)}: silsilah ini berputar. Periksa siapa anak siapa.",
            members=members,
        )
    return order


def _young(parents: Parents) -> dict[str, list[str]]:
    young: dict[str, list[str]] = defaultdict(list)
    for child, pair in parents.items():
        for parent in _known(pair):
            young[parent].append(child)
    return young


def _known(pair: Iterable[str | None]) -> set[str]:
    return {parent for parent in pair if parent is not None}


def _on_cycles(parents: Mapping[str, set[str]]) -> list[str]:
    """Return, sorted, who descends from himself (strong components, Sharir 1981).

    Walked upwards, every part of a cycle is left before what led into it; walked downwards in the
    opposite order of leaving, each walk covers one part.
    """
    up = {animal: sorted(pair & parents.keys()) for animal, pair in parents.items()}
    down: dict[str, list[str]] = defaultdict(list)
    for animal, pair in up.items():
        for parent in pair:
            down[parent].append(animal)
    left: list[str] = []
    seen: set[str] = set()
    for animal in up:
        left += _walked(animal, up, seen)
    seen.clear()
    parts = (_walked(animal, down, seen) for animal in reversed(left))
    return sorted(one for part in parts for one in part if len(part) > 1 or one in parents[one])


def _walked(start: str, ways: Mapping[str, Sequence[str]], seen: set[str]) -> list[str]:
    """Return whom one can reach and nobody has reached before, in the order of leaving them."""
    if start in seen:
        return []
    seen.add(start)
    left, path = [], [(start, iter(ways.get(start, ())))]
    while path:
        animal, rest = path[-1]
        onward = next((other for other in rest if other not in seen), None)
        if onward is None:
            left.append(animal)
            path.pop()
        else:
            seen.add(onward)
            path.append((onward, iter(ways.get(onward, ()))))
    return left


def _last_needed(order: Sequence[str], parents: Parents, asked: Iterable[str]) -> dict[str, int]:
    """Return the place of the last young of each animal, or the end where it is asked for."""
    last = dict.fromkeys(order, -1)
    for place, animal in enumerate(order):
        for parent in _known(parents[animal]):
            last[parent] = place
    for animal in asked:
        last[animal] = len(order)
    return last


def _seats(order: Sequence[str], parents: Parents, needed: Mapping[str, int]) -> int:
    """Return how many animals matter at one time, at most."""
    taken = most = 0
    for place, animal in enumerate(order):
        taken += needed[animal] > place
        most = max(most, taken)
        taken -= sum(needed[parent] == place for parent in _known(parents[animal]))
    return most
