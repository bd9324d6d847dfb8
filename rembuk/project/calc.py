"""`rembuk calc`: formulas by themselves, without database, network or Django (docs/calc.md)."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Iterable
from typing import Any, TextIO

from rembuk.enterprise import calc as enterprise
from rembuk.lib.calculation import (
    Formula,
    Inputs,
    Told,
    Wrong,
    answer,
    bad_json,
    bad_value,
    from_json,
    to_json,
    unknown_kind,
)

WRONG = 2
# One line for each room that has formulas.
KINDS: dict[str, Formula] = {**enterprise.KINDS}


def main(words: list[str]) -> int:
    """Answer what stands on standard input; returns the exit status."""
    asked = _asked(words)
    sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]  # a text stream
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # as above
    if asked.list:
        sys.stdout.write("\n".join(sorted(KINDS)) + "\n")
        return 0
    if asked.batch:
        answer_lines(sys.stdin, out=sys.stdout)
        return 0
    try:
        told = calculate(asked.kind, from_json(sys.stdin.read()))
    except Wrong as wrong:
        sys.stdout.write(to_json(wrong.told()) + "\n")
        return WRONG
    sys.stdout.write(to_json(told) + "\n")
    return 0


def _asked(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="rembuk calc",
        description="Hitung ulang dengan angka di kertas: rembuk calc JENIS < masukan.json",
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("kind", nargs="?", help="jenis hitungan")
    what.add_argument("--batch", action="store_true", help="satu hitungan setiap baris")
    what.add_argument("--list", action="store_true", help="daftar jenis hitungan")
    return parser.parse_args(words)


def calculate(kind: Any, given: Any) -> Told:
    """Answer one calculation. Errors: Wrong."""
    if not isinstance(given, dict):
        raise bad_json()
    formula = KINDS.get(kind) if isinstance(kind, str) else None
    if formula is None:
        raise unknown_kind(kind)
    try:
        return answer(formula, given)
    except Wrong:
        raise
    except Exception:  # noqa: BLE001 -- the promise of the contract: a code, never our stack
        traceback.print_exc()
        raise bad_value("", "angka yang wajar") from None


def answer_lines(lines: Iterable[str], *, out: TextIO) -> None:
    """Answer one calculation a line, in order; a bad line is told and stops nothing."""
    for line in lines:
        if line.strip():
            out.write(to_json(_answered(line)) + "\n")


def _answered(line: str) -> Told:
    number: Any = None
    try:
        given = from_json(line)
        if not isinstance(given, dict):
            raise bad_json()
        number = given.get("id")
        asked = Inputs(given)
        kind = asked.get("kind", lambda value, _field: value)
        inputs = asked.get("inputs", lambda value, _field: value)
        return {"id": number, "output": calculate(kind, inputs)}
    except Wrong as wrong:
        return {"id": number, "error": wrong.told()}
