"""A foreign program recomputes the book: our own small verifier, hledger and beancount."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from rembuk.ledger import months, pending, posting, sealing, verify
from rembuk.ledger.models import Entry
from rembuk.ledger.tests.oracles import (
    beancount_says,
    hledger_says,
    month_ends,
    ours,
    written,
)
from rembuk.ledger.tests.scenes import by_adi, by_rina, posted, purchase, sale, signed
from rembuk.villages.tests.stories import NOW, TODAY

OCTOBER = date(2026, 10, 1)


@pytest.fixture
def year(world, book, tmp_path) -> Path:
    """A book with sales, purchases, a reversal, an approval, a sealed month and a late entry."""
    for n, days in enumerate((50, 45, 30, 12, 3)):
        posted(world, book, sale(250_000 + n, on=TODAY - timedelta(days=days)), minutes=n)
    wrong = posted(world, book, purchase(90_000, on=OCTOBER), minutes=6)
    posting.reverse(wrong, reason="Salah", signed=signed(world), today=TODAY)
    waits = pending.propose(
        book, purchase(600_000), by=by_rina(world), at=NOW, request_id=uuid4(), today=TODAY
    )
    pending.approve(waits, asked_hash=waits.asked_hash, by=by_adi(world), at=NOW, today=TODAY)
    period = months.begin_closing(book=book, first=OCTOBER, by=by_rina(world), at=NOW, today=TODAY)
    sealing.seal(
        period=months.close(period=period, by=by_rina(world), at=NOW), by=by_adi(world), at=NOW
    )
    posted(world, book, sale(5_000, on=date(2026, 9, 30)), minutes=9)
    return written(book, tmp_path / "book.jsonl", with_words=True)


def test_an_export_proves_itself_without_this_program(year):
    program = Path(verify.__file__)
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(program), str(year)], capture_output=True, text=True,
        check=False, env={"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "Terbukti / proven: 9" in done.stdout
    assert program.read_text().count("\n") <= 300


def test_the_head_on_paper_must_be_in_the_book(year, capsys):
    heads = [
        row["head"]
        for row in map(json.loads, year.read_text("utf-8").splitlines())
        if row["row"] == "entry"
    ]
    for head in heads:
        assert verify.main([str(year), "--head", head]) == 0
        assert verify.main([str(year), "--head", head[:16]]) == 0
    for other in ("ab" * 32, head[:15] + ("0" if head[15] != "0" else "1"), head[1:17]):
        assert verify.main([str(year), "--head", other]) == 1
        assert "kepala di kertas" in capsys.readouterr().out


@pytest.mark.parametrize("typed", ["", "ab" * 7, "K7P2-9QXM-B4TD-11", "g" * 16])
def test_a_head_too_short_to_mean_one_entry_is_not_taken(year, capsys, typed):
    with pytest.raises(SystemExit) as ended:
        verify.main([str(year), "--head", typed])
    assert ended.value.code == 2
    assert "16" in capsys.readouterr().err


def test_what_gives_the_same_bytes_but_is_no_word_is_found(year, capsys):
    rows = [json.loads(line) for line in year.read_text("utf-8").splitlines()]
    entry = next(row for row in rows if row["row"] == "entry")
    entry["moves"][0][3] = "-"  # hashed like no unit at all
    year.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert verify.main([str(year)]) == 1
    assert "isinya berubah" in capsys.readouterr().out


def test_without_words_nobody_is_named(world, book, year, tmp_path):
    bare = written(book, tmp_path / "bare.jsonl")
    assert "Toko Maju" not in bare.read_text()
    assert "Toko Maju" in year.read_text()
    assert verify.main([str(bare)]) == 0


@pytest.mark.tampers
def test_an_erased_person_leaves_a_book_that_proves_itself(world, book, year, tmp_path):
    Entry.objects.update(salt="", memo="", party="")
    assert verify.main([str(written(book, tmp_path / "after.jsonl", with_words=True))]) == 0


def changes(row: dict) -> list[dict]:
    """Return a row of the file with each of its values changed, one at a time."""
    found = []
    for name, value in row.items():
        if name in {"row", "name", "chart", "currency"} or (name, value) == ("parent", None):
            continue
        for other in others(value):
            found.append(row | {name: other})
    return found


def others(value: object) -> list[object]:
    match value:
        case bool() | None:
            return [7]
        case int():
            return [value + 1]
        case str() if value and value[-1].isalnum():
            return [value[:-1] + ("1" if value[-1] != "1" else "2")]
        case str():
            return [value + "x"]
        case list() if value and isinstance(value[0], list):
            swapped = [[m[1], m[0], *m[2:]] for m in value]
            dearer = [[*m[:2], m[2] + 1, *m[3:]] for m in value]
            return [swapped, dearer, [*value, value[0]], []]
        case dict():
            return [value | {"memo": value["memo"] + "!"}, value | {"party": "Orang lain"}]
    raise AssertionError(value)


def test_any_one_change_of_the_file_is_found(year, tmp_path, capsys):
    lines = year.read_text("utf-8").splitlines()
    began = json.loads(lines[0])["begins_on"]
    tried = 0
    for number, line in enumerate(lines):
        for changed in changes(json.loads(line)):
            if changed["row"] == "account" or changed.get("begins_on", began) != began:
                continue  # what frames the book; each movement tells its own codes and day
            file = tmp_path / "changed.jsonl"
            altered = [*lines[:number], json.dumps(changed), *lines[number + 1 :]]
            file.write_text("\n".join(altered), "utf-8")
            assert verify.main([str(file)]) in {1, 2}, changed
            tried += 1
        if json.loads(line)["row"] in {"entry", "balance"}:
            file.write_text("\n".join(lines[:number] + lines[number + 1 :]), "utf-8")
            assert verify.main([str(file)]) == 1, f"without line {number}"
    assert tried > 150
    capsys.readouterr()


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "halo", '{"row":"book","format":2}', '{"row":"book","format":1}']
)
def test_what_is_no_export_is_said(tmp_path, capsys, text):
    file = tmp_path / "file.jsonl"
    file.write_text(text)
    assert verify.main([str(file)]) == 2
    assert "Bukan ekspor" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("says", [hledger_says, beancount_says])
def test_a_foreign_program_reports_the_same_balances(world, book, year, tmp_path, says):
    days = month_ends(date(2026, 9, 1), TODAY)
    assert len(days) == 3
    assert says(book, tmp_path, days) == {on: ours(book, on) for on in days}


def test_what_lies_in_a_sealed_month_after_its_seal_is_found(year, capsys):
    """Somebody writes a file of her own: chain and balances fit, the month was sealed before."""
    rows = [json.loads(line) for line in year.read_text("utf-8").splitlines()]
    seal = next(row for row in rows if row["row"] == "seal")
    book = verify.Book(rows[0])
    for row in rows[1:]:
        book.read(row)
    late = {"row": "entry"} | book_row(rows) | {"value_on": "2026-10-31"}
    late["head"] = hashlib.sha256(book.canonical(late)).hexdigest()
    book.read(late)
    book.end = {"entries": late["sequence"], "head": late["head"]}
    book.balances = book.sums("9999", late["sequence"])
    book.finish(None)
    assert seal["month"] == "2026-10"
    assert len(book.findings) == 1
    assert "disegel" in book.findings[0]


def book_row(rows: list[dict]) -> dict:
    """Return what follows the last entry of a file, as its writer would write it."""
    last = [row for row in rows if row["row"] == "entry"][-1]
    follows = {"sequence": last["sequence"] + 1, "previous": last["head"], "words": None}
    return last | follows | {"receipt_no": None, "request": str(uuid4())}
