"""`rembuk calc` as somebody outside uses it: its document's examples, and what it cannot read."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rembuk.project.calc import KINDS

ROOT = Path(__file__).resolve().parent.parent
KIND = re.compile(r"^### `(\w+)`", re.M)
EXAMPLE = re.compile(r"^- in `(.+)`\n- out `(.+)`$", re.M)
SHARED = '{"amount": 10, "members": ["Ira"], "weights": [1]}'


def examples() -> list[tuple[str, str, str]]:
    """Every example of the document: its kind, what goes in, what comes out."""
    _head, *parts = re.split(
        r"^(?=### )", (ROOT / "docs" / "calc.md").read_text("utf-8"), flags=re.M
    )
    return [
        (KIND.findall(part)[0], given, told)
        for part in parts
        for given, told in EXAMPLE.findall(part)
    ]


def calc(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    # Neither settings nor a data folder: a district office may have the program alone.
    return subprocess.run(
        [sys.executable, "-m", "rembuk", "calc", *words], cwd=ROOT, input=typed, text=True,
        check=False, capture_output=True, env={"PATH": "", "PYTHONUTF8": "1"},
    )  # fmt: skip


def batch(lines: list[str]) -> list[dict[str, Any]]:
    answered = calc("--batch", typed="\n".join(lines))
    assert (answered.returncode, answered.stderr) == (0, "")
    return [json.loads(line) for line in answered.stdout.splitlines()]


def test_the_document_tells_every_kind_and_each_example_is_true() -> None:
    told = examples()
    assert {kind for kind, _given, _told in told} == set(KINDS)
    assert calc("--list").stdout.split() == sorted(KINDS)
    lines = [f'{{"id": {n}, "kind": "{k}", "inputs": {g}}}' for n, (k, g, _t) in enumerate(told)]
    expected = [{"id": n, "output": json.loads(one)} for n, (_k, _g, one) in enumerate(told)]
    assert batch(lines) == expected


def cases() -> list[dict[str, Any]]:
    """Cases that rooms keep as data, each with its `output`, or its `error` and `field`."""
    kept = sorted((ROOT / "rembuk").glob("*/tests/calc_cases.jsonl"))
    return [json.loads(line) for path in kept for line in path.read_text("utf-8").splitlines()]


def test_the_cases_of_every_room_come_out() -> None:
    asked = cases()
    assert asked
    lines = [
        json.dumps({"id": n, "kind": one["kind"], "inputs": one["inputs"]})
        for n, one in enumerate(asked)
    ]
    for one, told in zip(asked, batch(lines), strict=True):
        if "output" in one:
            assert told.get("output") == one["output"], one
        else:
            wrong = told["error"]
            assert wrong["error"] == one["error"], one
            assert "field" not in one or wrong["field"] == one["field"], one


def test_one_calculation_answers_on_standard_output() -> None:
    answered = calc("profit_share", typed=SHARED)
    assert (answered.returncode, answered.stderr) == (0, "")
    assert json.loads(answered.stdout) == {"shares": {"Ira": 10}, "group_cash": 0, "sum": 10}


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("profit_share", "[1, 2]", "bad_json"),
        ("profit_share", "", "bad_json"),
        ("no_such_kind", SHARED, "unknown_kind"),
        ("profit_share", '{"members": []}', "missing_field"),
        ("profit_share", SHARED.replace("10", "10.5"), "bad_value"),
        ("profit_share", SHARED.replace("10", "-10"), "loss_not_distributed"),
    ],
)
def test_what_cannot_be_answered_is_a_code_and_a_sentence(kind: str, typed: str, code: str) -> None:
    answered = calc(kind, typed=typed)
    told = json.loads(answered.stdout)
    assert (answered.returncode, answered.stderr, told["error"]) == (2, "", code)
    assert told["message"].endswith((".", "--list", "}."))


def test_a_bad_line_stops_nothing() -> None:
    lines = [
        "what is this", f'{{"id": "a", "kind": "profit_share", "inputs": {SHARED}}}', "", "[]",
        '{"id": 3, "kind": "shares", "inputs": {}}', '{"id": 4, "kind": "feed"}',
        '{"id": 5, "kind": "feed", "inputs": [1]}',
    ]  # fmt: skip
    told = batch(lines)
    codes = [one.get("error", {}).get("error") for one in told]
    assert codes == ["bad_json", None, "bad_json", "unknown_kind", "missing_field", "bad_json"]
    assert [one["id"] for one in told] == [None, "a", None, 3, 4, 5]


def test_what_a_line_is_called_comes_back_as_it_was() -> None:
    names = ["1.5", "1e3", '{"a": [1.5]}', "null", "7"]
    lines = [f'{{"id": {n}, "kind": "profit_share", "inputs": {SHARED}}}' for n in names]
    assert [one["id"] for one in batch(lines)] == [json.loads(name) for name in names]


@pytest.mark.parametrize("words", [[], ["--nope"], ["profit_share", "x"], ["--batch", "feed"]])
def test_a_call_that_means_nothing_is_a_code_too(words: list[str]) -> None:
    answered = calc(*words)
    assert (answered.returncode, answered.stderr) == (2, "")
    assert json.loads(answered.stdout)["error"] == "unknown_kind"


def test_a_mark_before_the_text_is_no_part_of_it() -> None:
    assert calc("profit_share", typed="\ufeff" + SHARED).returncode == 0


def test_a_variant_that_has_no_answer_is_named() -> None:
    asked = json.loads(SHARED) | {"variants": {"a": {}, "b": {"amount": -1}}}
    told = json.loads(calc("profit_share", typed=json.dumps(asked)).stdout)
    assert (told["error"], told["variant"]) == ("loss_not_distributed", "b")


def every_wrong(value: Any) -> list[Any]:
    """The same inputs with one thing in them that cannot be read."""
    if isinstance(value, dict):
        return [{**value, name: other} for name, one in value.items() for other in every_wrong(one)]
    if isinstance(value, list):
        return [[*value[:at], other, *value[at + 1 :]]
                for at, one in enumerate(value) for other in every_wrong(one)]  # fmt: skip
    return [{"a": [None]}, [], "", "1e9999", -(10**40), True, None, "\u0000", 10**40, 10**400]


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_input_leads_into_the_code(kind: str) -> None:
    given = [json.loads(given) for of, given, _told in examples() if of == kind]
    wrong = [
        {"id": kind, "kind": kind, "inputs": one} for all_ in given for one in every_wrong(all_)
    ]
    answered = batch([json.dumps(one) for one in wrong])
    assert len(answered) == len(wrong) > 0
    assert any("error" in one for one in answered)
