"""One line for each claim: what, measured, bar, ratio, and what the machine itself can do."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

# Set by `python -m benchmarks`: each script adds its lines to this file for the table at the end.
COLLECTED_IN = "REMBUK_BENCH_LINES"
HEADS = ("what", "measured", "bar", "ratio", "the machine itself, in the same run")


@dataclass(frozen=True)
class Line:
    """One claim. `measured` and `bar` are in `unit`; a bar of None is told, not judged."""

    what: str
    measured: float
    bar: float | None
    unit: str
    machine: str = ""
    at_least: bool = False

    @property
    def ratio(self) -> float | None:
        """How much of the bar is used up: at most 1.00 is within it."""
        if self.bar is None or not self.measured:
            return None
        return self.bar / self.measured if self.at_least else self.measured / self.bar

    @property
    def holds(self) -> bool:
        """Is the claim true here and now?"""
        if self.bar is None:
            return True
        return self.measured >= self.bar if self.at_least else self.measured <= self.bar

    def cells(self) -> tuple[str, ...]:
        """The line as it is printed."""
        sign = ">=" if self.at_least else "<="
        bar = "" if self.bar is None else f"{sign} {_number(self.bar)} {self.unit}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}{'' if self.holds else ' OVER'}"
        return (self.what, f"{_number(self.measured)} {self.unit}", bar, ratio, self.machine)


def say(line: Line) -> None:
    """Print a line at once, and keep it for the table."""
    print(_row(line.cells()), flush=True)
    if collected := os.environ.get(COLLECTED_IN):
        with Path(collected).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(line)) + "\n")


def head() -> str:
    """The heads of the table."""
    return _row(HEADS) + "\n" + "-" * len(_row(HEADS))


def whole(collected: Path) -> str:
    """The table of everything that was measured."""
    lines = [
        Line(**json.loads(text))
        for text in collected.read_text(encoding="utf-8").split("\n")
        if text
    ]
    over = [line.what for line in lines if not line.holds]
    verdict = f"{len(lines) - len(over)} of {len(lines)} within their bar"
    if over:
        verdict += "; over: " + ", ".join(over)
    return "\n".join([head(), *(_row(line.cells()) for line in lines), verdict])


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, round(share * len(ordered) + 0.5) - 1)]


def _number(value: float) -> str:
    return f"{value:.0f}" if value == int(value) or value >= 100 else f"{value:.1f}"


def _row(cells: tuple[str, ...]) -> str:
    widths = (52, 12, 13, 11, 0)
    return "  ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)).rstrip()
