"""What a year's end asks of the surplus: computed and checked, then booked and paid; or a loss.

The members' meeting stands between the two (forum/yearsteps.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext as _

from rembuk.cash.monthend import State, Step
from rembuk.cash.yearend import Asked
from rembuk.forum.models import Meeting, Resolution
from rembuk.surplus import annual, bookparts, dividing, losses, yearly
from rembuk.surplus.dividing import Standing
from rembuk.surplus.models import DivisionStep
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission

PLACES = (30, 50)  # before the members' meeting, and after it
WRITTEN = 35
PAYING = {
    dividing.State.DECIDED: State.TO_DO,
    dividing.State.BOOKED: State.HALF,
    dividing.State.PAID: State.DONE,
}


@dataclass(frozen=True)
class Facts:
    """What is known of a year besides its division: all of it asked in one question."""

    written: list[str]
    to_write: int
    was_heard: bool
    was_covered: bool


def tell(asked: Asked) -> Iterator[tuple[int, Step]]:
    """Return the steps of a cooperative's year; other groups divide shares, not a surplus."""
    if asked.book.group.kind != Group.Kind.COOPERATIVE:
        return
    facts = _facts(asked)
    standing = dividing.of_year(asked.book.group, asked.year)
    if standing is not None:
        steps = _divided(standing)
    elif asked.left_open:
        steps = _too_early()
    else:
        told = yearly.Year(asked.year, date(asked.year, 1, 1), asked.last, ())
        steps = _closed(yearly.result_of(asked.book, told).shu_rp, was_covered=facts.was_covered)
    yield WRITTEN, _written(asked, facts)
    for place, (label, state, says) in zip(PLACES, steps, strict=True):
        yield place, Step(
            label, state, says, "surplus:shu", (), _("Open the SHU"),
            permission=Permission.SEE_GROUP, query=f"year={asked.year}",
        )  # fmt: skip


def meeting_of(asked: Asked) -> Meeting | None:
    """Return the meeting whose decision divided a year's surplus or covered its loss."""
    rests = _decisions(asked)
    found = rests.select_related("meeting").order_by("-pk").first()
    return found.meeting if found else None


def _written(asked: Asked, facts: Facts) -> Step:
    """Return how far the words of the boards and the budget are; nobody owes them afterwards."""
    done, total = len(facts.written), facts.to_write
    label = _("Write the reports, the work plan and the budget")
    if done == total:
        state, says = State.DONE, ""
    elif facts.was_heard:
        state, says = State.NOTHING, _("The members' meeting was held without them.")
    elif not (done or asked.is_over):
        state, says = State.LATER, _("The year is not over yet.")
    else:
        state, says = State.HALF if done else State.TO_DO, ""
    return Step(
        label, state, says, "surplus:reports", (), _("Open the reports"),
        permission=Permission.SEE_GROUP, query=f"year={asked.year}", done=done, total=total,
    )  # fmt: skip


def _decisions(asked: Asked) -> QuerySet[Resolution]:
    """Return the decisions that divided a year's surplus or covered its loss."""
    group = asked.book.group
    named = Resolution.objects.of(group.village).filter(meeting__taken_back_at__isnull=True)
    steps = DivisionStep.objects.of(group.village).filter(
        division__group=group, division__year=asked.year
    )
    ended = steps.filter(kind=DivisionStep.Kind.ENDED).values("division")
    decided = steps.filter(kind=DivisionStep.Kind.DECIDED).exclude(division__in=ended)
    covers = losses.standing(group).filter(year=asked.year)
    return named.filter(
        Q(pk__in=decided.values("resolution")) | Q(pk__in=covers.values("resolution"))
    )


def _facts(asked: Asked) -> Facts:
    group, year = asked.book.group, asked.year
    written = bookparts.written(group, year)
    covered = losses.standing(group).filter(year=year)
    others = {
        "was_called": Exists(annual.held(group, year)), "was_decided": Exists(_decisions(asked)),
        "was_covered": Exists(covered),
    }  # fmt: skip
    row = Group.objects.of(group.village).filter(pk=group.pk).annotate(**written, **others)
    told = row.values(*written, *others).get()
    return Facts(
        [one for one in written if told[one]], len(written),
        told["was_called"] or told["was_decided"], told["was_covered"],
    )  # fmt: skip


Said = tuple[str, State, str]


def _divided(standing: Standing) -> tuple[Said, Said]:
    waits = standing.state == dividing.State.COMPUTED
    says = str(standing.state.label)
    return (
        (_compute(), State.WAITS if waits else State.DONE, says if waits else ""),
        (_pay(), PAYING.get(standing.state, State.LATER), "" if waits else says),
    )


def _too_early() -> tuple[Said, Said]:
    return (
        (_compute(), State.LATER, _("After all months are closed.")),
        (_pay(), State.LATER, _("After the members' meeting.")),
    )


def _closed(shu_rp: int, *, was_covered: bool) -> tuple[Said, Said]:
    """Return the steps of a year whose months are closed and that nobody divided, by its result."""
    if shu_rp > 0:
        says = _("All months are closed: it can be computed.")
        return (_compute(), State.TO_DO, says), _too_early()[1]
    if not shu_rp:
        nothing = _("The year left nothing to divide.")
        return (_compute(), State.NOTHING, nothing), (_pay(), State.NOTHING, nothing)
    says = "" if was_covered else _("The members decide what bears the loss.")
    return (
        (_compute(), State.NOTHING, _("The year ended with a loss.")),
        (_("Book what bears the loss"), State.DONE if was_covered else State.TO_DO, says),
    )


def _compute() -> str:
    return _("Compute and check the surplus (SHU)")


def _pay() -> str:
    return _("Book and pay the surplus (SHU)")
