"""Schedules of loans by the thousand, and a thousand of them asked for on a file."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from benchmarks.table import Line, head, say
from rembuk.loans.effective import effective_rate
from rembuk.loans.rates import Even
from rembuk.loans.schedule import Method, Terms, plan

LOANS, ROWS, TURNS = 2_000, 36, 7
SCHEDULE_MICROSECONDS_MAX, LINES_SECONDS_MAX = 20.0, 10.0


def main() -> None:
    """Print what each takes."""
    print(head())
    for method in Method:
        schedules(method)
    costs()
    lines()


def schedules(method: Method) -> None:
    """Work out loans of many sizes, terms and all; in processor time, as machines are shared."""
    rates = Even.of(Fraction(18, 1200))

    def all_of_them() -> None:
        for number in range(LOANS):
            plan(Terms(5_000_000 + 1_000 * number, method, rates, ROWS, multiple=100))

    what = f"schedule of {ROWS} instalments, exact, {method}"
    say(Line(what[:52], _each(all_of_them, LOANS), SCHEDULE_MICROSECONDS_MAX, "us"))


def costs() -> None:
    """Say what a loan costs in a year, to forty decimals."""
    told = plan(Terms(5_000_000, Method.FLAT, Even.of(Fraction(1, 100)), ROWS))
    paid = [Fraction(one) for one in told.instalment]

    def rate() -> None:
        effective_rate(Fraction(5_000_000), paid, periods_per_year=Fraction(12))

    say(Line("its effective yearly rate", _each(rate, 1), None, "us"))


def lines() -> None:
    """Answer a file of schedules, the start of the program in it."""
    asked = {
        "principal": "5000000", "annual_rate": "0.18", "day_count": "30/360", "periods": 12,
        "frequency": "monthly", "method": "annuity", "disbursed": "2026-01-31",
    }  # fmt: skip
    typed = "\n".join(
        json.dumps({"id": number, "kind": "loan_schedule", "inputs": asked})
        for number in range(1_000)
    )
    began = time.perf_counter()
    command = [sys.executable, "-m", "rembuk", "calc", "--batch"]
    root = Path(__file__).resolve().parent.parent
    subprocess.run(command, cwd=root, input=typed, text=True, check=True, stdout=subprocess.PIPE)
    took = time.perf_counter() - began
    say(Line("rembuk calc, 1,000 lines of loan_schedule", took, LINES_SECONDS_MAX, "s"))


def _each(work: Callable[[], None], times: int) -> float:
    """Return the microseconds of one of `times`, in the best of some turns."""
    took = []
    for _turn in range(TURNS):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return min(took) / times * 1e6


if __name__ == "__main__":
    main()
