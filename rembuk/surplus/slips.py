"""A member's own part of each year, step by step, so that she can do every number again by hand.

From the members' decision on she sees it in her own book; nobody else's (K19).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.coop.models import Member
from rembuk.lib import words
from rembuk.surplus import paying
from rembuk.surplus.dividing import Kind
from rembuk.surplus.models import Division, DivisionStep, MemberShare
from rembuk.surplus.models.parts import BY_CAPITAL, BY_USE, LABELS
from rembuk.surplus.paying import Part
from rembuk.web.letters import Letter, day, printed, rupiah
from rembuk.web.paper import Column
from rembuk.web.paper import Part as Table


@dataclass(frozen=True)
class Step:
    """One pool: hers / everybody's x the pool = exactly so much, so she gets that (rupiah)."""

    label: Promise
    own_rp: int
    all_rp: int
    pool_rp: int
    gets_rp: int

    @property
    def exact(self) -> str:
        """What comes out before rounding, with two places."""
        exact = Fraction(self.own_rp * self.pool_rp, self.all_rp) if self.all_rp else Fraction(0)
        return words.decimal(exact, language=get_language() or "id")


@dataclass(frozen=True)
class Slip:
    """A member's part of one year, how it was worked out, and what became of it."""

    part: Part
    decision: DivisionStep
    steps: tuple[Step, ...]

    @property
    def share(self) -> MemberShare:
        """Her part."""
        return self.part.share

    @property
    def year(self) -> int:
        """Of which year."""
        return self.share.division.year


def of_member(member: Member) -> list[Slip]:
    """Return what a member got of each year that was decided, the newest first: four queries."""
    village = member.village
    rows = MemberShare.objects.of(village).filter(member=member)
    rows = rows.filter(division__steps__kind=Kind.DECIDED)
    rows = rows.exclude(division__steps__kind=Kind.ENDED).select_related("division")
    parts = paying.parts_of(rows.order_by("-division__year"), village=village)
    divisions = [one.share.division_id for one in parts]
    sums = MemberShare.objects.of(village).filter(division__in=divisions).order_by()
    told = sums.values("division").annotate(months=Sum("months_rp"), paid=Sum("paid_rp"))
    bases = {one["division"]: (int(one["months"]), int(one["paid"])) for one in told}
    steps = DivisionStep.objects.of(village).filter(division__in=divisions, kind=Kind.DECIDED)
    decided = {one.division_id: one for one in steps}
    return [Slip(one, decided[one.share.division_id], _steps(one.share, bases)) for one in parts]


def _steps(share: MemberShare, bases: dict[int, tuple[int, int]]) -> tuple[Step, ...]:
    division: Division = share.division
    months_rp, paid_rp = bases[division.pk]
    return (
        Step(
            LABELS[BY_CAPITAL], share.months_rp, months_rp, division.by_capital_rp,
            share.by_capital_rp,
        ),
        Step(LABELS[BY_USE], share.paid_rp, paid_rp, division.by_use_rp, share.by_use_rp),
    )  # fmt: skip


def rule_of_rounding() -> str:
    """Say how fractions of a rupiah are dealt with."""
    return _(
        "Each sum is cut to whole rupiah. The rupiah that are left go one by one to the largest"
        " fractions."
    )


def became(part: Part) -> str:
    """Say what became of a part: owed, asked for, or paid under which receipt."""
    entry = part.entry
    if entry is None:
        return str(part.state.label)
    return _("Paid on %(day)s, receipt no. %(number)s") % {
        "day": day(entry.value_on), "number": entry.receipt_no,
    }  # fmt: skip


def on_paper(slip: Slip, *, member: Member, at: datetime) -> bytes:
    """Print a slip: what her part was worked out from, and what became of it."""
    division = slip.share.division
    columns = [
        Column(_("Part"), wide=True), Column(_("Hers"), amount=True),
        Column(_("All members'"), amount=True), Column(_("To divide"), amount=True),
        Column(_("Exactly"), amount=True), Column(_("She gets"), amount=True),
    ]  # fmt: skip
    rows = [
        [str(one.label), rupiah(one.own_rp), rupiah(one.all_rp), rupiah(one.pool_rp), one.exact,
         rupiah(one.gets_rp)]
        for one in slip.steps
    ]  # fmt: skip
    total = [_("Together"), "", "", "", "", rupiah(slip.share.total_rp)]
    letter = Letter(
        title=_("SHU of %(year)s: slip of one member") % {"year": division.year},
        on=at.astimezone(member.village.zone).date(),
        pairs=[
            (_("Member"), f"{member.name} ({member.number})"),
            (_("Surplus of the year (SHU)"), rupiah(division.shu_rp)),
            (_("From business with members"), rupiah(division.members_rp)),
            (_("Decision"), slip.decision.number),
            (_("State"), became(slip.part)),
        ],
        parts=[Table(columns, rows, totals=[total])],
        after=[
            _("Hers ÷ all members' × to divide = exactly."), rule_of_rounding(),
            _("Savings are twelve month ends added up."),
        ],
    )  # fmt: skip
    return printed(member.group, letter, at=at)
