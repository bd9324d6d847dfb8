"""'Uang kita ada di mana': what the members' money is in today, and whose it is. Totals only (K19).

All is added up from the book each time, from one trial balance. What members may ask for at once
stands beside what lies ready: Permenkop UKM 8/2023 art. 26 asks a cooperative to keep savings safe.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from rembuk.ledger import reading
from rembuk.ledger.reading import Book
from rembuk.lib.rounding import HUNDRED
from rembuk.surplus import yearly
from rembuk.surplus.yearly import Line, Sides

Kinds = Sequence[tuple[tuple[str, ...], Promise, Promise]]
# Which accounts are one place of the money, its name, and what it means. The last takes the rest.
PLACES: Kinds = (
    (("1101", "1103"), gettext_lazy("In the cash box"),
     gettext_lazy("Notes and coins. Whoever counts them must find this sum.")),
    (("1102", "1104", "1201"), gettext_lazy("In the bank"),
     gettext_lazy("On accounts in the name of the cooperative.")),
    (("13",), gettext_lazy("Lent to members"),
     gettext_lazy("It comes back in instalments. What may be lost is taken off already.")),
    (("15", "16", "17"), gettext_lazy("Things that stay"),
     gettext_lazy("Machines, furniture, land. They are worth money, but pay nobody out today.")),
    (("1",), gettext_lazy("Goods, and what others still owe"),
     gettext_lazy("Stock, things paid ahead, and differences that are looked into.")),
)  # fmt: skip
OWNERS: Kinds = (
    (("2101", "2103", "2104", "2106", "2110", "2111"), gettext_lazy("Members may ask for it now"),
     gettext_lazy("Voluntary and goal savings, surplus not fetched, money of who left.")),
    (("2102",), gettext_lazy("Members' term savings"),
     gettext_lazy("They come back on the day that was agreed.")),
    (("3101", "3102"), gettext_lazy("Pokok and wajib of members"),
     gettext_lazy("Each one's own. They come back to who leaves the cooperative.")),
    (("22",), gettext_lazy("Borrowed by the cooperative"),
     gettext_lazy("It is paid back to the bank or to another cooperative.")),
    (("21",), gettext_lazy("Funds, taxes and bills"),
     gettext_lazy("Promised to somebody, and not paid yet.")),
    (("31", "32"), gettext_lazy("Reserve, gifts and participation"),
     gettext_lazy("What first bears a loss, before any savings do.")),
    (("3", "4", "5"), gettext_lazy("Surplus not divided yet"),
     gettext_lazy("The annual meeting decides about it. Below nought it is a loss.")),
)  # fmt: skip
NOW, READY = 0, 2  # the first owners may ask now; the first two places lie ready


@dataclass(frozen=True)
class Part:
    """One place or owner of the money, the accounts it is made of, and its bar (0 to 100)."""

    label: Promise
    hint: Promise
    amount_rp: int
    accounts: Sequence[Line]
    width: int


@dataclass(frozen=True)
class Whereabouts:
    """All of it, from both sides (rupiah)."""

    places: Sequence[Part]
    owners: Sequence[Part]
    total_rp: int

    @property
    def cover(self) -> Cover:
        """What lies ready, beside what members may ask for."""
        ready_rp = sum(one.amount_rp for one in self.places[:READY])
        return Cover(ready_rp, self.owners[NOW].amount_rp)


@dataclass(frozen=True)
class Cover:
    """What can be paid out today, and what members may ask for today (rupiah)."""

    ready_rp: int
    asked_rp: int

    @property
    def covers(self) -> int | None:
        """How many percent of what may be asked for lie ready, rounded down; None for nothing."""
        return self.ready_rp * HUNDRED // self.asked_rp if self.asked_rp > 0 else None

    def is_above(self, floor_percent: int) -> bool:
        """Whether so many percent of what may be asked for lie ready."""
        return self.ready_rp * HUNDRED >= floor_percent * self.asked_rp


def ready(book: Book) -> Cover:
    """Return what lies ready now, and what members may ask for now: one query."""
    there = [code for codes, _label, _hint in PLACES[:READY] for code in codes]
    asked = OWNERS[NOW][0]
    held = reading.held_under(book, [*there, *asked])
    return Cover(*(sum(held.get(code, 0) for code in codes) for codes in (there, asked)))


def look(book: Book, *, on: date) -> Whereabouts:
    """Add up where the money is and whose it is at the end of a day."""
    return of(yearly.sides(book, on), yearly.names_of(book))


def of(sums: Mapping[str, Sides], names: Mapping[str, str]) -> Whereabouts:
    """Put each account into one place or to one owner; both sides are the same sum."""
    has = {code: -one.rest for code, one in sums.items() if code[0] == yearly.ASSETS}
    owes = {code: one.rest for code, one in sums.items() if code[0] in "2345"}
    total_rp = sum(has.values())
    return Whereabouts(
        list(_parts(PLACES, has, names, total_rp)), list(_parts(OWNERS, owes, names, total_rp)),
        total_rp,
    )  # fmt: skip


def _parts(
    kinds: Kinds, sums: Mapping[str, int], names: Mapping[str, str], total_rp: int
) -> Iterator[Part]:
    left = dict(sorted(sums.items()))
    found: dict[Promise, list[Line]] = {}
    # The longer code is the closer one: "2102" is taken before "21" takes what is left.
    for codes, label, _hint in sorted(kinds, key=lambda kind: -len(kind[0][0])):
        mine = [code for code in left if code.startswith(codes)]
        found[label] = [Line(names[code], left.pop(code), code) for code in mine]
    for _codes, label, hint in kinds:
        lines = [line for line in found[label] if line.amount_rp]
        amount_rp = sum(line.amount_rp for line in lines)
        share = amount_rp * HUNDRED // total_rp if total_rp > 0 else 0
        yield Part(label, hint, amount_rp, lines, min(max(share, 0), HUNDRED))
