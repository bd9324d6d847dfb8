"""The paper of a new schedule: what waits, what comes from now on, and who signs."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from rembuk.loans import phases, rescheduling
from rembuk.loans.contracts import DOTS, percent, rules, schedule
from rembuk.loans.deals import Worked
from rembuk.loans.progress import Progress
from rembuk.loans.rescheduling import Proposed
from rembuk.villages.models import Group
from rembuk.web.letters import Letter, day, printed, rupiah


def written(group: Group, told: Proposed, *, found: Progress, at: datetime) -> bytes | None:
    """Print a new schedule: as agreed, or a draft as of the day of `found`; None once refused."""
    letter = letter_of(told, found)
    return None if letter is None else printed(group, letter, at=at)


def letter_of(told: Proposed, found: Progress) -> Letter | None:
    """Return what stands on the paper; None for what was refused or undone."""
    row, loan, vote = told.told, found.loan, told.vote
    if told.counts:
        assert vote is not None
        on, worked, fine_rp = vote.on, phases.of_vote(loan, vote), vote.fine_rp
        charge_rp, before = vote.charge_rp, []
    elif told.waits:
        begins = rescheduling.sums(found)
        on, worked = found.on, rescheduling.laid_out(row, begins, on=found.on)
        charge_rp, fine_rp = begins.charge_rp, begins.kept_fine_rp(row)
        before = [_("A draft: the days and sums hold if the board agrees on %(day)s.") % {
            "day": day(on)
        }]  # fmt: skip
    else:
        return None
    member = loan.application.member
    return Letter(
        title=_("New schedule for loan %(number)s") % {"number": loan.number}, on=on,
        before=before, parts=[schedule(worked)], after=[_stays(), *rules(worked)],
        pairs=[
            (_("Borrower"), f"{member.name} ({member.number})"), (_("Why"), row.why),
            (_("Article or decision"), row.source), *_sums(worked, charge_rp, fine_rp),
        ],
        signed=[(_("Borrower"), member.name), (_("For the cooperative"), DOTS),
                (_("Witness"), DOTS)],
    )  # fmt: skip


def _sums(worked: Worked, charge_rp: int, fine_rp: int) -> list[tuple[str, str]]:
    pairs = [
        (_("Principal left"), rupiah(worked.deal.principal_rp)),
        (_("Charge that waited, in equal parts"), rupiah(charge_rp)),
    ]
    if fine_rp:
        pairs.append((_("Fine that waited, with the first instalment"), rupiah(fine_rp)))
    return [
        *pairs,
        (_("Named charge a year"), percent(Fraction(worked.deal.percent_year))),
        (_("Paid back in all, from now on"), rupiah(worked.total_rp + fine_rp)),
    ]


def _stays() -> str:
    return _("What was paid before stays as it was. The first agreement holds in all else.")
