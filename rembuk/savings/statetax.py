"""Paying a month's tax on interest to the state: owed, paid from the cash box, proved by a number.

A payment is a line of the cash and is taken back like any line; then the tax is owed again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.cash import booking, days, lines
from rembuk.cash.purposes import Way
from rembuk.cash.sums import sum_told
from rembuk.ledger import chart, pending
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book, Entry, Pending
from rembuk.lib import words
from rembuk.lib.dates import next_month
from rembuk.lib.errors import Refused
from rembuk.savings import runs, slips
from rembuk.savings.models import InterestLine, InterestRun, RunBatch, StateReceipt, TaxPayment
from rembuk.savings.models.taxes import NTPN
from rembuk.savings.monthly import State as RunState
from rembuk.savings.runs import TAX, Standing
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village

# By this day of the next month the tax is with the state (PMK 112/PMK.03/2010, read 22 Nov 2026).
PAY_BY_DAY = 10
_ALONE = Q(entry__isnull=False, entry__taken_back_by__isnull=True)
_BY_TWO = Q(
    asked__resolution__entry__isnull=False, asked__resolution__entry__taken_back_by__isnull=True
)
_WAITS = Q(asked__isnull=False, asked__resolution__isnull=True)


class State(TextChoices):
    """How far a month's tax is; read from the book."""

    NONE = "NONE", gettext_lazy("No tax to pay")
    OWED = "OWED", gettext_lazy("Not paid yet")
    WAITS = "WAITS", gettext_lazy("Waits for the second person")
    PAID = "PAID", gettext_lazy("Paid; the state's number is missing")
    PROVED = "PROVED", gettext_lazy("Paid, with the state's number")


@dataclass(frozen=True)
class Due:
    """A month's tax in whole rupiah, and the payment that stands."""

    run: InterestRun
    tax_rp: int
    payment: TaxPayment | None = None

    @property
    def by_day(self) -> date:
        """The last day for it."""
        return next_month(self.run.month).replace(day=PAY_BY_DAY)

    @property
    def entry(self) -> Entry | None:
        """The line of the cash by which it was paid."""
        if self.payment is None:
            return None
        resolution = getattr(self.payment.asked, "resolution", None)
        return self.payment.entry or (resolution.entry if resolution else None)

    @property
    def ntpn(self) -> str:
        """The state's number; "" while nobody wrote it down."""
        found = getattr(self.payment, "state_receipt", None)
        return found.ntpn if found else ""

    @property
    def state(self) -> State:
        """How far it is."""
        if not self.tax_rp:
            return State.NONE
        if self.payment is None:
            return State.OWED
        if self.entry is None:
            return State.WAITS
        return State.PROVED if self.ntpn else State.PAID

    def is_late(self, today: date) -> bool:
        """Whether its day is over and it is not paid."""
        return self.state in {State.OWED, State.WAITS} and today > self.by_day


def standing(village: Village) -> QuerySet[TaxPayment]:
    """Return payments that are booked or wait; none that was refused or taken back."""
    return TaxPayment.objects.of(village).filter(_ALONE | _BY_TWO | _WAITS)


def of_runs(found: Sequence[Standing]) -> list[Due]:
    """Return the tax of the months among these that are booked: one query."""
    done = [one for one in found if one.state == RunState.DONE]
    if not done:
        return []
    rows = standing(done[0].run.village).filter(run__in=[one.run.pk for one in done])
    told = rows.select_related("entry", "asked__resolution__entry", "state_receipt").order_by("pk")
    by_run = {one.run_id: one for one in told}
    return [Due(one.run, one.tax_rp, by_run.get(one.run.pk)) for one in done]


def of_run(run: InterestRun) -> Due | None:
    """Return the tax of a month; None before all of its interest is booked."""
    return next(iter(of_runs([runs.standing_of(run)])), None)


