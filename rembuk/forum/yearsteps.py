"""What a year's end asks of meetings: the members heard its numbers (cash/yearend.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.cash.monthend import State, Step
from rembuk.cash.yearend import Asked
from rembuk.forum.models import Meeting, Plan
from rembuk.lib import words
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission

PLACE = 40
# Rooms above know meetings that nobody called here: what a year's decision rests on.
Known = Callable[[Asked], Meeting | None]
_known: list[Known] = []


def know(meeting_of: Known) -> None:
    """Register how a room finds the meeting that heard a year's numbers (its apps.py)."""
    _known.append(meeting_of)


def tell(asked: Asked) -> Iterator[tuple[int, Step]]:
    """Return the step of the annual meeting; only a cooperative owes one."""
    group = asked.book.group
    if group.kind != Group.Kind.COOPERATIVE:
        return
    plans = Plan.objects.of(group.village).filter(group=group, kind=Plan.Kind.ANNUAL)
    called = plans.filter(year=asked.year, taken_back_at__isnull=True)
    plan = called.order_by("-meets_on", "-pk").first()
    if plan is not None:
        yield PLACE, _called(plan)
    elif meeting := next(filter(None, (known(asked) for known in _known)), None):
        yield PLACE, _seen(State.DONE, _met(meeting.held_on), "forum:meeting", meeting.pk)
    else:
        yield PLACE, _to_call(asked)


def _to_call(asked: Asked) -> Step:
    if not asked.is_over:
        return Step(_label(), State.LATER, _("The year is not over yet."))
    return Step(
        _label(), State.TO_DO, _("Call it early: every member is invited in time."),
        "forum:call_meeting", (), _("Call the meeting"), permission=Permission.RECORD_WORK,
    )  # fmt: skip


def _called(plan: Plan) -> Step:
    if plan.opened:
        return _seen(State.DONE, _met(plan.meets_on), "forum:plan", plan.pk)
    says = _("It meets on %(day)s.") % {"day": _day(plan.meets_on)}
    return _seen(State.WAITS, says, "forum:plan", plan.pk)


def _seen(state: State, says: str, url_name: str, pk: int) -> Step:
    return Step(
        _label(), state, says, url_name, (pk,), _("See the meeting"),
        permission=Permission.SEE_WORK,
    )  # fmt: skip


def _label() -> str:
    return _("Annual members' meeting (RAT)")


def _met(on: date) -> str:
    return _("It met on %(day)s.") % {"day": _day(on)}


def _day(on: date) -> str:
    return words.plain_day(on, language=get_language() or "id")
