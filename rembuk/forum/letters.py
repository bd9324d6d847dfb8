"""The invitation on paper: for who has no phone, for the notice board, for the mosque board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.forum import notice, planning
from rembuk.forum.models import Plan
from rembuk.forum.notice import Notice
from rembuk.lib import words
from rembuk.villages import groups
from rembuk.villages.permissions import Office
from rembuk.web import letters
from rembuk.web.letters import Letter
from rembuk.web.paper import Column, Part


def invitation(plan: Plan, *, names: Sequence[str] = (), at: datetime) -> bytes:
    """Print the invitation with its agenda; `names` are those who get it on paper."""
    on = at.astimezone(plan.village.zone).date()
    agenda = [[str(one.number), one.text] for one in plan.agenda.order_by("number")]
    parts = [Part((Column(_("No.")), Column(_("Agenda"), wide=True)), agenda)]
    if names:
        rows = [[str(no), name, ""] for no, name in enumerate(names, start=1)]
        columns = (
            Column(_("No.")), Column(_("Name"), wide=True), Column(_("Received"), wide=True)
        )  # fmt: skip
        parts.append(Part(columns, rows, caption=_("Brought by hand to")))
    chair = next(
        (term.user.name for term in groups.officers_of(plan.group, on=on)
         if term.office == Office.GROUP_CHAIR), "",
    )  # fmt: skip
    letter = Letter(
        title=_("Invitation: %(about)s") % {"about": plan.about}, on=on,
        before=[
            _("To every member of %(group)s") % {"group": plan.group.name},
            _("We invite you to this meeting. Every member has one vote, also from abroad."),
        ],
        pairs=when_and_where(plan), parts=parts, after=remarks(plan, notice.of_plan(plan)),
        signed=[(_("On behalf of the board"), chair)],
    )  # fmt: skip
    return letters.printed(plan.group, letter, at=at)


def when_and_where(plan: Plan) -> list[tuple[str, str]]:
    """Return day, hour, place and the way for those abroad, each with its label."""
    language, zone = get_language() or "id", str(plan.village.zone)
    hour = words.clock_time(planning.moment_of(plan), zone=zone, language=language)
    told = [
        (_("Kind"), str(plan.get_kind_display())),
        (_("Day"), words.long_day(plan.meets_on, language=language)),
        (_("Time"), hour),
        (_("Place"), plan.place),
    ]
    if plan.year:
        told.insert(1, (_("About the year"), str(plan.year)))
    return [*told, (_("Online"), plan.link)] if plan.link else told


def remarks(plan: Plan, asked: Notice) -> list[str]:
    """Return what is to be said besides: a second call, a short notice and who allowed it."""
    told = []
    if plan.second_of_id is not None:
        told.append(_("This is the second call: too few members came to the first."))
    called_on = plan.planned_at.astimezone(plan.village.zone).date()
    if plan.short_because and called_on > asked.latest(plan.meets_on):
        told.append(
            _("You hear of it later than %(days)s days before (%(source)s). Allowed by: %(who)s")
            % {"days": asked.days, "source": asked.source, "who": plan.short_because}
        )
    return told