def unfinished(group: Group) -> QuerySet[InterestRun]:
    """Return the months whose tax is not paid, or not proved by the state's number yet."""
    village, mine = group.village, OuterRef("pk")
    taxed = InterestLine.objects.of(village).filter(run=mine, tax_rp__gt=0)
    proved = standing(village).filter(run=mine, state_receipt__isnull=False)
    booked = RunBatch.objects.of(village).filter(run=mine)
    rows = InterestRun.objects.of(village).filter(Exists(taxed), Exists(booked), group=group)
    return rows.filter(~Exists(proved)).order_by("month", "pk")


@transaction.atomic
def pay(*, book: Book, run: InterestRun, on: date, signed: Signed, today: date) -> TaxPayment:
    """Pay a month's tax from the cash box; from the limit on a second person is asked.

    Errors: Refused before all of the month is booked, without tax, once it is paid or asked for,
    before the month is over, for a closed day; and as ledger.posting.post.
    """
    run.take_turn()
    slips.require_booked(run)
    due = of_run(run)
    assert due is not None, "all of it is booked"
    if due.state == State.NONE:
        raise Refused(_("Nobody earned above the limit in that month. No tax is to pay."))
    if due.state != State.OWED:
        raise Refused(_("The tax of that month is paid, or waits for the second person already."))
    if on < next_month(run.month):
        raise Refused(_("The tax is paid after the month. Choose a later day."))
    days.check_open(book, on)
    pending.expire(book, at=signed.at, today=today)
    memo = _("Final tax on savings interest of %(month)s") % {"month": _month(run)}
    plan = Plan(
        kind=Way.OUT, on=on, moves=[Move(TAX, chart.CASH, due.tax_rp)],
        words=Words(memo=memo, party=_("State treasury")),
    )  # fmt: skip
    second = due.tax_rp >= book.limit_rp
    made = booking.book_or_ask(book, plan, second=second, signed=signed, today=today)
    asked = made if isinstance(made, Pending) else None
    entry = None if isinstance(made, Pending) else made
    if asked:
        changes = [("amount", None, sum_told(due.tax_rp))]
        booking.tell(book, "cash.asked", about=asked, by=signed.by, at=signed.at, changes=changes)
    if entry:
        lines.tell(book, "cash.went_out", entry=entry, amount_rp=due.tax_rp, signed=signed)
    return TaxPayment.objects.create(
        village=run.village, run=run, on=on, entry=entry, asked=asked, by=signed.by.user,
        at=signed.at,
    )  # fmt: skip


@transaction.atomic
def prove(*, run: InterestRun, ntpn: str, by: Actor, at: datetime) -> StateReceipt:
    """Write down the number of the state for a payment, as its receipt says (NTPN).

    Errors: Refused unless it is sixteen letters and digits, before the tax is paid, for a second
    number, and for one that proves another month.
    """
    run.take_turn()
    typed = re.sub(r"[\s.-]", "", ntpn).upper()
    if not re.fullmatch(NTPN, typed):
        raise Refused(_("Write the 16 letters and digits of the NTPN, as on the state's receipt."))
    due = of_run(run)
    if due is None or due.payment is None or due.entry is None:
        raise Refused(_("Record the payment first, then its number."))
    if due.ntpn:
        raise Refused(_("This payment has its number already. Nothing more is needed."))
    used = standing(run.village).filter(state_receipt__ntpn=typed, run__group=run.group_id)
    if used.exists():
        raise Refused(_("This number stands at another month already. Look at the receipt again."))
    made = StateReceipt.objects.create(
        village=run.village, payment=due.payment, ntpn=typed, by=by.user, at=at
    )
    audit.record(
        village=run.village, verb="savings.tax_proved", subject=run, subject_name=run.group.name,
        by=by, at=at, changes=[("savings_month", None, _month(run))],
    )  # fmt: skip
    return made


def _month(run: InterestRun) -> str:
    return words.month_of_year(run.month, language=get_language() or "id")
