"""What if the group divided otherwise: the same sum under other rules. Nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.shares import belonging, dividing, reckoning, weighing
from rembuk.shares.models import Belonging, Rule, Sharing, Weighing
from rembuk.shares.models.rules import WHOLE
from rembuk.shares.reckoning import Reckoned
from rembuk.shares.weighing import Weights

HALF = WHOLE // 2
FIELDS = {
    Weighing.EQUAL: "by_equal", Weighing.PIECES: "by_pieces", Weighing.DUTY: "by_duty",
    Weighing.CAPITAL: "by_capital",
}  # fmt: skip
Mix = dict[Weighing, int]


@dataclass(frozen=True)
class Imagined:
    """A sum under another rule: each share, and how it differs from what the group agreed."""

    mix: Mix
    shares: dict[int, int]
    differences: dict[int, int]


@dataclass(frozen=True)
class Board:
    """One sharing as it is, and under other rules; what cannot be compared says why."""

    now: Reckoned
    others: list[Imagined]
    missing: list[str]


def board(sharing: Sharing, *, own_mix: Mix | None = None) -> Board:
    """Put a sharing beside other rules: equally, each weighing alone, half and half, and a mix.

    Errors: Refused where the sharing itself cannot be computed.
    """
    now = dividing.reckoned(sharing)
    known = _weights(sharing, now)
    others, missing = [], []
    for mix in _mixes(sharing.rule, own_mix):
        try:
            others.append(_imagine(sharing, now, mix, known))
        except Refused as reason:
            if str(reason) not in missing:
                missing.append(str(reason))
    return Board(now, others, missing)


def _weights(sharing: Sharing, now: Reckoned) -> Weights:
    """Return what the sharing kept, and of other weighings what is counted now.

    With a weighing kept it asks once for that, and not for its count: never more questions.
    """
    kept = dividing.weights(sharing) if dividing.typed_kinds(sharing) else {}
    people = [line.member for line in now.lines]
    if sharing.shares.all():  # its lines know one membership of each; she may have had two
        mine = belonging.during(
            sharing.group, since=sharing.since, until=sharing.until,
            rule=Belonging(sharing.rule.belonging),
        )  # fmt: skip
        told = {one.membership.pk: one for one in mine}
        people = [told.get(one.membership.pk, one) for one in people]
    counted = weighing.counted(
        sharing.group, people, since=sharing.since, until=sharing.until,
        kinds=frozenset(Weighing) - frozenset(kept),
    )  # fmt: skip
    return {**counted, **kept}


def _mixes(rule: Rule, own: Mix | None) -> Iterable[Mix]:
    mixes: list[Mix] = [{kind: WHOLE} for kind in Weighing]
    mixes += [{Weighing.EQUAL: HALF, kind: HALF} for kind in (Weighing.DUTY, Weighing.PIECES)]
    if own:
        mixes.insert(0, own)
    seen = [rule.weighs()]
    for mix in mixes:
        if mix not in seen:
            seen.append(mix)
            yield mix


def _imagine(sharing: Sharing, now: Reckoned, mix: Mix, known: Weights) -> Imagined:
    rule = sharing.rule
    other = Rule(
        cash_part=rule.cash_part, reserve_part=rule.reserve_part,
        cooperative_part=rule.cooperative_part, unit_rp=rule.unit_rp,
        belonging=rule.belonging, leftover=rule.leftover,
        **{FIELDS[kind]: mix.get(kind, 0) for kind in Weighing},
    )  # fmt: skip
    people = [line.member for line in now.lines]
    told = reckoning.reckon(sharing.amount_rp, rule=other, people=people, weights=known)
    shares = {line.member.membership.pk: line.share_rp for line in told.lines}
    before = {line.member.membership.pk: line.share_rp for line in now.lines}
    return Imagined(mix, shares, {pk: share - before[pk] for pk, share in shares.items()})


def named(mix: Mix) -> str:
    """Say by what a mix divides."""
    if len(mix) == 1:
        return str(next(iter(mix)).label)
    parts = (
        _("%(percent)s percent %(how)s")
        % {"percent": part * 100 // WHOLE, "how": str(kind.label).lower()}
        for kind, part in mix.items()
    )
    return ", ".join(parts)


def mix_of(equal: int, other: Weighing) -> Mix | None:
    """Return a mix of equal parts and one weighing, out of whole percents; None for a plain one."""
    if not 0 < equal < 100:
        return None
    return {Weighing.EQUAL: equal * 100, other: WHOLE - equal * 100}
