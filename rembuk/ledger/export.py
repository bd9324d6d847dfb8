"""A whole book for other programs: one fact a line, or the journals of two plain-text ledgers.

`jsonl` is complete: from it `rembuk verify` recomputes every balance and the chain without this
program. hledger and beancount read the same movements in their own notation.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from rembuk.ledger import balances, chain
from rembuk.ledger.models import Account, Book, Entry, Movement, Seal

FORMATS = ("jsonl", "hledger", "beancount", "csv")
A_READ = 2000
TOPS = {
    "ASSET": "Assets", "LIABILITY": "Liabilities", "EQUITY": "Equity",
    "INCOME": "Income", "EXPENSE": "Expenses", "MEMO": "Equity:Memo",
}  # fmt: skip


def export(book: Book, *, form: str, with_words: bool = False) -> Iterator[str]:
    """Yield a book line by line, in one of FORMATS.

    `with_words` adds memo and party; without them the file names nobody.
    """
    match form:
        case "jsonl":
            return _jsonl(book, with_words=with_words)
        case "hledger":
            return _hledger(book)
        case "beancount":
            return _beancount(book)
        case "csv":
            return _csv(book)
    raise AssertionError(form)


def entries_of(book: Book) -> Iterator[tuple[Entry, list[Movement]]]:
    """Yield every entry with its movements in the order of the book, in constant memory."""
    movements = (
        Movement.objects.of(book.village)
        .filter(book=book)
        .select_related("debit", "credit")
        .order_by("sequence", "position")
        .iterator(A_READ)
    )
    waiting = next(movements, None)
    entries = Entry.objects.of(book.village).filter(book=book).select_related("reverses")
    for entry in entries.order_by("sequence").iterator(A_READ):
        mine: list[Movement] = []
        while waiting is not None and waiting.sequence == entry.sequence:
            mine.append(waiting)
            waiting = next(movements, None)
        yield entry, mine


def facts_of(entry: Entry, movements: list[Movement]) -> chain.Facts:
    """Return what the chain says of a stored entry."""
    return chain.Facts(
        book=entry.book_id, sequence=entry.sequence, kind=entry.kind, value_on=entry.value_on,
        recorded_at=entry.recorded_at, claimed_at=entry.claimed_at, receipt_no=entry.receipt_no,
        request_id=entry.request_id, part=entry.part, maker=entry.maker_id,
        checker=entry.checker_id,
        reverses=entry.reverses.sequence if entry.reverses else None,
        commitment=entry.commitment, previous_head=entry.previous_head,
        moves=[chain.Move(m.debit.code, m.credit.code, m.amount_rp, m.unit) for m in movements],
    )  # fmt: skip


def _jsonl(book: Book, *, with_words: bool) -> Iterator[str]:
    yield _line({"row": "book", "format": 1, "book": book.pk, "chart": book.chart,
                 "begins_on": book.begins_on.isoformat(), "currency": "IDR"})  # fmt: skip
    for account in _accounts(book):
        parent = account.parent.code if account.parent else None
        yield _line({"row": "account", "code": account.code, "name": account.name,
                     "kind": account.kind, "normal": account.normal, "parent": parent})  # fmt: skip
    count = 0
    head = ""
    for entry, movements in entries_of(book):
        count, head = count + 1, entry.head
        yield _line(_entry(entry, movements, with_words=with_words))
    for seal in Seal.objects.of(book.village).filter(period__book=book).order_by("period__first"):
        yield _line({"row": "seal", "month": f"{seal.period.first:%Y-%m}", "head": seal.head,
                     "sequence": seal.sequence, "digest": seal.digest})  # fmt: skip
    for one in balances.trial_balance(book):
        yield _line({"row": "balance", "code": one.code, "debit_rp": one.debit_rp,
                     "credit_rp": one.credit_rp})  # fmt: skip
    yield _line({"row": "end", "entries": count, "head": head})


def _entry(entry: Entry, movements: list[Movement], *, with_words: bool) -> dict[str, Any]:
    facts = facts_of(entry, movements)
    told: dict[str, Any] = {
        "row": "entry", "sequence": facts.sequence, "kind": facts.kind,
        "value_on": facts.value_on.isoformat(), "recorded_at": chain.moment(facts.recorded_at),
        "claimed_at": chain.moment(facts.claimed_at) if facts.claimed_at else None,
        "receipt_no": facts.receipt_no, "request": str(facts.request_id), "part": facts.part,
        "maker": facts.maker, "checker": facts.checker, "reverses": facts.reverses,
        "commitment": facts.commitment, "previous": facts.previous_head, "head": entry.head,
        "moves": [[m.debit, m.credit, m.amount_rp, m.unit] for m in facts.moves],
    }  # fmt: skip
    if with_words:
        told["words"] = {"salt": entry.salt, "memo": entry.memo, "party": entry.party,
                         "resident": entry.resident_id}  # fmt: skip
    return told


def _hledger(book: Book) -> Iterator[str]:
    yield f"; book {book.pk}, whole rupiah\ncommodity IDR 1000.\n\n"
    for account in _accounts(book):
        yield f"account {_path(account)}\n"
    for entry, movements in entries_of(book):
        yield f"\n{entry.value_on.isoformat()} ({entry.sequence}) {entry.kind}\n"
        for m in movements:
            yield f"    {_path(m.debit)}  IDR {m.amount_rp}\n"
            yield f"    {_path(m.credit)}  IDR -{m.amount_rp}\n"


def _beancount(book: Book) -> Iterator[str]:
    yield f'option "title" "book {book.pk}"\noption "operating_currency" "IDR"\n\n'
    for account in _accounts(book):
        yield f"{book.begins_on.isoformat()} open {_path(account)} IDR\n"
    for entry, movements in entries_of(book):
        yield f'\n{entry.value_on.isoformat()} * "{entry.sequence}" "{entry.kind}"\n'
        for m in movements:
            yield f"  {_path(m.debit)}  {m.amount_rp} IDR\n"
            yield f"  {_path(m.credit)}  -{m.amount_rp} IDR\n"


def _csv(book: Book) -> Iterator[str]:
    yield _row("sequence", "value_on", "recorded_at", "kind", "receipt_no", "position", "debit",
               "credit", "amount_rp", "unit", "reverses")  # fmt: skip
    for entry, movements in entries_of(book):
        reverses = entry.reverses.sequence if entry.reverses else ""
        for m in movements:
            yield _row(entry.sequence, entry.value_on.isoformat(), chain.moment(entry.recorded_at),
                       entry.kind, entry.receipt_no or "", m.position, m.debit.code, m.credit.code,
                       m.amount_rp, m.unit, reverses)  # fmt: skip


def _accounts(book: Book) -> Iterator[Account]:
    found = Account.objects.of(book.village).filter(book=book).select_related("parent")
    yield from found.order_by("code")


def _path(account: Account) -> str:
    """Return an account's name in a plain-text ledger: Assets:A1101."""
    return f"{TOPS[account.kind]}:A{account.code.replace('.', '-')}"


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def _row(*cells: object) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
