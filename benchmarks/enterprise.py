"""Rosters proved fair, the kin of a large herd book, and a thousand small calculations."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path
from random import Random

from benchmarks.table import Line, head, percentile, say
from rembuk.enterprise import pedigree, roster
from rembuk.enterprise.roster import AtMost, Wanted

SEED = 20261122
ROSTERS, ANIMALS, LINES = 200, 10_000, 1_000
ROSTER_SECONDS_MAX, SMALL_SECONDS_MAX = 5.0, 2.0
KIN_SECONDS_MAX, LINES_SECONDS_MAX = 1.0, 10.0


def main() -> None:
    """Print what each takes."""
    print(head())
    rosters()
    kin()
    lines()


def rosters() -> None:
    """Prove the roster of the bar, and many of other sizes and rules."""
    chance = Random(SEED)
    twenty = absences(chance, members=20, days=90)
    roster.fairest(Wanted(2, [1]))  # loads the solver
    took = seconds(Wanted(20, [2] * 90, twenty))
    say(Line("roster, 20 people x 90 days x 2, proved", took, ROSTER_SECONDS_MAX, "s"))
    every = [seconds(any_roster(chance)) for _each in range(ROSTERS)]
    beside = f"p50 {percentile(every, 0.5):.2f} s; each proved the optimum"
    say(
        Line(
            f"{ROSTERS} rosters of other sizes, longest", max(every), SMALL_SECONDS_MAX, "s", beside
        )
    )


def any_roster(chance: Random) -> Wanted:
    """Make one of up to 20 people and 90 days, with absences, weights, debts and a limit."""
    members, days = chance.randint(3, 20), chance.randint(7, 90)
    return Wanted(
        members=members,
        needed=[chance.randint(1, max(1, members // 4)) for _day in range(days)],
        absent=absences(chance, members=members, days=days),
        weights=[Fraction(chance.choice((1, 1, 1, 2))) for _day in range(days)],
        carried_over=[Fraction(chance.randint(0, 6)) for _one in range(members)],
        at_most=AtMost(chance.randint(2, 4), 7) if chance.random() < 0.5 else None,
    )


def absences(chance: Random, *, members: int, days: int) -> dict[int, set[int]]:
    """Let everybody be away on up to a third of the days."""
    most = max(1, days // 3)
    return {one: set(chance.sample(range(days), chance.randrange(most))) for one in range(members)}


def seconds(wanted: Wanted) -> float:
    """Return how long a proof takes."""
    began = time.perf_counter()
    roster.fairest(wanted)
    return time.perf_counter() - began


def kin() -> None:
    """Work out a herd book in which any two earlier animals are parents: the widest there is."""
    chance = Random(SEED)
    parents: dict[str, tuple[str | None, str | None]] = {"0": (None, None)}
    for number in range(1, ANIMALS):
        sire, dam = (str(chance.randrange(number)) for _side in "sd")
        parents[str(number)] = (sire, dam)
    began = time.perf_counter()
    pedigree.kinship(parents)
    say(Line(f"inbreeding, {ANIMALS} animals", time.perf_counter() - began, KIN_SECONDS_MAX, "s"))


def lines() -> None:
    """Answer a file of small calculations, the start of the program in it."""
    asked = {"amount": 1_234_567, "members": ["Ira", "Uci", "Lela"], "weights": ["2", "1.5", "7/3"]}
    typed = "\n".join(
        json.dumps({"id": number, "kind": "profit_share", "inputs": asked})
        for number in range(LINES)
    )
    began = time.perf_counter()
    command = [sys.executable, "-m", "rembuk", "calc", "--batch"]
    root = Path(__file__).resolve().parent.parent
    subprocess.run(command, cwd=root, input=typed, text=True, check=True, stdout=subprocess.PIPE)
    say(Line(f"rembuk calc, {LINES} lines", time.perf_counter() - began, LINES_SECONDS_MAX, "s"))


if __name__ == "__main__":
    main()
