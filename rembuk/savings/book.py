"""A member's savings in her own book, in what she would get if she left, and on 'Hari ini'."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rembuk.cash.sums import said
from rembuk.coop import offices
from rembuk.coop.models import Member
from rembuk.coop.passbook import Kind
from rembuk.ledger.reading import Purse
from rembuk.lib import words
from rembuk.savings import accounts, terms
from rembuk.savings.goals import Progress
from rembuk.savings.models import Aim, Goal, Placement, Promise, SavingsAccount
from rembuk.savings.rates import percent_told
from rembuk.villages.access import VillageRequest
from rembuk.web.today import Card, Urgency

SOON = timedelta(days=14)
AIM = ("name", "target_rp", "wanted_on")


def kinds_of(member: Member, on: date) -> list[Kind]:
    """Return a member's savings accounts for her own book: one query.

    Each says how far its goal is, when its term ends, what will be promised, that it is closed;
    and what of it she takes home when she leaves: all but what is blocked. A placed sum counts once
    its term is ended or broken: until then it belongs to its promise.
    """
    rows = SavingsAccount.objects.of(member.village).filter(member=member)
    found = list(_with_facts(rows, member, on).order_by("serial", "pk"))
    for one in found:
        one.member = member
    return [
        Kind(one.code, one.code, f"{one.product.name} {one.number}", _about(one), _leaves(one))
        for one in found
    ]


def _with_facts(
    rows: QuerySet[SavingsAccount], member: Member, on: date
) -> QuerySet[SavingsAccount]:
    """Annotate accounts with what stands in other tables: each is one row, or a sum."""
    village, hers = member.village, OuterRef("pk")
    aims = Aim.objects.of(village).filter(goal__account=hers).order_by("-pk")
    placed = Placement.objects.of(village).filter(account=hers, end__isnull=True).order_by("pk")
    to_come = Promise.objects.of(village).filter(account=hers, since__gt=on).order_by("since")
    blocked = accounts.blocks_on(village, on).filter(account=hers).order_by().values("account")
    return accounts.with_closing(rows, village).select_related("product").annotate(
        **{f"aim_{name}": Subquery(aims.values(name)[:1]) for name in AIM},
        placed_until=Subquery(placed.values("due_on")[:1]),
        goes_on=Subquery(placed.values("renews")[:1]),
        next_since=Subquery(to_come.values("since")[:1]),
        next_rate_bp=Subquery(to_come.values("version__rate_bp")[:1]),
        blocked_rp=Subquery(blocked.annotate(sum=Sum("amount_rp")).values("sum")),
    )  # fmt: skip


def _leaves(one: Any) -> Callable[[Purse], int]:
    if one.placed_until is not None:
        return lambda _purse: 0
    return lambda purse: max(purse.free_rp - (one.blocked_rp or 0), 0)


def _about(one: Any) -> Callable[[int], str]:
    """Say what else there is to an account of _with_facts."""

    def tell(held_rp: int) -> str:
        if one.closed_on is not None:
            return _("Closed on %(day)s") % {"day": _day(one.closed_on)}
        told = []
        if one.placed_until is not None:
            words_ = (
                _("Placed until %(day)s, then on for another term")
                if one.goes_on
                else _("Placed until %(day)s, then into her sukarela account")
            )
            told.append(words_ % {"day": _day(one.placed_until)})
        if one.aim_name:
            aim = Aim(name=one.aim_name, target_rp=one.aim_target_rp, wanted_on=one.aim_wanted_on)
            told.append(goal_told(Progress(Goal(), aim, held_rp, date.min)))
        if one.next_since is not None:
            rate = {"rate": percent_told(one.next_rate_bp), "day": _day(one.next_since)}
            told.append(_("From %(day)s on %(rate)s a year") % rate)
        return " · ".join(told)

    return tell


def _day(day: date) -> str:
    return words.plain_day(day, language=get_language() or "id")


def goal_told(one: Progress) -> str:
    """Say in a line how far a goal is."""
    told = {"name": one.aim.name, "target": said(one.aim.target_rp), "left": said(one.left_rp)}
    if not one.left_rp:
        return _("%(name)s: %(target)s is reached") % told
    if one.aim.wanted_on is None:
        return _("%(name)s: still %(left)s of %(target)s") % told
    told["day"] = _day(one.aim.wanted_on)
    return _("%(name)s: still %(left)s of %(target)s until %(day)s") % told


def terms_due(request: VillageRequest) -> Iterator[Card]:
    """Placed sums whose day is near: for the treasurer."""
    group = request.acting.group
    if group is None or not offices.is_of_cooperative(request.acting):
        return
    found = list(_near(request))
    if not found:
        return
    yield Card(
        urgency=Urgency.DUE_TODAY,
        title=ngettext(
            "A placed sum is due", "%(n)s placed sums are due", len(found)
        ) % {"n": len(found)},
        why=_("The cooperative promised it by a day."), button=_("Open the list"),
        url=reverse("savings:terms", args=[request.village.slug, group.pk]), icon="coop",
        due_on=found[0].due_on,
    )  # fmt: skip


def near_rows(request: VillageRequest) -> list[QuerySet[Placement]]:
    """Return the rows that terms_due tells of."""
    group = request.acting.group
    return [_near(request)] if group and offices.is_of_cooperative(request.acting) else []


def _near(request: VillageRequest) -> QuerySet[Placement]:
    assert request.acting.group is not None
    return terms.due(request.acting.group, request.today + SOON)
