"""What the tax of a month puts on 'Hari ini' of the treasurer: pay it, write down its number."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.coop import offices
from rembuk.lib import words
from rembuk.savings import runs, statetax
from rembuk.savings.models import InterestRun
from rembuk.savings.statetax import Due, State
from rembuk.villages.access import VillageRequest
from rembuk.web.today import Card, Urgency


def to_pay(request: VillageRequest) -> Iterator[Card]:
    """The oldest month whose tax is not paid, or whose number of the state is missing."""
    found = list(_unfinished(request))
    for one in found:
        one.village = request.village
    for due in statetax.of_runs(runs.standings(found)):
        if due.state in {State.OWED, State.PAID}:
            yield _card(request, due)
            return


def unfinished(request: VillageRequest) -> list[QuerySet[InterestRun]]:
    """Return the rows that to_pay tells of."""
    return [_unfinished(request)]


def _unfinished(request: VillageRequest) -> QuerySet[InterestRun]:
    group = request.acting.group
    if group is None or not offices.is_of_cooperative(request.acting):
        return InterestRun.objects.none()
    return statetax.unfinished(group)


def _card(request: VillageRequest, due: Due) -> Card:
    told = {"month": words.month_of_year(due.run.month, language=request.LANGUAGE_CODE)}
    url = reverse("savings:tax", args=[request.village.slug, due.run.group_id, due.run.pk])
    if due.state == State.PAID:
        return Card(
            urgency=Urgency.SUGGESTION,
            title=_("Write down the state's number for the tax of %(month)s") % told,
            why=_("Without its number nobody can prove that the tax was paid."),
            button=_("Write it down"), url=url, icon="report",
        )  # fmt: skip
    return Card(
        urgency=Urgency.DUE_TODAY,
        title=_("Pay the tax on the interest of %(month)s") % told,
        why=_("The cooperative withheld it from members for the state."),
        button=_("See the tax"), url=url, icon="report", due_on=due.by_day,
    )  # fmt: skip
