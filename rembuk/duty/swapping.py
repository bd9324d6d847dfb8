"""Swapping turns: one member asks, the other agrees, and only then does it count.

A swap never breaks what the group agreed: nobody gets a day on which she is away, two turns on one
day, a day beside somebody she must not be with, or more turns in so many days than the limit lets
her have. Nobody answers her own question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.duty import absences, agreeing, marking, records
from rembuk.duty.models import DAYS_MAX, Absence, Pair, Swap, Turn
from rembuk.enterprise.models import Membership
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group


def to_offer(turn: Turn, *, today: date) -> list[Turn]:
    """Return the turns of others that this one may be swapped with, day by day; four queries."""
    others = records.turns_of(turn.group).filter(on__gte=today).exclude(on=turn.on)
    others = others.exclude(holder=turn.holder).filter(marks__isnull=True)
    days = _days_of(turn.group, today)
    mine = days[turn.holder_id]
    away = list(absences.of(turn.group).filter(last_on__gte=today))
    pairs = list(agreeing.pairs(turn.group))
    return [
        one
        for one in others
        if one.on not in mine
        and turn.on not in days[one.holder_id]
        and not _is_away(away, turn.holder_id, one.on)
        and not _is_away(away, one.holder_id, turn.on)
        and _fits_pairs(pairs, days, newcomer=turn.holder_id, instead_of=one)
        and _fits_pairs(pairs, days, newcomer=one.holder_id, instead_of=turn)
        and not _is_too_often(mine - {turn.on}, one)
        and not _is_too_often(days[one.holder_id] - {one.on}, turn)
    ]


def _days_of(group: Group, since: date) -> dict[int, set[date]]:
    """Return the days on which each member has a turn, as far back as a limit looks; one query."""
    near = records.turns_of(group).filter(on__gt=since - timedelta(days=DAYS_MAX))
    found: dict[int, set[date]] = defaultdict(set)
    for holder_id, on in near.values_list("holder_id", "on"):
        found[holder_id].add(on)
    return found


def _is_away(away: Iterable[Absence], member_id: int, day: date) -> bool:
    return any(
        one.membership_id == member_id and one.first_on <= day <= one.last_on for one in away
    )


def _fits_pairs(
    pairs: Iterable[Pair], days: dict[int, set[date]], *, newcomer: int, instead_of: Turn
) -> bool:
    """Would a member beside the others of a day keep what was agreed about two of them?"""
    for pair in pairs:
        if newcomer not in (pair.one_id, pair.other_id):
            continue
        partner = pair.other_id if pair.one_id == newcomer else pair.one_id
        beside = instead_of.on in days[partner] and partner != instead_of.holder_id
        if beside != (pair.kind == Pair.Kind.TOGETHER):
            return False
    return True


def _is_too_often(days: Collection[date], turn: Turn) -> bool:
    """Would a turn be one too many beside these days, by what its roster was made with?"""
    rule = turn.roster.rule
    if rule.at_most_turns is None or rule.at_most_days is None:
        return False
    for first in (turn.on - timedelta(days=back) for back in range(rule.at_most_days)):
        last = first + timedelta(days=rule.at_most_days - 1)
        if sum(first <= day <= last for day in days) >= rule.at_most_turns:
            return True
    return False


@transaction.atomic
def ask(*, turn: Turn, other: Turn, by: Actor, at: datetime, today: date) -> Swap:
    """Ask the holder of another turn to swap; it may be answered until the earlier of both days.

    Errors: Refused for somebody else's turn, one that has been or is marked, one that is asked for
    already, and where the swap would break what the group agreed.
    """
    _take_turns(turn, other)
    if not marking.may_act_for(turn.holder, by):
        raise Refused(_("This is the turn of %(name)s.") % {"name": turn.holder})
    _check(turn, other, today=today)
    if waiting(turn.group, today=today).filter(_touches(turn, other)).exists():
        raise Refused(_("Somebody asked to swap one of these turns already. Wait for the answer."))
    swap = Swap.objects.create(
        village=turn.village, turn=turn, other=other, asker=turn.holder, asked=other.holder,
        asked_at=at, asked_by=by.user, expires_on=min(turn.on, other.on),
    )  # fmt: skip
    _tell("swap_asked", swap, by=by, at=at)
    return swap


@transaction.atomic
def accept(*, swap: Swap, by: Actor, at: datetime, today: date) -> None:
    """Agree for who is asked: from now on each has the other's turn.

    Errors: Refused if it is answered or too late, for others than who is asked, and where the swap
    would break what the group agreed by now.
    """
    swap.turn.group.take_turn()  # pairs and limits are looked at over all turns of the group
    _check_answer(swap, by=by, today=today)
    _take_turns(swap.turn, swap.other)
    if (swap.turn.holder_id, swap.other.holder_id) != (swap.asker_id, swap.asked_id):
        raise Refused(_("One of the turns went to somebody else meanwhile. Ask anew."))
    _check(swap.turn, swap.other, today=today)
    swap.turn.holder, swap.other.holder = swap.asked, swap.asker
    swap.turn.save(update_fields=["holder"])
    swap.other.save(update_fields=["holder"])
    _answer(swap, Swap.Answer.YES, by=by, at=at)


@transaction.atomic
def decline(*, swap: Swap, by: Actor, at: datetime, today: date) -> None:
    """Say that it cannot be; no reason is asked. Errors: Refused as for agreeing."""
    _check_answer(swap, by=by, today=today)
    _answer(swap, Swap.Answer.NO, by=by, at=at)


@transaction.atomic
def withdraw(*, swap: Swap, by: Actor, at: datetime) -> None:
    """Ask no longer. Errors: Refused if it is answered, or by somebody else."""
    swap.take_turn()
    _check_waits(swap)
    if not marking.may_act_for(swap.asker, by):
        raise Refused(_("Only %(name)s can take this back.") % {"name": swap.asker})
    _answer(swap, Swap.Answer.WITHDRAWN, by=by, at=at)


def of(group: Group) -> QuerySet[Swap]:
    """Every swap that was asked for in a group, the latest first."""
    known = Swap.objects.of(group.village).filter(turn__group=group)
    people = ("asker__resident", "asked__resident", "turn", "other", "asked_by", "answered_by")
    return known.select_related(*people).order_by("-asked_at", "-pk")


def waiting(group: Group, *, today: date) -> QuerySet[Swap]:
    """Swaps that still may be answered."""
    held = of(group).filter(turn__live=True, other__live=True)  # not of a roster that ended early
    return held.filter(answer="", expires_on__gte=today)


def is_over(swap: Swap, *, today: date) -> bool:
    """Was it never answered, and is it too late now?"""
    return swap.answer == "" and swap.expires_on < today


def _touches(turn: Turn, other: Turn) -> Q:
    both = [turn.pk, other.pk]
    return Q(turn__in=both) | Q(other__in=both)


def _take_turns(turn: Turn, other: Turn) -> None:
    """Wait for both turns, always in one order, so that two swaps never wait for each other."""
    for one in sorted((turn, other), key=lambda one: one.pk):
        one.take_turn()


def _check_answer(swap: Swap, *, by: Actor, today: date) -> None:
    swap.take_turn()
    _check_waits(swap)
    if is_over(swap, today=today):
        raise Refused(_("It is too late for this swap: one of the days has been."))
    own_question = records.is_theirs(swap.asker, by.user.pk if by.user else None)
    if own_question or not marking.may_act_for(swap.asked, by):
        raise Refused(_("%(name)s answers this.") % {"name": swap.asked})


def _check_waits(swap: Swap) -> None:
    if swap.answer:
        raise Refused(_("This was answered already. Nothing more is needed."))


def _check(turn: Turn, other: Turn, *, today: date) -> None:
    """Refuse what cannot be swapped, or would break what the group agreed."""
    assert turn.group_id == other.group_id
    if not (turn.live and other.live) or min(turn.on, other.on) < today:
        raise Refused(_("One of these turns has been. Choose turns that are still to come."))
    if turn.on == other.on or turn.holder_id == other.holder_id:
        raise Refused(_("Choose the turn of another member on another day."))
    for one in (turn, other):
        if records.kept_one(one).mark is not None:
            raise Refused(_("One of these turns is marked already. Choose another one."))
    days = _days_of(turn.group, min(turn.on, other.on))
    for mine, theirs in ((turn, other), (other, turn)):
        _check_day(mine.holder, theirs.on, instead_of=theirs)
        if _is_too_often(days[mine.holder_id] - {mine.on}, theirs):
            rule = theirs.roster.rule
            raise Refused(
                _("The group agreed on at most %(turns)s turns in %(days)s days: %(name)s would"
                  " have more. Choose another turn.")
                % {
                    "turns": rule.at_most_turns, "days": rule.at_most_days,
                    "name": mine.holder.name,
                }
            )  # fmt: skip


def _check_day(newcomer: Membership, day: date, *, instead_of: Turn) -> None:
    """Refuse a member on a day on which she is away, has a turn, or must not be with another."""
    told = {"name": newcomer.name, "day": words.plain_day(day, language=get_language() or "id")}
    if absences.is_away(newcomer, day):
        raise Refused(_("%(name)s is away on %(day)s. Choose another turn.") % told)
    beside = records.turns_of(newcomer.group).filter(on=day).exclude(pk=instead_of.pk)
    holders = set(beside.values_list("holder_id", flat=True))
    if newcomer.pk in holders:
        raise Refused(_("%(name)s has a turn on %(day)s already. Choose another one.") % told)
    for pair in agreeing.pairs_of(newcomer):
        partner = pair.other if pair.one_id == newcomer.pk else pair.one
        told["other"] = partner.name
        if pair.kind == Pair.Kind.APART and partner.pk in holders:
            raise Refused(
                _("The group agreed: %(name)s and %(other)s have no turn on the same day.") % told
            )
        if pair.kind == Pair.Kind.TOGETHER and partner.pk not in holders:
            raise Refused(
                _("The group agreed: %(name)s and %(other)s have their turns together.") % told
            )


def _answer(swap: Swap, answer: Swap.Answer, *, by: Actor, at: datetime) -> None:
    swap.answer, swap.answered_at, swap.answered_by = answer, at, by.user
    swap.save(update_fields=["answer", "answered_at", "answered_by"])
    _tell(f"swap_{answer.lower()}", swap, by=by, at=at)


def _tell(what: str, swap: Swap, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=swap.village, verb=f"duty.{what}", subject=swap, subject_name=swap.asker.name,
        resident_id=swap.asked.resident_id, by=by, at=at,
        changes=[
            ("asked_member", None, swap.asked.name),
            ("turn_on", None, swap.turn.on.isoformat()),
            ("other_on", None, swap.other.on.isoformat()),
        ],
    )  # fmt: skip
