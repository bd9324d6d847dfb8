"""What this room holds about one person: transfers that were booked as hers.

Registered as a holding (villages/holdings.py). Day and sum stay with the book of all members; the
bank's words, which may name who sent the money, go.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.cash.sums import said
from rembuk.remittance.models import Credit, Identified, StatementRow
from rembuk.villages.holdings import Holding, Kept, Section
from rembuk.villages.models import Village
from rembuk.web.templatetags.rembuk import partial_date

KEPT = Kept(
    code="remittances",
    what=gettext_lazy("Days and sums of transfers from abroad, without a name"),
    why=gettext_lazy("The book belongs to all members: each of them may work it out again."),
    source=gettext_lazy("Law 27/2022, article 31; the rules of the group"),
)
GONE = "-"


def told(village: Village, ids: Sequence[int]) -> list[Section]:
    """Every transfer of a person, with the words of the bank."""
    rows = _of(village, ids).select_related("row", "group")
    return [Section(_("Transfers from abroad"), tuple(_row(one) for one in rows))]


def _row(one: Credit) -> tuple[tuple[str, str], ...]:
    assert one.row.on is not None
    assert one.row.amount_rp is not None
    facts = (
        (_("Cooperative"), one.group.name), (_("When"), partial_date(one.row.on)),
        (_("Sum"), said(one.row.amount_rp)), (_("What the bank wrote"), one.row.text),
    )  # fmt: skip
    return tuple((label, value) for label, value in facts if value)


def erase(village: Village, ids: Sequence[int], at: datetime) -> None:
    """Empty what the bank wrote, and how somebody knew whose it was."""
    mine = _of(village, ids)
    rows = StatementRow.objects.of(village).filter(credit__in=mine)
    rows.exclude(text="", reference="").update(text="", reference="")
    reasons = Identified.objects.of(village).filter(member__resident__in=ids)
    reasons.exclude(reason=GONE).update(reason=GONE)


def staying(village: Village, ids: Sequence[int]) -> dict[str, int]:
    """How many transfers stay, without a name."""
    return {KEPT.code: _of(village, ids).count()}


def _of(village: Village, ids: Sequence[int]) -> QuerySet[Credit]:
    hers = Q(member__resident__in=ids) | Q(identified__member__resident__in=ids)
    return Credit.objects.of(village).filter(hers).distinct().order_by("pk")


HOLDING = Holding(order=67, told=told, erase=erase, staying=staying, kept=(KEPT,))
