#!/usr/bin/env python3
"""Recompute an exported book from its movements alone: every link, every seal, every balance.

This file shares no code with the program that wrote the book and needs nothing but Python: copy
it and run `python verify.py BUKU.jsonl [--head HEAD]`. docs/ledger.md tells the format. `--head`
is the head printed in the minutes, or its beginning as a receipt has it (16 letters and digits):
one of the book's heads must begin so.

Exit status: 0 the book proves itself, 1 it does not (each finding is printed), 2 the file is not
an export.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Row = dict[str, Any]
GENESIS = "0" * 64
MOST_RP = 10**15
ENTRY_FIELDS = ("sequence", "kind", "value_on", "recorded_at", "claimed_at", "receipt_no")
KIND, CODE, UNIT = (
    re.compile(one) for one in (r"[A-Z][A-Z0-9_.]*", r"[A-Za-z0-9_.-]+", r"[A-Za-z0-9_.]*")
)
HEAD_SHORTEST = 16  # what a receipt prints of it
CLOSE_ENOUGH = 20  # findings printed; one broken link breaks all that follow


class NotAnExport(Exception):
    """The file is something else, or it ends before its end."""


class Book:
    """What one pass over the file finds."""

    def __init__(self, said: Row) -> None:
        if said.get("row") != "book" or said.get("format") != 1:
            raise NotAnExport("baris pertama bukan buku / the first line is no book")
        self.number = said["book"]
        self.begins_on = said["begins_on"]
        self.normal: dict[str, str] = {}
        self.parents: set[str] = set()
        self.moves: dict[int, tuple[str, list[list[Any]]]] = {}  # by sequence: the day, the moves
        self.heads: list[str] = []
        self.reversed: set[int] = set()
        self.receipt = 0
        self.requests: set[tuple[str, int]] = set()
        self.balances: dict[str, tuple[int, int]] = {}
        self.seals: list[Row] = []
        self.end: Row | None = None
        self.findings: list[str] = []

    def wrong(self, what: str) -> None:
        """Note a finding."""
        self.findings.append(what)

    def read(self, row: Row) -> None:
        """Take in one line of the file."""
        match row.get("row"):
            case "account":
                self.normal[row["code"]] = row["normal"]
                if row["parent"]:
                    self.parents.add(row["parent"])
            case "entry":
                self.entry(row)
            case "seal":
                self.seals.append(row)
            case "balance":
                self.balances[row["code"]] = (row["debit_rp"], row["credit_rp"])
            case "end":
                self.end = row
            case other:
                raise NotAnExport(f"baris tidak dikenal / unknown line: {other!r}")

    def entry(self, row: Row) -> None:
        """Check one entry against itself and the one before it, and add up what it moves."""
        number = row["sequence"]
        if number != len(self.heads) + 1:
            self.wrong(f"{number}: urutan terputus / the sequence has a gap")
        previous = self.heads[-1] if self.heads else GENESIS
        if row["previous"] != previous:
            self.wrong(f"{number}: tidak menyambung / does not follow the entry before it")
        if not one_word_each(row) or hashlib.sha256(self.canonical(row)).hexdigest() != row["head"]:
            self.wrong(f"{number}: isinya berubah / is not what was written")
        self.heads.append(row["head"])
        self.once(row)
        self.move(row)
        self.words(row)

    def canonical(self, row: Row) -> bytes:
        """Put an entry into the bytes that its head is the hash of."""
        lines = ["rembuk-entry 1", f"book {self.number}"]
        lines += [f"{name} {plain(row[name])}" for name in ENTRY_FIELDS]
        lines.append(f"request {row['request']} {row['part']}")
        lines += [f"{name} {plain(row[name])}" for name in ("maker", "checker", "reverses")]
        lines += [f"commitment {row['commitment']}", f"previous {row['previous']}"]
        for debit, credit, amount_rp, unit in row["moves"]:
            lines.append(f"move {debit} {credit} {amount_rp} {unit or '-'}")
        return "".join(line + "\n" for line in lines).encode()

    def once(self, row: Row) -> None:
        """What may happen once: a receipt number, a request, a reversal; two people, not one."""
        number = row["sequence"]
        if row["receipt_no"] is not None:
            self.receipt += 1
            if row["receipt_no"] != self.receipt:
                self.wrong(f"{number}: nomor kuitansi terputus / a receipt number is missing")
                self.receipt = row["receipt_no"]
        key = (row["request"], row["part"])
        if key in self.requests:
            self.wrong(f"{number}: permintaan dibukukan dua kali / one request booked twice")
        self.requests.add(key)
        if row["maker"] is not None and row["maker"] == row["checker"]:
            self.wrong(
                f"{number}: dibuat dan disetujui satu orang / made and approved by one person"
            )
        target = row["reverses"]
        if target is not None:
            back = [[credit, debit, sum_, unit] for debit, credit, sum_, unit in row["moves"]]
            if target in self.reversed or self.moves.get(target, ("", []))[1] != back:
                self.wrong(f"{number}: pembatalan tidak cocok / does not take back entry {target}")
            self.reversed |= {target, number}

    def move(self, row: Row) -> None:
        """Check each movement and keep it for the sums."""
        number = row["sequence"]
        if not row["moves"] or row["value_on"] < self.begins_on:
            self.wrong(f"{number}: kosong atau sebelum buku mulai / empty, or before the book")
        self.moves[number] = (row["value_on"], row["moves"])
        for debit, credit, amount_rp, _unit in row["moves"]:
            whole = type(amount_rp) is int and 1 <= amount_rp <= MOST_RP
            known = {debit, credit} <= self.normal.keys() and not {debit, credit} & self.parents
            if not whole or debit == credit or not known:
                self.wrong(f"{number}: gerakan tidak sah / a movement that cannot be")

    def words(self, row: Row) -> None:
        """Where the words are in the file, they are those that were committed to."""
        words = row.get("words")
        if not words:
            return
        if not words["salt"]:  # erased on request: then nothing of them is left
            if words["memo"] or words["party"]:
                self.wrong(f"{row['sequence']}: keterangan berubah / its words were changed")
            return
        told = "\n".join((words["salt"], words["memo"], words["party"], plain(words["resident"])))
        if hashlib.sha256(told.encode()).hexdigest() != row["commitment"]:
            self.wrong(f"{row['sequence']}: keterangan berubah / its words were changed")

    def finish(self, head: str | None) -> None:
        """Compare what was added up with what the file claims."""
        if self.end is None:
            raise NotAnExport("berkas terpotong / the file ends too early")
        last = self.heads[-1] if self.heads else ""
        if (self.end["entries"], self.end["head"]) != (len(self.heads), last):
            self.wrong("akhir berkas tidak cocok / the last line does not fit the entries")
        if self.sums(date.max.isoformat(), len(self.heads)) != self.balances:
            self.wrong("saldo tidak sama dengan gerakannya / balances differ from the movements")
        for seal in self.seals:
            self.seal(seal)
        if head is not None and not any(one.startswith(head) for one in self.heads):
            self.wrong("kepala di kertas tidak ada di buku / the head on paper is not in this book")

    def sums(self, until: str, last: int) -> dict[str, tuple[int, int]]:
        """Return what the entries up to `last` debited and credited each account up to a day."""
        totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for number, (day, moves) in self.moves.items():
            if day <= until and number <= last:
                for debit, credit, amount_rp, _unit in moves:
                    totals[debit][0] += amount_rp
                    totals[credit][1] += amount_rp
        return {code: (debit, credit) for code, (debit, credit) in totals.items()}

    def seal(self, seal: Row) -> None:
        """Work a month's seal out again from the entries it was made over."""
        year, month = map(int, seal["month"].split("-"))
        first_of_next = date(year + month // 12, month % 12 + 1, 1)
        until = (first_of_next - timedelta(days=1)).isoformat()
        lines = ["rembuk-seal 1", f"book {self.number}", f"until {until}"]
        lines += [f"sequence {seal['sequence']}", f"head {seal['head']}"]
        sums = sorted(self.sums(until, seal["sequence"]).items())
        lines += [f"account {code} {debit} {credit}" for code, (debit, credit) in sums]
        digest = hashlib.sha256("".join(line + "\n" for line in lines).encode()).hexdigest()
        for number, (day, _moves) in self.moves.items():
            if number > seal["sequence"] and day.startswith(seal["month"]):
                self.wrong(f"{number}: dalam bulan yang disegel / in a month sealed before")
        known = self.heads[seal["sequence"] - 1] if seal["sequence"] else GENESIS
        if digest != seal["digest"] or known != seal["head"]:
            self.wrong(f"segel {seal['month']} tidak cocok / the seal of the month is broken")


def one_word_each(row: Row) -> bool:
    """Say whether each code is one word, so that no line of the hashed bytes can be two."""
    return bool(KIND.fullmatch(row["kind"])) and all(
        CODE.fullmatch(debit) and CODE.fullmatch(credit) and UNIT.fullmatch(unit or "")
        for debit, credit, _amount_rp, unit in row["moves"]
    )


def plain(value: object) -> str:
    """Write a value as the chain does: a dash for nothing."""
    return "-" if value is None else str(value)


def on_paper(typed: str) -> str:
    """Read a head, or its beginning, as somebody typed it from a paper."""
    head = "".join(typed.split()).lower()
    if len(head) < HEAD_SHORTEST or not set(head) <= set("0123456789abcdef"):
        raise argparse.ArgumentTypeError(
            f"ketik {HEAD_SHORTEST} huruf dan angka di kertas / type the {HEAD_SHORTEST} on paper"
        )
    return head


def verify(path: str, head: str | None) -> Book:
    """Read a file once and return what was found."""
    with Path(path).open(encoding="utf-8") as file:
        try:
            book = Book(json.loads(file.readline()))
            for text in file:
                book.read(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError) as reason:
            raise NotAnExport(str(reason)) from None
    book.finish(head)
    return book


def main(arguments: list[str] | None = None) -> int:
    """Say what was found. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="rembuk verify", description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--head", type=on_paper)
    told = parser.parse_args(arguments)
    try:
        book = verify(told.file, told.head)
    except (NotAnExport, OSError, UnicodeDecodeError) as reason:
        print(f"Bukan ekspor buku Rembuk / not an export of a book: {reason}", file=sys.stderr)
        return 2
    for finding in book.findings[:CLOSE_ENOUGH]:
        print(finding)
    if book.findings:
        print(f"TIDAK TERBUKTI / NOT PROVEN: {len(book.findings)}")
        return 1
    print(f"Terbukti / proven: {len(book.heads)} entri / entries")
    print(f"Kepala / head: {book.heads[-1] if book.heads else '-'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
