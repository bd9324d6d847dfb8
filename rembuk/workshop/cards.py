"""What the orders of a group put on 'Hari ini' of who records its work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.cash.sums import said
from rembuk.villages.access import VillageRequest
from rembuk.villages.models import OfficeTerm
from rembuk.web.today import Card, Urgency
from rembuk.workshop import payments, stages
from rembuk.workshop.models import Stage
from rembuk.workshop.stages import Standing

OWES_DAYS = 7  # so long after handing over nobody is reminded
TO_DO = (Stage.ORDERED, Stage.CUTTING, Stage.SEWING, Stage.MAKING)  # pieces are still to come


def of_makers(term: OfficeTerm) -> bool:
    """Say whether an office is held over a group that takes orders."""
    return term.group is not None and term.group.trade in stages.TRADES


def due(request: VillageRequest) -> Iterator[Card]:
    """What is promised for the next three days, or late."""
    group = request.acting.group
    if group is None or group.trade not in stages.TRADES:
        return
    for one in stages.due(group, until=request.today + timedelta(days=stages.SOON_DAYS)):
        yield _card(request, one)


def asked(request: VillageRequest) -> Iterator[Card]:
    """Who asked for something and has no offer yet: one card, the first one named."""
    group = request.acting.group
    if group is None or group.trade not in stages.TRADES:
        return
    waiting = stages.with_lines(
        stages.orders_of(group).filter(stage=Stage.ENQUIRY).order_by("begun_on", "number")
    )
    if not waiting:
        return
    first = waiting[0]
    pages = {True: "orders", False: "order"}
    more = [] if len(waiting) > 1 else [first.order.pk]
    yield Card(
        urgency=Urgency.WAITS_FOR_REPLY,
        title=ngettext(
            "%(name)s asks for %(what)s", "%(n)s people wait for an answer, %(name)s first",
            len(waiting),
        ) % {
            "n": len(waiting), "name": first.order.customer.name, "what": told_briefly(first),
        },
        why=_("Answer with a price and a day: make an offer."),
        button=_("Open the orders") if len(waiting) > 1 else _("Open the order"),
        url=reverse(
            f"workshop:{pages[len(waiting) > 1]}", args=[request.village.slug, group.pk, *more]
        ),
        icon="messages",
    )  # fmt: skip


def unpaid(request: VillageRequest) -> Iterator[Card]:
    """What was handed over a week ago or earlier, and nobody was told that it is paid: one card."""
    group = request.acting.group
    if group is None or group.trade not in stages.TRADES:
        return
    until = request.today - timedelta(days=OWES_DAYS)
    found = [owed for owed in payments.unpaid(group) if owed.handed_on <= until]
    if not found:
        return
    left_rp = sum(owed.sums.left_rp or 0 for owed in found)
    names = ", ".join(dict.fromkeys(owed.one.order.customer.name for owed in found))
    yield Card(
        urgency=Urgency.WAITS_FOR_REPLY,
        title=ngettext(
            "An order is handed over and not paid: %(sum)s",
            "%(n)s orders are handed over and not paid: %(sum)s", len(found),
        ) % {"n": len(found), "sum": said(left_rp)},
        why=names,
        button=_("Open the orders"),
        url=reverse("workshop:orders", args=[request.village.slug, group.pk]),
        icon="coop",
    )  # fmt: skip


def _card(request: VillageRequest, one: Standing) -> Card:
    to_do = one.stage in TO_DO
    told = {"what": told_briefly(one), "customer": one.order.customer.name}
    return Card(
        urgency=Urgency.DUE_TODAY,
        title=_("%(customer)s: %(what)s") % told,
        why=_("Order no. %(number)s, %(stage)s.") % {
            "number": one.order.number, "stage": one.word.lower(),
        },
        button=_("Record finished pieces") if to_do else _("Open the order"),
        url=reverse(
            "workshop:record_output" if to_do else "workshop:order",
            args=[request.village.slug, one.order.group_id, one.order.pk],
        ),
        icon="business",
        due_on=one.order.ready_on,
    )  # fmt: skip


def told_briefly(one: Standing) -> str:
    """Say what an order is in a few words: '20 Seragam SD and 1 more'."""
    names = list(dict.fromkeys(line.what for line in one.lines))
    first = sum(line.quantity for line in one.lines if line.what == names[0])
    if len(names) == 1:
        return f"{first} {names[0]}"
    more = len(names) - 1
    return ngettext(
        "%(first)s %(name)s and %(count)s more", "%(first)s %(name)s and %(count)s more", more
    ) % {"first": first, "name": names[0], "count": more}
