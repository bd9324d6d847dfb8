"""Bukti potong: each member's slip of a month's interest and the tax on it, also where that is 0.

Slips are issued once all of a month's interest is booked, batch by batch: whoever starts again
after the power went goes on where it stopped, and no number is missing or given twice.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Min, QuerySet, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.coop.models import Member
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.savings import runs
from rembuk.savings.earning import last_day
from rembuk.savings.models import InterestLine, InterestRun, TaxSlip
from rembuk.savings.monthly import State
from rembuk.savings.rates import percent_told
from rembuk.savings.runs import Standing
from rembuk.villages.models import Group
from rembuk.web.letters import Letter, day, printed, rupiah

DOTS = "…………………………"


def of(group: Group) -> QuerySet[TaxSlip]:
    """Return the slips of a cooperative, the newest number first."""
    rows = TaxSlip.objects.of(group.village).filter(group=group)
    told = rows.select_related("run", "member__resident", "member__group")
    return told.order_by("-year", "-serial", "-pk")


def of_run(run: InterestRun) -> QuerySet[TaxSlip]:
    """Return the slips of a month, by number."""
    rows = TaxSlip.objects.of(run.village).filter(run=run)
    return rows.select_related("member__resident").order_by("year", "serial", "pk")


def of_member(member: Member) -> QuerySet[TaxSlip]:
    """Return a member's own slips, the newest month first."""
    rows = TaxSlip.objects.of(member.village).filter(member=member)
    return rows.select_related("run").order_by("-run__month", "-pk")


def members_of(run: InterestRun) -> int:
    """Return how many members earned something in a month: so many slips there are to be."""
    rows = InterestLine.objects.of(run.village).filter(run=run).order_by()
    return rows.values("member").distinct().count()


def issue_on(run: InterestRun, *, at: datetime, most: int | None = None) -> int:
    """Issue what is left of a month's slips, at most so many batches. Returns how many are left.

    Each batch is a transaction of its own. Errors: Refused before all of the month is booked.
    """
    require_booked(run)
    for batch in _left(run)[:most]:
        _issue_batch(run, batch, at=at)
    return members_of(run) - TaxSlip.objects.of(run.village).filter(run=run).count()


def require_booked(run: InterestRun) -> Standing:
    """Return how far a run is. Errors: Refused before all of it is booked."""
    stand = runs.standing_of(run)
    if stand.state != State.DONE:
        raise Refused(_("Book all of the month's interest first. The slips follow from it."))
    return stand


def _without(run: InterestRun) -> QuerySet[InterestLine]:
    issued = TaxSlip.objects.of(run.village).filter(run=run).values("member")
    return InterestLine.objects.of(run.village).filter(run=run).exclude(member__in=issued)


def _left(run: InterestRun) -> list[int]:
    rows = _without(run).order_by("batch").values_list("batch", flat=True)
    return list(rows.distinct())


@transaction.atomic
def _issue_batch(run: InterestRun, batch: int, *, at: datetime) -> None:
    group, year = run.group, run.month.year
    group.take_turn()  # numbers of a year are given one after another
    sums = _without(run).filter(batch=batch).order_by().values("member")
    told = sums.annotate(interest=Sum("interest_rp"), tax=Sum("tax_rp"), first=Min("pk"))
    mine = TaxSlip.objects.of(run.village).filter(group=group, year=year)
    last: int = mine.aggregate(last=Max("serial"))["last"] or 0
    TaxSlip.objects.bulk_create(
        (
            TaxSlip(
                village=run.village, group=group, run=run, member_id=one["member"], year=year,
                serial=serial, interest_rp=one["interest"], tax_rp=one["tax"], at=at,
            )
            for serial, one in enumerate(told.order_by("first"), start=last + 1)
        ),
        batch_size=1_000,
    )  # fmt: skip


def on_paper(slip: TaxSlip, *, member: Member) -> bytes:
    """Print a slip; the same slip gives the same bytes."""
    run, on = slip.run, slip.at.astimezone(slip.village.zone).date()
    is_above = slip.interest_rp > run.threshold_rp
    letter = Letter(
        title=_("Slip of tax withheld %(number)s") % {"number": slip.number},
        on=on,
        pairs=[
            (_("Member"), f"{member.name} ({member.number})"),
            (_("Month"), words.month_of_year(run.month, language=get_language() or "id")),
            (_("Interest of all accounts together"), rupiah(slip.interest_rp)),
            (_("Rate of the final tax"), percent_told(run.tax_bp if is_above else 0)),
            (_("Tax withheld"), rupiah(slip.tax_rp)),
            (_("Added to the savings"), rupiah(slip.interest_rp - slip.tax_rp)),
            (_("In the book on"), day(last_day(run.month))),
            (_("Where it stands"), run.source),
        ],
        after=[
            _("Up to %(limit)s a month no tax is taken. Above it, %(rate)s of all the interest is.")
            % {"limit": rupiah(run.threshold_rp), "rate": percent_told(run.tax_bp)},
            _("The tax office may want its own form beside this slip. Ask there."),
        ],
        signed=[(_("For the cooperative"), DOTS)],
    )  # fmt: skip
    return printed(member.group, letter, at=slip.at)
