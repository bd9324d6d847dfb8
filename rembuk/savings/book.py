"""A member's savings in her own book, in what she would get if she left, and on 'Hari ini'."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rembuk.cash.sums import said
from rembuk.coop import offices
from rembuk.coop.exits import Part, Source
from rembuk.coop.models import Member
from rembuk.coop.passbook import Kind
from rembuk.ledger import reading
from rembuk.ledger.reading import Book
from rembuk.lib import words
from rembuk.savings import accounts, goals, terms
from rembuk.savings.goals import Progress
from rembuk.savings.models import Goal, Placement, SavingsAccount
from rembuk.savings.models.products import Control
from rembuk.villages.access import VillageRequest
from rembuk.web.today import Card, Urgency

SOON = timedelta(days=14)


def kinds_of(member: Member) -> list[Kind]:
    """Return a member's savings accounts for her own book: how far a goal is, when a term ends."""
    found = _of(member)
    if not found:
        return []
    controls = {one.product.control for one in found}
    aims = goals.with_account(member) if Control.GOAL in controls else []
    told = {goal.account_id: goal for goal in aims}
    placed = accounts.placed(member.village, found) if Control.TERM in controls else {}
    return [
        Kind(one.code, one.code, f"{one.product.name} {one.number}",
             _about(told.get(one.pk), placed.get(one.pk)))
        for one in found
    ]  # fmt: skip


def _of(member: Member) -> list[SavingsAccount]:
    rows = SavingsAccount.objects.of(member.village).filter(member=member)
    found = list(rows.select_related("product").order_by("serial", "pk"))
    for one in found:
        one.member = member
    return found


def _about(goal: Goal | None, placement: Placement | None) -> Callable[[int], str]:
    def tell(held_rp: int) -> str:
        if placement is not None:
            day = words.plain_day(placement.due_on, language=get_language() or "id")
            if placement.renews:
                return _("Placed until %(day)s, then on for another term") % {"day": day}
            return _("Placed until %(day)s, then into her sukarela account") % {"day": day}
        if goal is None:
            return ""
        (one,) = goals.progress([goal], held={goal.account_id or 0: held_rp}, on=date.min)
        return goal_told(one)

    return tell


def goal_told(one: Progress) -> str:
    """Say in a line how far a goal is."""
    told = {"name": one.aim.name, "target": said(one.aim.target_rp), "left": said(one.left_rp)}
    if not one.left_rp:
        return _("%(name)s: %(target)s is reached") % told
    if one.aim.wanted_on is None:
        return _("%(name)s: still %(left)s of %(target)s") % told
    told["day"] = words.plain_day(one.aim.wanted_on, language=get_language() or "id")
    return _("%(name)s: still %(left)s of %(target)s until %(day)s") % told


def _parts_of(book: Book, member: Member, on: date) -> Sequence[Part]:
    """Return what of a member's savings she takes home if she leaves: all but what is blocked.

    A placed sum counts once its term is ended or broken: until then it belongs to its promise.
    """
    found = _of(member)
    if any(one.product.control == Control.TERM for one in found):
        placed = accounts.placed(member.village, found)
        found = [one for one in found if one.pk not in placed]
    if not found:
        return []
    blocked = accounts.blocked_rp(member.village, found, on=on)
    held = reading.purses_now(book, [one.code for one in found])
    return [
        Part(one.product.name, one.code, max(held[one.code].free_rp - blocked.get(one.pk, 0), 0))
        for one in found
    ]


def _owes_nothing(_book: Book, _member: Member, _on: date) -> Sequence[Part]:
    """Return what a member owes of savings: nothing."""
    return []


LEAVING = Source(_parts_of, _owes_nothing)


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
