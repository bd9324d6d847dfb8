"""Papers of the founding: the rules, the invitation, the attendance list and the minutes, as PDF.

What nobody answered yet prints as dots, to be filled in by hand. Source of what belongs to a
founding: the founding letter of KPSU Mitra Sejati, 2013.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from rembuk.coop import bylaws, members, minimums
from rembuk.coop.bylaws import DOTS
from rembuk.coop.models import Minimum
from rembuk.coop.questions import Article
from rembuk.villages import groups
from rembuk.villages.models import Group
from rembuk.web.letters import Letter, printed
from rembuk.web.paper import Column, Part

EMPTY_LINES = 15


class Paper(TextChoices):
    """Which paper; the value stands in the address."""

    INVITATION = "invitation"
    ATTENDANCE = "attendance"
    MINUTES = "minutes"


def rules(group: Group, *, on: date, at: datetime) -> bytes:
    """Print AD/ART as it is answered, a draft until the meeting agreed."""
    parts = [one for one in bylaws.read(bylaws.now(group)) if one.article != Article.FOUNDING]
    columns = (Column(_("Article")), Column(_("What holds"), wide=True))
    made = [
        Part(
            columns,
            [[f"{place}.{line}", said] for line, said in enumerate(part.sentences, start=1)],
            caption=_("Article %(number)s: %(title)s")
            % {"number": place, "title": part.article.label},
        )
        for place, part in enumerate(parts, start=1)
    ]
    letter = Letter(
        title=_("Draft of the rules (AD/ART) in plain words"), on=on, parts=made,
        before=[_("A draft until the members' meeting agreed. Check it with the Dinas and the"
                  " notary: the notary writes the deed from it.")],
        signed=[(_("Chair of the meeting"), ""), (_("Secretary of the meeting"), "")],
    )  # fmt: skip
    return printed(group, letter, at=at)


def printed_paper(group: Group, paper: Paper, *, on: date, at: datetime) -> bytes:
    """Print one of the papers of the founding meeting."""
    return printed(group, letter_of(group, paper, on=on), at=at)


def letter_of(group: Group, paper: Paper, *, on: date) -> Letter:
    """Return what stands on one of the papers."""
    write = {
        Paper.INVITATION: _invitation, Paper.ATTENDANCE: _attendance, Paper.MINUTES: _minutes,
    }[paper]  # fmt: skip
    return write(group, on)


def _pairs(group: Group) -> list[tuple[str, str]]:
    (found,) = [one for one in bylaws.read(bylaws.now(group)) if one.article == Article.FOUNDING]
    labels = (_("Day"), _("Time"), _("Place"))
    return [(label, line.answer or DOTS) for label, line in zip(labels, found.lines, strict=True)]


def _invitation(group: Group, on: date) -> Letter:
    agenda = [
        _("Rules (AD/ART) of the cooperative"), _("Choice of board and supervisory board"),
        _("Pokok and wajib"), _("Plan of the first year"), _("Power for those who sign the deed"),
    ]  # fmt: skip
    columns = (Column(_("No.")), Column(_("Agenda"), wide=True))
    rule = minimums.rule_on(group.village, Minimum.Key.FOUNDERS, on=on)
    return Letter(
        title=_("Invitation to the founding meeting"), on=on,
        before=[
            _("To the founders, the cooperative office of the regency and the notary"),
            _("We invite you to the founding meeting of %(group)s.") % {"group": group.name},
        ],
        pairs=_pairs(group),
        parts=[Part(columns, [[str(no), one] for no, one in enumerate(agenda, start=1)])],
        after=[
            _("Founders bring their identity card. At least %(number)s founders are needed"
              " (%(source)s).") % {"number": rule.value, "source": rule.source},
            _("Those abroad are called by video at that hour."),
        ],
        signed=[(_("On behalf of the founders"), ""), (_("Known to the village head"), "")],
    )  # fmt: skip


def _attendance(group: Group, on: date) -> Letter:
    names = [one.name for one in members.of(group, on=on)]
    rows = [[str(no), name, "", ""] for no, name in enumerate(names, start=1)]
    rows += [[str(no), "", "", ""] for no in range(len(rows) + 1, len(rows) + 1 + EMPTY_LINES)]
    columns = (
        Column(_("No.")), Column(_("Name"), wide=True), Column(_("Address"), wide=True),
        Column(_("Signature"), wide=True),
    )  # fmt: skip
    return Letter(
        title=_("Attendance list of the founding meeting"), on=on, pairs=_pairs(group),
        parts=[Part(columns, rows)],
        after=[_("Who takes part by video is written down by the secretary, with the hour.")],
        signed=[(_("Chair of the meeting"), ""), (_("Secretary of the meeting"), "")],
    )  # fmt: skip


def _minutes(group: Group, on: date) -> Letter:
    answers = bylaws.now(group)
    agreed = [
        line.sentence
        for part in bylaws.read(answers)
        if part.article in (Article.NAME, Article.MONEY, Article.OFFICERS)
        for line in part.lines
    ]
    officers = [(term.title, term.user.name) for term in groups.officers_of(group, on=on)]
    columns = (Column(_("No.")), Column(_("What was agreed"), wide=True))
    return Letter(
        title=_("Minutes of the founding meeting"), on=on,
        pairs=[*_pairs(group), (_("Founders present"), DOTS), *officers],
        before=[_("On the day below the founders met and founded %(group)s.")
                % {"group": group.name}],
        parts=[Part(columns, [[str(no), one] for no, one in enumerate(agreed, start=1)])],
        after=[
            _("How it was decided: by agreement / by vote: %(dots)s") % {"dots": DOTS},
            _("Power to sign the deed is given to: %(dots)s") % {"dots": DOTS * 3},
        ],
        signed=[
            (_("Chair of the meeting"), ""), (_("Secretary of the meeting"), ""),
            (_("Witness"), ""),
        ],
    )  # fmt: skip
