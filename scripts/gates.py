"""The gates of the house, in order, with the time each took. `./test` comes here.

Quiet gates run two at a time and show their words only when they stop somebody. The suite shows
its progress and its closing lines. Whatever is started here is stopped here, by its id, also on
Ctrl-C.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from tests.environment import set_test_environment

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
STOP_SECONDS = 30


@dataclass(frozen=True)
class Gate:
    """One check: its name, its command, and what to do when it stops you."""

    name: str
    command: tuple[str, ...]
    advice: str


def python(*words: str) -> tuple[str, ...]:
    """Return a command of the environment's own Python."""
    return (PYTHON, "-m", *words)


QUIET = (
    Gate("types (mypy)", python("mypy"), "read the lines above; types are part of the reading"),
    Gate("format (ruff format)", python("ruff", "format", "--check", "-q"), "make fix"),
    Gate("lint (ruff check)", python("ruff", "check", "-q"), "make fix, then the rest by hand"),
    Gate(
        "who may enter which room (import-linter)",
        (str(Path(PYTHON).parent / "lint-imports"), "--no-cache"),
        "an import goes up or sideways: see STYLE.md, 'Rooms'",
    ),
    Gate(
        "Django's own checks",
        python("rembuk", "check", "--fail-level", "WARNING"),
        "read the lines above; each names its remedy",
    ),
    Gate(
        "migrations are written",
        python("rembuk", "makemigrations", "--check", "--dry-run"),
        ".venv/bin/rembuk makemigrations",
    ),
)
CATALOGUES = Gate(
    "every message is translated",
    python("rembuk.project.catalogues", "check"),
    "make messages, then translate the empty lines",
)
PYTEST = python("pytest", "-n", "2", "--dist", "worksteal")  # who is done early helps the other
SQLITE_ADVICE = "run one test again with ./test PATH"
FAST = Gate("tests that need no database", python("pytest", "-q", "--fast"), SQLITE_ADVICE)
POSTGRES_ADVICE = "run one test again with ./test --postgres PATH"


class Runner:
    """Runs gates, remembers who was stopped and what was left out."""

    def __init__(self) -> None:
        self.running: set[subprocess.Popen[str]] = set()
        self.stopped: list[Gate] = []
        self.skipped: list[str] = []
        self.began = time.monotonic()

    def quiet(self, gates: tuple[Gate, ...]) -> None:
        """Run gates two at a time; print one line each, and their words if they stop us."""
        with ThreadPoolExecutor(max_workers=2) as two:
            waiting = {two.submit(self._captured, gate): gate for gate in gates}
            try:
                for number, done in enumerate(as_completed(waiting), start=1):
                    gate, (status, words, seconds) = waiting[done], done.result()
                    verdict = "ok" if status == 0 else "BELUM LULUS (stopped)"
                    say(f"[{number}/{len(gates)}] {gate.name:<44}{seconds:6.1f} s  {verdict}")
                    if status != 0:
                        say(words)
                        self.stopped.append(gate)
            except KeyboardInterrupt:
                two.shutdown(wait=False, cancel_futures=True)
                self.end()  # else leaving this block would wait for them
                raise

    def aloud(self, gate: Gate) -> None:
        """Run one gate with its progress in view."""
        say(f"\n== {gate.name}")
        began = time.monotonic()
        process = self._start(gate.command, stdout=None)
        status = process.wait()
        self.running.discard(process)
        say(f"== {gate.name}: {time.monotonic() - began:.0f} s")
        if status != 0:
            self.stopped.append(gate)

    def _captured(self, gate: Gate) -> tuple[int, str, float]:
        began = time.monotonic()
        process = self._start(gate.command, stdout=subprocess.PIPE)
        words, _ = process.communicate()
        self.running.discard(process)
        return process.returncode, words, time.monotonic() - began

    def _start(self, command: tuple[str, ...], *, stdout: int | None) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            text=True,
            stdout=stdout,
            stderr=subprocess.STDOUT if stdout else None,
        )
        self.running.add(process)
        return process

    def end(self) -> None:
        """Stop what still runs: asked first, so that tests stop what they started."""
        for process in list(self.running):
            process.send_signal(signal.SIGINT)
        for process in list(self.running):
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()

    def verdict(self) -> int:
        """Say how it went and what to do next. Returns the exit status."""
        seconds = time.monotonic() - self.began
        for line in self.skipped:
            say(f"Dilewati (skipped): {line}")
        for gate in self.stopped:
            say(f"Belum lulus (stopped at): {gate.name}. Lakukan (do): {gate.advice}")
        if not self.stopped:
            say(f"\nSemua lulus dalam {seconds:.0f} detik. (Everything passed.)")
        return 1 if self.stopped else 0


