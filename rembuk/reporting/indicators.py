"""The named questions that offices above villages may ask: counts, never people.

A new one is a function here, a test, and a heading in docs/indicators.md. It is asked for many
villages at once, inside tenancy.every_village (rollup.py), and answers with counts only: rows of
(village id, part, number). What counts people is masked before anybody reads it (masking.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Max, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rembuk.enterprise import paths
from rembuk.enterprise.models import Milestone
from rembuk.people.models import Household, Resident, Status
from rembuk.people.standing import ABROAD, GONE
from rembuk.villages.models import AuditEntry, Group, OfficeTerm, Village
from rembuk.villages.permissions import Office

QUIET_DAYS = 14
# Lines that say somebody looked or took a copy; nothing of the village was written down.
READING = ("people.list_printed", "people.downloaded", "people.copy_made")
Answer = Iterable[tuple[int, str, int]]
Label = Promise | str
Villages = Sequence[Village]


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A question, what its numbers mean, and the function that answers it.

    `parts` are the parts of one whole, in the order in which they are hidden when others must not
    be derived: put the largest and least telling first. `main` is the part whose share is shown
    and compared. A village without an answer has nothing recorded.
    """

    key: str
    title: Label
    numerator: Label
    denominator: Label
    definition: Label
    parts: Mapping[str, Label]
    main: str
    about_people: bool = True
    adds_up: bool = True  # False: above the village the largest is told, not the sum
    answer: Callable[..., Answer]

    @property
    def is_share(self) -> bool:
        """Is the main part a share of a whole?"""
        return len(self.parts) > 1


_indicators: dict[str, Indicator] = {}


def indicator(
    *,
    title: Label,
    numerator: Label,
    denominator: Label,
    definition: Label,
    parts: Mapping[str, Label],
    main: str,
    about_people: bool = True,
    adds_up: bool = True,
) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Register the function below as an indicator under its own name."""

    def register(answer: Callable[..., Answer]) -> Callable[..., Answer]:
        assert main in parts
        _indicators[answer.__name__] = Indicator(
            key=answer.__name__,
            title=title,
            numerator=numerator,
            denominator=denominator,
            definition=definition,
            parts=parts,
            main=main,
            about_people=about_people,
            adds_up=adds_up,
            answer=answer,
        )
        return answer

    return register


def all_indicators() -> list[Indicator]:
    """Every indicator, in the order of this file."""
    return list(_indicators.values())


def named(key: str) -> Indicator | None:
    """The indicator of this name."""
    return _indicators.get(key)


# --- people ------------------------------------------------------------------------------------

RESIDENT = "resident"  # in the village, and no journey recorded


@indicator(
    title=_("Residents by status"),
    numerator=_("residents who stand in the status today"),
    denominator=_("all residents of the village in the registry, at home or abroad"),
    definition=_(
        "The status follows from the dated steps of each journey. A returned worker who registers"
        " again counts as prospective. People who died or moved away, and records that were joined"
        " to another or erased, are not counted."
    ),
    parts={
        RESIDENT: _("Not a migrant worker"),
        Status.RETURNED: _("Returned migrant worker"),
        Status.WORKER: _("Migrant worker abroad"),
        Status.PROSPECTIVE: _("Prospective migrant worker"),
        Status.ON_LEAVE: _("Migrant worker on leave"),
    },
    main=Status.WORKER,
)
def residents(*, villages: Villages, on: date) -> Answer:
    """Residents of each village in each status that is left in the village's care."""
    counted = _known(villages).exclude(status__in=GONE).order_by()
    for row in counted.values("village_id", "status").annotate(people=Count("pk")):
        yield row["village_id"], row["status"] or RESIDENT, row["people"]


@indicator(
    title=_("Households with a worker abroad"),
    numerator=_("households of which at least one resident is a migrant worker today"),
    denominator=_("all households of the village in the registry"),
    definition=_("A worker on leave at home still counts as a migrant worker."),
    parts={"without": _("Without a worker abroad"), "with": _("With a worker abroad")},
    main="with",
)
def households_with_worker(*, villages: Villages, on: date) -> Answer:
    """Households of each village with and without somebody abroad."""
    # Of the household's own village without saying so: named, SQLite reads whole villages instead.
    abroad = Resident.objects.filter(
        household=OuterRef("pk"), status__in=ABROAD, merged_into=None, erased_at=None
    )
    counted = (
        Household.objects.filter(village__in=villages)
        .annotate(has_worker=Exists(abroad))
        .order_by()
    )
    for row in counted.values("village_id", "has_worker").annotate(number=Count("pk")):
        yield row["village_id"], "with" if row["has_worker"] else "without", row["number"]


# --- groups ------------------------------------------------------------------------------------


@indicator(
    title=_("Business groups by stage"),
    numerator=_("running business groups that have reached a stage, and every one before it"),
    denominator=_("all running business groups of the village"),
    definition=_(
        "Each stage was recorded in the village with what shows it. A group counts once, at the"
        " last stage that it reached without a gap. A group is a handful of people, so small"
        " numbers are masked as those of people are."
    ),
    parts={
        "0": _("No stage shown yet"),
        **{str(number): one.label for number, one in enumerate(Milestone, start=1)},
    },
    main=str(len(Milestone)),
)
def groups_by_stage(*, villages: Villages, on: date) -> Answer:
    """Running business groups of each village at each stage."""
    for village_id, stage in paths.stages_of(Group.objects.filter(village__in=villages)):
        yield village_id, str(stage), 1


# --- offices and work --------------------------------------------------------------------------


@indicator(
    title=_("Facilitators in office"),
    numerator=_("people who hold the office of facilitator today"),
    denominator=_("villages"),
    definition=_("Holding an office is public, so small numbers are shown as they are."),
    parts={"facilitators": _("Facilitators")},
    main="facilitators",
    about_people=False,
)
def facilitators(*, villages: Villages, on: date) -> Answer:
    """Facilitators of each village, also where there is none."""
    held = (
        OfficeTerm.objects.on(on).filter(village__in=villages, office=Office.FACILITATOR).order_by()
    )
    people = dict(held.values_list("village_id").annotate(Count("user", distinct=True)))
    for village in villages:
        yield village.pk, "facilitators", people.get(village.pk, 0)


@indicator(
    title=_("Days since the last work"),
    numerator=_("days since anybody of the village recorded something"),
    denominator=_("villages"),
    definition=_(
        "Every recording, correction and message leaves a line in the village's trail; this counts"
        " the days since the latest. Printing, downloading and operator's visits are left out. A"
        " region shows its longest silence."
    ),
    parts={"days": _("Days")},
    main="days",
    about_people=False,
    adds_up=False,
)
def quiet_days(*, villages: Villages, on: date) -> Answer:
    """Days since the latest line of each village's trail, or since it was opened."""
    work = (
        AuditEntry.objects.filter(village__in=villages)
        .exclude(verb__startswith="operator.")
        .exclude(verb__in=READING)
        .order_by()
    )
    latest = dict(work.values_list("village_id").annotate(Max("at")))
    for village in villages:
        since = latest.get(village.pk, village.created_at)
        yield village.pk, "days", _days_between(since, on, zone=village.zone)


def _known(villages: Villages) -> QuerySet[Resident]:
    here = Resident.objects.filter(village__in=villages)
    return here.filter(merged_into__isnull=True, erased_at__isnull=True)


def _days_between(moment: datetime, day: date, *, zone: ZoneInfo) -> int:
    return max(0, (day - moment.astimezone(zone).date()).days)
