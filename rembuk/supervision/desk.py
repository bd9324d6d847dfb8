"""What a supervisor looks at first: one line for each thing, calm or not, and where to look.

Each line says what is so, never who. Five questions to the database, however large the book is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rembuk.cash.models import CashCount
from rembuk.cash.sums import said
from rembuk.coop import doubts, objections
from rembuk.ledger import months, reading
from rembuk.ledger.reading import Book
from rembuk.lib import words
from rembuk.lib.dates import next_month
from rembuk.lib.rounding import HUNDRED
from rembuk.supervision import findings, floors, health, whereabouts
from rembuk.villages import groups
from rembuk.villages.models import Village, VillageQuerySet
from rembuk.villages.permissions import INCOMPATIBLE, Office

# With few officers the supervisory board counts once a week.
COUNT_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Sign:
    """One thing to know: what it is, how it stands, whether that is calm, which page has more."""

    title: str
    told: str
    calm: bool
    page: str = ""


def look(book: Book, *, today: date) -> list[Sign]:
    """Return all signs of a cooperative, what needs somebody first."""
    counted = _counted(book, today=today)
    signs = [
        _findings(counted),
        _count(book, counted["last_count"], today=today),
        _months(book, today=today),
        _floor(book, counted["floor"]),
        _pairs(book, today=today),
        _scored(book, counted["scored"], today=today),
        *_waiting(counted),
    ]
    return sorted(signs, key=lambda sign: sign.calm)


def _counted(book: Book, *, today: date) -> Mapping[str, Any]:
    """Count all that waits, and read the last count and the floor: one query."""
    village, group = book.village, book.group
    late = findings.unanswered(village, group.pk).filter(answer_by__lt=today)
    count = CashCount.objects.of(village).filter(book=book).order_by("-value_on", "-pk")
    floor = floors.rows(village, group.pk).filter(since__lte=today)
    return Village.objects.filter(pk=village.pk).values(
        scored=_many(health.rows(village, group.pk).filter(year=today.year - 1)),
        open=_many(findings.open_of(village, group.pk)), late=_many(late),
        waiting=_many(reading.waiting_rows(village, [group.pk])),
        doubts=_many(doubts.waiting(group)), objections=_many(objections.waiting(group)),
        last_count=Subquery(count.values("value_on")[:1]),
        floor=Subquery(floor.values("percent")[:1]),
    ).get()  # fmt: skip


def _many(rows: Any) -> Coalesce:
    mine: VillageQuerySet = rows.order_by().filter(village=OuterRef("pk")).values("village")
    return Coalesce(Subquery(mine.annotate(number=Count("pk")).values("number")), 0)


def _findings(counted: Mapping[str, Any]) -> Sign:
    number, late = counted["open"], counted["late"]
    if not number:
        told = _("None is open.")
    else:
        told = ngettext("%(n)s is open.", "%(n)s are open.", number) % {"n": number}
    if late:
        told += " " + ngettext(
            "%(n)s answer is late.", "%(n)s answers are late.", late
        ) % {"n": late}  # fmt: skip
    return Sign(_("Findings"), told, not number, "supervision:findings")


def _count(book: Book, last: date | None, *, today: date) -> Sign:
    since = last + timedelta(days=1) if last else book.begins_on
    moved, _last = reading.days_moved(book, since=since, after=None, before=today)
    title = _("Counting the cash box")
    due = moved is not None and moved + COUNT_WITHIN < today
    if due and last:
        told = _("Last counted on %(day)s, and money moved since. Count it together.")
    elif due:
        told = _("Nobody has counted it yet, and money moved. Count it together.")
    elif last:
        told = _("Last counted on %(day)s.")
    else:
        told = _("No money has moved that waits to be counted.")
    return Sign(title, told % {"day": _day(last)}, not due, "cash:purse")


def _months(book: Book, *, today: date) -> Sign:
    shut, month, left = months.closed(book), book.begins_on.replace(day=1), []
    while next_month(month) <= today:
        if month not in shut:
            left.append(month)
        month = next_month(month)
    told = _("Every month that is over is closed.")
    if left:
        told = ngettext(
            "%(month)s is not closed.",
            "%(n)s months are not closed, the first is %(month)s.", len(left),
        ) % {
            "n": len(left),
            "month": words.month_of_year(left[0], language=get_language() or "id"),
        }  # fmt: skip
    return Sign(_("Closing months"), told, not left, "cash:months")


def _floor(book: Book, percent: int | None) -> Sign:
    found = whereabouts.ready(book)
    title, page = _("Money that lies ready"), "supervision:money"
    sums = {"ready": said(found.ready_rp), "asked": said(found.asked_rp), "percent": percent}
    if found.asked_rp <= 0:
        return Sign(title, _("Members have no savings that they may ask for now."), True, page)
    if percent is None:
        told = _("%(ready)s for %(asked)s that members may ask for. No floor is agreed yet.")
        return Sign(title, told % sums, found.is_above(HUNDRED), page)
    if found.is_above(percent):
        told = _("%(ready)s for %(asked)s. That is above the floor of %(percent)s%%.")
    else:
        told = _(
            "%(ready)s for %(asked)s. That is below the floor of %(percent)s%%: ask the board."
        )
    return Sign(title, told % sums, found.is_above(percent), page)


def _pairs(book: Book, *, today: date) -> Sign:
    held: dict[int, set[Office]] = {}
    for term in groups.officers_of(book.group, on=today):
        held.setdefault(term.user_id, set()).add(Office(term.office))
    clashing = [
        one for one in held.values() if any(frozenset(pair) in INCOMPATIBLE
                                            for pair in combinations(one, 2))
    ]  # fmt: skip
    if clashing:
        told = ngettext(
            "%(n)s person holds two offices that must not meet. Ask the members to choose another.",
            "%(n)s people hold two offices that must not meet. Ask the members to choose others.",
            len(clashing),
        ) % {"n": len(clashing)}
    else:
        told = _("Nobody holds two offices that must not meet. Rembuk refuses such a pair.")
    return Sign(_("Offices that must not meet"), told, not clashing)


def _scored(book: Book, number: int, *, today: date) -> Sign:
    title, year = _("How sound we are"), today.year - 1
    if number:
        told, calm = _("%(year)s is signed."), True
    elif book.begins_on.year > year:
        told, calm = _("No year of this book is over yet."), True
    else:
        told, calm = (
            _("Nobody has signed for %(year)s yet. Close its months, then score it."),
            False,
        )
    return Sign(title, told % {"year": year}, calm, "supervision:health")


def _waiting(counted: Mapping[str, Any]) -> Iterator[Sign]:
    for key, title, page in (
        ("waiting", _("Second signatures"), "cash:purse"),
        ("doubts", _("Lines that members doubt"), "coop:doubts"),
        ("objections", _("Objections without an answer"), "coop:objections"),
    ):
        number = counted[key]
        told = ngettext("%(n)s waits.", "%(n)s wait.", number) % {"n": number}
        yield Sign(title, told if number else _("None waits."), not number, page)


def _day(day: date | None) -> str:
    return words.plain_day(day, language=get_language() or "id") if day else ""
