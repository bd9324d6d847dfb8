"""What a group works with: it comes, changes hands, is looked at and mended, and goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from rembuk.enterprise.models import (
    Check,
    Condition,
    Ending,
    Keeping,
    Membership,
    Source,
    Thing,
    Use,
)
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.audit import Change
from rembuk.villages.models import Group, Known, Village

MANY_MAX = 500
USE_DAYS = 90  # so far back a page tells how often a machine was used
TOLD_IN_WORDS = frozenset({Ending.HANDED_OVER, Ending.LOST, Ending.BROKEN})
FACTS = ("name", "many", "given_by", "value_rp", "mark", "note")


@dataclass(frozen=True)
class Facts:
    """What is told of a thing; its value in whole rupiah for all of them together."""

    name: str
    source: str = Source.GRANT
    many: int = 1
    given_by: str = ""
    owner: Membership | None = None
    received_on: date | None = None
    received_precision: str = Known.DAY
    value_rp: int | None = None
    mark: str = ""
    note: str = ""


@transaction.atomic
def add(
    *, group: Group, facts: Facts, by: Actor, at: datetime, today: date, synthetic: bool = False
) -> Thing:
    """Record a thing. Errors: Refused without a name, for a day to come, and as told in words."""
    if facts.received_on is not None and facts.received_on > today:
        raise Refused(_("Choose today or an earlier day."))
    own = facts.source == Source.MEMBER
    thing = Thing.objects.create(
        village=group.village, group=group, source=Source(facts.source),
        owner=facts.owner if own else None, received_on=facts.received_on,
        received_precision=facts.received_precision, synthetic=synthetic, **_cleaned(facts),
    )  # fmt: skip
    tell("added", thing, by=by, at=at)
    return thing


@transaction.atomic
def change(*, thing: Thing, facts: Facts, by: Actor, at: datetime) -> Thing:
    """Change what is told of a thing; where it came from stays. Errors: as add."""
    thing.take_turn()
    new = _cleaned(facts)
    changes = [(n, getattr(thing, n), v) for n, v in new.items() if getattr(thing, n) != v]
    for name, value in new.items():
        setattr(thing, name, value)
    thing.save(update_fields=list(new))
    if changes:
        tell("changed", thing, by=by, at=at, changes=changes)
    return thing


@transaction.atomic
def give(
    *, thing: Thing, keeper: Membership | None, name: str, since: date, by: Actor, at: datetime,
    today: date,
) -> Keeping:  # fmt: skip
    """Give a thing into somebody's keeping: a member, or somebody told in words.

    Errors: Refused for a thing that is gone, without a name, for a day to come or before the one
    who keeps it now had it.
    """
    _take_there(thing)
    called = keeper.name if keeper else clean_text(name)[0]
    if not called:
        raise Refused(_("Choose who keeps it, or write the name."))
    _has_been(since, today)
    before = thing.keepings.filter(until__isnull=True).first()
    if before is not None:
        if since < before.since:
            raise Refused(
                _("%(name)s has kept it since a later day. Choose that day, or a later one.")
                % {"name": before.name}
            )
        before.until = since
        before.save(update_fields=["until"])
    keeping = Keeping.objects.create(
        village=thing.village, thing=thing, keeper=keeper, name=called, since=since
    )
    resident_id = keeper.resident_id if keeper else None
    changes: list[Change] = [("keeper", before.name if before else None, called)]
    tell("given", thing, by=by, at=at, changes=changes, resident_id=resident_id)
    return keeping


@transaction.atomic
def come_back(*, thing: Thing, on: date, by: Actor, at: datetime) -> None:
    """Record that who kept a thing gave it back: nobody keeps it until it is handed over again."""
    _take_there(thing)
    keeping = thing.keepings.filter(until__isnull=True).first()
    if keeping is not None:
        keeping.until = max(on, keeping.since)
        keeping.save(update_fields=["until"])
        tell("came_back", thing, by=by, at=at, changes=[("keeper", keeping.name, None)])


@transaction.atomic
def check(
    *, thing: Thing, condition: str, note: str = "", on: date, by: Actor, at: datetime, today: date
) -> Check:
    """Record how a thing was. Errors: Refused for a thing that is gone, and for a day to come."""
    _take_there(thing)
    _has_been(on, today)
    seen = Check.objects.create(
        village=thing.village, thing=thing, on=on, condition=Condition(condition),
        note=clean_text(note)[0], by=by.user,
    )  # fmt: skip
    tell("checked", thing, by=by, at=at, changes=[("condition", None, seen.condition)])
    return seen


@transaction.atomic
def note_use(
    *, group: Group, on: date, used: Mapping[int, int], by: Actor, at: datetime, today: date
) -> int:
    """Note how many of each thing were used on a day; told again, the later word counts.

    Returns how many things were told of. Errors: Refused for a day to come and for more than
    there are.
    """
    _has_been(on, today)
    told = 0
    for thing in there(group).filter(pk__in=list(used)):
        many = used[thing.pk]
        if not 0 <= many <= thing.many:
            raise Refused(
                _("There are %(many)s of “%(name)s”. Write a number up to that.")
                % {"many": thing.many, "name": thing.name}
            )
        before = Use.objects.of(group.village).filter(thing=thing, on=on).first()
        if before is None:
            Use.objects.create(village=group.village, thing=thing, on=on, used=many)
        elif before.used != many:
            tell("use_corrected", thing, by=by, at=at, changes=[("used", before.used, many)])
            before.used = many
            before.save(update_fields=["used"])
        told += 1
    return told


@transaction.atomic
def end(
    *, thing: Thing, on: date, why: str, note: str = "", by: Actor, at: datetime, today: date
) -> Thing:
    """Record that a thing is gone; its history stays.

    Errors: Refused for one that is gone already, for a day to come or before it came, and for a
    reason that needs words and has none.
    """
    _take_there(thing)
    said = clean_text(note)[0]
    if why in TOLD_IN_WORDS and not said:
        raise Refused(_("Write in a few words what happened, and to whom it went."))
    _has_been(on, today)
    came = thing.received_on if thing.received_precision == Known.DAY else None
    if came is not None and on < came:
        raise Refused(_("It came later than this day. Choose a later one."))
    Keeping.objects.of(thing.village).filter(thing=thing, until__isnull=True, since__lte=on).update(
        until=on
    )
    thing.ended_on, thing.ended_why, thing.ended_note = on, Ending(why), said
    thing.save(update_fields=["ended_on", "ended_why", "ended_note"])
    tell("ended", thing, by=by, at=at, changes=[("ended_why", None, thing.ended_why)])
    return thing


@transaction.atomic
def bring_back(*, thing: Thing, by: Actor, at: datetime) -> Thing:
    """Take back that a thing is gone. Errors: Refused if it is there."""
    thing.take_turn()
    if thing.ended_on is None:
        raise Refused(_("It is there. Nothing more is needed."))
    last = Keeping.objects.of(thing.village).filter(thing=thing).order_by("-since", "-pk").first()
    if last is not None and last.until == thing.ended_on:
        last.until = None
        last.save(update_fields=["until"])
    thing.ended_on, thing.ended_why, thing.ended_note = None, "", ""
    thing.save(update_fields=["ended_on", "ended_why", "ended_note"])
    tell("back", thing, by=by, at=at)
    return thing


# --- read ----------------------------------------------------------------------------------------


def there(group: Group) -> QuerySet[Thing]:
    """Return what a group works with now, by name, each with `.condition` as last seen."""
    return _told(group).filter(ended_on__isnull=True)


def gone(group: Group) -> QuerySet[Thing]:
    """Return what is no longer there, by name; what never was is not told."""
    return _told(group).filter(ended_on__isnull=False).exclude(ended_why=Ending.MISTAKE)


def _told(group: Group) -> QuerySet[Thing]:
    last = Check.objects.filter(thing=OuterRef("pk")).order_by("-on", "-pk")
    mine = Thing.objects.of(group.village).filter(group=group)
    seen = mine.annotate(
        condition=Subquery(last.values("condition")[:1]), seen_on=Subquery(last.values("on")[:1])
    )
    now = Keeping.objects.filter(until__isnull=True)
    kept = seen.prefetch_related(Prefetch("keepings", queryset=now, to_attr="kept_by"))
    return kept.select_related("group", "owner").order_by("name", "pk")


@dataclass(frozen=True)
class Usage:
    """On how many of the days that were noted a thing was used."""

    used: int
    noted: int

    @property
    def idle(self) -> int:
        """Days on which it stood still."""
        return self.noted - self.used


def usage(things: Sequence[Thing], *, on: date) -> dict[int, Usage]:
    """Return how things were used in the last USE_DAYS days, by id; one query."""
    if not things:
        return {}
    rows = Use.objects.of(things[0].village).filter(
        thing__in=things, on__gt=on - timedelta(days=USE_DAYS), on__lte=on
    )
    counted = rows.values_list("thing").annotate(
        noted=Count("pk"), used=Count("pk", filter=Q(used__gt=0))
    )
    return {pk: Usage(used, noted) for pk, noted, used in counted.order_by("thing")}


def kept_by(membership: Membership) -> list[Keeping]:
    """Return what a member keeps now, by name of the thing."""
    rows = Keeping.objects.of(membership.village).filter(keeper=membership, until__isnull=True)
    here = rows.filter(thing__ended_on__isnull=True).select_related("thing__group")
    return list(here.order_by("thing__name", "pk"))


def to_part_with(membership: Membership) -> QuerySet[Thing]:
    """Return what a member keeps now and what is her own, by name: settled as she leaves."""
    kept = Keeping.objects.of(membership.village).filter(keeper=membership, until__isnull=True)
    rows = Thing.objects.of(membership.village).filter(ended_on__isnull=True)
    either = Q(owner=membership) | Q(pk__in=kept.values("thing"))
    return rows.filter(either).select_related("group").order_by("name", "pk")


def mending(village: Village, groups: Sequence[int]) -> int:
    """Count the things of groups that were last seen broken or in need of mending."""
    last = Check.objects.filter(thing=OuterRef("pk")).order_by("-on", "-pk")
    mine = Thing.objects.of(village).filter(group__in=groups, ended_on__isnull=True)
    seen = mine.annotate(condition=Subquery(last.values("condition")[:1]))
    return seen.filter(condition__in=[Condition.MEND, Condition.BROKEN]).count()


def facts_of(thing: Thing) -> Facts:
    """Return what is told of a thing."""
    return Facts(
        source=thing.source, owner=thing.owner, received_on=thing.received_on,
        received_precision=thing.received_precision,
        **{name: getattr(thing, name) for name in FACTS},
    )  # fmt: skip


def _cleaned(facts: Facts) -> dict[str, str | int | None]:
    told = {name: getattr(facts, name) for name in FACTS}
    told |= {name: clean_text(told[name])[0] for name in ("name", "given_by", "mark", "note")}
    if not told["name"]:
        raise Refused(_("Write what it is."))
    if not 1 <= facts.many <= MANY_MAX:
        raise Refused(_("Write how many there are, from 1 to %(most)s.") % {"most": MANY_MAX})
    if facts.value_rp is not None and facts.value_rp <= 0:
        raise Refused(_("Write a sum above Rp0, or leave it empty."))
    return told


def _take_there(thing: Thing) -> None:
    thing.take_turn()
    if thing.ended_on is not None:
        raise Refused(_("It is no longer there. Open the page again."))


def _has_been(day: date, today: date) -> None:
    if day > today:
        raise Refused(_("Choose today or an earlier day."))


def tell(
    what: str,
    thing: Thing,
    *,
    by: Actor,
    at: datetime,
    changes: Sequence[Change] = (),
    resident_id: int | None = None,
) -> None:
    """Write a line into the trail about a thing."""
    audit.record(
        village=thing.village, verb=f"enterprise.thing_{what}", subject=thing, by=by, at=at,
        changes=changes, resident_id=resident_id,
    )  # fmt: skip
