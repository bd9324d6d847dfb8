"""A herd by its books: how many of each sex there must be, and whether the pen agrees.

Sexes are F, M and U, not yet known. What happened is told by its type: births, purchases, grants
and transfers_in bring animals; deaths, sales, transfers_out and lost take them away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rembuk.lib.wrong_inputs import Wrong

SEXES = ("F", "M", "U")
COMING = ("births", "purchases", "grants", "transfers_in")
LEAVING = ("deaths", "sales", "transfers_out", "lost")
STILLBIRTH, SEX_CORRECTION = "stillbirth", "sex_correction"
TYPES = (*COMING, *LEAVING, SEX_CORRECTION, STILLBIRTH)
MONTHS = 12


@dataclass(frozen=True)
class Event:
    """Something that happened to `n` animals of a sex; a reversal takes an earlier one back.

    A sex correction moves them from `sex` to `to`; a stillbirth was never stock.
    """

    type: str
    n: int
    sex: str = ""
    to: str = ""
    reversal: bool = False
    on: date | None = None
    animal: str | None = None
    dam: str | None = None

    @property
    def signed(self) -> int:
        """How many, below 0 where it is taken back."""
        return -self.n if self.reversal else self.n


@dataclass(frozen=True)
class Stock:
    """What the books say: animals of each sex, and what moved, by type and sex."""

    closing: dict[str, int]
    movements: dict[str, dict[str, int]]


def stock(opening: Mapping[str, int], events: Sequence[Event]) -> Stock:
    """Add up what happened; the order of late and corrected events does not matter.

    Errors: Wrong `event_after_exit` with the animal and its day, `negative_stock` with the sex.
    """
    _refuse_after_exit(events)
    closing: dict[str, int] = defaultdict(int, opening)
    movements: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for event in events:
        if event.type == STILLBIRTH:
            continue
        if event.type == SEX_CORRECTION:
            closing[event.sex] -= event.signed
            closing[event.to] += event.signed
            continue
        movements[event.type][event.sex] += event.signed
        closing[event.sex] += event.signed if event.type in COMING else -event.signed
    for sex, n in closing.items():
        if n < 0:
            raise Wrong(
                "negative_stock",
                f"Buku menyisakan {n} ekor ({sex}). Periksa catatan yang kurang atau terbalik.",
                sex=sex,
            )
    return Stock(dict(closing), {kind: dict(of) for kind, of in movements.items()})


def _refuse_after_exit(events: Sequence[Event]) -> None:
    """Refuse what names an animal that had left before, by day or by place in the list."""
    exits = _exits(events)
    for place, event in enumerate(events):
        for who in filter(None, (event.animal, event.dam)):
            for kind, gone, on in exits.get(who, ()):
                took_back = event.reversal and event.type == kind and who == event.animal
                dated = event.on is not None and on is not None
                after = event.on > on if dated else place > gone  # type: ignore[operator]  # both dated
                if after and not took_back:
                    raise Wrong(
                        "event_after_exit",
                        f"{who} sudah keluar dari kandang sebelum catatan ini. Periksa tanggalnya.",
                        animal=who,
                        exit_date=on and on.isoformat(),
                    )


def _exits(events: Sequence[Event]) -> dict[str, list[tuple[str, int, date | None]]]:
    """Return how, where in the list and when each animal left, without what was taken back."""
    left: dict[tuple[str, str], list[tuple[str, int, date | None]]] = defaultdict(list)
    back: dict[tuple[str, str], int] = defaultdict(int)
    for place, event in enumerate(events):
        if event.type in LEAVING and event.animal and event.n:
            if event.reversal:
                back[event.animal, event.type] += 1
            else:
                left[event.animal, event.type].append((event.type, place, event.on))
    exits: dict[str, list[tuple[str, int, date | None]]] = defaultdict(list)
    for (animal, kind), ways in left.items():
        exits[animal] += ways[back[animal, kind] :]
    return exits


@dataclass(frozen=True)
class Reconciled:
    """The books beside the count in the pen, by sex."""

    expected: dict[str, int]
    difference: dict[str, int]  # counted less expected

    @property
    def missing(self) -> dict[str, int]:
        """How many of each sex are not there."""
        return {sex: max(0, -n) for sex, n in self.difference.items()}

    @property
    def balanced(self) -> bool:
        """Does every sex agree?"""
        return not any(self.difference.values())

    @property
    def total_balanced(self) -> bool:
        """Does the total agree, whatever the sexes?"""
        return sum(self.difference.values()) == 0

    @property
    def likely_cause(self) -> str | None:
        """Why it does not agree, where the figures say so."""
        return "sex_misrecorded" if self.total_balanced and not self.balanced else None


def reconcile(
    *,
    opening: Mapping[str, int],
    recorded: Mapping[str, Mapping[str, int]],
    counted: Mapping[str, int],
) -> Reconciled:
    """Compare what was recorded, by type and sex, with what two people counted."""
    expected: dict[str, int] = defaultdict(int, opening)
    for kind, of in recorded.items():
        for sex, n in of.items():
            expected[sex] += n if kind in COMING else -n if kind in LEAVING else 0
    sexes = [sex for sex in SEXES if sex in expected or sex in counted]
    difference = {sex: counted.get(sex, 0) - expected.get(sex, 0) for sex in sexes}
    return Reconciled({sex: expected.get(sex, 0) for sex in sexes}, difference)


def kids_per_doe_year(litter_size: Fraction, interval_months: Fraction) -> Fraction:
    """Return how many kids a doe bears in a year, from the months between two kiddings."""
    return litter_size * MONTHS / interval_months


@dataclass(frozen=True)
class Litters:
    """How many kids came in how many litters, by the size of the litter."""

    kids: int
    litters: int
    shares: list[Fraction]  # of the litters, the smallest size first

    @property
    def mean(self) -> Fraction | None:
        """Kids in a litter; None without litters."""
        return Fraction(self.kids, self.litters) if self.litters else None


def litters(births: Iterable[tuple[int, int]]) -> Litters:
    """Add up (kids in the litter, number of such litters)."""
    told = sorted(births)
    total = sum(n for _size, n in told)
    shares = [Fraction(n, total) for _size, n in told] if total else []
    return Litters(sum(size * n for size, n in told), total, shares)
