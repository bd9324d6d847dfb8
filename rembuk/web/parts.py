"""What the includes in templates/web/parts are given: small records, filled by the rooms.

A part that needs one or two words takes them with `with`; these are for the ones that need lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Line:
    """One line of a summary list: a question, its answer, and where to change it."""

    label: str
    value: str
    change_url: str = ""


@dataclass(frozen=True)
class Step:
    """One step of a timeline. `state` is done, planned or cancelled."""

    when: str
    title: str
    note: str = ""
    state: str = "done"


@dataclass(frozen=True)
class Tab:
    """One of at most seven tabs, or another link in a short row."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell of a table; `amount` sets it to the right, `url` makes it a link.

    `label` names it where a phone shows each row as a card: the words of its column's head.
    """

    text: str
    amount: bool = False
    url: str = ""
    label: str = ""


def cards(head: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Label the cells of each row with their column's head, for a table shown as cards."""
    return [
        [cell if n == 0 else replace(cell, label=head[n].text) for n, cell in enumerate(row)]
        for row in rows
    ]


@dataclass(frozen=True)
class Stage:
    """One row of a funnel: how many came this far, and how many of the first row that is."""

    label: str
    count: int
    percent: int


def stages(counts: Sequence[tuple[str, int]]) -> list[Stage]:
    """Return funnel rows from (label, count), each with its share of the first count in percent."""
    first = counts[0][1] if counts else 0
    return [Stage(label, count, percent_of(count, first)) for label, count in counts]


def percent_of(part: int, whole: int) -> int:
    """Return part of whole in percent, rounded half up; 0 when there is no whole."""
    return (200 * part + whole) // (2 * whole) if whole else 0
