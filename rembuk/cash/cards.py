"""What a group's money puts on 'Hari ini' of who records it and of who approves it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.cash import approving, closing, expected, limits, shown
from rembuk.cash.models import ExpectedMoney, LimitChange
from rembuk.cash.purposes import Way
from rembuk.ledger import reading
from rembuk.ledger.posting import REVERSAL
from rembuk.ledger.reading import Pending
from rembuk.lib import words
from rembuk.villages.access import VillageRequest
from rembuk.villages.models import Group
from rembuk.villages.permissions import Office
from rembuk.web.today import Card, Urgency

EXPECTED_TOLD = 3  # of the sums that wait, so many are named on the card
REFUSED_DAYS = 60  # nobody is told later what she never opened: it is past


def to_approve(request: VillageRequest) -> Iterator[Card]:
    """What waits for approval in the group of the office the person acts in."""
    for asked in reading.waiting_in(request.village, _mine(request)):
        if asked.maker_id != request.user.pk:
            yield _waits(request, asked)


def approvable(request: VillageRequest) -> list[QuerySet[Pending]]:
    """Return the rows that to_approve tells of."""
    return [reading.waiting_rows(request.village, _mine(request))]


def to_confirm(request: VillageRequest) -> Iterator[Card]:
    """The month that the treasurer asks to close."""
    if request.acting.group_id is None:
        return
    for book, first in closing.months_asked(request.village, request.acting.group_id):
        month = words.month_of_year(first, language=request.LANGUAGE_CODE)
        yield Card(
            urgency=Urgency.WAITS_FOR_APPROVAL,
            title=_("%(month)s waits to be closed") % {"month": month},
            why=_("The treasurer closed every day. Look at the month, then confirm it."),
            button=_("Read and decide"),
            url=reverse("cash:month", args=[request.village.slug, book.group_id, first]),
            icon="coop",
        )


def refused(request: VillageRequest) -> Iterator[Card]:
    """What was asked for and refused, with the reason, until who asked has read it."""
    since = request.today - timedelta(days=REFUSED_DAYS)
    rows = reading.refused_to(
        request.village, _mine(request), maker=request.user, since=since
    )  # fmt: skip
    for asked in approving.unread(rows):
        amount = words.grouped(approving.amount_of(asked), language=request.LANGUAGE_CODE)
        done = asked.resolution
        assert done.by is not None, "a person refuses"
        yield Card(
            urgency=Urgency.WAITS_FOR_REPLY,
            title=_("Refused: Rp%(amount)s, %(what)s") % {
                "amount": amount, "what": shown.what_waits(asked),
            },
            why=_("%(name)s: %(reason)s") % {"name": done.by.name, "reason": done.reason},
            button=_("Read it"),
            url=reverse("cash:asked", args=[request.village.slug, asked.book.group_id, asked.pk]),
            icon="coop",
        )  # fmt: skip


def refusals(request: VillageRequest) -> list[QuerySet[Pending]]:
    """Return the rows that refused tells of."""
    since = request.today - timedelta(days=REFUSED_DAYS)
    groups = _mine(request)
    return [reading.refused_rows(request.village, groups, maker=request.user, since=since)]


def _mine(request: VillageRequest) -> list[int]:
    return [request.acting.group_id] if request.acting.group_id else []


def limits_to_agree(request: VillageRequest) -> list[QuerySet[LimitChange]]:
    """Return the rows that to_agree tells of."""
    return [limits.waiting_rows(request.village, one) for one in _mine(request)]


def bookable(request: VillageRequest) -> list[QuerySet[ExpectedMoney]]:
    """Return the rows that to_book tells of."""
    return [expected.waiting_rows(request.village, _mine(request))]


def to_agree(request: VillageRequest) -> Iterator[Card]:
    """Another limit that the chair asks for: for who records."""
    group_id = request.acting.group_id
    waits = limits.waiting_in(request.village, group_id) if group_id else None
    if waits and waits.maker_id != request.user.pk:
        amount = words.grouped(waits.limit_rp, language=request.LANGUAGE_CODE)
        yield Card(
            urgency=Urgency.WAITS_FOR_APPROVAL,
            title=_("Two people from Rp%(amount)s on: do you agree?") % {"amount": amount},
            why=_("%(name)s asks for it: %(reason)s")
            % {"name": waits.maker.name, "reason": waits.reason},
            button=_("Read and decide"),
            url=reverse("cash:limit", args=[request.village.slug, group_id]),
            icon="coop",
        )


def to_book(request: VillageRequest) -> Iterator[Card]:
    """What other officers say came or is to be paid: for who records."""
    group_id = request.acting.group_id
    waits = expected.waiting(request.village, [group_id]) if group_id else []
    if waits:
        told = [
            f"{one.party} Rp{words.grouped(one.amount_rp, language=request.LANGUAGE_CODE)}"
            for one in waits[:EXPECTED_TOLD]
        ]
        yield Card(
            urgency=Urgency.WAITS_FOR_APPROVAL,
            title=ngettext(
                "Money that waits to be recorded: %(count)s sum",
                "Money that waits to be recorded: %(count)s sums",
                len(waits),
            )
            % {"count": len(waits)},
            why="; ".join(told),
            button=_("See and record"),
            url=reverse("cash:expected", args=[request.village.slug, group_id]),
            icon="coop",
        )


def to_read(request: VillageRequest) -> Iterator[Card]:
    """A member's way to the passbook of her group; the sum itself waits for the tap."""
    if request.acting.office == Office.GROUP_MEMBER and request.acting.group:
        group = request.acting.group
        yield Card(
            urgency=Urgency.SUGGESTION,
            title=_("Group cash of %(group)s") % {"group": group.name},
            why=_("What came in, what went out, and who recorded it."),
            button=_("Open the passbook"),
            url=reverse("cash:purse", args=[request.village.slug, group.pk]),
            icon="coop",
        )


