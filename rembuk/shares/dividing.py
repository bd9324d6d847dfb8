"""Dividing a sum: computed, corrected, proposed by the chair, agreed by somebody else, ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from rembuk.cash.sums import sum_told
from rembuk.enterprise.models import Membership
from rembuk.forum import resolutions
from rembuk.forum.models import Resolution
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.lib.rounding import HUNDRED, rounded
from rembuk.shares import belonging, paying, reckoning, results, rules, weighing
from rembuk.shares.belonging import Member
from rembuk.shares.models import Agreeing, Belonging, Share, Sharing, Step, Weighing, Weight
from rembuk.shares.reckoning import Reckoned
from rembuk.shares.weighing import Weights
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.web.templatetags.rembuk import plain_day


@dataclass(frozen=True)
class Told:
    """What is to be divided: the days, what for, and the sum; None for what the cash has left."""

    since: date
    until: date
    title: str
    amount_rp: int | None = None


@transaction.atomic
def begin(
    *, group: Group, told: Told, by: Actor, at: datetime, today: date, synthetic: bool = False
) -> Sharing:
    """Compute the shares of a period: nothing is asked of anybody yet.

    Errors: Refused for days that cannot be, without a rule or a purse, for a loss or nothing to
    divide, and where what the cash had left on these days is divided already.
    """
    if told.until > today:
        raise Refused(_("Choose today or an earlier day as the last one."))
    if told.since > told.until:
        raise Refused(_("The first day is later than the last. Change one of them."))
    rule = rules.in_force(group, on=told.until)
    if rule is None:
        raise Refused(_("No rule is agreed for these days. Write down first what was agreed."))
    amount_rp = told.amount_rp if told.amount_rp is not None else _left(group, told)
    if amount_rp <= 0:
        raise Refused(_nothing(amount_rp))
    sharing = Sharing.objects.create(
        village=group.village, group=group, rule=rule, since=told.since, until=told.until,
        title=clean_text(told.title)[0] or _("Shares"), amount_rp=amount_rp,
        source=Sharing.Source.CASH if told.amount_rp is None else Sharing.Source.TYPED,
        made_at=at, made_by=by.user, synthetic=synthetic,
    )  # fmt: skip
    _weigh(sharing, by=by, at=at)
    _tell("computed", sharing, by=by, at=at)
    return sharing


def _nothing(amount_rp: int) -> str:
    if amount_rp < 0:
        return _("These days left a loss. A loss is not divided: talk in a meeting about it.")
    return _("There is nothing to divide. Choose other days, or write a sum.")


def _left(group: Group, told: Told) -> int:
    """Return what the cash had left of some days. Errors: as begin."""
    result = results.of(group, since=told.since, until=told.until)
    if result is None:
        raise Refused(_("The group has no purse yet. Open it, or write the sum."))
    before = overlapping(group, since=told.since, until=told.until)
    if before is not None:
        raise Refused(
            _("Some of these days are divided already: %(title)s. Choose later days.")
            % {"title": before.title}
        )
    return result.left_rp


def overlapping(
    group: Group, *, since: date, until: date, but: Sharing | None = None
) -> Sharing | None:
    """Return a sharing of the cash's result that has some of these days, and was proposed."""
    others = of(group).filter(source=Sharing.Source.CASH, since__lte=until, until__gte=since)
    others = others.filter(steps__kind=Step.Kind.PROPOSED)
    return (others.exclude(pk=but.pk) if but else others).first()


def _weigh(sharing: Sharing, *, by: Actor, at: datetime) -> None:
    """Keep what work and duty counted at this moment, so that the sheet stays what it was."""
    people = _members(sharing)
    told = weighing.counted(
        sharing.group, people, since=sharing.since, until=sharing.until,
        kinds=frozenset(sharing.rule.weighs()),
    )  # fmt: skip
    Weight.objects.bulk_create(
        Weight(
            village=sharing.village, sharing=sharing, membership_id=pk, kind=kind,
            hundredths=int(rounded(weight * HUNDRED)), at=at, by=by.user,
        )
        for kind, weights in told.items()
        for pk, weight in weights.items()
    )  # fmt: skip


