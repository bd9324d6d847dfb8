"""The rule book of a group: each version has its day and the decision of the members behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.forum import resolutions
from rembuk.forum.models import Resolution
from rembuk.lib.errors import Refused
from rembuk.shares.models import Agreeing, Belonging, Leftover, Rule, Sharing, ShownTo, Step
from rembuk.shares.models.rules import UNITS_RP, WHOLE
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group


@dataclass(frozen=True)
class Terms:
    """What a version says; parts in hundredths of a percent."""

    cash_part: int = 0
    reserve_part: int = 0
    cooperative_part: int = 0
    by_equal: int = WHOLE
    by_pieces: int = 0
    by_duty: int = 0
    by_capital: int = 0
    unit_rp: int = 1
    leftover: str = Leftover.CASH
    belonging: str = Belonging.WHOLE
    agreeing: str = Agreeing.TREASURER
    shown_to: str = ShownTo.GROUP


@transaction.atomic
def record(
    *,
    group: Group,
    terms: Terms,
    since: date,
    resolution: Resolution,
    by: Actor,
    at: datetime,
    synthetic: bool = False,
) -> Rule:
    """Record what the members agreed; it is valid from a day until a newer version is.

    Errors: Refused for parts that are no whole, for a day before the decision, for a decision of
    another group or one taken back, and where a version begins on that day already.
    """
    check(asdict(terms))
    resolutions.must_hold(resolution, group=group)
    if since < resolution.agreed_on:
        raise Refused(
            _("A rule does not reach back. Choose the day of the decision or a later one.")
        )
    if of(group).filter(since=since).exists():
        raise Refused(
            _("A version begins on this day already. Choose another day, or take that one back.")
        )
    rule = Rule.objects.create(
        village=group.village, group=group, since=since, resolution=resolution,
        synthetic=synthetic, **asdict(terms),
    )  # fmt: skip
    _tell("rule_agreed", rule, by=by, at=at)
    return rule


def check(terms: Mapping[str, Any]) -> None:
    """Say what does not fit in a version. Errors: Refused."""
    first = ("cash_part", "reserve_part", "cooperative_part")
    if sum(terms[one] for one in first) > WHOLE:
        raise Refused(_("The first parts are more than 100 percent together. Make them smaller."))
    if sum(terms[one] for one in ("by_equal", "by_pieces", "by_duty", "by_capital")) != WHOLE:
        raise Refused(_("What the rest is divided by has to be 100 percent together."))
    assert terms["unit_rp"] in UNITS_RP


@transaction.atomic
def drop(*, rule: Rule, why: str, by: Actor, at: datetime) -> Rule:
    """Take a version back that was written down wrongly; it stays visible with the reason.

    Errors: Refused without a reason, twice, and when something was divided by it.
    """
    rule.take_turn()
    if rule.dropped_at is not None:
        raise Refused(_("This version is taken back already. Nothing more is needed."))
    if not why.strip():
        raise Refused(_("Write why this version is taken back."))
    used = Sharing.objects.of(rule.village).filter(rule=rule)
    if used.exclude(steps__kind=Step.Kind.ENDED).exists():
        raise Refused(
            _("Something was divided by this version, so it stays. Agree on a newer one.")
        )
    rule.dropped_at, rule.dropped_why = at, why.strip()
    rule.save(update_fields=["dropped_at", "dropped_why"])
    _tell("rule_dropped", rule, by=by, at=at)
    return rule


def of(group: Group) -> QuerySet[Rule]:
    """Return the versions of a group that stand, the newest first."""
    return all_of(group).filter(dropped_at__isnull=True)


def all_of(group: Group) -> QuerySet[Rule]:
    """Return the versions of a group with those that were taken back, the newest first."""
    mine = (
        Rule.objects.of(group.village)
        .filter(group=group)
        .select_related("group", "resolution__meeting")
    )
    return mine.order_by("-since", "-pk")


def in_force(group: Group, *, on: date) -> Rule | None:
    """Return the version that is valid on a day; None where nothing is agreed for it."""
    return of(group).filter(since__lte=on).first()


def terms_of(rule: Rule) -> Terms:
    """Return what a version says."""
    return Terms(**{name: getattr(rule, name) for name in asdict(Terms())})


def _tell(what: str, rule: Rule, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=rule.village, verb=f"shares.{what}", subject=rule, subject_name=rule.group.name,
        by=by, at=at, changes=[("since", None, rule.since.isoformat())],
    )  # fmt: skip
