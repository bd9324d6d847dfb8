"""The book of an annual meeting (buku RAT): what the members have before them when they vote.

It holds what Rembuk knows, and says at its end what it does not. Of members it tells how many they
are and what goes to all of them together: never a name beside a sum (K19).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from rembuk.coop import members, standing
from rembuk.coop.models import State
from rembuk.forum import letters, meetings, minutes
from rembuk.forum.models import Meeting, Plan
from rembuk.ledger import ends, proven
from rembuk.ledger.reading import Book
from rembuk.surplus import annual, bookparts, dividing, flows, losses, papers, yearly
from rembuk.surplus.bookparts import Said
from rembuk.surplus.dividing import Standing
from rembuk.surplus.models import LossCover
from rembuk.surplus.models import Part as Told
from rembuk.surplus.models.parts import LABELS
from rembuk.surplus.yearly import Ends, Line, Statement, Year
from rembuk.villages.models import Group
from rembuk.villages.permissions import Office
from rembuk.web import letters as web_letters
from rembuk.web.letters import Letter
from rembuk.web.paper import Column, Part

SIGNING = (Office.GROUP_CHAIR, Office.TREASURER, Office.SUPERVISORY_BOARD)


@dataclass(frozen=True)
class Known:
    """What the book of a year is made of; None where there is nothing yet.

    `shu_rp` is what the year left, a loss below nought; `cover` is what bears a loss; `said` is
    what the boards wrote and planned.
    """

    year: Year
    plan: Plan | None
    meeting: Meeting | None
    standing: Standing | None
    shu_rp: int
    cover: LossCover | None
    said: Said


Chapter = Callable[[Book, Year], Iterable[Part]]
_chapters: list[tuple[int, Chapter]] = []


def add(chapter: Chapter, *, order: int) -> None:
    """Register what a room above adds to the book; a part without rows is left out.

    Chapters stand after the statements and before the division, by `order`.
    """
    _chapters.append((order, chapter))


def known_of(book: Book, year: Year) -> Known:
    """Look up the meeting about a year, and what became of its surplus or its loss."""
    group = book.group
    called, held = annual.called(group, year.year), annual.held(group, year.year)
    meeting = held.select_related("plan__group__village", "group__village").last()
    plan = meeting.plan if meeting else called.select_related("group__village").last()
    shu_rp = yearly.result_of(book, year).shu_rp
    cover = losses.of_year(group, year.year) if shu_rp < 0 else None
    said = bookparts.said(group, year.year)
    return Known(year, plan, meeting, dividing.of_year(group, year.year), shu_rp, cover, said)


def printed(book: Book, known: Known, *, at: datetime, today: date) -> bytes:
    """Print it on A4."""
    year, group = known.year, book.group
    parts = [
        *_called(known),
        _members(group, year),
        *bookparts.told(known.said, Told.BOARD),
        *statements(book, year, today=today),
        *_added(book, year),
        *_divided(known.standing),
        *_lost(known),
        *bookparts.told(known.said, Told.SUPERVISORS),
        *bookparts.planned(book, known.said, year=year),
        *(minutes.parts_of(known.meeting, at=at) if known.meeting else []),
    ]
    letter = Letter(
        title=_("Book of the annual meeting about %(year)s") % {"year": year.year},
        on=at.astimezone(group.village.zone).date(),
        before=[papers.state_told(year), *_came(known.meeting)],
        pairs=letters.when_and_where(known.plan) if known.plan else [],
        parts=[one for one in parts if one.rows],
        after=[*_head(book, year, at=at), *missing(known)],
        signed=[(str(one.label), "") for one in SIGNING],
    )
    return web_letters.printed(group, letter, at=at)


def _added(book: Book, year: Year) -> Iterator[Part]:
    for _order, chapter in sorted(_chapters, key=lambda one: one[0]):
        yield from chapter(book, year)


def missing(known: Known) -> list[str]:
    """Say what members will ask for that is not in Rembuk, and who can bring it."""
    told = []
    if known.plan is None:
        told.append(_("No annual meeting about this year is called yet."))
    elif known.meeting is None:
        told.append(_("The meeting is called and not held yet: there are no minutes."))
    if known.shu_rp < 0 and known.cover is None:
        told.append(_("The year ended with a loss. What bears it is not booked yet."))
    if known.shu_rp > 0 and known.standing is None:
        told.append(_("The surplus of this year is not computed yet."))
    told += bookparts.missing(known.said)
    return told


def statements(book: Book, year: Year, *, today: date) -> Iterator[Part]:
    """Put the result and the position of a year beside those of the year before, then the flows."""
    ends, result, position = yearly.ends_of(book, year), None, None
    if year.year > book.begins_on.year:
        last = yearly.year_of(book, year.year - 1, today=today)
        began = yearly.sides(book, last.since - timedelta(days=1))
        result = yearly.result_of(book, last)
        position = yearly.position_of(book, last, ends=Ends(began, ends.before))
    yield _statement(Statement.RESULT, yearly.result_of(book, year), result, year=year)
    yield _statement(
        Statement.POSITION, yearly.position_of(book, year, ends=ends), position, year=year
    )
    yield _statement(Statement.CAPITAL, flows.capital(book, year, ends=ends), None, year=year)
    yield _statement(Statement.CASH_FLOW, flows.cash_flow(book, year, ends=ends), None, year=year)


def _statement(
    what: Statement, told: papers.Told, earlier: papers.Told | None, *, year: Year
) -> Part:
    columns = [
        Column(str(papers.HEADS["account"])), Column(str(papers.HEADS["what"]), wide=True),
        Column(str(year.year), amount=True),
    ]  # fmt: skip
    rows = []
    if earlier is None:
        rows = [[*_name(one), papers.signed(one.amount_rp)] for one in papers.lines_of(told)]
    else:
        columns.append(Column(str(year.year - 1), amount=True))
        for line, before_rp, now_rp in beside(papers.lines_of(earlier), papers.lines_of(told)):
            rows.append([*_name(line), papers.signed(now_rp), papers.signed(before_rp)])
    return Part(columns, rows, caption=f"{what.label}: {papers.days_told(year, what)}")


def _name(line: Line) -> list[str]:
    return [line.code, str(line.name).upper() if line.is_sum else str(line.name)]


def beside(before: Sequence[Line], now: Sequence[Line]) -> Iterator[tuple[Line, int, int]]:
    """Return the lines of two statements of one kind as one list: a line, then both sums.

    Both have the same sums in the same order; the accounts above each are those of either.
    """
    for earlier, later in zip(_down_to_sums(before), _down_to_sums(now), strict=True):
        was, is_now = ({(one.code, one.is_sum): one for one in part} for part in (earlier, later))
        for key in sorted(was | is_now, key=lambda key: (key[1], key[0])):
            line = is_now.get(key) or was[key]
            yield line, _sum(was.get(key)), _sum(is_now.get(key))


def _down_to_sums(lines: Iterable[Line]) -> Iterator[list[Line]]:
    part = []
    for line in lines:
        part.append(line)
        if line.is_sum:
            yield part
            part = []


def _sum(line: Line | None) -> int:
    return line.amount_rp if line else 0


def _came(meeting: Meeting | None) -> list[str]:
    return minutes.quorum(meeting, list(meetings.present_at(meeting))) if meeting else []


def _called(known: Known) -> list[Part]:
    """Return the agenda while there are no minutes, which repeat it."""
    if known.plan is None or known.meeting is not None:
        return []
    return [minutes.agenda_of(known.plan)]


def _members(group: Group, year: Year) -> Part:
    """Count members at both ends of the year; who left may have come in the same year."""
    last = year.until
    there = members.now(group, on=last)
    joined = [one for one in there if one.since >= year.since]  # type: ignore[attr-defined]  # annotated
    abroad = [one for one in there if members.state_told(one) == State.ABROAD]
    earlier = _count(group, on=year.since - timedelta(days=1))
    rows = (
        (_("Members when the year began"), earlier),
        (_("Joined in the year, and are members still"), len(joined)),
        (_("Were members when it began, and are no more"), earlier + len(joined) - len(there)),
        (_("Members when it ended"), len(there)),
        (_("Of them abroad"), len(abroad)),
    )
    columns = (Column(_("Members"), wide=True), Column(_("How many"), amount=True))
    told = [[label, str(count)] for label, count in rows]
    return Part(columns, told, caption=_("Members"))


def _count(group: Group, *, on: date) -> int:
    found = members.counted(group, on=on)
    return sum(count for state, count in found.items() if state in standing.MEMBERS)


def _divided(found: Standing | None) -> list[Part]:
    """Return into what the surplus goes; what members get is one sum for all of them."""
    if found is None:
        return []
    division = found.division
    rows = [[str(LABELS[name]), papers.signed(amount)] for name, amount in division.funds().items()]
    columns = (Column(_("Into what"), wide=True), Column(str(papers.HEADS["sum"]), amount=True))
    total = [[_("Surplus of the year (SHU)"), papers.signed(division.shu_rp)]]
    caption = _("Division of the surplus: %(state)s") % {"state": found.state.label}
    return [Part(columns, rows, totals=total, caption=caption)]


def _lost(known: Known) -> list[Part]:
    """Return what bears the loss of a year, by which decision, and what is carried."""
    cover = known.cover
    if cover is None:
        return []
    rows = [
        [_("The reserve bore"), papers.signed(cover.covered_rp)],
        [_("Carried to the next years"), papers.signed(cover.carried_rp)],
    ]
    columns = (Column(_("What bears it"), wide=True), Column(str(papers.HEADS["sum"]), amount=True))
    total = [[_("Loss of the year"), papers.signed(cover.loss_rp)]]
    caption = _("Loss of %(year)s, decision %(number)s") % {
        "year": cover.year, "number": cover.number,
    }  # fmt: skip
    return [Part(columns, rows, totals=total, caption=caption)]


def _head(book: Book, year: Year, *, at: datetime) -> list[str]:
    number = ends.known_at(book, at, now=at)
    told = {"number": number, "head": proven.head_of(book, number)}
    return [
        _("The cash book when this was printed: entry no. %(number)s, head %(head)s.") % told,
        _("Who changes a figure afterwards changes this head. Compare it when in doubt."),
    ]
