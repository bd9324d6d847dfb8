"""Minutes of a meeting on paper: who was there, the votes, what was agreed, who was against it.

The head of the group's book at the end of that day is printed with them: whoever changes a figure
afterwards cannot make the book end in the same head again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.forum import gathering, letters, meetings, voting
from rembuk.forum.models import Attendance, Meeting, Motion, Plan
from rembuk.ledger import books, ends, proven
from rembuk.web import letters as web_letters
from rembuk.web.letters import Letter
from rembuk.web.paper import Column, Part


def printed(meeting: Meeting, *, at: datetime, with_names: bool) -> bytes:
    """Print them; `with_names` adds the list of who was there, for the officers' own copy."""
    here = list(meetings.present_at(meeting))
    parts = parts_of(meeting, at=at)
    if with_names:
        parts.append(_attendance(here))
    letter = Letter(
        title=_("Minutes: %(about)s") % {"about": meeting.about}, on=meeting.held_on,
        before=quorum(meeting, here), pairs=_pairs(meeting),
        parts=[one for one in parts if one.rows], after=_after(meeting, at=at),
        signed=[(_("Chair of the meeting"), ""), (_("Secretary of the meeting"), "")],
    )  # fmt: skip
    return web_letters.printed(meeting.group, letter, at=at)


def parts_of(meeting: Meeting, *, at: datetime) -> list[Part]:
    """Return agenda, votes and decisions as tables; one without rows has nothing to tell."""
    agenda = [agenda_of(meeting.plan)] if meeting.plan else []
    return [*agenda, _votes(meeting, at=at), _decisions(meeting)]


def quorum(meeting: Meeting, here: Sequence[Attendance]) -> list[str]:
    """Say how many were there and whether they could decide."""
    found = gathering.of(meeting, here)
    if found is None:
        said = ngettext("%(n)s person was there.", "%(n)s people were there.", len(here))
        return [said % {"n": len(here)}]
    told = _("%(here)s of %(all)s members were there, %(online)s of them online.") % {
        "here": found.present, "all": found.members, "online": found.online,
    }  # fmt: skip
    need = {"least": found.minimum, "part": found.part, "source": found.rule.source}
    if found.missing:
        return [told, _("Too few to decide: needed %(least)s (%(part)s; %(source)s).") % need]
    return [told, _("Enough to decide: needed %(least)s (%(part)s; %(source)s).") % need]


def head_of_book(meeting: Meeting, *, at: datetime) -> tuple[int, str] | None:
    """Return the last entry of the group's book at the end of that day, and its head."""
    book = books.book_of(meeting.group)
    if book is None:
        return None
    night = datetime.combine(meeting.held_on, time(), tzinfo=meeting.village.zone)
    number = ends.known_at(book, min(night + timedelta(days=1), at), now=at)
    return number, proven.head_of(book, number)


def _after(meeting: Meeting, *, at: datetime) -> list[str]:
    found = head_of_book(meeting, at=at)
    if found is None:
        return [_("The group keeps no cash book in Rembuk: nothing of it is printed here.")]
    number, head = found
    return [
        _("The cash book at the end of that day: entry no. %(number)s, head %(head)s.")
        % {"number": number, "head": head},
        _("Who changes a figure afterwards changes this head. Compare it when in doubt."),
    ]


def _pairs(meeting: Meeting) -> list[tuple[str, str]]:
    if meeting.plan is not None:
        return letters.when_and_where(meeting.plan)
    return [(_("Day"), web_letters.day(meeting.held_on)), (_("Place"), meeting.place)]


def agenda_of(plan: Plan) -> Part:
    """Return what a meeting was called to talk about."""
    rows = [[str(one.number), one.text] for one in plan.agenda.order_by("number")]
    return Part((Column(_("No.")), Column(_("Agenda"), wide=True)), rows)


def _votes(meeting: Meeting, *, at: datetime) -> Part:
    columns = (
        Column(_("No.")), Column(_("Voted on"), wide=True), Column(_("How it ended"), wide=True)
    )  # fmt: skip
    motions = voting.of(meeting).filter(taken_back_at__isnull=True)
    rows = [[str(one.number), one.text, _ended(one, at=at)] for one in motions]
    return Part(columns, rows, caption=_("Votes"))


def _ended(motion: Motion, *, at: datetime) -> str:
    found = voting.result(motion, at=at)
    if found is None:
        return _("still open")
    told = [_("%(what)s: %(n)s") % {"what": what, "n": n} for what, n in found.counts]
    end = found.elected or (_("draw") if found.is_draw else "")
    if found.carried is not None:
        end = _("carried") if found.carried else _("not carried")
    return "; ".join([*told, end] if end else told)


def _decisions(meeting: Meeting) -> Part:
    columns = (
        Column(_("No.")), Column(_("What was agreed"), wide=True), Column(_("Did not agree"))
    )  # fmt: skip
    agreed = meeting.resolutions.filter(taken_back_at__isnull=True).prefetch_related("dissents")
    rows = [
        [str(one.number), one.text, ", ".join(map(str, one.dissents.all())) or _("nobody")]
        for one in agreed.order_by("number", "pk")
    ]
    return Part(columns, rows, caption=_("What was agreed"))


def _attendance(here: Sequence[Attendance]) -> Part:
    columns = (
        Column(_("No.")), Column(_("Name"), wide=True), Column(_("How")), Column(_("Signature"))
    )  # fmt: skip
    rows = [
        [str(no), one.name, str(one.get_how_display()), ""] for no, one in enumerate(here, start=1)
    ]
    return Part(columns, rows, caption=_("Attendance"))
