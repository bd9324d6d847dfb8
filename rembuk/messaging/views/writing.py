"""Pesan: what waits, what was sent, and writing an announcement."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rembuk.lib.errors import Refused
from rembuk.messaging import announcements, deliveries, privacy, queue, templates
from rembuk.messaging.forms import AnnounceForm, CheckedAnnounceForm
from rembuk.messaging.models import Message, State
from rembuk.villages import circles
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.circles import Circle
from rembuk.villages.permissions import Permission
from rembuk.web.forms import press, status
from rembuk.web.parts import Line
from rembuk.web.undo import offer_undo

A_PAGE = 20


@requires(Permission.SEND_MESSAGES)
@require_safe
def messages_page(request: VillageRequest) -> HttpResponse:
    """Pesan: what waits for a hand, whom one may tell, and what was sent."""
    village = request.village
    found = Message.objects.of(village).select_related("queued_by").order_by("-queued_at", "-pk")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    counted, unfinished = deliveries.counts(page), deliveries.waiting_of(page)
    by_hand, on_paper = deliveries.waiting_counts(village)
    everybody = circles.circles_of(village, on=request.today)
    context = {
        "page": page,
        "rows": [
            (message, _progress(counted[message.pk], unfinished[message.pk])) for message in page
        ],
        "by_hand": by_hand,
        "on_paper": on_paper,
        "circles": [circle for circle in everybody if not _is_hamlet(circle)],
        "hamlets": [circle for circle in everybody if _is_hamlet(circle)],
    }
    return render(request, "messaging/messages.html", context)


@requires(Permission.SEND_MESSAGES)
def announce(request: VillageRequest) -> HttpResponse:
    """Pengumuman: two questions, then everything once more before it is made."""
    known = circles.circles_of(request.village, on=request.today)
    step = request.POST.get("step", "")
    if step == "send":
        return _send(request, CheckedAnnounceForm(request.POST, circles=known), known)
    if request.method != "POST":
        chosen = request.GET.get("for", "")
        if chosen not in {circle.key for circle in known}:
            return redirect("messaging:messages", request.village.slug)
        return _ask(request, AnnounceForm(initial={"audience": chosen}, circles=known))
    if step == "back":
        told = {name: request.POST.get(name) for name in AnnounceForm.base_fields}
        return _ask(request, AnnounceForm(initial=told, circles=known))
    form = AnnounceForm(request.POST, circles=known)
    if not form.is_valid():
        return _ask(request, form)
    return _check(request, form, CheckedAnnounceForm(initial=request.POST.dict(), circles=known))


def _ask(request: VillageRequest, form: AnnounceForm) -> HttpResponse:
    chosen = dict(form.fields["audience"].choices).get(form["audience"].value(), "")  # type: ignore[attr-defined]  # a ChoiceField
    context = {"form": form, "circle": chosen}
    return render(request, "messaging/announce.html", context, status=status(form))


def _check(
    request: VillageRequest, form: AnnounceForm, checked: CheckedAnnounceForm
) -> HttpResponse:
    """Show whom it reaches and how it reads, or what has to be written differently."""
    told, by = form.cleaned_data, actor_of(request)
    try:
        values = announcements.values_of(
            village=request.village, title=told["title"], text=told["text"], by=by
        )
    except Refused as reason:
        form.add_error(None, str(reason))
        return _ask(request, form)
    people = circles.people_in(request.village, told["audience"], on=request.today)
    by_hand = sum(1 for one in people if one.phone and one.may_message)
    sample = {**values, "link": _("(link)")}
    text = templates.fill(templates.newest(announcements.TEMPLATE), sample, language="id")
    context = {
        "form": checked,
        "lines": _lines(form, by_hand=by_hand, on_paper=len(people) - by_hand),
        "text": text,
        "early": text[: privacy.SHOWN],
    }
    return render(request, "messaging/check_announcement.html", context)


def _lines(form: AnnounceForm, *, by_hand: int, on_paper: int) -> list[Line]:
    named = dict(form.fields["audience"].choices)  # type: ignore[attr-defined]  # a ChoiceField
    told = form.cleaned_data
    lines = [
        Line(_("For"), str(named[told["audience"]])),
        Line(_("About"), capfirst(told["title"].strip().rstrip(".!? "))),
        Line(_("By WhatsApp"), _people(by_hand)),
        Line(_("On paper"), _people(on_paper)),
    ]
    reached = [True, True, by_hand > 0, on_paper > 0]
    return [line for line, shown in zip(lines, reached, strict=True) if shown]


def _people(number: int) -> str:
    return ngettext("%(n)s person", "%(n)s people", number) % {"n": number}


def _send(request: VillageRequest, form: CheckedAnnounceForm, known: list[Circle]) -> HttpResponse:
    done = form.run(request, kind="messaging.announce", work=partial(_announced, request))
    if done is None:
        asked = AnnounceForm(request.POST, circles=known)
        if asked.is_valid():  # not what was typed, but what it would say, is in the way
            for reason in form.non_field_errors():
                asked.add_error(None, str(reason))
        asked.refused = form.refused
        return _ask(request, asked)
    slug, pk = request.village.slug, done.facts["message"]
    offer_undo(
        request,
        done=_("The message is ready. Send it now, one tap for each person."),
        url=reverse("messaging:take_back", args=[slug, pk]),
    )
    return redirect("messaging:send" if done.facts["by_hand"] else "messaging:message", slug, pk)


def _announced(request: VillageRequest, **told: Any) -> dict[str, Any]:
    message = announcements.announce(
        village=request.village, by=actor_of(request), at=timezone.now(), **told
    )
    return {"message": message.pk, "by_hand": message.deliveries.filter(why_slip="").count()}


@requires(Permission.SEND_MESSAGES)
@require_POST
def take_back(request: VillageRequest, message_id: int) -> HttpResponse:
    """Take a message back before anybody got it."""
    message = get_object_or_404(Message.objects.of(request.village), pk=message_id)
    work = partial(queue.take_back, by=actor_of(request), at=timezone.now())
    told = _("The message is taken back. Nobody got it.")
    press(request, kind="messaging.take_back", work=work, about={"message": message}, done=told)
    return redirect("messaging:messages", request.village.slug)


def _progress(counted: Mapping[str, int], waiting: tuple[int, int]) -> dict[str, int]:
    """How far a message has come: all, who has read it, what waits for a hand or the printer."""
    by_hand, on_paper = waiting
    read = counted.get(State.CONFIRMED, 0)
    return {"total": sum(counted.values()), "read": read, "by_hand": by_hand, "on_paper": on_paper}


def _is_hamlet(circle: Circle) -> bool:
    return circle.key.startswith("hamlet:")
