"""What an arisan puts on Hari ini: who records, who signs, what waits in the pot, my own round."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.arisan import arisans, rounds
from rembuk.arisan.models import Arisan, Seat
from rembuk.arisan.rounds import Standing
from rembuk.lib import words
from rembuk.villages.access import VillageRequest
from rembuk.villages.permissions import Permission
from rembuk.web.today import Card, Urgency

SOON = timedelta(days=3)


def cards(request: VillageRequest) -> Iterator[Card]:
    """The cards of the group the person acts in."""
    running = list(_here(request))
    for one in running:
        one.village = request.village
    for found in rounds.standings(running, on=request.today):
        yield from _signing(request, found)
        if request.acting.may(Permission.RECORD_CASH):
            yield from _recording(request, found)


def rows(request: VillageRequest) -> list[QuerySet[Any]]:
    """Return the rows that these cards tell of."""
    return [_here(request)] if request.acting.group else []


def _here(request: VillageRequest) -> QuerySet[Arisan]:
    group = request.acting.group
    begun = arisans.running(request.village).filter(first_on__lte=request.today + SOON)
    return begun.filter(group=group) if group and not group.ended_on else begun.none()


def _signing(request: VillageRequest, found: Standing) -> Iterator[Card]:
    now = found.now
    if now is None or now.draw is None or now.draw.by_id == request.user.pk:
        return
    yield Card(
        urgency=Urgency.WAITS_FOR_APPROVAL,
        title=_("The draw of %(arisan)s waits for a second person") % {"arisan": found.arisan},
        why=_("Two people sign whose turn it is."),
        button=_("Read and sign"),
        url=reverse("arisan:sign_draw", args=_address(request, found, now.draw.pk)),
        icon="people",
    )


def _recording(request: VillageRequest, found: Standing) -> Iterator[Card]:
    """Who paid, whose turn it is, what lies in the pot: the next of these steps."""
    arisan = found.arisan
    pots = [one for one in found.rounds if one.winner and one.left_rp]
    for one in pots[:1]:
        yield _card(
            request, found, one.number,
            title=_("A pot of %(arisan)s waits to be handed over") % {"arisan": arisan},
            why=_("It goes to %(name)s.") % {"name": one.winner}, button=_("Open the round"),
        )  # fmt: skip
    now = found.now
    if now is None or now.due_on > request.today + SOON or pots:
        return
    told = {"arisan": arisan, "number": now.number}
    if not now.is_full:
        yield Card(
            urgency=Urgency.DUE_TODAY, title=_("%(arisan)s: who paid for round %(number)s?") % told,
            why=_("Tap the names, then save."), button=_("Record who paid"),
            url=reverse("arisan:record_paid", args=_address(request, found, arisan.pk, now.number)),
            icon="people", due_on=now.due_on,
        )  # fmt: skip
    elif now.draw is None and now.due_on <= request.today:
        yield _card(
            request, found, now.number, title=_("%(arisan)s: draw round %(number)s") % told,
            why=_("Everybody paid."), button=_("Open the round"), due_on=now.due_on,
        )  # fmt: skip


def _card(
    request: VillageRequest, found: Standing, number: int, *, title: str, why: str, button: str,
    due_on: date | None = None,
) -> Card:  # fmt: skip
    url = reverse("arisan:round", args=_address(request, found, found.arisan.pk, number))
    return Card(
        urgency=Urgency.DUE_TODAY, title=title, why=why, button=button, url=url, icon="people",
        due_on=due_on,
    )  # fmt: skip


def _address(request: VillageRequest, found: Standing, *more: int) -> list[Any]:
    return [request.village.slug, found.arisan.group_id, *more]


def own(request: VillageRequest) -> Iterator[Card]:
    """The next round of an arisan she takes part in: one query."""
    shares = Count("arisan__seats", distinct=True)
    mine = _own(request).select_related("arisan").annotate(shares=shares)
    for seat in mine.order_by("arisan__first_on", "pk"):
        arisan, count = seat.arisan, seat.shares
        days = [rounds.due_on(arisan, number) for number in range(1, count + 1)]
        coming = next((day for day in days if day >= request.today), None)
        if coming is None:
            continue
        told = {
            "arisan": arisan,
            "day": words.long_day(coming, language=request.LANGUAGE_CODE),
            "sum": words.rupiah(arisan.share_rp, language=request.LANGUAGE_CODE),
        }
        yield Card(
            urgency=Urgency.SUGGESTION, title=_("%(arisan)s comes together on %(day)s") % told,
            why=_("One share gives %(sum)s.") % told, button=_("My arisan"),
            url=reverse("myarisan:mine"), icon="people", due_on=coming,
        )  # fmt: skip
        return


def own_rows(request: VillageRequest) -> list[QuerySet[Any]]:
    """Return the rows that a person's own card tells of."""
    return [_own(request)]


def _own(request: VillageRequest) -> QuerySet[Seat]:
    rows = Seat.objects.of(request.village).filter(resident__user=request.user)
    return rows.filter(arisan__ending__isnull=True).order_by("pk")
