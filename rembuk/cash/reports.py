"""Reports of a purse as tables: for the page, for a spreadsheet, for paper.

One report is built once: a head, rows of texts, days and whole rupiah, and a few sums above them.
Each row knows what it is made of: the number of a line, or the account whose card shows its lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.cash import shown
from rembuk.cash.purposes import MOVED, OPENING
from rembuk.ledger import balances, chart, statements
from rembuk.ledger.reading import Book
from rembuk.ledger.statements import Leg, Move, Period, Statement
from rembuk.lib import words
from rembuk.lib.dates import month_end

CASH = chart.CASH
Value = str | int | date | None


class What(TextChoices):
    """The reports a purse has; the value stands in the address."""

    SUMMARY = "summary", gettext_lazy("Summary of the period")
    CASH_BOOK = "cash-book", gettext_lazy("Cash book")
    CARD = "card", gettext_lazy("Card of one account")
    TRIAL_BALANCE = "trial-balance", gettext_lazy("Trial balance")
    JOURNAL = "journal", gettext_lazy("Journal")


HINTS: dict[What, Promise] = {
    What.SUMMARY: gettext_lazy("What was there, what came in, what went out, what is there"),
    What.CASH_BOOK: gettext_lazy("Every line of the cash box, day by day"),
    What.CARD: gettext_lazy("Every line of one account, for example sales"),
    What.TRIAL_BALANCE: gettext_lazy("What each account holds at the end of a day"),
    What.JOURNAL: gettext_lazy("Every entry with both its accounts, in order"),
}

# What a file holds, column by column; HEADS has the words of its first row.
EXPORT_COLUMNS: dict[str, tuple[str, ...]] = {
    "summary": ("what_for", "lines", "in", "out"),
    "cash_book": ("date", "number", "what_for", "in", "out", "balance"),
    "card": ("date", "number", "what_for", "debit", "credit", "balance"),
    "trial_balance": ("account", "second_code", "code_source", "debit", "credit"),
    "journal": ("date", "number", "what_for", "debited", "credited", "sum"),
}
HEADS: dict[str, Promise] = {
    "date": gettext_lazy("Date"),
    "number": gettext_lazy("No."),
    "what_for": gettext_lazy("What for"),
    "lines": gettext_lazy("Lines"),
    "in": gettext_lazy("In"),
    "out": gettext_lazy("Out"),
    "balance": gettext_lazy("Balance"),
    "account": gettext_lazy("Account"),
    "second_code": gettext_lazy("Second code"),
    "code_source": gettext_lazy("Whose code it is"),
    "debit": gettext_lazy("Debit"),
    "credit": gettext_lazy("Credit"),
    "debited": gettext_lazy("Account debited"),
    "credited": gettext_lazy("Account credited"),
    "sum": gettext_lazy("Sum"),
}
RUPIAH = frozenset({"in", "out", "balance", "debit", "credit", "sum"})
NUMBERS = RUPIAH | {"lines"}  # stand on the right
NAMES = frozenset({"what_for", "account"})  # what a row is about
SAID_ONCE = frozenset({"code_source"})  # below the table; a file has it beside each row
MAY_BE_EMPTY = frozenset({"second_code"})  # and is then left out where people read
NO_UNIT = "-"  # in an address: the movements of no unit


@dataclass(frozen=True)
class Row:
    """One row, and what it is made of: the entry `line`, or what `opens` tells of `account`."""

    values: Sequence[Value]
    line: int | None = None
    account: str = ""
    opens: What | None = None
    taken_back: bool = False


@dataclass(frozen=True)
class Figure:
    """One sum above a report: its name, whole rupiah, and the days whose lines make it."""

    label: str
    amount_rp: int
    period: Period | None = None


@dataclass(frozen=True)
class Report:
    """A report of some days: the sums above it, its rows, and how many rows there are in all.

    `made_of` are the days whose lines make the sums of its rows. `notes` stand below it.
    """

    what: What
    title: str
    period: Period
    figures: Sequence[Figure]
    rows: Sequence[Row]
    count: int
    total: Sequence[Value]
    made_of: Period
    notes: Sequence[str] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns, as EXPORT_COLUMNS names them."""
        return EXPORT_COLUMNS[self.what.name.lower()]

    def heads(self) -> list[str]:
        """The words of the first row."""
        return [str(HEADS[column]) for column in self.columns]

    def read(self) -> list[tuple[int, str]]:
        """Return place and name of the columns that people read: those that say something."""
        return [
            (place, column)
            for place, column in enumerate(self.columns)
            if column not in SAID_ONCE
            and (column not in MAY_BE_EMPTY or any(row.values[place] for row in self.rows))
        ]


