"""What the work of a group puts on 'Hari ini' of who records it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.enterprise import partners, trainings
from rembuk.enterprise.models import Partner, Training
from rembuk.villages.access import VillageRequest
from rembuk.web.today import Card, Urgency


def to_ask_again(request: VillageRequest) -> Iterator[Card]:
    """Partners whose day of asking again has come: for who records the work of that group."""
    group_id = request.acting.group_id
    if group_id is None:
        return
    for one in partners.to_ask(request.village, group_id, on=request.today):
        yield Card(
            urgency=Urgency.DUE_TODAY,
            title=_("Ask %(name)s again") % {"name": one.name},
            why=partners.words_of(one, partners.stage_of(one)),
            button=_("Record what was said"),
            url=reverse("enterprise:partner_step", args=[request.village.slug, group_id, one.pk]),
            icon="business",
            due_on=getattr(one, "next_on", None),
        )


def partners_due(request: VillageRequest) -> list[QuerySet[Partner]]:
    """Return the rows that to_ask_again tells of."""
    found = request.acting.group_id
    return [partners.to_ask_rows(request.village, found, on=request.today)] if found else []


def trainings_held(request: VillageRequest) -> list[QuerySet[Training]]:
    """Return the rows that is_it_used tells of."""
    found = request.acting.group_id
    return [trainings.recent(request.village, found, on=request.today)] if found else []


def is_it_used(request: VillageRequest) -> Iterator[Card]:
    """Trainings of which nobody was asked yet whether they are used: for who records the work."""
    group_id = request.acting.group_id
    if group_id is None:
        return
    for one in trainings.all_due(request.village, group_id, on=request.today):
        told = {"what": trainings.name_of(one.training), "days": one.after_days}
        yield Card(
            urgency=Urgency.DUE_TODAY,
            title=_("Is it used: %(what)s?") % told,
            why=_("The training was more than %(days)s days ago.") % told,
            button=_("Answer it"),
            url=reverse(
                "enterprise:answer_training",
                args=[request.village.slug, group_id, one.training.pk],
            ),
            icon="report",
            due_on=one.on,
        )
