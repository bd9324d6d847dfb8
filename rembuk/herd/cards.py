"""What goats put on 'Hari ini' of who keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.herd import bookings, due, feasts
from rembuk.herd.models import Feast
from rembuk.lib import words
from rembuk.villages.access import VillageRequest
from rembuk.villages.models import Group, OfficeTerm
from rembuk.web.today import Card, Urgency

NAMED_MAX = 3
BOOKING_TOLD_DAYS = 3  # before a booking ends
FEAST_TOLD_DAYS = 60  # two months before a feast goats are looked through


def keeps_goats(term: OfficeTerm) -> bool:
    """Is the office one of a group that keeps goats?"""
    return term.group is not None and term.group.trade == Group.Trade.GOATS


def cards(request: VillageRequest) -> Iterator[Card]:
    """What is to be looked after today in the herd of one's group."""
    group = request.acting.group
    if group is None or not keeps_goats(request.acting):
        return
    found = due.duties(group, on=request.today)
    url = reverse("herd:watch", args=[request.village.slug, group.pk])
    if found.watched:
        yield Card(
            urgency=Urgency.DUE_TODAY,
            title=ngettext(
                "Night watch: %(n)s doe may kid", "Night watch: %(n)s does may kid",
                len(found.watched),
            ) % {"n": len(found.watched)},
            why=_named([str(one.doe) for one in found.watched]),
            button=_("See the list"), url=url, icon="clock",
        )  # fmt: skip
    for row in found.ill:
        yield Card(
            urgency=Urgency.SAFETY,
            title=_("%(goat)s is ill: %(what)s") % {"goat": row.animal, "what": row.note},
            why=_("No treatment is recorded yet. What to do first stands on its page."),
            button=_("Open the goat"),
            url=reverse("herd:animal", args=[request.village.slug, group.pk, row.animal_id]),
            icon="warning",
        )  # fmt: skip
    for row in found.just_kidded:
        if row.animal_id in found.looked:
            continue
        yield Card(
            urgency=Urgency.DUE_TODAY,
            title=_("%(doe)s kidded: look in morning and evening") % {"doe": row.animal},
            why=_("What to look for stands on her page. Tick there who looked, and all see it."),
            button=_("What to look for"),
            url=reverse("herd:animal", args=[request.village.slug, group.pk, row.animal_id]),
            icon="warning",
        )  # fmt: skip
    if found.to_wean:
        yield Card(
            urgency=Urgency.SUGGESTION,
            title=ngettext(
                "%(n)s kid is old enough to wean", "%(n)s kids are old enough to wean",
                len(found.to_wean),
            ) % {"n": len(found.to_wean)},
            why=_named([str(one) for one in found.to_wean]),
            button=_("See the list"), url=url, icon="business",
        )  # fmt: skip
    ending = [one for one in found.withheld if (one[1] - request.today).days <= 1]
    for animal, until in ending:
        day = words.plain_day(until, language=request.LANGUAGE_CODE)
        yield Card(
            urgency=Urgency.SUGGESTION,
            title=_("%(goat)s: the days of withheld meat end") % {"goat": animal},
            why=_("The last day is %(day)s.") % {"day": day},
            button=_("Open the goat"),
            url=reverse("herd:animal", args=[request.village.slug, group.pk, animal.pk]),
            icon="business",
        )  # fmt: skip


def booked(request: VillageRequest) -> list[QuerySet[Any]]:
    """Return the rows that booking_cards tells of."""
    group = request.acting.group
    return [bookings.open_of(group)] if group and keeps_goats(request.acting) else []


def booking_cards(request: VillageRequest) -> Iterator[Card]:
    """Bookings that end soon, and booked goats that are no longer there."""
    group = request.acting.group
    if group is None or not keeps_goats(request.acting):
        return
    until = request.today + timedelta(days=BOOKING_TOLD_DAYS)
    for one in bookings.open_of(group):
        if one.is_gone or one.keep_until <= until:
            day = words.plain_day(one.keep_until, language=request.LANGUAGE_CODE)
            gone = _("The booked goat %(goat)s is no longer in the pen") % {"goat": one.animal}
            ends = _("Goat %(goat)s is kept until %(day)s") % {"goat": one.animal, "day": day}
            yield Card(
                urgency=Urgency.DUE_TODAY,
                title=gone if one.is_gone else ends,
                why=_("Ask the buyer. Hand it over, or release the booking."),
                button=_("Open the booking"),
                url=reverse("herd:booking", args=[request.village.slug, group.pk, one.pk]),
                icon="coop", due_on=one.keep_until,
            )  # fmt: skip


def feast_cards(request: VillageRequest) -> Iterator[Card]:
    """Two months before Eid al-Adha: who is old enough?"""
    group = request.acting.group
    if group is None or not keeps_goats(request.acting):
        return
    if feasts.computed(Feast.ADHA, on=request.today).days_left(request.today) > FEAST_TOLD_DAYS:
        return
    feast = feasts.coming(group.village, Feast.ADHA, on=request.today)
    day = words.plain_day(feast.on, language=request.LANGUAGE_CODE)
    yield Card(
        urgency=Urgency.SUGGESTION,
        title=_("Eid al-Adha is on %(day)s: see who is old enough") % {"day": day},
        why=_("Weigh the goats, agree in a meeting what is sold, then offer them."),
        button=_("See the list"),
        url=reverse("herd:feast", args=[request.village.slug, group.pk, Feast.ADHA.value]),
        icon="business",
    )  # fmt: skip


def _named(names: list[str]) -> str:
    shown = ", ".join(names[:NAMED_MAX])
    return f"{shown}, ..." if len(names) > NAMED_MAX else shown