def build(
    book: Book,
    what: What,
    *,
    period: Period,
    account: str = "",
    unit: str | None = None,
    skip: int = 0,
    most: int,
) -> Report | None:
    """Build a report of a purse: `most` of its rows after leaving out `skip`.

    `account` is the account of a card, "" for the cash box; the control account of a trial balance
    of members, "" for all. `unit` narrows these two to one unit, "" to what belongs to none. None
    if the book has no such account.
    """
    match what:
        case What.SUMMARY:
            return _summary(book, period)
        case What.CASH_BOOK:
            return _cash_book(book, period, skip=skip, most=most)
        case What.CARD:
            return _card(book, period, account=account or CASH, unit=unit, skip=skip, most=most)
        case What.TRIAL_BALANCE:
            return _trial_balance(book, period, account, unit=unit, skip=skip, most=most)
        case What.JOURNAL:
            return _journal(book, period, skip=skip, most=most)


def _summary(book: Book, period: Period) -> Report:
    told = statements.cash_book(book, period, most=0)
    moved = statements.parts(book, period, code=CASH)
    rows = []
    for part in moved:
        if not (part.debit_rp or part.credit_rp):
            continue  # all of it was taken back
        came = part.debit_rp >= part.credit_rp
        what_for = shown.purpose("", (part.code, part.name), came=came, takes_back=None)
        values = (what_for, part.lines, part.debit_rp or None, part.credit_rp or None)
        rows.append(Row(values, account=part.code, opens=What.CARD))
    came_rp, went_rp = sum(one.debit_rp for one in moved), sum(one.credit_rp for one in moved)
    together = (_("Together"), sum(one.lines for one in moved), came_rp, went_rp)
    figures = _figures(book, replace(told, debit_rp=came_rp, credit_rp=went_rp), period)
    title = str(What.SUMMARY.label)
    return Report(What.SUMMARY, title, period, figures, rows, len(rows), together, period)


def _cash_book(book: Book, period: Period, *, skip: int, most: int) -> Report:
    told = statements.cash_book(book, period, skip=skip, most=most)
    return _lines(book, period, told, what=What.CASH_BOOK, title=str(What.CASH_BOOK.label))


def _card(
    book: Book, period: Period, *, account: str, unit: str | None, skip: int, most: int
) -> Report | None:
    told = statements.statement(book, period, code=account, unit=unit, skip=skip, most=most)
    if told is None:
        return None
    title = _of_unit(f"{told.code} {told.name}", unit)
    return _lines(book, period, told, what=What.CARD, title=title)


def _lines(book: Book, period: Period, told: Statement, *, what: What, title: str) -> Report:
    rows = [
        Row(
            (leg.on, leg.number, _leg_told(leg, cash=told.code == CASH), leg.debit_rp or None,
             leg.credit_rp or None, leg.balance_rp),
            line=leg.number, taken_back=leg.taken_back_by is not None,
        )
        for leg in told.lines
    ]  # fmt: skip
    together = (None, None, _("Together"), told.debit_rp, told.credit_rp, told.closing_rp)
    figures = _figures(book, told, period)
    return Report(what, title, period, figures, rows, told.count, together, period)


def _trial_balance(
    book: Book, period: Period, control: str, *, unit: str | None, skip: int, most: int
) -> Report | None:
    tops = statements.tops_of(book)
    if control and not (control in tops and tops[control].is_control):
        return None
    held = balances.trial_balance(
        book, on=period.last, known=period.known, under=control, unit=unit
    )
    rows, debits, credits_ = [], 0, 0
    for one in held:
        debit, credit = max(one.net_rp, 0), max(-one.net_rp, 0)
        debits, credits_ = debits + debit, credits_ + credit
        top = tops[control or one.code]
        opens = What.TRIAL_BALANCE if top.is_control and not control else What.CARD
        second, source = top.second_code or None, top.second_source or None
        values = (f"{one.code} {one.name}", second, source, debit or None, credit or None)
        rows.append(Row(values, account=one.code, opens=opens))
    title = f"{What.TRIAL_BALANCE.label} {control}".strip()
    return Report(
        What.TRIAL_BALANCE, _of_unit(title, unit), period, [], rows[skip : skip + most],
        len(rows), (_("Together"), None, None, debits, credits_),
        Period(book.begins_on, period.last, period.known), _sources_told(rows),
    )  # fmt: skip


