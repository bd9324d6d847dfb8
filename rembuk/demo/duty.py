"""Who looked for feed when: the goat keepers of both villages, through the pages' functions.

Of the case's goat group the article says that its roster was agreed by all and sometimes not kept,
and that some were envied because others did not do their part (facts 71 and 72). How many they are
and who had which day nobody says: ten weeks before the chair was interviewed are made up, with a
turn a day and ten men without a name, two of whom did less than 60 percent of theirs, and marked
as made up. Sukamaju is invented whole.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from rembuk.demo.story import Story
from rembuk.duty import absences, agreeing, marking, records, rosters, swapping
from rembuk.duty.agreeing import Terms
from rembuk.duty.models import HOLIDAY, Consequence, Turn
from rembuk.enterprise import members
from rembuk.enterprise.models import Membership
from rembuk.villages.actors import REMBUK, Actor
from rembuk.villages.models import Group, Village
from rembuk.villages.permissions import Office

# --- Jepara (facts 71 and 72) ---------------------------------------------------------------------

# SYN: seven turns a week for ten weeks, so that each of the ten men has seven.
CASE_FIRST_ON, CASE_WEEKS, CASE_SEEN_ON = date(2019, 9, 30), 10, date(2019, 12, 13)
# SYN: the place of a member by the order in which he joined -> which of his turns nobody did.
CASE_MISSED = {2: (0, 3, 5), 7: (1, 2, 4, 6), 4: (3,)}
CASE_COVERED = {5: 2}  # the turn that the next one did for him

# --- Sukamaju -------------------------------------------------------------------------------------

SEED, HERD = 7172, "Kambing Makmur"
# First day, how many weeks, up to which day turns are marked. Between them nobody wrote it down.
PERIODS = (
    (date(2018, 3, 12), 4, date(2018, 4, 8)),
    (date(2022, 5, 2), 4, date(2022, 5, 29)),
    (date(2026, 10, 19), 8, date(2026, 11, 21)),
)
AGREED = (
    (date(2018, 3, 12), Terms()),
    (date(2022, 5, 2), Terms(at_most_turns=2, at_most_days=7, consequence=Consequence.MAKE_UP)),
    (
        date(2026, 10, 5),
        Terms(
            heavy_days=("6", HOLIDAY), heavy_weight=Fraction(3, 2), at_most_turns=2,
            at_most_days=7, consequence=Consequence.MAKE_UP,
        ),
    ),
)  # fmt: skip
MISSED_BELOW, COVERED_BELOW, MARKED_BELOW = 0.06, 0.14, 0.97
SWAPPED_ON, ASKED_ON = date(2026, 11, 9), date(2026, 11, 20)


def tell_case(village: Village, *, group_name: str, at: datetime) -> None:
    """Tell the case: a roster that all agreed on, most keep and two often do not, all made up."""
    group = Group.objects.of(village).get(name=group_name)
    told: dict[str, Any] = {"by": REMBUK, "at": at}
    last_on = CASE_FIRST_ON + timedelta(weeks=CASE_WEEKS) - timedelta(days=1)
    assert last_on < CASE_SEEN_ON
    agreeing.agree(group=group, since=CASE_FIRST_ON, terms=Terms(), synthetic=True, **told)
    _in_force(group, first_on=CASE_FIRST_ON, last_on=last_on, today=CASE_FIRST_ON, **told)
    everybody = members.standing(group, on=CASE_FIRST_ON).now
    people = sorted(everybody, key=lambda one: one.pk)
    for place, member in enumerate(people):
        for number, turn in enumerate(records.turns_of(group).filter(holder=member)):
            if number in CASE_MISSED.get(place, ()):
                marking.missed(turn=turn, note="", today=turn.on, **told)
            else:
                helps = number == CASE_COVERED.get(place)
                doer = people[place + 1] if helps else None
                marking.done(turn=turn, doer=doer, today=turn.on, **told)


def tell(story: Story) -> None:
    """Tell three rosters, what became of their turns, and two questions to swap."""
    group = Group.objects.of(story.village).get(name=HERD)
    chance = Random(SEED)
    for (since, terms), (first_on, weeks, told_until) in zip(AGREED, PERIODS, strict=True):
        before = min(since, first_on - timedelta(days=3))
        told = _told(story, before)
        agreeing.agree(group=group, since=since, terms=terms, by=told["by"], at=told["at"])
        if since.year == PERIODS[-1][0].year:
            _away(story, group)
        _roster(story, group, first_on=first_on, weeks=weeks)
        if since.year == PERIODS[-1][0].year:
            _swap(story, group, asked_on=SWAPPED_ON, agreed=True)
        _mark(story, group, chance, first_on=first_on, last_on=told_until)
    _swap(story, group, asked_on=ASKED_ON, agreed=False)


def _told(story: Story, on: date) -> dict[str, Any]:
    """The chair, at seven in the evening of a day."""
    chair = Actor(user=story.users["karto"], office=Office.GROUP_CHAIR)
    return {"by": chair, "at": _at(story, on), "today": on}


def _at(story: Story, on: date) -> datetime:
    return datetime.combine(on, time(19), tzinfo=story.village.zone)


def _away(story: Story, group: Group) -> None:
    """One of them helps with the rice harvest in the middle of the roster."""
    on = PERIODS[-1][0] - timedelta(days=5)
    someone = _by_name(group)[-1]
    absences.record(
        membership=someone, first_on=date(2026, 11, 23), last_on=date(2026, 11, 29),
        reason="Panen di rumah mertua", by=_told(story, on)["by"], at=_at(story, on),
    )  # fmt: skip


def _roster(story: Story, group: Group, *, first_on: date, weeks: int) -> None:
    told = _told(story, first_on - timedelta(days=2))
    last_on = first_on + timedelta(weeks=weeks) - timedelta(days=1)
    _in_force(group, first_on=first_on, last_on=last_on, **told)


def _in_force(group: Group, *, first_on: date, last_on: date, **told: Any) -> None:
    """Ask for a roster, work it out and put it in force, as the chair does page by page."""
    asked = rosters.ask(group=group, first_on=first_on, last_on=last_on, **told)
    plan = rosters.plan_of(asked)
    rosters.keep(asked=asked, plan=plan, outcome=rosters.work_out(plan))
    rosters.put_in_force(draft=asked, **told)


def _mark(story: Story, group: Group, chance: Random, *, first_on: date, last_on: date) -> None:
    """Mark most turns: done, some by another, a few by nobody; some were never marked."""
    everybody = _by_name(group)
    for turn in records.turns_of(group).filter(on__range=(first_on, last_on)):
        told, dice = _told(story, turn.on), chance.random()
        helper = chance.choice([one for one in everybody if one.pk != turn.holder_id])
        if dice < MISSED_BELOW:
            marking.missed(turn=turn, note="", **told)
        elif dice < COVERED_BELOW:
            marking.done(turn=turn, doer=helper, **told)
        elif dice < MARKED_BELOW:
            marking.done(turn=turn, **told)


def _swap(story: Story, group: Group, *, asked_on: date, agreed: bool) -> None:
    """Somebody asks the chair to swap; he agrees, or has not answered yet."""
    theirs = records.turns_of(group).filter(on__gt=asked_on + timedelta(days=4))
    chair = story.users["karto"]
    wanted = theirs.filter(holder__resident__user=chair).first()
    others = theirs.exclude(holder__resident__user=chair)
    assert wanted
    fits = (one for one in others if _is_free(wanted, one))
    told = _told(story, asked_on)
    swap = swapping.ask(turn=next(fits), other=wanted, **told)
    if agreed:
        swapping.accept(swap=swap, **_told(story, asked_on + timedelta(days=1)))


def _is_free(wanted: Turn, offered: Turn) -> bool:
    return wanted in swapping.to_offer(offered, today=offered.on - timedelta(days=30)) and (
        not absences.is_away(offered.holder, wanted.on)
        and not absences.is_away(wanted.holder, offered.on)
    )


def _by_name(group: Group) -> list[Membership]:
    known = Membership.objects.of(group.village).filter(group=group, left_on__isnull=True)
    return list(known.select_related("resident").order_by("name", "pk"))
