"""Where steps leave a member: the one table of which step follows what. Pure rules, nothing read.

Which state follows a step does not depend on what was before it, so that a list of thousands of
members is found by the last step of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from rembuk.coop.models import MemberStep, State
from rembuk.lib.errors import Refused

Kind = MemberStep.Kind
# Who votes, pays her dues and may ask for her money back.
MEMBERS = frozenset({State.ACTIVE, State.ABROAD})
GONE = frozenset({State.LEFT, State.DECEASED, State.DISMISSED})
# Each kind: the states it may follow (None: nothing at all before it), and the state after it.
FOLLOWS: dict[Kind, tuple[frozenset[State | None], State]] = {
    Kind.APPLIED: (frozenset({None, State.LEFT, State.DISMISSED}), State.APPLICANT),
    Kind.ADMITTED: (frozenset({State.APPLICANT}), State.ACTIVE),
    Kind.ABROAD: (frozenset({State.ACTIVE}), State.ABROAD),
    Kind.BACK: (frozenset({State.ABROAD}), State.ACTIVE),
    Kind.LEFT: (frozenset({State.APPLICANT, *MEMBERS}), State.LEFT),
    Kind.DIED: (frozenset({State.APPLICANT, *MEMBERS, State.LEFT}), State.DECEASED),
    Kind.DISMISSED: (MEMBERS, State.DISMISSED),
}
# Kinds that nobody may read without knowing why.
TOLD_WITH_REASON = frozenset({Kind.LEFT, Kind.DISMISSED})


class Step(Protocol):
    """What the rules need to know of a step; rows and drafts both have it."""

    @property
    def kind(self) -> str:
        """Which step it is."""

    @property
    def on(self) -> date:
        """The day it counts for."""


def after(before: State | None, step: Step) -> State:
    """Return where a step leaves somebody who stood at `before`. Errors: Refused."""
    may_follow, state = FOLLOWS[Kind(step.kind)]
    if before not in may_follow:
        raise Refused(_reason(before))
    return state


def follow(steps: Iterable[Step]) -> State | None:
    """Return where steps leave somebody, in the order given; None without any. Errors: Refused."""
    state: State | None = None
    for step in steps:
        state = after(state, step)
    return state


def after_it(step: Step) -> State:
    """Return where a step leaves somebody, whatever was before it."""
    return FOLLOWS[Kind(step.kind)][1]


def next_kinds(state: State | None) -> list[Kind]:
    """Return what may be recorded next of somebody who stands there."""
    return [kind for kind, (before, _after) in FOLLOWS.items() if state in before]


def _reason(before: State | None) -> str:
    if before is None:
        return _("Record first that she applied.")
    return {
        State.APPLICANT: _("She is an applicant on that day. Record first that she is admitted."),
        State.ACTIVE: _("She is a member on that day. Choose another step, or another day."),
        State.ABROAD: _("She is abroad on that day. Record first that she came home."),
        State.LEFT: _("She had left by that day. Record first that she applied again."),
        State.DECEASED: _("She died before that day. Check the date, or take that step back."),
        State.DISMISSED: _(
            "She was dismissed before that day. Check the date, or the step before."
        ),
    }[before]
