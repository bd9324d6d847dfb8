"""What this room puts on 'Hari ini', in the bar and under '+ Catat'."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rembuk.people import listing
from rembuk.people.listing import Need, Wanted
from rembuk.villages.access import VillageRequest
from rembuk.villages.permissions import Permission
from rembuk.web import today
from rembuk.web.today import Card, Entry, Urgency


def cards(request: VillageRequest) -> Iterator[Card]:
    """Say whose contract ends soon, whose status nobody recorded, whose record lacks something."""
    counted = listing.needs(request.village, on=request.today)
    if counted[Need.ENDING]:
        yield _ending(request, counted[Need.ENDING])
    if unasked := counted[Need.UNASKED]:
        yield Card(
            urgency=Urgency.SUGGESTION,
            title=ngettext(
                "%(count)s person without a status", "%(count)s people without a status", unasked
            )
            % {"count": unasked},
            why=_("Nobody has recorded yet whether they want to leave, are abroad or came home."),
            button=_("See who"),
            url=_address(request, Need.UNASKED),
            icon="people",
        )
    if incomplete := counted[Need.INCOMPLETE]:
        yield Card(
            urgency=Urgency.SUGGESTION,
            title=ngettext(
                "%(count)s record lacks something", "%(count)s records lack something", incomplete
            )
            % {"count": incomplete},
            why=_("The RT is missing, or for somebody abroad the country or the phone number."),
            button=_("Complete them"),
            url=_address(request, Need.INCOMPLETE),
            icon="edit",
        )


def _ending(request: VillageRequest, count: int) -> Card:
    """One card for all contracts that end soon; it names the first."""
    wanted = Wanted(need=Need.ENDING)
    first = listing.listed(request.village, wanted, on=request.today)[0]
    title = _("The contract of %(name)s ends soon") % {"name": first.name}
    if count > 1:
        title = ngettext(
            "The contracts of %(name)s and %(count)s other end soon",
            "The contracts of %(name)s and %(count)s others end soon",
            count - 1,
        ) % {"name": first.name, "count": count - 1}
    return Card(
        urgency=Urgency.SUGGESTION,
        title=title,
        why=_("Ask in time: extend, or come home? Papers take weeks."),
        button=_("See who"),
        url=_address(request, Need.ENDING),
        icon="journey",
        due_on=first.contract_ends_on,
    )


def _address(request: VillageRequest, need: Need) -> str:
    address = reverse("people:residents", args=[request.village.slug])
    return f"{address}?{Wanted(need=need).address()}"


def register() -> None:
    """Fill the registries of the web room."""
    today.add_cards(Permission.RECORD_PEOPLE, cards)
    today.add_place(
        Entry(
            label=gettext_lazy("Residents"),
            hint=gettext_lazy("Everybody of the village"),
            icon="people",
            url_name="people:residents",
            permission=Permission.SEE_PEOPLE,
            order=20,
        )
    )
    today.add_entry(
        Entry(
            label=gettext_lazy("New resident"),
            hint=gettext_lazy("Somebody who is not in the list yet"),
            icon="person",
            url_name="people:new_resident",
            permission=Permission.RECORD_PEOPLE,
            order=10,
        )
    )
    today.add_entry(
        Entry(
            label=gettext_lazy("Step of a journey"),
            hint=gettext_lazy("Departed, extended, came home"),
            icon="journey",
            url_name="people:pick_for_step",
            permission=Permission.RECORD_PEOPLE,
            order=20,
        )
    )
