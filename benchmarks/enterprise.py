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
from rembuk.duty import relaxing, roster
from rembuk.duty.roster import Roster
from rembuk.duty.wanted import AtMost, Wanted
from rembuk.herd import pedigree

SEED = 20261122
ROSTERS, ANIMALS, LINES = 200, 10_000, 1_000
ROSTER_SECONDS_MAX, SMALL_SECONDS_MAX = 5.0, 2.0
TWO_A_DAY_FROM = 8  # members; below, a pair that is always together leaves nobody to rest
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
    took, _found = seconds(Wanted(20, [2] * 90, twenty))
    say(Line("roster, 20 people x 90 days x 2, proved", took, ROSTER_SECONDS_MAX, "s"))
    paired = Wanted(20, [2] * 90, twenty, apart=[(0, 1), (2, 3)], together=[(4, 5), (6, 7)])
    took, _found = seconds(paired)
    say(Line("the same with two pairs apart, two together", took, ROSTER_SECONDS_MAX, "s"))
    every = [seconds(any_roster(chance)) for _each in range(ROSTERS)]
    longest = max(took for took, _found in every)
    proved = sum(found is not None for _took, found in every)
    beside = f"p50 {percentile([took for took, _found in every], 0.5):.2f} s; {proved} proved"
    beside += f" the optimum, {ROSTERS - proved} proved that no roster fits"
    say(Line(f"{ROSTERS} rosters of other sizes, longest", longest, SMALL_SECONDS_MAX, "s", beside))
    reasons()


def reasons() -> None:
    """Say why a roster of twenty people and ninety days does not fit, and what would help."""
    crowded = Wanted(20, [4] * 90, at_most=AtMost(1, 7), apart=[(0, 1), (2, 3)])
    began = time.perf_counter()
    found = relaxing.why_not(crowded)
    took = time.perf_counter() - began
    helps = ", ".join(str(way.rule) for way in found.ways_out)
    what = "why a roster does not fit, 20 people x 90 days"
    say(Line(what, took, ROSTER_SECONDS_MAX, "s", f"what would help: {helps}"))


def any_roster(chance: Random) -> Wanted:
    """Make one of up to 20 people and 90 days, with absences, weights, debts, a limit and pairs."""
    members, days = chance.randint(3, 20), chance.randint(7, 90)
    fewest = 2 if members >= TWO_A_DAY_FROM and chance.random() < 0.5 else 1
    pairs = any_pairs(chance, members=members)
    apart = chance.randint(0, len(pairs)) if fewest > 1 else len(pairs)
    return Wanted(
        members=members,
        needed=[chance.randint(fewest, max(fewest, members // 4)) for _day in range(days)],
        absent=absences(chance, members=members, days=days),
        weights=[Fraction(chance.choice((1, 1, 1, 2))) for _day in range(days)],
        carried_over=[Fraction(chance.randint(0, 6)) for _one in range(members)],
        at_most=AtMost(chance.randint(2, 4), 7) if chance.random() < 0.5 else None,
        apart=pairs[:apart],
        together=pairs[apart:],
    )


def any_pairs(chance: Random, *, members: int) -> list[tuple[int, int]]:
    """Let up to half of the members be in a pair, each in one."""
    mixed = chance.sample(range(members), members)
    count = chance.randint(0, members // 4)
    return list(zip(mixed[:count], mixed[count : 2 * count], strict=True))


def absences(chance: Random, *, members: int, days: int) -> dict[int, set[int]]:
    """Let everybody be away on up to a third of the days."""
    most = max(1, days // 3)
    return {one: set(chance.sample(range(days), chance.randrange(most))) for one in range(members)}


def seconds(wanted: Wanted) -> tuple[float, Roster | None]:
    """Return how long a proof takes, and what it found."""
    began = time.perf_counter()
    found = roster.fairest(wanted)
    return time.perf_counter() - began, found


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