@transaction.atomic
def correct(
    *,
    sharing: Sharing,
    membership: Membership,
    kind: Weighing,
    hundredths: int,
    why: str,
    by: Actor,
    at: datetime,
) -> Weight:
    """Correct what a member's work, duty or capital counts; the row before stays visible.

    Errors: Refused without a reason, and once the sharing is proposed.
    """
    sharing.take_turn()
    _open(sharing)
    if not why.strip():
        raise Refused(_("Write why this number is another one."))
    assert kind in sharing.rule.weighs()
    weight = Weight.objects.create(
        village=sharing.village, sharing=sharing, membership=membership, kind=kind,
        hundredths=hundredths, why=why.strip(), at=at, by=by.user,
    )  # fmt: skip
    _tell("weight_corrected", sharing, by=by, at=at, member=membership.name, reason=weight.why)
    return weight


@transaction.atomic
def propose(*, sharing: Sharing, by: Actor, at: datetime) -> Sharing:
    """Propose a computed sharing: from now on its sums stand.

    Errors: Refused where it cannot be computed, when it was proposed or taken back before, and
    where the cash has changed since.
    """
    sharing.group.take_turn()  # the days of its cash are divided once
    sharing.take_turn()
    _open(sharing)
    if sharing.source == Sharing.Source.CASH:
        _same_as_in_cash(sharing)
    told = reckoned(sharing)
    sharing.cash_rp, sharing.reserve_rp = told.cash_rp, told.reserve_rp
    sharing.cooperative_rp, sharing.left_rp = told.cooperative_rp, told.left_rp
    sharing.save(update_fields=["cash_rp", "reserve_rp", "cooperative_rp", "left_rp"])
    Share.objects.bulk_create(
        Share(
            village=sharing.village, sharing=sharing, membership=line.member.membership,
            days=line.member.days, amount_rp=line.share_rp,
        )
        for line in told.lines
    )  # fmt: skip
    _step(sharing, Step.Kind.PROPOSED, by=by, at=at)
    _tell("proposed", sharing, by=by, at=at)
    return sharing


def _same_as_in_cash(sharing: Sharing) -> None:
    result = results.of(sharing.group, since=sharing.since, until=sharing.until)
    if result is None or result.left_rp != sharing.amount_rp:
        raise Refused(
            _("The cash of these days changed since this was computed. Compute it once more.")
        )
    before = overlapping(sharing.group, since=sharing.since, until=sharing.until, but=sharing)
    if before is not None:
        raise Refused(
            _("Some of these days are divided already: %(title)s. Choose later days.")
            % {"title": before.title}
        )


@transaction.atomic
def agree(
    *,
    sharing: Sharing,
    by: Actor,
    at: datetime,
    today: date,
    resolution: Resolution | None = None,
) -> Sharing:
    """Agree on a proposed sharing; the treasurer is told what to pay.

    Where the rule asks for the members, `resolution` is their decision about it, not older than
    its last day. Errors: Refused if it does not wait for that, for another decision, and for the
    one who proposed it where a second person agrees.
    """
    sharing.take_turn()
    kinds = {step.kind: step for step in sharing.steps.all()}
    if set(kinds) != {Step.Kind.PROPOSED}:
        raise Refused(_("This does not wait for an agreement. Open the page again."))
    asks_members = sharing.rule.agreeing == Agreeing.MEETING
    if asks_members and resolution is None:
        raise Refused(_("Choose the decision in which the members agreed."))
    if asks_members and resolution is not None:
        resolutions.must_hold(resolution, group=sharing.group)
        if resolution.agreed_on < sharing.until:
            raise Refused(
                _("The members decided that before %(day)s, the last of these days. Choose the"
                  " decision about this sharing.") % {"day": plain_day(sharing.until)}
            )  # fmt: skip
    proposer = kinds[Step.Kind.PROPOSED].by_id
    if not asks_members and by.user is not None and by.user.pk == proposer:
        raise Refused(_("You proposed this yourself. Somebody else agrees."))
    decision = resolution if asks_members else None
    _step(sharing, Step.Kind.AGREED, by=by, at=at, resolution=decision)
    paying.expect_all(sharing, by=by, at=at, today=today)
    _tell("agreed", sharing, by=by, at=at)
    return sharing


