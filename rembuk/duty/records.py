"""What became of turns, read from the log: for pages, for the next roster, for rooms above.

A turn is done, not done, or not marked. One that nobody marked counts as kept: forgetting to tap
is no debt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Prefetch, QuerySet

from rembuk.duty.models import HALVES, Consequence, Mark, Roster, Turn
from rembuk.enterprise.models import Membership
from rembuk.villages.models import Group

IN_FORCE = Roster.State.IN_FORCE
# A missed turn is over with these: nothing follows, or money does.
SETTLED = (Consequence.NOTHING, Consequence.FINE)


@dataclass(frozen=True)
class Kept:
    """One turn and the mark that stands on it, if any."""

    turn: Turn
    mark: Mark | None

    @property
    def is_done(self) -> bool:
        """Did somebody do it?"""
        return self.mark is not None and self.mark.kind == Mark.Kind.DONE

    @property
    def is_missed(self) -> bool:
        """Did nobody?"""
        return self.mark is not None and self.mark.kind == Mark.Kind.MISSED

    @property
    def doer(self) -> Membership | None:
        """Who did it."""
        return self.mark.doer if self.mark else None

    @property
    def is_covered(self) -> bool:
        """Did another than its holder do it?"""
        return self.is_done and self.mark is not None and self.mark.doer_id != self.turn.holder_id

    @property
    def is_swapped(self) -> bool:
        """Does another have it than whom the roster gave it to?"""
        return self.turn.member_id != self.turn.holder_id


def standing_marks() -> QuerySet[Mark]:
    """Marks that were not taken back."""
    marks = Mark.objects.filter(undone_by__isnull=True).exclude(kind=Mark.Kind.UNDONE)
    return marks.select_related("doer").order_by("at", "pk")


def turns_of(group: Group) -> QuerySet[Turn]:
    """Every turn of rosters in force, day by day."""
    live = Turn.objects.of(group.village).filter(group=group, live=True)
    return live.select_related("holder__resident", "member", "roster__rule").order_by(
        "on", "holder__name", "pk"
    )


def kept(turns: QuerySet[Turn]) -> list[Kept]:
    """Return turns with what became of them; two queries."""
    marks = Prefetch("marks", queryset=standing_marks(), to_attr="standing")
    return [_kept(turn) for turn in turns.prefetch_related(marks)]


def kept_between(group: Group, *, first: date, last: date) -> list[Kept]:
    """The same for the days from first to last."""
    return kept(turns_of(group).filter(on__range=(first, last)))


def kept_one(turn: Turn) -> Kept:
    """The same for one turn."""
    return Kept(turn, standing_marks().filter(turn=turn).last())


def _kept(turn: Turn) -> Kept:
    marks: Sequence[Mark] = turn.standing  # type: ignore[attr-defined]  # the prefetch above
    return Kept(turn, marks[-1] if marks else None)


def earned(roster: Roster, turns: Iterable[Kept]) -> dict[int, int]:
    """What each member carried by these turns of one roster, in halves, as the group agreed.

    Who did it carries it. A turn nobody did counts as carried where nothing follows from it or a
    fine does; where it is made up it does not, and where it weighs more that is owed besides.
    """
    total: dict[int, int] = defaultdict(int)
    for one in turns:
        turn = one.turn
        if one.mark is not None and one.is_done:
            assert one.mark.doer_id is not None
            total[one.mark.doer_id] += turn.weight_halves
        elif not one.is_missed or roster.rule.consequence in SETTLED:
            total[turn.holder_id] += turn.weight_halves
        else:
            total[turn.holder_id] -= roster.rule.extra_halves
    return dict(total)


def rosters_of(group: Group) -> QuerySet[Roster]:
    """Rosters in force, by their days."""
    known = Roster.objects.of(group.village).filter(group=group, state=IN_FORCE)
    return known.select_related("rule", "group__village").order_by("first_on", "pk")


def is_theirs(membership: Membership, user_id: int | None) -> bool:
    """Is this the membership of the person behind an account?"""
    resident = membership.resident
    return user_id is not None and resident is not None and resident.user_id == user_id


# --- for rooms above ---------------------------------------------------------------------------


def load_of(group: Group, *, since: date, until: date) -> dict[int, Fraction]:
    """Return what each member carried in duties done, by membership, in ordinary turns.

    Only what was marked as done counts, for who did it; days from `since` to `until`, both in.
    """
    marks = standing_marks().filter(
        turn__village=group.village, turn__group=group, turn__live=True,
        turn__on__range=(since, until), kind=Mark.Kind.DONE,
    )  # fmt: skip
    loads: dict[int, Fraction] = defaultdict(Fraction)
    for doer_id, halves in marks.values_list("doer_id", "turn__weight_halves"):
        assert doer_id is not None
        loads[doer_id] += Fraction(halves, HALVES)
    return dict(loads)


def carriers_on(group: Group, day: date) -> list[Membership]:
    """Return whose turn a day is, by name; who did it stands for who has it."""
    people = {(one.doer or one.turn.holder) for one in kept_between(group, first=day, last=day)}
    return sorted(people, key=lambda member: (member.name, member.pk))
