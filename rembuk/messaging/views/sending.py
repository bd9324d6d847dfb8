"""Sending by hand, one person after the other; slips; and who has read a message."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rembuk.lib.countries import country_label
from rembuk.messaging import deliveries, hours
from rembuk.messaging.channels.by_hand import ByHand
from rembuk.messaging.models import Delivery, Message, State
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key, press
from rembuk.web.undo import offer_undo

A_PAGE = 20
PEOPLE_A_PAGE = 50
# Measured at 11 points: so many letters in a quarter, so many in half a sheet.
SLIPS_BY_LETTERS = ((550, 4), (1050, 2))
SLIPS_A_TIME = 80  # twenty sheets: what a printer and a pair of scissors manage
channel = ByHand()


@requires(Permission.SEND_MESSAGES)
@require_safe
def send_page(request: VillageRequest, message_id: int | None = None) -> HttpResponse:
    """Who waits for a message, of one or of all: tap, send, say that it went."""
    waiting = deliveries.waiting(request.village)
    message = _message(request, message_id) if message_id else None
    if message:
        waiting = waiting.filter(message=message)
    page = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    now, site = timezone.now(), _site(request)
    context = {
        "message": message,
        "page": page,
        "rows": [_row(request, delivery, at=now, site=site) for delivery in page],
        "back": _here(request, message),
    }
    return render(request, "messaging/send.html", context)


def _row(request: VillageRequest, one: Delivery, *, at: datetime, site: str) -> dict[str, Any]:
    one.village = request.village  # known already: no query for each row
    text = deliveries.text_of(one, site=site)
    clock = hours.clock_of(one.country, at=at, home=request.village.time_zone)
    return {
        "delivery": one,
        "open_url": channel.deliver(one, text=text, at=at).open_url,
        "clock": clock,
        "country": country_label(one.country) if one.country else "",
        "key": key(),
    }


@requires(Permission.SEND_MESSAGES)
@require_safe
def message_page(request: VillageRequest, message_id: int) -> HttpResponse:
    """One message: how it reads, how far it came, and each person."""
    message = _message(request, message_id)
    page = Paginator(deliveries.by_state(message), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    counted = deliveries.counts([message])[message.pk]
    by_hand, on_paper = deliveries.waiting_of([message])[message.pk]
    sample = page[0] if len(page) else None
    context = {
        "message": message,
        "page": page,
        "read": counted.get(State.CONFIRMED, 0),
        "total": sum(counted.values()),
        "waiting": by_hand,
        "slips": on_paper,
        "text": _without_link(sample, request) if sample else "",
        "key": key(),
    }
    return render(request, "messaging/message.html", context)


def _without_link(sample: Delivery, request: VillageRequest) -> str:
    """The words as everybody got them; a person's own link and name are not shown here."""
    sample.village = request.village
    text = deliveries.text_of(sample, site="")
    link = deliveries.link_of(sample, site="")
    return text.replace(link, "…").replace(sample.values.get("name") or "\0", "…")


@requires(Permission.SEND_MESSAGES)
@require_safe
def slips_page(request: VillageRequest, message_id: int) -> HttpResponse:
    """The same words on paper, four to a page, for whoever gets no message on a phone."""
    message = _message(request, message_id)
    site = _site(request)
    found = deliveries.waiting_slips(message)
    waiting = list(found[:SLIPS_A_TIME])
    slips = []
    for one in waiting:
        one.village, one.message = request.village, message
        link = deliveries.link_of(one, site=site)
        slips.append((one, deliveries.paper_text_of(one), link))
    a_sheet = _slips_a_sheet(max((len(text) for _one, text, _link in slips), default=0))
    sheets = [slips[start : start + a_sheet] for start in range(0, len(slips), a_sheet)]
    context = {
        "message": message,
        "sheets": sheets,
        "a_sheet": a_sheet,
        "count": len(slips),
        "more": found.count() - len(slips),
        "ids": [one.pk for one in waiting],
        "key": key(),
    }
    return render(request, "messaging/slips.html", context)


# --- what somebody says about a message --------------------------------------------------------


@requires(Permission.SEND_MESSAGES)
@require_POST
def opened(request: VillageRequest, delivery_id: int) -> HttpResponse:
    """WhatsApp was opened for this person: noted by the page itself when the link is tapped."""
    delivery = _delivery(request, delivery_id)
    deliveries.note(delivery=delivery, state=State.OPENED, by=actor_of(request), at=timezone.now())
    return HttpResponse(status=204)


@requires(Permission.SEND_MESSAGES)
@require_POST
def sent(request: VillageRequest, delivery_id: int) -> HttpResponse:
    """Sudah dikirim."""
    delivery = _delivery(request, delivery_id)

    def work(*, delivery: Delivery) -> None:
        deliveries.sent(delivery=delivery, by=actor_of(request), at=timezone.now())

    if press(request, kind="messaging.sent", work=work, about={"delivery": delivery}):
        _offer_queue(request, delivery, done=_("Sent to %(name)s.") % {"name": delivery.name})
    return _go_on(request, delivery)