@transaction.atomic
def end(*, sharing: Sharing, why: str, by: Actor, at: datetime) -> Sharing:
    """Take a sharing back; it stays visible with the reason.

    Errors: Refused without a reason, when it was taken back before, and once somebody was paid.
    """
    sharing.take_turn()
    kinds = {step.kind for step in sharing.steps.all()}
    if Step.Kind.ENDED in kinds:
        raise Refused(_("This is taken back already. Nothing more is needed."))
    if not why.strip():
        raise Refused(_("Write why it is taken back."))
    if Step.Kind.AGREED in kinds:
        paying.expect_nothing(sharing, why=why, by=by, at=at)
    _step(sharing, Step.Kind.ENDED, by=by, at=at, why=why.strip())
    _tell("ended", sharing, by=by, at=at, reason=why.strip())
    return sharing


def of(group: Group) -> QuerySet[Sharing]:
    """Return the sharings of a group that were not taken back, the newest first."""
    mine = Sharing.objects.of(group.village).filter(group=group)
    return mine.exclude(steps__kind=Step.Kind.ENDED).order_by("-until", "-pk")


def told_of(group: Group, *, drafts: bool, steps: bool = True) -> QuerySet[Sharing]:
    """Return the sharings of a group for its page, the newest first, taken back ones as well."""
    mine = Sharing.objects.of(group.village).filter(group=group)
    mine = mine if drafts else mine.filter(steps__kind=Step.Kind.PROPOSED)
    told = with_parts(mine).order_by("-until", "-pk")
    return told if steps else told.prefetch_related(None).prefetch_related(_shares())


def with_parts(rows: QuerySet[Sharing]) -> QuerySet[Sharing]:
    """Add to sharings what a page shows of them: who took which step, and the members' shares."""
    steps = Step.objects.select_related("by", "resolution").order_by("pk")
    told = rows.select_related("group__village", "rule__resolution__meeting")
    return told.prefetch_related(Prefetch("steps", steps), _shares())


def _shares() -> Prefetch[Any]:
    return Prefetch("shares", Share.objects.select_related("membership").order_by("membership_id"))


def typed_kinds(sharing: Sharing) -> list[Weighing]:
    """Return the weighings of a sharing that count something of each member."""
    return [kind for kind in sharing.rule.weighs() if kind != Weighing.EQUAL]


def corrections(sharing: Sharing) -> QuerySet[Weight]:
    """Return the numbers that somebody corrected, with the reason, the newest first."""
    return sharing.weights.exclude(why="").select_related("membership", "by").order_by("-pk")


def people(sharing: Sharing) -> list[Member]:
    """Return who shares: those it was proposed for, else who belonged to the group."""
    shares = sorted(sharing.shares.all(), key=lambda one: one.membership_id)
    found = [Member(one.membership, frozenset({one.membership_id}), one.days) for one in shares]
    return found or _members(sharing)


def _members(sharing: Sharing) -> list[Member]:
    rule = Belonging(sharing.rule.belonging)
    return belonging.during(sharing.group, since=sharing.since, until=sharing.until, rule=rule)


def weights(sharing: Sharing) -> Weights:
    """Return what each member counts by each weighing of a sharing: the newest row of each."""
    found: Weights = {}
    for row in sharing.weights.order_by("pk"):
        kind = found.setdefault(Weighing(row.kind), {})
        kind[row.membership_id] = Fraction(row.hundredths, HUNDRED)
    return found


def reckoned(sharing: Sharing, among: Sequence[Member] | None = None) -> Reckoned:
    """Compute a sharing with every step. Errors: Refused, as reckoning.reckon."""
    return reckoning.reckon(
        sharing.amount_rp, rule=sharing.rule, people=among or people(sharing),
        weights=weights(sharing) if typed_kinds(sharing) else {},
    )  # fmt: skip


def _open(sharing: Sharing) -> None:
    if sharing.steps.exists():
        raise Refused(_("This was proposed already, so its sums stand. Take it back first."))


def _step(
    sharing: Sharing,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    resolution: Resolution | None = None,
    why: str = "",
) -> None:
    Step.objects.create(
        village=sharing.village, sharing=sharing, kind=kind, at=at, by=by.user,
        resolution=resolution, why=why,
    )  # fmt: skip


def _tell(what: str, sharing: Sharing, *, by: Actor, at: datetime, **more: str) -> None:
    changes: list[audit.Change] = [
        ("group", None, sharing.group.name), ("amount", None, sum_told(sharing.amount_rp)),
    ]  # fmt: skip
    changes += [(name, None, value) for name, value in more.items()]
    audit.record(
        village=sharing.village, verb=f"shares.{what}", subject=sharing,
        subject_name=sharing.title, by=by, at=at, changes=changes,
    )  # fmt: skip
