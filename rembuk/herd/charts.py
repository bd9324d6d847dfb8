"""The picture of a range: a band and the line in its middle, as plain coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rembuk.herd.projecting import Band

WIDTH, HEIGHT = 340, 200
LEFT, RIGHT, TOP, FOOT = 30, 30, 10, 24
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000)
LINES_MAX = 5


@dataclass(frozen=True)
class Mark:
    """A line across or a label below: where it stands, and its words."""

    at: float
    text: str


@dataclass(frozen=True)
class Picture:
    """A range over months, ready to be drawn."""

    band: str  # points of a polygon
    middle: str  # points of a line
    across: Sequence[Mark]  # y
    below: Sequence[Mark]  # x
    ends: Sequence[Mark]  # y of low, middle and high at the right edge
    target_y: float | None

    width = WIDTH
    height = HEIGHT
    left = LEFT
    right = WIDTH - RIGHT
    foot = HEIGHT - FOOT


def picture(bands: Sequence[Band], *, target: int | None, labels: Sequence[str]) -> Picture:
    """Return the picture of a range; `labels` stand below, evenly from the first to the last."""
    most = max(*(band.high for band in bands), target or 0, 1)
    step = next(one for one in STEPS if most / one <= LINES_MAX or one == STEPS[-1])
    top = (most // step + 1) * step
    last = max(bands[-1].month, 1)

    def x(month: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * month / last, 1)

    def y(goats: float) -> float:
        return round(HEIGHT - FOOT - (HEIGHT - FOOT - TOP) * goats / top, 1)

    upper = [f"{x(band.month)},{y(band.high)}" for band in bands]
    lower = [f"{x(band.month)},{y(band.low)}" for band in reversed(bands)]
    parts = max(len(labels) - 1, 1)
    end = bands[-1]
    return Picture(
        band=" ".join(upper + lower),
        middle=" ".join(f"{x(band.month)},{y(band.middle)}" for band in bands),
        across=[Mark(y(n), str(n)) for n in range(0, top, step)],
        below=[Mark(x(last * n / parts), text) for n, text in enumerate(labels)],
        ends=[Mark(y(n), str(n)) for n in _apart([end.low, end.middle, end.high], step)],
        target_y=y(target) if target else None,
    )


def _apart(numbers: list[int], step: int) -> list[int]:
    """Leave out what would be written over: the ends stay, the middle goes first."""
    low, middle, high = numbers
    if high - low < step / 2:
        return [high]
    near = min(high - middle, middle - low) < step / 2
    return [low, high] if near else numbers
