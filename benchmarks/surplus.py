"""A surplus over ten thousand members and a million, exact, and a thousand small cooperative sums.

Beside each stands what the machine needs to read, multiply and add the same figures without
dividing them: nothing exact can be faster.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from benchmarks.table import Line, head, say
from rembuk.surplus.members import MemberRounding, pool_shares

SEED = 20261122
ROOT = Path(__file__).resolve().parent.parent
POOL_RP = 9_876_543_211
VILLAGE, NATION = 10_000, 1_000_000
VILLAGE_MS_MAX, NATION_MS_MAX = 60, 6000
LINES, LINES_SECONDS_MAX = 1_000, 10.0


def main() -> None:
    """Print what each takes."""
    print(head())
    pools(VILLAGE, bar_ms=VILLAGE_MS_MAX, rounds=7)
    pools(NATION, bar_ms=NATION_MS_MAX, rounds=1)
    lines()


def pools(members: int, *, bar_ms: int, rounds: int) -> None:
    """Share two pools by largest remainder; every rupiah is given out."""
    chance = Random(SEED)
    names = [f"{number:07}" for number in range(members)]
    bases = [[chance.randrange(10**8) for _one in names] for _pool in range(2)]
    took, floor = [], []
    for _round in range(rounds):
        began = time.perf_counter()
        for base in bases:
            shares = pool_shares(POOL_RP, base, names=names, rounding=MemberRounding())
            assert sum(shares) == POOL_RP
        took.append(time.perf_counter() - began)
        began = time.perf_counter()
        for base in bases:
            sum([POOL_RP * one for one in base])
        floor.append(time.perf_counter() - began)
    beside = f"multiply and add: {min(floor) * 1000:.1f} ms, {min(took) / min(floor):.0f} x"
    say(Line(f"SHU, {members:,} members, exact", min(took) * 1000, bar_ms, "ms", beside))


def lines() -> None:
    """Answer a thousand sums of all cooperative kinds, the start of the program in it."""
    kept = sorted((ROOT / "rembuk").glob("*/tests/calc_cases.jsonl"))
    cases = [line for path in kept for line in path.read_text("utf-8").splitlines()]
    typed = "\n".join(
        json.dumps({"id": number, **json.loads(cases[number % len(cases)])})
        for number in range(LINES)
    )
    command = [sys.executable, "-m", "rembuk", "calc", "--batch"]
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, input=typed, text=True, check=True, stdout=subprocess.PIPE)
    took = time.perf_counter() - began
    say(Line(f"rembuk calc, {LINES:,} cooperative sums", took, LINES_SECONDS_MAX, "s"))


if __name__ == "__main__":
    main()
