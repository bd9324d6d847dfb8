"""What loans hold about one person: what she asked for and said, and who decided.

The words go when she asks; the sums of a loan are part of the cooperative's books and stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.cash.sums import said
from rembuk.loans.models import (
    Application,
    Decision,
    Rescheduling,
    ReschedulingBack,
    ReschedulingVote,
    WriteOff,
    WriteOffVote,
)
from rembuk.villages.holdings import Holding, Kept, Section
from rembuk.villages.models import Village
from rembuk.web.templatetags.rembuk import partial_date

ERASED = "-"
KEPT = Kept(
    code="loans",
    what=gettext_lazy("Sums and days of loans, on a record without a name"),
    why=gettext_lazy("The book belongs to all members: each of them may work it out again."),
    source=gettext_lazy("Law 27/2022, article 31; the rules of the group"),
)


def told(village: Village, ids: Sequence[int]) -> list[Section]:
    """Every application of a person, with what was decided."""
    rows = _of(village, ids).select_related("product", "member__group")
    rows = rows.prefetch_related("decisions__by")
    goes = _("Loans she asked for: her words and the notes of the committee")
    return [
        Section(_("Loans she asked for"), tuple(_row(one) for one in rows), goes=goes),
        Section(
            _("Loans taken off the books"), tuple(map(_written, _written_of(village, ids))),
            goes=_("Loans taken off the books: the reason and the notes"),
        ),
        Section(
            _("New schedules for loans"), tuple(map(_scheduled, _scheduled_of(village, ids))),
            goes=_("New schedules for loans: the reasons and the notes"),
        ),
    ]  # fmt: skip


def _row(one: Application) -> tuple[tuple[str, str], ...]:
    facts = [
        (_("Cooperative"), one.member.group.name), (_("When"), partial_date(one.on)),
        (_("Product"), one.product.name), (_("Loan"), said(one.principal_rp)),
        (_("What the loan is for"), one.purpose),
        (_("The household earns in a month"), said(one.income_rp)),
        (_("It needs in a month"), said(one.costs_rp)),
        (_("It pays back elsewhere in a month"), said(one.debts_rp)),
        (_("She puts in herself"), said(one.own_rp)),
        (_("Who knows her, what she paid back"), one.trust),
        (_("What stands for the loan"), one.security), (_("What could go wrong"), one.risk),
    ]  # fmt: skip
    for decision in one.decisions.all():
        words = f"{decision.by.name}: {decision.get_outcome_display()} {decision.note}"
        facts.append((_("Decision"), words.strip()))
    return tuple((label, value) for label, value in facts if value)


def _written(one: WriteOff) -> tuple[tuple[str, str], ...]:
    facts = [
        (_("When"), partial_date(one.on)), (_("Loan"), one.loan.number),
        (_("Still owed"), said(one.claim_rp)), (_("Why"), one.why), (_("Source"), one.source),
    ]  # fmt: skip
    for vote in one.votes.all():
        facts.append(
            (_("Decision"), f"{vote.by.name}: {vote.get_outcome_display()} {vote.note}".strip())
        )
    facts += [
        (_("Came back"), f"{partial_date(money.on)}: {said(money.amount_rp)}")
        for money in one.recoveries.all()
    ]
    return tuple((label, value) for label, value in facts if value)


def _scheduled(one: Rescheduling) -> tuple[tuple[str, str], ...]:
    facts = [
        (_("When"), partial_date(one.on)), (_("Loan"), one.loan.number), (_("Why"), one.why),
        (_("Source"), one.source), (_("Instalments from then on"), str(one.periods)),
    ]  # fmt: skip
    vote = getattr(one, "answer", None)
    if vote is not None:
        told = f"{vote.by.name}: {vote.get_outcome_display()} {vote.note}".strip()
        facts.append((_("Decision"), told))
        if hasattr(vote, "back"):
            facts.append((_("Taken back"), vote.back.reason))
    return tuple((label, value) for label, value in facts if value)


def erase(village: Village, ids: Sequence[int], _at: datetime) -> None:
    """Empty her words and the notes about her."""
    mine = _of(village, ids).order_by()
    mine.exclude(purpose=ERASED).update(purpose=ERASED)
    for field in ("trust", "security", "risk"):
        mine.exclude(**{field: ""}).update(**{field: ""})
    notes = Decision.objects.of(village).filter(application__in=mine)
    notes.exclude(note="").update(note="")
    written = WriteOff.objects.of(village).filter(loan__application__in=mine)
    votes = WriteOffVote.objects.of(village).filter(write_off__in=written)
    votes.exclude(note="").update(note="")
    written.exclude(why=ERASED).update(why=ERASED)
    scheduled = Rescheduling.objects.of(village).filter(loan__application__in=mine)
    answers = ReschedulingVote.objects.of(village).filter(rescheduling__in=scheduled)
    answers.exclude(note="").update(note="")
    undone = ReschedulingBack.objects.of(village).filter(vote__in=answers)
    undone.exclude(reason=ERASED).update(reason=ERASED)
    scheduled.exclude(why=ERASED).update(why=ERASED)


def staying(village: Village, ids: Sequence[int]) -> dict[str, int]:
    """How many applications stay, without a name or a word."""
    return {KEPT.code: _of(village, ids).count()}


def _of(village: Village, ids: Sequence[int]) -> QuerySet[Application]:
    return Application.objects.of(village).filter(member__resident__in=ids).order_by("pk")


def _written_of(village: Village, ids: Sequence[int]) -> QuerySet[WriteOff]:
    rows = WriteOff.objects.of(village).filter(loan__application__member__resident__in=ids)
    return rows.select_related("loan").prefetch_related("votes__by", "recoveries").order_by("pk")


def _scheduled_of(village: Village, ids: Sequence[int]) -> QuerySet[Rescheduling]:
    rows = Rescheduling.objects.of(village).filter(loan__application__member__resident__in=ids)
    return rows.select_related("loan", "answer__by", "answer__back").order_by("pk")


HOLDING = Holding(order=66, told=told, erase=erase, staying=staying, kept=(KEPT,))