@requires(Permission.SEND_MESSAGES)
@require_POST
def undo_sent(request: VillageRequest, delivery_id: int) -> HttpResponse:
    """It was not sent, or not read, after all: it waits again."""
    delivery = _delivery(request, delivery_id)
    work = partial(deliveries.back_to_queue, by=actor_of(request), at=timezone.now())
    press(request, kind="messaging.undo_sent", work=work, about={"delivery": delivery})
    return redirect("messaging:send", request.village.slug, delivery.message_id)


@requires(Permission.SEND_MESSAGES)
@require_POST
def not_reached(request: VillageRequest, delivery_id: int) -> HttpResponse:
    """The number does not answer: the person gets a slip."""
    delivery = _delivery(request, delivery_id)
    by, why = actor_of(request), deliveries.NOT_ON_WHATSAPP

    def work(*, delivery: Delivery) -> None:
        deliveries.not_reached(delivery=delivery, why=why, by=by, at=timezone.now())

    if press(request, kind="messaging.not_reached", work=work, about={"delivery": delivery}):
        done = _("%(name)s gets a slip instead.") % {"name": delivery.name}
        _offer_queue(request, delivery, done=done)
    return _go_on(request, delivery)


@requires(Permission.SEND_MESSAGES)
@require_POST
def answered(request: VillageRequest, delivery_id: int) -> HttpResponse:
    """The person answered in another way that she has read it."""
    delivery = _delivery(request, delivery_id)

    def work(*, delivery: Delivery) -> None:
        deliveries.confirm_for(delivery=delivery, by=actor_of(request), at=timezone.now())

    if press(request, kind="messaging.answered", work=work, about={"delivery": delivery}):
        messages.success(request, _("%(name)s has read it.") % {"name": delivery.name})
    return redirect("messaging:message", request.village.slug, delivery.message_id)


@requires(Permission.SEND_MESSAGES)
@require_POST
def handed_out(request: VillageRequest, message_id: int) -> HttpResponse:
    """The slips that were on the page were printed and handed out."""
    message = _message(request, message_id)
    slips = [int(pk) for pk in request.POST.getlist("slip") if pk.isdecimal()]

    def work(*, message: Message, slips: list[int]) -> dict[str, Any]:
        by, at = actor_of(request), timezone.now()
        return {"count": deliveries.handed_out(message=message, by=by, at=at, only=slips)}

    about = {"message": message, "slips": slips}
    outcome = press(request, kind="messaging.hand_out", work=work, about=about)
    if outcome:
        count = outcome.facts["count"]
        done = ngettext("%(n)s slip handed out.", "%(n)s slips handed out.", count) % {"n": count}
        url = reverse("messaging:undo_slips", args=[request.village.slug, message.pk])
        offer_undo(request, done=done, url=url)
    return redirect("messaging:message", request.village.slug, message.pk)


def _offer_queue(request: VillageRequest, delivery: Delivery, *, done: str) -> None:
    url = reverse("messaging:undo_sent", args=[request.village.slug, delivery.pk])
    offer_undo(request, done=done, url=url)


@requires(Permission.SEND_MESSAGES)
@require_POST
def undo_slips(request: VillageRequest, message_id: int) -> HttpResponse:
    """The slips were not handed out after all."""
    message = _message(request, message_id)

    def work(*, message: Message) -> dict[str, int]:
        by = actor_of(request)
        return {"wait": deliveries.take_back_slips(message=message, by=by, at=timezone.now())}

    press(request, kind="messaging.undo_slips", work=work, about={"message": message})
    return redirect("messaging:message", request.village.slug, message.pk)


def _message(request: VillageRequest, message_id: int) -> Message:
    found = Message.objects.of(request.village).select_related("queued_by")
    return get_object_or_404(found, pk=message_id)


def _delivery(request: VillageRequest, delivery_id: int) -> Delivery:
    found = Delivery.objects.of(request.village).select_related("message", "village")
    return get_object_or_404(found, pk=delivery_id)


def _go_on(request: VillageRequest, delivery: Delivery) -> HttpResponse:
    """Back to the list one came from: of this message, or of all."""
    if request.POST.get("of") == "all":
        return redirect("messaging:send_all", request.village.slug)
    return redirect("messaging:send", request.village.slug, delivery.message_id)


def _here(request: VillageRequest, message: Message | None) -> str:
    if message:
        return reverse("messaging:message", args=[request.village.slug, message.pk])
    return reverse("messaging:messages", args=[request.village.slug])


def _site(request: VillageRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _slips_a_sheet(letters: int) -> int:
    """How many slips of so many letters fit a sheet of A4 uncut: four, two or one."""
    return next((count for most, count in SLIPS_BY_LETTERS if letters <= most), 1)
