"""`rembuk calc`: formulas by themselves, without database, network or Django (docs/calc.md)."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any, BinaryIO, TextIO

from rembuk.cash import calc as cash
from rembuk.coop import calc as coop
from rembuk.duty import calc as duty
from rembuk.forum import calc as forum
from rembuk.herd import calc as herd
from rembuk.lib.calculation import Formula, Inputs, Told, answer, from_json, to_json
from rembuk.lib.wrong_inputs import Wrong, bad_json, bad_value, unknown_kind
from rembuk.loans import calc as loans
from rembuk.remittance import calc as remittance
from rembuk.savings import calc as savings
from rembuk.shares import calc as shares
from rembuk.shop import calc as shop
from rembuk.supervision import calc as supervision
from rembuk.surplus import calc as surplus
from rembuk.workshop import calc as workshop

WRONG = 2
HELP = """\
Hitung ulang dengan angka di kertas.

  rembuk calc JENIS < masukan.json    satu hitungan
  rembuk calc --batch < baris.jsonl   satu hitungan setiap baris
  rembuk calc --list                  daftar jenis hitungan
"""
# One line for each room that has formulas.
ROOMS = (
    cash, coop, duty, forum, herd, loans, remittance, savings, shares, shop, supervision,
    surplus, workshop,
)  # fmt: skip
KINDS: dict[str, Formula] = {
    kind: formula for room in ROOMS for kind, formula in room.KINDS.items()
}


def main(words: list[str]) -> int:
    """Answer what stands on standard input; returns the exit status."""
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # a text stream
    try:
        return run(words, given=sys.stdin.buffer, out=sys.stdout)
    except Wrong as wrong:
        sys.stdout.write(to_json(wrong.told()) + "\n")
        return WRONG


def run(words: list[str], *, given: BinaryIO, out: TextIO) -> int:
    """Do what the words ask for. Errors: Wrong."""
    match words:
        case ["--list"]:
            out.write("\n".join(sorted(KINDS)) + "\n")
        case ["--batch"]:
            answer_lines(given, out=out)
        case ["--help" | "-h"]:
            out.write(HELP)
        case [kind] if not kind.startswith("-"):
            out.write(calculated(kind, read(given.read())) + "\n")
        case _:
            raise unknown_kind(" ".join(words))
    return 0


def read(written: bytes) -> dict[str, Any]:
    """Read one JSON object; the mark that some programs put before a text is no part of it.

    Errors: Wrong.
    """
    try:
        given = from_json(written.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise bad_json() from None
    if not isinstance(given, dict):
        raise bad_json()
    return given


def calculated(kind: Any, given: Any, **beside: Any) -> str:
    """Return the answer to one calculation as a line; `beside` makes it an `output` among those.

    Errors: Wrong.
    """
    formula = KINDS.get(kind) if isinstance(kind, str) else None
    if formula is None:
        raise unknown_kind(kind)
    try:
        told = answer(formula, given)
        return to_json({**beside, "output": told} if beside else told)
    except Wrong:
        raise
    except Exception as reason:  # noqa: BLE001 -- the promise of the contract: always a code
        sys.stderr.write(f"{kind}: {reason!r}\n")
        raise bad_value("inputs", "angka yang wajar") from None


def answer_lines(lines: Iterable[bytes], *, out: TextIO) -> None:
    """Answer one calculation a line, in order; a bad line is told and stops nothing."""
    for line in lines:
        if line.strip():
            out.write(_answered(line) + "\n")


def _answered(line: bytes) -> str:
    asked: Told = {}
    try:
        asked = read(line)
        inputs = Inputs(asked)
        kind, given = inputs.get("kind", _as_it_is), inputs.get("inputs", _as_it_is)
        return calculated(kind, given, id=asked.get("id"))
    except Wrong as wrong:
        return to_json({"id": _echoed(asked.get("id")), "error": wrong.told()})


def _as_it_is(value: Any, _field: str) -> Any:
    return value


def _echoed(sent: Any) -> Any:
    """Return what came as the line's own name, where it can be written at all."""
    try:
        to_json({"id": sent})
    except (ValueError, RecursionError):
        return None
    return sent
