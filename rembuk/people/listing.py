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
from rembuk.people.remembered import until_next_write
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

    A search reads the table once for the ids alone, and then the rows of the page; how many a
    list without a search holds is remembered where a chip or a card says it too.
    """
    people = listed(village, wanted, on=on)
    if not wanted.text:
        pages: Paginator[Any] = Paginator(people, A_PAGE)
        known = _counted(village, wanted, on=on)
        if known is not None:
            pages.__dict__["count"] = known  # where Paginator keeps what it counted itself
        return pages.get_page(number)
    ids = list(people.values_list("pk", flat=True))
    page: Page[Any] = Paginator(ids, A_PAGE).get_page(number)
    rows = Resident.objects.of(village).select_related("household").in_bulk(list(page))
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


def chips(village: Village, wanted: Wanted) -> tuple[list[Chip], list[Chip]]:
    """Return the statuses, and the hamlets, the largest first, with how many people are in each."""
    by_status, by_hamlet = _sizes(village)
    everybody = Chip(
        str(_("All")), sum(by_status.values()), wanted.address(status="", need="", text=""),
        current=not wanted.status and not wanted.need and not wanted.text,
    )  # fmt: skip
    statuses = [
        Chip(
            _chip_word(status), by_status.get(status, 0),
            wanted.address(status=_code(status), need="", text=""),
            current=wanted.status == _code(status),
        )
        for status in SHOWN_STATUSES
    ]  # fmt: skip
    hamlets = [
        Chip(
            name, count, wanted.address(hamlet="" if name == wanted.hamlet else name),
            current=name == wanted.hamlet,
        )
        for name, count in by_hamlet.items()
    ]  # fmt: skip
    return [everybody, *statuses], hamlets


def _chip_word(status: Status) -> str:
    """Name a status as a group of people: without one are also those whom nobody has asked."""
    return str(_("Not a migrant, or not asked yet") if status == Status.NONE else status.label)


def needs(village: Village, *, on: date) -> dict[str, int]:
    """Return how many people each need counts; one query while nobody writes."""

    def count() -> dict[str, int]:
        people = residents.living_list(village).order_by()
        kinds = (Need.ENDING, Need.INCOMPLETE, Need.UNASKED, Need.AGAIN)
        counts = {kind.value: Count("pk", filter=needing(kind, on=on)) for kind in kinds}
        return people.aggregate(**counts)

    counted: dict[str, int] = until_next_write(village, f"needs.{on}", work=count)
    return counted


def _sizes(village: Village) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many people are in each status and in each hamlet; one query, as `needs`."""

    def count() -> tuple[dict[str, int], dict[str, int]]:
        people = residents.living_list(village).order_by()
        statuses = people.values_list("status").annotate(n=Count("pk"))
        hamlets = people.exclude(hamlet="").values_list("hamlet").annotate(n=Count("pk"))
        return dict(statuses), dict(hamlets.order_by("-n", "hamlet"))

    by_status, by_hamlet = until_next_write(village, "sizes", work=count)
    return by_status, by_hamlet


def _counted(village: Village, wanted: Wanted, *, on: date) -> int | None:
    """Return how many people a list holds that narrows one thing at most; None for another."""
    match [name for name in ("status", "hamlet", "need") if getattr(wanted, name)]:
        case []:
            return sum(_sizes(village)[0].values())
        case ["status"]:
            return _sizes(village)[0].get("" if wanted.status == RESIDENT else wanted.status, 0)
        case ["hamlet"]:
            return _sizes(village)[1].get(wanted.hamlet, 0)
        case ["need"]:
            return needs(village, on=on).get(wanted.need)
        case _several:
            return None


def _code(status: Status) -> str:
    return status.value or RESIDENT
