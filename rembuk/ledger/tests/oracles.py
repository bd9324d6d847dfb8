"""Programs that are not ours read an exported book: our verifier alone, hledger and beancount."""

from __future__ import annotations

import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from rembuk.ledger import balances, export

Balances = dict[str, int]  # what each account was debited more than credited, without the noughts


def written(book, file: Path, *, form: str = "jsonl", with_words: bool = False) -> Path:
    file.write_text("".join(export.export(book, form=form, with_words=with_words)), "utf-8")
    return file


def ours(book, on: date) -> Balances:
    return {
        one.code.replace(".", "-"): one.debit_rp - one.credit_rp
        for one in balances.trial_balance(book, on=on)
        if one.debit_rp != one.credit_rp
    }


def month_ends(first: date, last: date) -> list[date]:
    """Return the ends of all months from the first day on, and the last day itself."""
    ends, day = [], first.replace(day=1)
    while day <= last:
        day = (day + timedelta(days=31)).replace(day=1)
        ends.append(min(day - timedelta(days=1), last))
    return ends


def hledger_says(book, folder: Path, days: Iterable[date]) -> dict[date, Balances]:
    """Return what hledger makes of the book at the end of each day; skips where there is none."""
    program = shutil.which("hledger")
    if program is None:
        pytest.skip("hledger is not installed: apt-get install hledger")
    journal = written(book, folder / "book.journal", form="hledger")
    return {on: _hledger(program, journal, on) for on in days}


def _hledger(program: str, journal: Path, on: date) -> Balances:
    done = subprocess.run(
        [program, "-f", str(journal), "balance", "--flat", "--no-total", "-O", "csv", "-s",
         "-e", (on + timedelta(days=1)).isoformat()],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    rows = [line.split('","') for line in done.stdout.splitlines()[1:]]
    return {
        _code(name): int(amount.strip('"').removeprefix("IDR "))
        for name, amount in rows
        if amount.strip('"') != "0"
    }


def beancount_says(book, folder: Path, days: Iterable[date]) -> dict[date, Balances]:
    """Return what beancount makes of the book at the end of each day."""
    from beancount import loader
    from beancount.core import data

    journal = written(book, folder / "book.beancount", form="beancount")
    entries, errors, _options = loader.load_file(str(journal))
    assert errors == []
    found: dict[date, Balances] = {}
    for on in days:
        theirs: Balances = defaultdict(int)
        for entry in entries:
            if isinstance(entry, data.Transaction) and entry.date <= on:
                for leg in entry.postings:
                    assert leg.units is not None
                    assert leg.units.number is not None
                    theirs[_code(leg.account)] += int(leg.units.number)
        found[on] = {code: rp for code, rp in theirs.items() if rp}
    return found


def _code(path: str) -> str:
    """Return an account's code as it stands in a path: Liabilities:A2105-1 is our 2105.1."""
    return path.rsplit(":A", 1)[1].strip('"')
