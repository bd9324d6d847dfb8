"""The statements of a year on paper and as tables for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.cash import reports
from rembuk.lib import words
from rembuk.surplus.flows import Flow
from rembuk.surplus.yearly import Line, Position, Result, Statement, Year
from rembuk.villages.models import Group
from rembuk.web import paper

EXPORT_COLUMNS: dict[str, tuple[str, ...]] = {"year_statement": ("account", "what", "sum")}
HEADS: dict[str, Promise] = {
    "account": gettext_lazy("Account"),
    "what": gettext_lazy("Account or sum"),
    "sum": gettext_lazy("Sum"),
}


Told = Result | Position | Flow


def lines_of(told: Told) -> list[Line]:
    """Return all lines of a statement, and the sums of both sides."""
    if not isinstance(told, Position):
        return list(told.lines)
    return [
        *told.has, Line(_("All that it has"), told.has_rp, is_sum=True),
        *told.owes, Line(_("All that it owes, and its own capital"), told.owes_rp, is_sum=True),
    ]  # fmt: skip


def rows(told: Told) -> list[Sequence[str | int]]:
    """Return a statement for a spreadsheet: bare whole rupiah, costs below nought."""
    told_rows: list[Sequence[str | int]] = [
        [str(HEADS[column]) for column in EXPORT_COLUMNS["year_statement"]]
    ]
    told_rows += [[one.code, str(one.name), one.amount_rp] for one in lines_of(told)]
    return told_rows


def printed(
    what: Statement, told: Told, *, group: Group, year: Year, foot: str, at: datetime
) -> bytes:
    """Print a statement on A4."""
    head = paper.Head(
        village=_("Village of %(name)s") % {"name": group.village.name}, group=group.name,
        title=str(what.label), period=days_told(year, what), printed=foot,
    )  # fmt: skip
    columns = [
        paper.Column(str(HEADS["account"])), paper.Column(str(HEADS["what"]), wide=True),
        paper.Column(str(HEADS["sum"]), amount=True),
    ]  # fmt: skip
    lines = [
        [one.code, str(one.name).upper() if one.is_sum else str(one.name), signed(one.amount_rp)]
        for one in lines_of(told)
    ]
    part = paper.Part(columns, lines)
    return paper.tables(head, [part], at=at, notes=[state_told(year)], remarks=apart(told))


def days_told(year: Year, what: Statement) -> str:
    """Say of which days a statement tells."""
    language = get_language() or "id"
    last = words.plain_day(year.until, language=language)
    if what == Statement.POSITION:
        return _("At the end of %(day)s") % {"day": last}
    first = words.plain_day(year.since, language=language)
    return _("%(first)s until %(last)s") % {"first": first, "last": last}


def state_told(year: Year) -> str:
    """Say whether all months of a year are closed, and which one is not."""
    if year.is_closed:
        return _("All months of %(year)s are closed.") % {"year": year.year}
    month = words.month_of_year(year.left_open[0], language=get_language() or "id")
    return _("%(month)s is not closed yet: these numbers may still change.") % {"month": month}


def apart(told: Told) -> list[str]:
    """Say the surplus apart by whose business it came from."""
    if not isinstance(told, Result):
        return []
    return [
        _("From business with members: %(sum)s") % {"sum": signed(told.members_rp)},
        _("From others: %(sum)s") % {"sum": signed(told.others_rp)},
    ]


def signed(amount_rp: int) -> str:
    """Write a sum with its minus, in the reader's language."""
    return reports.said(amount_rp, column="sum")
