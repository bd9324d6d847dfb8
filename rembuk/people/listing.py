"""The list of residents: what can be looked for, and how many answer to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rembuk.lib.names import clean_text
from rembuk.people import residents, search
from rembuk.people.models import JourneyStep, Plan, Resident, Status
from rembuk.people.standing import ABROAD
from rembuk.villages.models import Village

A_PAGE = 30
ENDING_DAYS = 90
HAMLETS_SHOWN = 6
# Codes of addresses; '' is everybody who belongs here, "resident" is who has no migrant status.
RESIDENT = "resident"
SHOWN_STATUSES = (
    Status.PROSPECTIVE, Status.WORKER, Status.ON_LEAVE, Status.RETURNED, Status.NONE,
)  # fmt: skip


class Need(models.TextChoices):
    """Lists that a card or a number leads to."""

    ENDING = "ending", _("Contracts that end within 90 days")
    INCOMPLETE = "incomplete", _("People whose record lacks something")
    UNASKED = "unasked", _("People whose status nobody has recorded yet")
    AGAIN = "again", _("Returned workers who want to leave again")
    GONE = "gone", _("People who died or moved away")


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in the list."""

    text: str = ""
    status: str = ""
    hamlet: str = ""
    need: str = ""

    @classmethod
    def asked(cls, data: Mapping[str, str]) -> Wanted:
        """Read an address; what it cannot mean is left out, and a NIK is never kept."""
        text, hamlet = (clean_text(data.get(name, ""))[0][:100] for name in ("q", "hamlet"))
        status, need = data.get("status", ""), data.get("need", "")
        codes = {_code(status) for status in SHOWN_STATUSES}
        return cls(
            text="" if search.is_national_id(text) else text,
            status=status if status in codes else "",
            hamlet=hamlet,
            need=need if need in Need.values else "",
        )

    def address(self, **changes: str) -> str:
        """Return the same list as the part of an address after '?', with some of it changed."""
        other = replace(self, **changes)
        told = {"q": other.text, "status": other.status, "hamlet": other.hamlet, "need": other.need}
        return urlencode({name: value for name, value in told.items() if value})

    @property
    def is_everybody(self) -> bool:
        """Is nothing looked for?"""
        return self == Wanted()


@dataclass(frozen=True)
class Chip:
    """One way to narrow the list, with how many it leaves."""

    label: str
    count: int
    address: str
    current: bool


def listed(village: Village, wanted: Wanted, *, on: date) -> QuerySet[Resident]:
    """Return whom the list shows: everybody who belongs here, or who answers to what is asked."""
    if wanted.text:
        found = search.search(village, wanted.text)
    elif wanted.need == Need.GONE:
        found = residents.known(village).filter(status__in=residents.GONE).order_by("name", "pk")
    else:
        found = residents.living_list(village)
    if wanted.status:
        found = found.filter(status="" if wanted.status == RESIDENT else wanted.status)
    if wanted.hamlet:
        found = found.filter(hamlet=wanted.hamlet)
    if wanted.need:
        found = found.filter(needing(wanted.need, on=on))
    if wanted.need == Need.ENDING:
        found = found.order_by("contract_ends_on", "name", "pk")
    return found


def page_of(village: Village, wanted: Wanted, *, on: date, number: str | None) -> Page[Resident]:
    """Return one page of the list, with how many it holds in all.

    A search reads the table once for the ids alone, and then the rows of the page.
    """
    people = listed(village, wanted, on=on)
    if not wanted.text:
        return Paginator(people, A_PAGE).get_page(number)
    ids = list(people.values_list("pk", flat=True))
    page: Page[Any] = Paginator(ids, A_PAGE).get_page(number)
    rows = Resident.objects.of(village).in_bulk(list(page))
    page.object_list = [rows[pk] for pk in page]
    return page


def needing(need: str, *, on: date) -> Q:
    """Return the condition of one need on a day."""
    match Need(need):
        case Need.ENDING:
            return Q(contract_ends_on__gte=on, contract_ends_on__lte=on + timedelta(ENDING_DAYS))
        case Need.INCOMPLETE:
            return (
                Q(neighborhood_unit="")
                | Q(phone="", status__in=ABROAD)
                | Q(country="", status__in=ABROAD)
            )
        case Need.UNASKED:
            steps = JourneyStep.objects.filter(resident=OuterRef("pk"), withdrawn_at__isnull=True)
            return Q(~Exists(steps), status="", household__isnull=True)
        case Need.AGAIN:
            return Q(plan=Plan.LEAVE_AGAIN)
        case Need.GONE:
            return Q(status__in=residents.GONE)


def status_chips(village: Village, wanted: Wanted) -> list[Chip]:
    """Return the statuses with how many people are in each."""
    counted = residents.living_list(village).order_by().values("status")
    found = {row["status"]: row["n"] for row in counted.annotate(n=Count("pk"))}
    everybody = Chip(
        str(_("All")), sum(found.values()), wanted.address(status="", need="", text=""),
        current=not wanted.status and not wanted.need and not wanted.text,
    )  # fmt: skip
    return [
        everybody,
        *(
            Chip(
                str(status.label), found.get(status, 0),
                wanted.address(status=_code(status), need="", text=""),
                current=wanted.status == _code(status),
            )
            for status in SHOWN_STATUSES
        ),
    ]  # fmt: skip


def hamlet_chips(village: Village, wanted: Wanted) -> list[Chip]:
    """Return the hamlets with how many people live in each, the largest first."""
    named = residents.living_list(village).exclude(hamlet="").order_by().values("hamlet")
    counted = named.annotate(n=Count("pk")).order_by("-n", "hamlet")
    return [
        Chip(
            row["hamlet"], row["n"],
            wanted.address(hamlet="" if row["hamlet"] == wanted.hamlet else row["hamlet"]),
            current=row["hamlet"] == wanted.hamlet,
        )
        for row in counted
    ]  # fmt: skip


def needs(village: Village, *, on: date) -> dict[str, int]:
    """Return how many people each need counts; one query."""
    people = residents.living_list(village).order_by()
    kinds = (Need.ENDING, Need.INCOMPLETE, Need.UNASKED, Need.AGAIN)
    counts = {kind.value: Count("pk", filter=needing(kind, on=on)) for kind in kinds}
    return people.aggregate(**counts)


def _code(status: Status) -> str:
    return status.value or RESIDENT
