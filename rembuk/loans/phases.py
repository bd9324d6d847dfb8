"""The schedules of one loan, one after another: what was paid stays, a new one begins after it.

A new schedule begins with the principal of the day it was agreed. The charge that waited is laid
over its instalments in equal parts, and bears no charge itself; the fine that waited, unless it
was forgiven, comes with the first of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Exists, OuterRef

from rembuk.loans import deals
from rembuk.loans.deals import Changed, Deal, Row, Worked
from rembuk.loans.models import Loan, Rescheduling, ReschedulingVote
from rembuk.villages.models import Village

Votes = Sequence[ReschedulingVote]
AGREED = ReschedulingVote.Outcome.AGREED


def proposals(village: Village, loans: Iterable[Loan]) -> dict[int, list[Rescheduling]]:
    """Return what was proposed for loans, the newest first, by loan: one query.

    None is asked where all of the loans are known to have none.
    """
    asked = {one.pk: one for one in loans if getattr(one, "is_rescheduled", True)}
    found: dict[int, list[Rescheduling]] = {}
    if asked:
        rows = Rescheduling.objects.of(village).filter(loan__in=asked)
        told = rows.select_related("by", "answer__by", "answer__back__by")
        for one in told.order_by("-attempt", "-pk"):
            one.loan = asked[one.loan_id]
            found.setdefault(one.loan_id, []).append(one)
    return found


def counting(rows: Iterable[Rescheduling], *, on: date | None = None) -> list[ReschedulingVote]:
    """Return the answers that make a new schedule of these, the first agreed first.

    Now, or with `on` as it was at the end of that day; who agrees does it on the day itself.
    """
    found = []
    for row in rows:
        vote = getattr(row, "answer", None)
        if vote is None or vote.outcome != AGREED or (on is not None and vote.on > on):
            continue
        back = getattr(vote, "back", None)
        if back is None or (on is not None and back.on > on):
            found.append(vote)
    return sorted(found, key=lambda one: one.pk)


def is_proposed(village: Village) -> Exists:
    """Ask beside a query of loans whether a new schedule was ever proposed (`is_rescheduled`)."""
    return Exists(Rescheduling.objects.of(village).filter(loan=OuterRef("pk")))


def worked_out(loan: Loan, votes: Votes) -> tuple[list[Row], Worked]:
    """Return the rows that were begun under earlier schedules, and the schedule that counts."""
    ended: list[Row] = []
    worked = deals.worked_out(deals.of_loan(loan))
    for vote in votes:
        ended = [*ended, *worked.rows][: vote.from_row - 1]
        worked = of_vote(loan, vote)
    return ended, worked


def of_vote(loan: Loan, vote: ReschedulingVote) -> Worked:
    """Return the schedule that was agreed."""
    deal = changed(loan, vote.rescheduling, principal_rp=vote.principal_rp, on=vote.on)
    return laid_out(deal, charge_rp=vote.charge_rp, from_row=vote.from_row)


def changed(loan: Loan, told: Rescheduling, *, principal_rp: int, on: date) -> Deal:
    """Return what is left of a loan as a deal of its own, from a day on."""
    terms = Changed(told.percent_year, told.grace)
    return Deal(loan.application.product, principal_rp, told.periods, on, terms)


def laid_out(deal: Deal, *, charge_rp: int, from_row: int) -> Worked:
    """Work a new schedule out: rows numbered from `from_row`, with the charge that waited.

    What does not divide evenly comes with the last row.
    """
    worked = deals.worked_out(deal)
    many = len(worked.rows)
    each, rest = divmod(charge_rp, many)
    parts = [each] * (many - 1) + [each + rest]
    rows = [
        replace(row, number=from_row + place, interest_rp=row.interest_rp + part, carried_rp=part)
        for place, (row, part) in enumerate(zip(worked.rows, parts, strict=True))
    ]
    return replace(worked, rows=rows)
