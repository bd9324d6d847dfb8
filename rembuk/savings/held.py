"""What this room holds about one person: her accounts, blocks, placed sums and goals.

Registered as a holding (villages/holdings.py). Sums and days stay with the book, which belongs to
all members; what a goal was for and why money was blocked go.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.cash.sums import said
from rembuk.savings.models import (
    Aim,
    Block,
    BlockLifted,
    Closing,
    Goal,
    GoalNote,
    Placement,
    Promise,
    SavingsAccount,
    TaxSlip,
)
from rembuk.savings.models.accounts import ERASED
from rembuk.villages.holdings import Holding, Kept, Section
from rembuk.villages.models import Village
from rembuk.web.templatetags.rembuk import partial_date

ACCOUNTS_KEPT = Kept(
    code="savings_accounts",
    what=gettext_lazy("Numbers, days and sums of savings accounts, without a name"),
    why=gettext_lazy("The book belongs to all members: each of them may work it out again."),
    source=gettext_lazy("Law 27/2022, article 31; the rules of the group"),
)
Row = tuple[tuple[str, str], ...]


def told(village: Village, ids: Sequence[int]) -> list[Section]:
    """Every account of a person, what was blocked of it, and what she saves for."""
    mine = _of(village, ids).select_related("product", "member__group")
    placed = Placement.objects.of(village).filter(account__in=mine).order_by("placed_on", "pk")
    blocked = Block.objects.of(village).filter(account__in=mine).order_by("since", "pk")
    closed = Closing.objects.of(village).filter(account__in=mine).order_by("on", "pk")
    newer = Promise.objects.of(village).filter(account__in=mine, told_on__isnull=False)
    slips = TaxSlip.objects.of(village).filter(member__resident__in=ids).select_related("run")
    aims = Aim.objects.of(village).filter(goal__member__resident__in=ids).order_by("pk")
    notes = GoalNote.objects.of(village).filter(goal__member__resident__in=ids)
    return [
        Section(_("Savings accounts"), tuple(_account(one) for one in mine), goes=""),
        Section(_("Placed sums"), tuple(_placed(one) for one in placed), goes=""),
        Section(_("Blocked money"), tuple(_blocked(one) for one in blocked)),
        Section(_("Closed accounts"), tuple(_closing(one) for one in closed)),
        Section(_("Newer terms"), tuple(_newer(one) for one in newer.order_by("since", "pk"))),
        Section(
            _("Slips of tax"), tuple(_slip(one) for one in slips.order_by("run__month", "pk")),
            goes="",
        ),
        Section(_("Goals"), tuple(_aim(one) for one in aims.select_related("goal"))),
        Section(
            _("What she noted for a goal"), tuple(_note(one) for one in notes.order_by("on", "pk")),
            goes="",
        ),
    ]  # fmt: skip


def _account(one: SavingsAccount) -> Row:
    return (
        (_("Cooperative"), one.member.group.name), (_("Account number"), one.number),
        (_("Savings product"), one.product.name), (_("When"), partial_date(one.opened_on)),
    )  # fmt: skip


def _placed(one: Placement) -> Row:
    return (
        (_("Sum"), said(one.principal_rp)), (_("When"), partial_date(one.placed_on)),
        (_("Promised for"), partial_date(one.due_on)),
    )  # fmt: skip


def _blocked(one: Block) -> Row:
    return (
        (_("Sum"), said(one.amount_rp)), (_("When"), partial_date(one.since)),
        (_("Why"), one.reason),
    )  # fmt: skip


def _closing(one: Closing) -> Row:
    return ((_("When"), partial_date(one.on)), (_("Why"), one.reason))


def _newer(one: Promise) -> Row:
    assert one.told_on is not None
    return ((_("When"), partial_date(one.told_on)), (_("How was she told?"), one.told))


def _slip(one: TaxSlip) -> Row:
    return (
        (_("Number"), one.number), (_("Month"), partial_date(one.run.month, "month")),
        (_("Interest"), said(one.interest_rp)), (_("Tax withheld"), said(one.tax_rp)),
    )  # fmt: skip


def _aim(one: Aim) -> Row:
    facts = ((_("What for"), one.name), (_("Sum"), said(one.target_rp)),
             (_("Where the money is"), one.goal.where))  # fmt: skip
    return tuple((label, value) for label, value in facts if value)


def _note(one: GoalNote) -> Row:
    return ((_("When"), partial_date(one.on)), (_("Sum"), said(one.saved_rp)))


def erase(village: Village, ids: Sequence[int], at: datetime) -> None:
    """Empty what goals were for, where their money was, and why something was blocked or closed."""
    mine = _of(village, ids)
    goals = Goal.objects.of(village).filter(member__resident__in=ids)
    Aim.objects.of(village).filter(goal__in=goals).exclude(name=ERASED).update(name=ERASED)
    goals.exclude(where__in=["", ERASED]).update(where=ERASED)
    blocks = Block.objects.of(village).filter(account__in=mine)
    closed = Closing.objects.of(village).filter(account__in=mine)
    closed.exclude(reason=ERASED).update(reason=ERASED)
    told = Promise.objects.of(village).filter(account__in=mine)
    told.exclude(told__in=["", ERASED]).update(told=ERASED)
    lifted = BlockLifted.objects.of(village).filter(block__in=blocks)
    lifted.exclude(reason=ERASED).update(reason=ERASED)
    blocks.exclude(reason=ERASED).update(reason=ERASED)


def staying(village: Village, ids: Sequence[int]) -> dict[str, int]:
    """How many accounts stay, without a name."""
    return {ACCOUNTS_KEPT.code: _of(village, ids).count()}


def _of(village: Village, ids: Sequence[int]) -> QuerySet[SavingsAccount]:
    rows = SavingsAccount.objects.of(village).filter(member__resident__in=ids)
    return rows.order_by("pk")


HOLDING = Holding(order=66, told=told, erase=erase, staying=staying, kept=(ACCOUNTS_KEPT,))
