"""How far a group has come: five stages, each with what shows it; the stage is derived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import FilteredRelation, Q, QuerySet
from django.utils.translation import gettext as _

from rembuk.enterprise.models import Milestone, Reached
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Known


@dataclass(frozen=True)
class Standing:
    """The five stages in order, each with what shows that it was reached, or None."""

    stages: list[tuple[Milestone, Reached | None]]

    @property
    def stage(self) -> int:
        """How many were reached without a gap: 0 to 5."""
        for place, (_milestone, reached) in enumerate(self.stages):
            if reached is None:
                return place
        return len(self.stages)


@transaction.atomic
def reach(
    *, group: Group, milestone: str, on: date, evidence: str, precision: str = Known.DAY,
    by: Actor, at: datetime, today: date,
) -> Reached:  # fmt: skip
    """Record that a group reached a stage, with what shows it.

    Errors: Refused without evidence, for a day to come, and for a stage that is reached.
    """
    group.take_turn()
    said = clean_text(evidence)[0]
    if not said:
        raise Refused(_("Write what shows it."))
    if on > today:
        raise Refused(_("Choose today or an earlier day."))
    there = Reached.objects.of(group.village).filter(group=group, taken_back_why="")
    if there.filter(milestone=milestone).exists():
        raise Refused(_("This stage is reached already. Open the page again."))
    made = Reached.objects.create(
        village=group.village, group=group, milestone=Milestone(milestone), on=on,
        precision=precision, evidence=said, by=by.user,
    )  # fmt: skip
    _tell("reached", made, by=by, at=at)
    return made


@transaction.atomic
def take_back(*, reached: Reached, why: str, by: Actor, at: datetime) -> Reached:
    """Take back that a stage was reached. Errors: Refused without a reason, or if it was before."""
    reached.take_turn()
    said = clean_text(why)[0]
    if reached.taken_back_why:
        raise Refused(_("It is taken back already. Open the page again."))
    if not said:
        raise Refused(_("Write why it is taken back."))
    reached.taken_back_why = said
    reached.save(update_fields=["taken_back_why"])
    _tell("taken_back", reached, by=by, at=at)
    return reached


def standing(group: Group) -> Standing:
    """Return how far a group has come; one query."""
    rows = Reached.objects.of(group.village).filter(group=group, taken_back_why="")
    found = {one.milestone: one for one in rows.select_related("by")}
    return Standing([(milestone, found.get(milestone)) for milestone in Milestone])


def stages_of(groups: QuerySet[Group]) -> list[tuple[int, int]]:
    """Return the village and the stage, 0 to 5, of each running business; one query.

    A query that asks many villages is for offices above them (reporting), which see counts only.
    """
    counts = Q(reached__taken_back_why="")
    running = groups.filter(kind=Group.Kind.BUSINESS, ended_on=None).annotate(
        standing=FilteredRelation("reached", condition=counts)
    )
    reached: dict[tuple[int, int], set[str]] = {}
    rows = running.order_by("pk").values_list("village_id", "pk", "standing__milestone")
    for village_id, group_id, milestone in rows:
        reached.setdefault((village_id, group_id), set()).add(milestone)
    return [
        (village, next((n for n, one in enumerate(Milestone) if one not in known), len(Milestone)))
        for (village, _group), known in reached.items()
    ]


def _tell(what: str, reached: Reached, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=reached.village, verb=f"enterprise.stage_{what}", subject=reached.group, by=by,
        at=at, changes=[("milestone", None, reached.milestone)],
    )  # fmt: skip
