"""What duties put on Hari ini: my turn with one button, who asks to swap, the chair's roster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.duty import records, rosters, shown, swapping
from rembuk.duty.models import Roster, Swap, Turn
from rembuk.duty.records import Kept
from rembuk.lib import words
from rembuk.villages.access import VillageRequest
from rembuk.villages.models import Group, OfficeTerm
from rembuk.villages.permissions import Permission
from rembuk.web.today import Card, Urgency

LATE_DAYS = 3  # so long a turn that nobody marked stays on Hari ini
AHEAD_DAYS = 6
ENDS_SOON_DAYS = 7


def cards(request: VillageRequest) -> Iterator[Card]:
    """The cards of the group the person acts in."""
    group = request.acting.group
    if group is None or group.ended_on is not None:
        return
    every = records.kept(_near(group, today=request.today))
    mine = [one for one in every if records.is_theirs(one.turn.holder, request.user.pk)]
    yield from _own(request, group, mine)
    yield from _swaps(request, group)
    if every:
        yield _week(request, group, [one for one in every if one.turn.on >= request.today])
    if request.acting.may(Permission.RUN_GROUP):
        yield from _of_the_chair(request, group)


def of_group(term: OfficeTerm) -> bool:
    """Is the office one of a group?"""
    return term.group_id is not None


def rows(request: VillageRequest) -> list[QuerySet[Any]]:
    """Return the rows that these cards tell of: turns, swaps, and rosters for the chair."""
    group = request.acting.group
    if group is None or group.ended_on is not None:
        return []
    found: list[QuerySet[Any]] = [
        _near(group, today=request.today),
        swapping.waiting(group, today=request.today),
    ]
    return [*found, rosters.of(group)] if request.acting.may(Permission.RUN_GROUP) else found


def _near(group: Group, *, today: date) -> QuerySet[Turn]:
    days = (today - timedelta(days=LATE_DAYS), today + timedelta(days=AHEAD_DAYS))
    return records.turns_of(group).filter(on__range=days)


def _own(request: VillageRequest, group: Group, mine: Iterable[Kept]) -> Iterator[Card]:
    """My turns of today and the last days that are not marked: one press says done."""
    for one in mine:
        turn = one.turn
        if one.mark is not None or turn.on > request.today:
            continue
        yield Card(
            urgency=Urgency.DUE_TODAY,
            title=_("Your turn: %(duty)s") % {"duty": turn.roster.rule},
            why=_("When it is done, one tap tells everybody."),
            button=_("Done it"),
            url=reverse("duty:mark_done", args=[request.village.slug, group.pk, turn.pk]),
            icon="today",
            due_on=turn.on,
            presses=True,
        )


def _week(request: VillageRequest, group: Group, coming: Iterable[Kept]) -> Card:
    """Today and the days after it, name by name."""
    by_day: dict[date, list[str]] = {}
    for one in coming:
        sign = "✓" if one.is_done else ""
        by_day.setdefault(one.turn.on, []).append(f"{one.doer or one.turn.holder}{sign}")
    told = [f"{shown.weekday(day)} {', '.join(names)}" for day, names in sorted(by_day.items())]
    return Card(
        urgency=Urgency.SUGGESTION,
        title=_("Whose turn it is: %(group)s") % {"group": group.name},
        why=" · ".join(told),
        button=_("See the roster"),
        url=reverse("duty:week", args=[request.village.slug, group.pk]),
        icon="people",
    )


def _swaps(request: VillageRequest, group: Group) -> Iterator[Card]:
    """Who asks me to swap, and what I asked for."""
    for swap in swapping.waiting(group, today=request.today):
        if records.is_theirs(swap.asked, request.user.pk):
            yield _swap_card(
                request, group, swap,
                title=_("%(name)s asks to swap turns with you") % {"name": swap.asker.name},
                button=_("Answer it"), urgency=Urgency.WAITS_FOR_REPLY,
            )  # fmt: skip
        elif records.is_theirs(swap.asker, request.user.pk):
            yield _swap_card(
                request, group, swap,
                title=_("You asked %(name)s to swap turns") % {"name": swap.asked.name},
                button=_("Open it"), urgency=Urgency.SUGGESTION,
            )  # fmt: skip


def _swap_card(
    request: VillageRequest, group: Group, swap: Swap, *, title: str, button: str, urgency: Urgency
) -> Card:
    days = [
        words.long_day(one.on, language=request.LANGUAGE_CODE) for one in (swap.turn, swap.other)
    ]
    return Card(
        urgency=urgency,
        title=title,
        why=_("%(one)s against %(other)s.") % {"one": days[0], "other": days[1]},
        button=button,
        url=reverse("duty:swap", args=[request.village.slug, group.pk, swap.pk]),
        icon="undo",
        due_on=swap.expires_on,
    )


def _of_the_chair(request: VillageRequest, group: Group) -> Iterator[Card]:
    """A roster that waits to be read, or one that ends soon with none after it."""
    latest = rosters.of(group).first()
    if latest is None:
        return
    if latest.state == Roster.State.DRAFT:
        yield Card(
            urgency=Urgency.WAITS_FOR_APPROVAL,
            title=_("A new roster waits for you"),
            why=_("Read it, then put it in force: %(days)s.")
            % {"days": shown.period(latest.first_on, latest.last_on)},
            button=_("Read and decide"),
            url=reverse("duty:roster", args=[request.village.slug, group.pk, latest.pk]),
            icon="today",
        )
        return
    left = (latest.last_on - request.today).days
    if latest.state == Roster.State.IN_FORCE and 0 <= left <= ENDS_SOON_DAYS:
        yield Card(
            urgency=Urgency.SUGGESTION,
            title=_("The roster of %(group)s ends soon") % {"group": group.name},
            why=_("The next one evens out what was carried more or less."),
            button=_("New roster"),
            url=reverse("duty:ask_roster", args=[request.village.slug, group.pk]),
            icon="today",
            due_on=latest.last_on,
        )
