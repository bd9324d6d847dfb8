"""How far a loan is on a day: each instalment, what was paid of it, and what is due now.

Fines are of what was late, for each day after the grace days, never of a fine, up to a part of the
instalment; what was paid meanwhile counts until the day it was paid. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from django.db.models import F, Q, QuerySet

from rembuk.lib.rounding import rounded, rupiah
from rembuk.loans import phases, settling
from rembuk.loans.deals import TENTHS, Row, Worked
from rembuk.loans.models import Loan, Payment, Product, Rescheduling, ReschedulingVote
from rembuk.loans.schedule import Method
from rembuk.villages.models import Village

WHOLE = 100


@dataclass
class Part:
    """One instalment on a day: what it asks, what it got, and the fine it has run up."""

    row: Row
    fine_rp: int = 0  # in all, paid and due
    paid_fine_rp: int = 0
    paid_interest_rp: int = 0
    paid_principal_rp: int = 0
    late_days: int = 0
    carried_fine_rp: int = 0  # that waited when a new schedule was agreed
    last_paid_on: date | None = None

    @property
    def owed(self) -> dict[str, int]:
        """What is still to come of each part, in rupiah."""
        return {
            "fine": max(self.fine_rp - self.paid_fine_rp, 0),
            "interest": self.row.interest_rp - self.paid_interest_rp,
            "principal": self.row.principal_rp - self.paid_principal_rp,
        }

    @property
    def owed_rp(self) -> int:
        """All of it."""
        return sum(self.owed.values())

    @property
    def paid_rp(self) -> int:
        """What it got, fines with it."""
        return self.paid_fine_rp + self.paid_interest_rp + self.paid_principal_rp

    @property
    def is_paid(self) -> bool:
        """Whether nothing of it is to come."""
        return not self.owed_rp

    @property
    def is_paid_in_time(self) -> bool:
        """Whether all of it was brought by its day."""
        return self.is_paid and self.last_paid_on is not None and (
            self.last_paid_on <= self.row.due_on
        )  # fmt: skip

    def end(self) -> None:
        """Keep what was paid and nothing else: what was to come stands in a new schedule."""
        self.row = replace(
            self.row, principal_rp=self.paid_principal_rp, interest_rp=self.paid_interest_rp
        )
        self.fine_rp = self.paid_fine_rp


@dataclass
class Progress:
    """A loan on a day. `held_rp` is kept for her from what she paid too much.

    The first `ended` parts are of schedules that do not count any more; `since` agreed the newest.
    """

    loan: Loan
    worked: Worked
    on: date
    parts: list[Part]
    held_rp: int
    left_rp: int = 0  # of the principal, as the book has it
    last_on: date | None = None  # of the newest payment
    payments: Sequence[Payment] = field(default_factory=list)
    ended: int = 0
    since: ReschedulingVote | None = None
    proposals: Sequence[Rescheduling] = field(default_factory=list)  # the newest first

    @property
    def current(self) -> list[Part]:
        """The instalments of the schedule that counts."""
        return self.parts[self.ended :]

    @property
    def paid_in_time(self) -> int:
        """How many of them were brought by their day."""
        return sum(one.is_paid_in_time for one in self.current)

    @property
    def _open(self) -> list[Part]:
        """Instalments that are not paid; none once the book holds nothing of the loan."""
        return [one for one in self.parts if not one.is_paid] if self.left_rp else []

    @property
    def due(self) -> list[Part]:
        """Instalments whose day has come and that are not paid, the oldest first."""
        return [one for one in self._open if one.row.due_on <= self.on]

    @property
    def payable(self) -> list[Part]:
        """The same, and the next one: who brings it a few days early has paid it."""
        later = [one for one in self.parts if one.row.due_on > self.on][:1]
        return [*self.due, *(one for one in later if one in self._open)]

    @property
    def asked_rp(self) -> int:
        """What the form proposes: what is due, else the next instalment, less what is kept."""
        wanted = self.due or self._open[:1]
        return max(sum(one.owed_rp for one in wanted) - self.held_rp, 0)

    @property
    def next(self) -> Part | None:
        """The oldest instalment that is not paid."""
        return next(iter(self._open), None)

    @property
    def overdue_rp(self) -> int:
        """What is late, less what is kept for her; what falls due today is not late."""
        late = sum(one.owed_rp for one in self.due if one.late_days)
        return max(late - self.held_rp, 0)

    @property
    def late_days(self) -> int:
        """For how many days the oldest unpaid instalment is late; 0 where nothing is."""
        return max((one.late_days for one in self.due), default=0) if self.overdue_rp else 0


class AsOf(NamedTuple):
    """A day gone by, as the book knew it at an entry."""

    on: date
    known: int


def taken_back(entry: str, as_of: AsOf | None) -> Q:
    """Return what picks rows whose entry is taken back: now, or by a day as known then."""
    if as_of is None:
        return Q(**{f"{entry}__taken_back_by__isnull": False})
    on, known = as_of
    by = f"{entry}__taken_back_by"
    return Q(**{f"{by}__value_on__lte": on, f"{by}__sequence__lte": known})


def standing_payments(
    village: Village, loans: Iterable[Loan], *, as_of: AsOf | None = None
) -> QuerySet[Payment]:
    """Return what was paid of loans and not taken back, in order; now, or by a day as known."""
    rows = Payment.objects.of(village).filter(loan__in=list(loans))
    if as_of is not None:
        rows = rows.filter(entry__value_on__lte=as_of.on, entry__sequence__lte=as_of.known)
    back = rows.filter(taken_back("entry", as_of)).values("pk")
    return rows.exclude(pk__in=back).select_related("entry").order_by("on", "pk")


class Kept(NamedTuple):
    """What the book has of a loan now: principal left, and what is kept for later, in rupiah."""

    left_rp: int
    held_rp: int


def read(
    loans: Sequence[Loan], *, village: Village, on: date, kept: dict[int, Kept],
    as_of: AsOf | None = None,
) -> dict[int, Progress]:  # fmt: skip
    """Return how far loans are on a day, by their ids: one query; `kept` by the same ids.

    One more where a loan may have a new schedule. With `as_of`, only what the book knew then
    counts.
    """
    proposals = phases.proposals(village, loans)
    payments, got = _paid(village, loans, as_of=as_of)
    return {
        loan.pk: _progress(
            loan, payments.get(loan.pk, []), got.get(loan.pk, []), on=on, kept=kept[loan.pk],
            votes=phases.counting(proposals.get(loan.pk, []), on=as_of.on if as_of else None),
            proposals=proposals.get(loan.pk, []),
        )
        for loan in loans
    }  # fmt: skip


class Got(NamedTuple):
    """What one instalment got of a payment, in whole rupiah, and on which day."""

    on: date
    row: int
    fine_rp: int
    interest_rp: int
    principal_rp: int


def _paid(
    village: Village, loans: Sequence[Loan], *, as_of: AsOf | None
) -> tuple[dict[int, list[Payment]], dict[int, list[Got]]]:
    """Return what was paid of loans and how it was shared, by their ids: one query."""
    payments: dict[int, list[Payment]] = {}
    got: dict[int, list[Got]] = {}
    shares = {f"row_{part}": F(f"shares__{part}") for part in Got._fields[1:]}
    rows = standing_payments(village, loans, as_of=as_of).annotate(**shares)
    seen = set()
    for one in rows.order_by("on", "pk", "shares__pk"):
        if one.pk not in seen:
            payments.setdefault(one.loan_id, []).append(one)
            seen.add(one.pk)
        of_row = [getattr(one, name) for name in shares]
        if of_row[0] is not None:  # of some payments all is kept for the next instalment
            got.setdefault(one.loan_id, []).append(Got(one.on, *of_row))
    return payments, got


def _progress(
    loan: Loan, payments: list[Payment], shares: list[Got], *, on: date, kept: Kept,
    votes: phases.Votes, proposals: list[Rescheduling],
) -> Progress:  # fmt: skip
    begun, worked = phases.worked_out(loan, votes)
    parts = [Part(row) for row in (*begun, *worked.rows)]
    for share in shares:
        part = parts[share.row - 1]
        part.paid_fine_rp += share.fine_rp
        part.paid_interest_rp += share.interest_rp
        part.paid_principal_rp += share.principal_rp
        part.last_paid_on = share.on
    ended = len(begun)
    for part in parts[:ended]:
        part.end()
    if votes:
        parts[ended].carried_fine_rp = votes[-1].fine_rp
    _fill_from_elsewhere(parts, kept.left_rp)
    for part in parts[ended:]:
        own = [share for share in shares if share.row == part.row.number]
        late_rp = fine_of(part, own, product=worked.deal.product, on=on)
        part.fine_rp = late_rp + part.carried_fine_rp
        part.late_days = 0 if part.is_paid else max((on - part.row.due_on).days, 0)
    last_on = payments[-1].on if payments else None
    return Progress(
        loan, worked, on, parts, kept.held_rp, left_rp=kept.left_rp, last_on=last_on,
        payments=payments, ended=ended, since=votes[-1] if votes else None, proposals=proposals,
    )  # fmt: skip


def _fill_from_elsewhere(parts: list[Part], left_rp: int) -> None:
    """Count what the book took off without an instalment: a settlement of who left."""
    paid = sum(one.paid_principal_rp for one in parts)
    extra_rp = sum(one.row.principal_rp for one in parts) - paid - left_rp
    for part in parts:
        taken_rp = max(min(part.owed["principal"], extra_rp), 0)
        part.paid_principal_rp += taken_rp
        extra_rp -= taken_rp


def fine_of(part: Part, shares: Iterable[Got], *, product: Product, on: date) -> int:
    """Return the fine that an instalment ran up by a day, in rupiah, rounded once."""
    if not product.fine_tenths:
        return 0
    row, grace = part.row, product.fine_grace_days

    def late(day: date) -> int:
        return max((day - row.due_on).days - grace, 0)

    paid = [(one.interest_rp + one.principal_rp, late(one.on)) for one in shares]
    rest = row.amount_rp - sum(amount for amount, _days in paid)
    rupiah_days = sum(amount * days for amount, days in paid) + rest * late(on)
    exact = Fraction(rupiah_days * product.fine_tenths, TENTHS)
    return min(rupiah(exact), row.amount_rp * product.fine_cap_percent // WHOLE)


@dataclass(frozen=True)
class Payoff:
    """What settles a loan on a day: the parts of each instalment, and the charge she is spared."""

    shares: list[tuple[int, dict[str, int]]]
    waived_rp: int
    held_rp: int

    @property
    def whole_rp(self) -> int:
        """All of it."""
        return sum(sum(parts.values()) for _row, parts in self.shares)

    @property
    def amount_rp(self) -> int:
        """What she brings: all of it, less what is kept for her."""
        return max(self.whole_rp - self.held_rp, 0)


@dataclass(frozen=True)
class Charge:
    """The charge of a schedule on a day, in whole rupiah: what is due, what the rest comes to."""

    due_rp: int  # of instalments whose day has come, not paid
    until_now_rp: int  # since the last due day
    carried_rp: int  # waited when the schedule was agreed, in instalments to come
    later_rp: int  # all of the instalments to come, without what was carried
    paid_rp: int  # of the instalments to come, paid already

    @property
    def owed_rp(self) -> int:
        """What has run up until today and is not paid."""
        return self.due_rp + max(self.until_now_rp + self.carried_rp - self.paid_rp, 0)


def charge_of(progress: Progress) -> Charge:
    """Return the charge of a loan on its day."""
    later = [one for one in progress.current if one.row.due_on > progress.on]
    come = len(progress.current) - len(later)
    carried = sum(one.row.carried_rp for one in later)
    rest = sum(one.row.interest_rp for one in later) - carried
    until_now = _until_today(progress.worked, come, on=progress.on) if later else 0
    return Charge(
        sum(one.owed["interest"] for one in progress.current[:come]), min(until_now, rest),
        carried, rest, sum(one.paid_interest_rp for one in later),
    )  # fmt: skip


def pay_off(progress: Progress) -> Payoff:
    """Return what settles a loan today: what is due, what is left, and the charge until today."""
    worked, charge = progress.worked, charge_of(progress)
    come = [one for one in progress.current if one.row.due_on <= progress.on]
    later = progress.current[len(come) :]
    shares = [(one.row.number, one.owed) for one in come]
    not_waived = WHOLE - worked.deal.product.waived_percent
    to_come = Fraction((charge.later_rp - charge.until_now_rp) * not_waived, WHOLE)
    charged = charge.until_now_rp + charge.carried_rp + int(rounded(to_come))
    unpaid = max(charged - charge.paid_rp, 0)
    for place, one in enumerate(later):
        shares.append((one.row.number, one.owed | {"interest": unpaid if place == 0 else 0}))
    every = charge.later_rp + charge.carried_rp
    return Payoff(
        [(row, parts) for row, parts in shares if sum(parts.values())],
        max(every - max(charged, charge.paid_rp), 0), progress.held_rp,
    )  # fmt: skip


def _until_today(worked: Worked, rows: int, *, on: date) -> int:
    """Return the charge since the last due day, by the days of the period that have gone by."""
    calendar = worked.calendar
    if worked.terms.method == Method.FLAT:  # a flat charge is of the whole loan, whatever is left
        since, until = calendar.due(rows), calendar.due(rows + 1)
        part = Fraction((on - since).days, (until - since).days)
        row = worked.rows[rows]
        return rupiah((row.interest_rp - row.carried_rp) * part)
    rates = worked.terms.rates
    assert rates.even is not None, "products charge the same each period"
    found = settling.pay_off(
        worked.plan, terms=worked.terms, calendar=calendar, rate=Fraction(rates.even, rates.one),
        paid_rows=rows, on=on,
    )  # fmt: skip
    return int(found.accrued)
