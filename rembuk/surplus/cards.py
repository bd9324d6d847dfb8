"""What a year's surplus puts on 'Hari ini': who owes the next step; without names or sums."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.coop import offices
from rembuk.surplus import dividing
from rembuk.surplus.dividing import State
from rembuk.surplus.models import Division
from rembuk.villages.access import VillageRequest
from rembuk.web.today import Card, Urgency

# Whose step is next in which state: what the card says, and why.
TREASURER: dict[State, tuple[Promise, Promise]] = {
    State.DECIDED: (
        gettext_lazy("Book the decision on the SHU of %(year)s"),
        gettext_lazy("The members decided. Only what is booked can be paid."),
    ),
    State.BOOKED: (
        gettext_lazy("Pay the SHU of %(year)s"),
        gettext_lazy("Some members have not got their part yet."),
    ),
}
BOARD: dict[State, tuple[Promise, Promise]] = {
    State.CHECKED: (
        gettext_lazy("Let the members decide on the SHU of %(year)s"),
        gettext_lazy("The supervisory board has checked it."),
    )
}
SUPERVISORS: dict[State, tuple[Promise, Promise]] = {
    State.COMPUTED: (
        gettext_lazy("Check the SHU of %(year)s"),
        gettext_lazy("The members decide on what the supervisory board has checked."),
    )
}


def to_book_or_pay(request: VillageRequest) -> Iterator[Card]:
    """What waits for the treasurer."""
    return _cards(request, TREASURER)


def to_decide(request: VillageRequest) -> Iterator[Card]:
    """What waits for who brings it to the members' meeting."""
    return _cards(request, BOARD)


def to_check(request: VillageRequest) -> Iterator[Card]:
    """What waits for the supervisory board."""
    return _cards(request, SUPERVISORS)


def unfinished(request: VillageRequest) -> list[QuerySet[Any]]:
    """Return the rows that the cards tell of."""
    return [_unfinished(request)]


def _unfinished(request: VillageRequest) -> QuerySet[Division]:
    group = request.acting.group
    if group is None or not offices.is_of_cooperative(request.acting):
        return Division.objects.none()
    return dividing.unfinished(group)


def _cards(request: VillageRequest, wanted: dict[State, tuple[Promise, Promise]]) -> Iterator[Card]:
    for standing in map(dividing.standing_of, _unfinished(request)):
        if standing.state not in wanted:
            continue
        year, group_id = standing.division.year, standing.division.group_id
        title, why = wanted[standing.state]
        yield Card(
            urgency=Urgency.WAITS_FOR_APPROVAL, title=str(title) % {"year": year}, why=str(why),
            button=_("Open the SHU"), icon="coop",
            url=reverse("surplus:shu", args=[request.village.slug, group_id]) + f"?year={year}",
        )  # fmt: skip