def say(text: str) -> None:
    """Print at once, also into a file or a pipe."""
    print(text, flush=True)  # noqa: T201 -- this is a command, its words go to the terminal


@contextmanager
def throw_away_postgres() -> Iterator[None]:
    """Start a PostgreSQL, point the settings at it, and remove it afterwards."""
    folder = tempfile.mkdtemp(prefix="rembuk-pg-")
    script = str(ROOT / "scripts" / "postgres")
    before = os.environ["REMBUK_DATABASE_URL"]
    try:
        address = subprocess.run(
            [script, "start", folder], check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        os.environ["REMBUK_DATABASE_URL"] = address.strip()
        yield
    finally:
        os.environ["REMBUK_DATABASE_URL"] = before
        subprocess.run([script, "stop", folder], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def has_postgres() -> bool:
    """Say whether scripts/postgres would find a server."""
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or bool(shutil.which("initdb"))


def quiet_gates(runner: Runner, *first: Gate) -> None:
    """Run all gates but the suite; without GNU gettext the catalogues cannot be compared."""
    if shutil.which("xgettext"):
        runner.quiet((*first, *QUIET, CATALOGUES))
    else:
        runner.quiet((*first, *QUIET))
        runner.skipped.append("catalogues against code: apt-get install gettext")


def suite(runner: Runner, *, words: list[str], sqlite: bool, postgres: bool) -> None:
    """Run pytest with these words on the databases asked for."""
    if sqlite:
        runner.aloud(Gate("tests on SQLite", (*PYTEST, *words), SQLITE_ADVICE))
    if postgres and not has_postgres():
        runner.skipped.append("PostgreSQL: apt-get install postgresql")
    elif postgres:
        if sqlite:
            say("\n(Left out now: looks, and what asks no database. Both were judged just now.)")
            words = [*words, "--other-database"]
        with throw_away_postgres():
            runner.aloud(Gate("tests on PostgreSQL", (*PYTEST, *words), POSTGRES_ADVICE))
    if not shutil.which("hledger"):
        runner.skipped.append("balances against hledger: apt-get install hledger")
    if not shutil.which("chromium"):
        runner.skipped.append("browser tests: apt-get install chromium")


def main(words: list[str]) -> int:
    """Choose the gates by the words after ./test. Returns the exit status."""
    runner = Runner()
    try:
        match words:
            case ["--fast"]:
                quiet_gates(runner, FAST)
            case ["--postgres", *rest]:
                suite(runner, words=rest, sqlite=False, postgres=True)
            case [_, *_]:
                suite(runner, words=words, sqlite=True, postgres=False)
            case _:
                quiet_gates(runner)
                suite(runner, words=[], sqlite=True, postgres=True)
    except KeyboardInterrupt:
        say("\nDihentikan. (Stopped.)")
        return 130
    finally:
        runner.end()
    return runner.verdict()


def listen_to_signals() -> None:
    """Turn each way of being stopped into KeyboardInterrupt, so that nothing is left running.

    SIGINT too: a shell that starts us in the background makes us, and our children, deaf to it.
    """

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


if __name__ == "__main__":
    listen_to_signals()
    set_test_environment()
    sys.exit(main(sys.argv[1:]))