def to_close(request: VillageRequest) -> Iterator[Card]:
    """The last day that nobody closed, and the month that is over: for who records."""
    group_id = request.acting.group_id
    if group_id is None:
        return
    found = closing.left_open(request.village, group_id, today=request.today)
    if found is None:
        return
    language, slug = request.LANGUAGE_CODE, request.village.slug
    if found.day:
        day = words.plain_day(found.day, language=language)
        yield Card(
            urgency=Urgency.DUE_TODAY,
            title=_("The cash of %(day)s is not closed") % {"day": day},
            why=_("Count the money and compare it with the book while you remember."),
            button=_("Count the cash"),
            url=reverse("cash:day", args=[slug, group_id, found.day]),
            icon="coop",
        )
    elif found.month:
        month = words.month_of_year(found.month, language=language)
        yield Card(
            urgency=Urgency.SUGGESTION,
            title=_("%(month)s can be closed") % {"month": month},
            why=_("Every day of it is closed. Ask the chair to confirm the month."),
            button=_("Close the month"),
            url=reverse(_month_page(request), args=[slug, group_id, found.month]),
            icon="coop",
        )


def _month_page(request: VillageRequest) -> str:
    """A cooperative has runs to do first; other groups only ask the chair."""
    group = request.acting.group
    is_coop = group is not None and group.kind == Group.Kind.COOPERATIVE
    return "cash:month_end" if is_coop else "cash:month"


def _waits(request: VillageRequest, asked: Pending) -> Card:
    amount = words.grouped(approving.amount_of(asked), language=request.LANGUAGE_CODE)
    told = {"amount": amount, "name": asked.maker.name, "group": asked.book.group.name}
    if asked.kind == REVERSAL and approving.is_out(asked):
        title = _("Money out of Rp%(amount)s waits for you")
        why = _("%(name)s asks for it: %(what)s, from %(group)s.")
    elif asked.kind == Way.OUT:
        title = _("Money out of Rp%(amount)s waits for you")
        why = _("%(name)s asks for it, for %(party)s, from %(group)s.")
    else:
        title = _("Rp%(amount)s waits for you: %(what)s")
        why = _("%(name)s asks for it, in the cash of %(group)s.")
    told |= {"party": asked.party, "what": shown.what_waits(asked)}
    return Card(
        urgency=Urgency.WAITS_FOR_APPROVAL,
        title=title % told,
        why=why % told,
        button=_("Read and decide"),
        url=reverse("cash:asked", args=[request.village.slug, asked.book.group_id, asked.pk]),
        icon="coop",
        due_on=asked.expires_on,
    )
