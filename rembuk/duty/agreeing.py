"""What a group agreed about its duty: the rules by date, and who is apart or together."""

from __future__ import annotations

from collections.abc import Collection, Container
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rembuk.duty.models import (
    DAYS_MAX,
    HALVES,
    HOLIDAY,
    PEOPLE_MAX,
    WEIGHT_MAX,
    Consequence,
    Pair,
    Rule,
)
from rembuk.enterprise.models import Membership
from rembuk.forum import resolutions
from rembuk.forum.models import Resolution
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group


@dataclass(frozen=True)
class Terms:
    """What is agreed; weights are whole or half turns, an ordinary turn is 1."""

    people_a_day: int = 1
    duty_name: str = ""
    heavy_days: Collection[str] = ()  # "0" is Monday, HOLIDAY any official holiday
    heavy_weight: Fraction = Fraction(1)
    at_most_turns: int | None = None
    at_most_days: int | None = None
    consequence: str = Consequence.NOTHING
    extra_weight: Fraction = Fraction(0)
    fine_rp: int | None = None
    resolution: Resolution | None = None  # the decision of a meeting


@transaction.atomic
def agree(
    *, group: Group, since: date, terms: Terms, by: Actor, at: datetime, synthetic: bool = False
) -> Rule:
    """Record what holds from a day on; rosters in force keep what they were made with.

    `synthetic` marks what is made up, and with it every roster made by it.
    Errors: Refused for a day before an earlier agreement, and for terms that leave no sense.
    """
    group.take_turn()
    _check(group, terms)
    last = _rules(group).last()
    if last and since < last.since:
        raise Refused(_("A newer agreement stands already. Choose its day or a later one."))
    limited = bool(terms.at_most_turns and terms.at_most_days)
    weighs = terms.consequence == Consequence.WEIGHT
    rule = Rule.objects.create(
        village=group.village, group=group, since=since,
        duty_name=clean_text(terms.duty_name)[0], people_a_day=terms.people_a_day,
        heavy_days="".join(sorted(terms.heavy_days)),
        heavy_halves=int(terms.heavy_weight * HALVES) if terms.heavy_days else HALVES,
        at_most_turns=terms.at_most_turns if limited else None,
        at_most_days=terms.at_most_days if limited else None,
        consequence=terms.consequence,
        extra_halves=int(terms.extra_weight * HALVES) if weighs else 0,
        fine_rp=terms.fine_rp if terms.consequence == Consequence.FINE else None,
        resolution=terms.resolution, synthetic=synthetic, recorded_at=at, recorded_by=by.user,
    )  # fmt: skip
    audit.record(
        village=group.village, verb="duty.agreed", subject=rule, subject_name=group.name, by=by,
        at=at, changes=_told(rule),
    )  # fmt: skip
    return rule


def _check(group: Group, terms: Terms) -> None:
    if group.trade != Group.Trade.GOATS and not terms.duty_name.strip():
        raise Refused(_("Write what the duty is, such as sweeping or keeping the shop."))
    if not 1 <= terms.people_a_day <= PEOPLE_MAX:
        raise Refused(_("Write how many people a day, from 1 to %(most)s.") % {"most": PEOPLE_MAX})
    if terms.resolution is not None:
        resolutions.must_hold(terms.resolution, group=group)
    _check_limit(terms.at_most_turns, terms.at_most_days)
    _check_weights(terms)
    _check_consequence(terms)


def _check_limit(turns: int | None, days: int | None) -> None:
    if (turns is None) != (days is None):
        raise Refused(_("Fill in both numbers of the limit, or leave both empty."))
    if turns is not None and days is not None and not 1 <= turns < days <= DAYS_MAX:
        raise Refused(_("Let the limit leave days to rest, such as 2 turns in 7 days."))


def _check_weights(terms: Terms) -> None:
    for weight in (terms.heavy_weight, terms.extra_weight):
        if not 0 <= weight * HALVES <= WEIGHT_MAX or (weight * HALVES).denominator != 1:
            raise Refused(_("Let a turn weigh whole or half turns, ten at most."))
    if terms.heavy_days and terms.heavy_weight < 1:
        raise Refused(_("Let a heavy day weigh at least one turn."))


