"""Joining a group and leaving it, each with its day; and what that says about the group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, IntegerField, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from rembuk.cash.sheets import Member
from rembuk.enterprise.models import Leaving, Membership, Settlement
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.people.models import Resident
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Known
from rembuk.web.templatetags.rembuk import plain_day

# Reasons that say nothing by themselves.
TOLD_IN_WORDS = frozenset({Leaving.OTHER})


@dataclass(frozen=True)
class Joining:
    """Who joins, and since when as exactly as it is known; a resident gives her own name."""

    joined_on: date
    joined_precision: str = Known.DAY
    resident: Resident | None = None
    name: str = ""


@transaction.atomic
def join(
    *,
    group: Group,
    joining: Joining,
    by: Actor,
    at: datetime,
    today: date,
    synthetic: bool = False,
) -> Membership:
    """Record that somebody belongs to a group.

    Errors: Refused without a name, for a day to come or before the group began, for who belongs
    to it already, and for a day before she left it last.
    """
    resident = joining.resident
    name = resident.name if resident else clean_text(joining.name)[0]
    if not name:
        raise Refused(_("Write the name of the member."))
    if joining.joined_on > today:
        raise Refused(_("Choose today or an earlier day."))
    if joining.joined_precision == Known.DAY and _is_before(joining.joined_on, group):
        raise Refused(_("The group began later than this day. Choose a later one."))
    group.take_turn()  # two phones record nobody twice
    who = _who(resident.pk if resident else None, name)
    before = Membership.objects.of(group.village).filter(who, group=group)
    if before.filter(left_on__isnull=True).exists():
        raise Refused(_("%(name)s is a member already. Look in the list below.") % {"name": name})
    left = before.exclude(left_why=Leaving.MISTAKE).order_by("-left_on").first()
    if left and left.left_on and joining.joined_on < left.left_on:
        raise Refused(
            _("%(name)s was a member until %(day)s. Choose that day or a later one.")
            % {"name": name, "day": plain_day(left.left_on)}
        )
    membership = Membership.objects.create(
        village=group.village, group=group, resident=resident, name=name,
        joined_on=joining.joined_on, joined_precision=joining.joined_precision,
        synthetic=synthetic,
    )  # fmt: skip
    _tell("joined", membership, by=by, at=at)
    return membership


@transaction.atomic
def leave(
    *,
    membership: Membership,
    left_on: date,
    why: str,
    note: str = "",
    left_precision: str = Known.DAY,
    by: Actor,
    at: datetime,
    today: date,
) -> Membership:
    """Record that a member left. Who was never one leaves as MISTAKE, on the day she joined.

    Errors: Refused if she left before, for a day to come or before she joined, and for a reason
    that needs words and has none.
    """
    membership.take_turn()
    if membership.left_on is not None:
        raise Refused(_("%(name)s left already. Nothing more is needed.") % {"name": membership})
    said = clean_text(note)[0]
    if why in TOLD_IN_WORDS and not said:
        raise Refused(_("Write the reason in a few words."))
    if why == Leaving.MISTAKE:
        left_on, left_precision = membership.joined_on, Known.DAY
    if left_on > today:
        raise Refused(_("Choose today or an earlier day."))
    if left_on < membership.joined_on:
        raise Refused(_("The member joined later than this day. Choose a later one."))
    membership.left_on, membership.left_precision = left_on, left_precision
    membership.left_why, membership.left_note = Leaving(why), said
    membership.save(update_fields=["left_on", "left_precision", "left_why", "left_note"])
    changes = [("left_why", None, membership.left_why), ("left_on", None, left_on.isoformat())]
    _tell("left", membership, by=by, at=at, changes=changes)
    return membership


@transaction.atomic
def take_back_leaving(*, membership: Membership, by: Actor, at: datetime) -> Membership:
    """Take back that a member left: she is one as before.

    Errors: Refused if she is a member, by this row or by a newer one, and while what the group
    and she owe each other is settled.
    """
    membership.group.take_turn()
    membership.take_turn()
    who = _who(membership.resident_id, membership.name)
    mine = Membership.objects.of(membership.village).filter(who, group=membership.group)
    if membership.left_on is None or mine.filter(left_on__isnull=True).exists():
        raise Refused(_("%(name)s is a member. Nothing more is needed.") % {"name": membership})
    settled = Settlement.objects.of(membership.village).filter(membership=membership)
    if settled.filter(taken_back_why="").exists():
        raise Refused(_("It is settled with her already. Take the settlement back first."))
    membership.left_on, membership.left_precision = None, Known.DAY
    membership.left_why = membership.left_note = ""
    membership.save(update_fields=["left_on", "left_precision", "left_why", "left_note"])
    _tell("stays", membership, by=by, at=at)
    return membership


def of(group: Group) -> QuerySet[Membership]:
    """Everybody who ever belonged to a group, by name."""
    known = Membership.objects.of(group.village).filter(group=group)
    return known.exclude(left_why=Leaving.MISTAKE).order_by("name", "pk")


def may_have_worked(membership: Membership, day: date) -> bool:
    """Say whether somebody could work for the group on a day: on the day she leaves, too.

    Who belongs to it, and from which day on not any more, is another question (`standing`).
    """
    left_on = membership.left_on
    return membership.joined_on <= day and (left_on is None or day <= left_on)


def number_on(group: Group, day: date) -> Subquery:
    """Say in another question of the database how many belong to a group on a day."""
    there = of(group).filter(Q(left_on__isnull=True) | Q(left_on__gt=day), joined_on__lte=day)
    counted = there.order_by().values("group").annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())


@dataclass(frozen=True)
class Standing:
    """A group's members on a day: who is one, and who was one, the last to leave first."""

    now: list[Membership]
    left: list[Membership]

    @property
    def ever(self) -> int:
        """How many people there ever were in it."""
        return len({one.resident_id or one.name.casefold() for one in [*self.now, *self.left]})

    @property
    def on_their_own(self) -> int:
        """How many left because they run a business of their own."""
        return sum(one.left_why == Leaving.OWN_BUSINESS for one in self.left)


def standing(group: Group, *, on: date) -> Standing:
    """Return who belongs to a group on a day; one query. Who joins later is not told."""
    known = [one for one in of(group) if one.joined_on <= on]
    left = [one for one in known if one.left_on is not None and one.left_on <= on]
    gone = {one.pk for one in left}
    return Standing(
        now=[one for one in known if one.pk not in gone],
        left=sorted(left, key=lambda one: (one.left_on, one.pk), reverse=True),
    )


def on_the_sheet(group: Group, on: date) -> list[Member]:
    """Return who belongs to a group on a day, for the sheet of a meeting (cash/sheets.py)."""
    now = standing(group, on=on).now
    return [Member(f"m{one.pk}", one.name, one.resident_id) for one in now]


def _who(resident_id: int | None, name: str) -> Q:
    """Say whose memberships: who is no resident is known by her name alone."""
    unknown = Q(resident__isnull=True, name__iexact=name)
    return Q(resident=resident_id) if resident_id else unknown


def _is_before(day: date, group: Group) -> bool:
    begun = group.started_on
    return begun is not None and group.started_precision == Known.DAY and day < begun


def _tell(
    what: str,
    membership: Membership,
    *,
    by: Actor,
    at: datetime,
    changes: Sequence[tuple[str, None, str]] = (),
) -> None:
    audit.record(
        village=membership.village,
        verb=f"enterprise.member_{what}",
        subject=membership,
        subject_name=membership.name,
        resident_id=membership.resident_id,
        changes=[("group", None, membership.group.name), *changes],
        by=by,
        at=at,
    )
