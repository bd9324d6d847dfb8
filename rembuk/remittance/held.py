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
from rembuk.coop.models import Member
from rembuk.remittance import dividing, family, owners, taking_back
from rembuk.remittance.dividing import Divided
from rembuk.remittance.models import (
    Credit,
    Division,
    FamilyConsent,
    Identified,
    StatementRow,
    TakenBack,
)
from rembuk.remittance.models.divisions import TOLD_ERASED
from rembuk.remittance.models.taking_back import REASON_ERASED
from rembuk.savings.rates import percent_told
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
    """Every transfer of a person, with the words of the bank, and how she divided them."""
    rows = _of(village, ids).select_related("row", "group")
    hers = Member.objects.of(village).filter(resident__in=ids).order_by("pk")
    divided = [one for member in hers for one in dividing.of(member)]
    back = [one for member in hers for one in taking_back.of(member)]
    return [
        Section(_("Transfers from abroad"), tuple(_row(one) for one in rows)),
        Section(_("How her transfers are divided"), tuple(_division(one) for one in divided)),
        Section(_("Transfers that were not hers"), tuple(_taken_back(one) for one in back)),
        Section(
            _("Who hears of transfers"),
            tuple(
                _hears(one) for one in _consents(village, ids).select_related("member__resident")
            ),
        ),
    ]


def _row(one: Credit) -> tuple[tuple[str, str], ...]:
    assert one.row.on is not None
    assert one.row.amount_rp is not None
    facts = (
        (_("Cooperative"), one.group.name), (_("When"), partial_date(one.row.on)),
        (_("Sum"), said(one.row.amount_rp)), (_("What the bank wrote"), one.row.text),
    )  # fmt: skip
    return tuple((label, value) for label, value in facts if value)


def _division(one: Divided) -> tuple[tuple[str, str], ...]:
    said_of = ", ".join(f"{part.label} {percent_told(part.share_bp)}" for part in one.parts)
    facts = ((_("When"), partial_date(one.division.since)), (_("Parts"), said_of),
             (_("How she told it"), one.division.told))  # fmt: skip
    return tuple((label, value) for label, value in facts if value)


def _taken_back(one: TakenBack) -> tuple[tuple[str, str], ...]:
    assert one.credit.row.amount_rp is not None
    return (
        (_("Taken back on"), partial_date(one.at)),
        (_("Sum"), said(one.credit.row.amount_rp)),
        (_("Why"), one.reason),
    )


def _hears(one: FamilyConsent) -> tuple[tuple[str, str], ...]:
    facts = ((_("When"), partial_date(one.at)), (_("Transfers of"), one.member.name),
             (_("Who hears of them"), one.resident.name if one.resident else _("Nobody")),
             (_("What she sees"), one.get_shows_display()))  # fmt: skip
    return tuple((label, str(value)) for label, value in facts if value)


def erase(village: Village, ids: Sequence[int], at: datetime) -> None:
    """Empty what the bank wrote, and how somebody knew whose it was."""
    mine = _of(village, ids)
    rows = StatementRow.objects.of(village).filter(credit__in=mine)
    rows.exclude(text="", reference="").update(text="", reference="")
    reasons = Identified.objects.of(village).filter(member__resident__in=ids)
    reasons.exclude(reason=GONE).update(reason=GONE)
    back = TakenBack.objects.of(village).filter(member__resident__in=ids)
    back.exclude(reason=REASON_ERASED).update(reason=REASON_ERASED)
    told_of = Division.objects.of(village).filter(member__resident__in=ids)
    told_of.exclude(told__in=["", TOLD_ERASED]).update(told=TOLD_ERASED)
    for member in Member.objects.of(village).filter(
        pk__in=_consents(village, ids).values("member")
    ):
        family.end(member=member, about=ids, at=at)


def staying(village: Village, ids: Sequence[int]) -> dict[str, int]:
    """How many transfers stay, without a name."""
    return {KEPT.code: _of(village, ids).count()}


def _of(village: Village, ids: Sequence[int]) -> QuerySet[Credit]:
    numbered = owners.by_number(village).filter(member__resident__in=ids)
    found = owners.identified(village).filter(member__resident__in=ids)
    hers = Q(pk__in=numbered.values("pk")) | Q(pk__in=found.values("credit"))
    return Credit.objects.of(village).filter(hers).order_by("pk")


def _consents(village: Village, ids: Sequence[int]) -> QuerySet[FamilyConsent]:
    """Return what was said of who hears of transfers: her own, and where she is who hears."""
    either = Q(member__resident__in=ids) | Q(resident__in=ids)
    rows = FamilyConsent.objects.of(village).filter(either)
    return rows.select_related("resident").order_by("at", "pk")


HOLDING = Holding(order=67, told=told, erase=erase, staying=staying, kept=(KEPT,))
