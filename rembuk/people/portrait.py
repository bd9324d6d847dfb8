"""One person as her page shows her: where she stands, since when, and who is at home meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rembuk.people import households, journeys, national_ids, standing
from rembuk.people.models import HouseholdDuty, JourneyStep, Resident, Status
from rembuk.people.standing import AT_FIRST, Kind, Standing


@dataclass(frozen=True)
class Portrait:
    """What the pages of one person need, read in four queries."""

    who: Resident
    steps: list[JourneyStep]  # the newest first, withdrawn ones too
    standing: Standing
    since: JourneyStep | None
    contract_months: int
    masked_national_id: str
    family: list[Resident]
    duties: list[HouseholdDuty]

    @property
    def contract_years(self) -> str:
        """Return the years of all contracts signed, with a half where it is one."""
        years, months = divmod(self.contract_months, 12)
        return f"{years}½" if months == 6 else str(years + round(months / 12))

    @property
    def next_kinds(self) -> list[Kind]:
        """Return the steps that may come next."""
        return list(standing.NEXT[self.standing.status])

    @property
    def absent(self) -> list[Resident]:
        """Return who of the family works abroad now."""
        return [member for member in self.family if member.status in households.AWAY]


def portrait(who: Resident, *, on: date) -> Portrait:
    """Read what there is to show about a resident."""
    steps = journeys.timeline(who)
    counting = [step for step in reversed(steps) if step.withdrawn_at is None]
    standings = standing.follow(counting)
    reached = standings[-1] if standings else AT_FIRST
    home = who.household
    return Portrait(
        who=who,
        steps=steps,
        standing=reached,
        since=_since(counting, standings),
        contract_months=sum(step.contract_months or 0 for step in counting),
        masked_national_id=national_ids.masked(who),
        family=list(households.members(home)) if home else [],
        duties=households.duties_on(home, on=on) if home else [],
    )


def _since(steps: list[JourneyStep], standings: list[Standing]) -> JourneyStep | None:
    """Return the step that brought the present status, unless it was only reported."""
    if not standings or standings[-1].status == Status.NONE:
        return None
    last = standings[-1]
    began = next(
        step
        for step, reached in zip(steps, standings, strict=True)
        if reached.status == last.status and reached.since == last.since
    )
    return None if began.kind == Kind.STATUS_REPORT else began
