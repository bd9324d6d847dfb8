"""What the boards tell the members of a year in words, and the work plan for the next.

Written until the annual meeting heard it: what is said there stands in its minutes. The members'
meeting receives both reports and decides on the work plan (law 25/1992, articles 23, 35 and 39).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.surplus import annual
from rembuk.surplus.models import Part, Report
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.villages.permissions import Office

TEXT_LETTERS_MAX = 8000
BOARD = frozenset({Office.GROUP_CHAIR, Office.BOARD, Office.TREASURER})
WRITERS = {
    Part.BOARD: BOARD,
    Part.SUPERVISORS: frozenset({Office.SUPERVISORY_BOARD}),
    Part.PLAN: BOARD,
}


def may_write(part: Part, office: str) -> bool:
    """Say whether an office answers for a part: nobody writes the report of who oversees him."""
    return office in WRITERS[part]


@transaction.atomic
def write(*, group: Group, year: int, part: Part, text: str, by: Actor, at: datetime) -> Report:
    """Write a part down; the same words again change nothing.

    Errors: Refused for an office that does not answer for it, without words, and once the annual
    meeting about the year was held.
    """
    group.take_turn()
    if not may_write(part, by.office):
        raise Refused(
            _("The supervisory board writes its own report.")
            if part == Part.SUPERVISORS
            else _("The board writes this: the chair, the treasurer or another of its members.")
        )
    said = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    if not said:
        raise Refused(_("Write at least one sentence."))
    refuse_once_heard(group, year)
    before = of(group, year).get(part)
    if before is not None and before.text == said:
        return before
    rows = Report.objects.of(group.village).filter(group=group)
    made = Report.objects.create(
        id=rows.next_id(), village=group.village, group=group, year=year, part=part, text=said,
        by=by.user, at=at,
    )  # fmt: skip
    audit.record(
        village=group.village, verb="surplus.report_written", subject=made,
        subject_name=str(year), by=by, at=at,
        changes=[("group", None, group.name), ("surplus_part", None, part.value)],
    )  # fmt: skip
    return made


def of(group: Group, year: int) -> dict[Part, Report]:
    """Return the parts of a year as they stand: one query."""
    rows = Report.objects.of(group.village).filter(group=group, year=year)
    return {Part(one.part): one for one in rows.select_related("by").order_by("pk")}


def refuse_once_heard(group: Group, year: int) -> None:
    """Refuse to write about a year that the members heard of in their annual meeting."""
    if annual.held(group, year).exists():
        raise Refused(
            _(
                "The annual meeting about %(year)s was held. What has to be added stands in its"
                " minutes."
            )
            % {"year": year}
        )