def _sources_told(rows: Sequence[Row]) -> list[str]:
    """Say whose the second codes are, each source once."""
    sources = sorted({str(row.values[2]) for row in rows if row.values[2]})
    return [_("Second codes: %(source)s") % {"source": source} for source in sources]


def _of_unit(title: str, unit: str | None) -> str:
    if unit is None:
        return title
    if not unit:
        return _("%(title)s, without a unit") % {"title": title}
    return _("%(title)s, unit %(unit)s") % {"title": title, "unit": unit}


def _journal(book: Book, period: Period, *, skip: int, most: int) -> Report:
    count, total = statements.journal_totals(book, period)
    rows = [
        Row((move.on, move.number, _move_told(move), f"{move.debit_code} {move.debit_name}",
             f"{move.credit_code} {move.credit_name}", move.amount_rp),
            line=move.number, taken_back=move.taken_back_by is not None)
        for move in statements.journal(book, period, skip=skip, most=most)
    ]  # fmt: skip
    together = (None, None, _("Together"), None, None, total)
    title = str(What.JOURNAL.label)
    return Report(What.JOURNAL, title, period, [], rows, count, together, period)


def _figures(book: Book, told: Statement, period: Period) -> list[Figure]:
    """Opening, in, out, closing; opening and closing are made of all lines from the beginning."""
    day_before = period.first - timedelta(days=1)
    before = Period(book.begins_on, day_before, period.known)
    whole = Period(book.begins_on, period.last, period.known)
    is_cash = told.code == CASH
    return [
        Figure(_("At the beginning"), told.opening_rp,
               before if day_before >= book.begins_on else None),
        Figure(_("Money in") if is_cash else _("Debit"), told.debit_rp),
        Figure(_("Money out") if is_cash else _("Credit"), told.credit_rp),
        Figure(_("At the end"), told.closing_rp, whole if whole != period else None),
    ]  # fmt: skip


def _leg_told(leg: Leg, *, cash: bool) -> str:
    if cash:
        other = (leg.other_code, leg.other_name)
        what = shown.purpose(leg.kind, other, came=bool(leg.debit_rp), takes_back=leg.takes_back)
    elif leg.takes_back:
        what = _("Line %(number)s taken back") % {"number": leg.takes_back}
    else:
        what = f"{leg.other_code} {leg.other_name}"
    return " · ".join(part for part in (what, leg.party, leg.memo) if part)


def _move_told(move: Move) -> str:
    if move.kind == OPENING:
        what = _("Counted on the first day")
    elif move.takes_back:
        what = _("Line %(number)s taken back") % {"number": move.takes_back}
    elif move.kind == MOVED:
        what = _("To the bank") if move.debit_code == chart.BANK else _("From the bank")
    else:
        what = ""
    return " · ".join(part for part in (what, move.party, move.memo) if part)


def days_told(report: Report) -> str:
    """Say which days a report tells of: a month, a year, one day, or from one until another."""
    language, period = get_language() or "id", report.period
    first, last = (words.plain_day(day, language=language) for day in (period.first, period.last))
    if report.what == What.TRIAL_BALANCE:
        return _("At the end of %(day)s") % {"day": last}
    if (period.first.day, period.last) == (1, month_end(period.first)):
        return words.month_of_year(period.first, language=language)
    if (period.first, period.last) == year_of(period.first):
        return str(period.first.year)
    if period.first == period.last:
        return first
    return _("%(first)s until %(last)s") % {"first": first, "last": last}


def year_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of a day's year."""
    return date(day.year, 1, 1), date(day.year, 12, 31)


def said(value: Value, *, column: str) -> str:
    """Write a value as people read it: 14 Des 2019, Rp1.250.000, minus before the Rp."""
    language = get_language() or "id"
    match value:
        case None:
            return ""
        case date():
            return words.short_day(value, language=language)
        case int() if column in RUPIAH:
            return words.rupiah(value, language=language)
        case _other:
            return str(value)


def bare(value: Value) -> str | int:
    """Write a value for a spreadsheet: days year first, sums as bare whole numbers."""
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case _other:
            return value