def _check_consequence(terms: Terms) -> None:
    if terms.consequence == Consequence.WEIGHT and not terms.extra_weight:
        raise Refused(_("Write how much more a missed turn weighs."))
    if terms.consequence == Consequence.FINE and not terms.fine_rp:
        raise Refused(_("Write the fine that was agreed."))
    if terms.consequence == Consequence.FINE and terms.resolution is None:
        raise Refused(_("Choose the decision of the meeting that agreed on the fine."))


def _told(rule: Rule) -> list[tuple[str, None, str | int]]:
    told: list[tuple[str, None, str | int]] = [
        ("since", None, rule.since.isoformat()), ("people_a_day", None, rule.people_a_day),
    ]  # fmt: skip
    if rule.at_most_turns and rule.at_most_days:
        told.append(("at_most_turns", None, f"{rule.at_most_turns}/{rule.at_most_days}"))
    if rule.fine_rp:
        told.append(("fine_rp", None, rule.fine_rp))
    return [*told, ("consequence", None, rule.consequence)]


def rules(group: Group) -> QuerySet[Rule]:
    """Every agreement, the newest first."""
    return _rules(group).select_related("recorded_by", "resolution__meeting").reverse()


def rule_on(group: Group, day: date) -> Rule | None:
    """Return what holds on a day: the last agreement that began by then."""
    return _rules(group).filter(since__lte=day).last()


def weighs_holidays(rule: Rule) -> bool:
    """Does a turn on a holiday weigh more?"""
    return HOLIDAY in rule.heavy_days and rule.heavy_halves > HALVES


def weight_halves(rule: Rule, day: date, *, holidays: Container[date] = ()) -> int:
    """Return what a turn on a day weighs, in halves; `holidays` are those known (holidays.py)."""
    heavy = str(day.weekday()) in rule.heavy_days
    heavy = heavy or (weighs_holidays(rule) and day in holidays)
    return rule.heavy_halves if heavy else HALVES


def _rules(group: Group) -> QuerySet[Rule]:
    return Rule.objects.of(group.village).filter(group=group).order_by("since", "pk")


@transaction.atomic
def pair(
    *, kind: str, one: Membership, other: Membership, by: Actor, at: datetime
) -> Pair:  # fmt: skip
    """Record that two members must not, or must, have their turn on one day.

    Errors: Refused for one and the same member, for who left, and for a pair that stands already.
    """
    assert one.group_id == other.group_id
    one.group.take_turn()
    if one.pk == other.pk:
        raise Refused(_("Choose two different members."))
    if one.left_on or other.left_on:
        raise Refused(_("One of the two left the group. Choose two members."))
    first, second = sorted((one, other), key=lambda member: member.pk)
    if pairs(one.group).filter(one=first, other=second).exists():
        raise Refused(_("Something is agreed for these two already. End it first."))
    rule = _rules(one.group).last()
    if kind == Pair.Kind.TOGETHER and rule and rule.people_a_day == 1:
        raise Refused(_("One person a day has no company. Agree on two people a day first."))
    made = Pair.objects.create(
        village=one.village, group=one.group, kind=Pair.Kind(kind), one=first, other=second,
        recorded_at=at, recorded_by=by.user,
    )  # fmt: skip
    _tell_pair("paired", made, by=by, at=at)
    return made


@transaction.atomic
def unpair(*, agreed: Pair, by: Actor, at: datetime) -> None:
    """End what was agreed for two; rosters in force stay as they are. Errors: Refused if ended."""
    agreed.take_turn()
    if agreed.ended_at is not None:
        raise Refused(_("This was ended already. Nothing more is needed."))
    agreed.ended_at, agreed.ended_by = at, by.user
    agreed.save(update_fields=["ended_at", "ended_by"])
    _tell_pair("unpaired", agreed, by=by, at=at)


def pairs(group: Group) -> QuerySet[Pair]:
    """Who is apart or together now, in the order it was agreed."""
    known = Pair.objects.of(group.village).filter(group=group, ended_at__isnull=True)
    return known.select_related("one", "other").order_by("kind", "pk")


def pairs_of(membership: Membership) -> QuerySet[Pair]:
    """What holds for one member now."""
    return pairs(membership.group).filter(Q(one=membership) | Q(other=membership))


def _tell_pair(what: str, agreed: Pair, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=agreed.village, verb=f"duty.{what}", subject=agreed, by=by, at=at,
        changes=[("pair_kind", None, agreed.kind)],
    )  # fmt: skip
