"""Reading the audit trail: who did what in the village, and who opened what about whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from rembuk.people import merging
from rembuk.people.models import Consent, DifferentPersons, Merge, Resident
from rembuk.villages import audit
from rembuk.villages.models import (
    AccessEntry,
    AuditEntry,
    OfficeTerm,
    OperatorVisit,
    Village,
)
from rembuk.villages.permissions import Office, Permission

LINES_A_PAGE = 30
OPENED_PAGE = "operator.opened_page"


# What can be taken back, the page of this room that does it, and who may.
TAKEN_BACK_AT = {
    "people.merged": ("people:merge_undo", Permission.MERGE_PEOPLE),
    "people.told_apart": ("people:apart_undo", Permission.MERGE_PEOPLE),
    "people.consent_withdrawn": ("people:consent_undo", Permission.RECORD_PEOPLE),
}


@dataclass(frozen=True)
class Opening:
    """One time somebody opened something restricted about a person."""

    at: datetime
    who: str
    office: str
    what: str
    resident_id: int | None = None
    resident_name: str = ""

    @property
    def told_who(self) -> str:
        """The person with the office she acted in."""
        return f"{self.who} ({self.office})" if self.office else self.who


def entries(
    village: Village,
    *,
    name: str = "",
    office: str = "",
    on: date | None = None,
    about: Sequence[int] | None = None,
) -> QuerySet[AuditEntry]:
    """The lines of the trail, the newest first.

    `name` is part of the name of who did it or whom it is about; `on` a day by the village's
    clock; `about` the records of one person.
    """
    found = AuditEntry.objects.of(village).select_related("by")
    if name:
        found = found.filter(Q(subject_name__icontains=name) | Q(by__name__icontains=name))
    if office:
        found = found.filter(office=office)
    if on is not None:
        start = datetime.combine(on, time(), tzinfo=village.zone)
        found = found.filter(at__gte=start, at__lt=start + timedelta(days=1))
    if about is not None:
        found = found.filter(resident_id__in=about)
    return found.order_by("-at", "-pk")


def offices_seen(village: Village) -> list[tuple[str, str]]:
    """The offices somebody held here, for the filter; an operator acts on a visit."""
    held = OfficeTerm.objects.filter(village=village).order_by("office")
    codes = [*held.values_list("office", flat=True).distinct(), Office.OPERATOR.value]
    return [(code, str(Office(code).label)) for code in codes]


def undoable(found: Sequence[AuditEntry], *, village: Village, since: datetime | None) -> set[int]:
    """Which of these entries can still be taken back, not counting those before `since`.

    In the village's trail that is offered for 30 days, on the person's own page always. One
    query for each kind that occurs.
    """
    rows = {
        "people.merged": Merge.objects.of(village).filter(undo__isnull=True),
        "people.told_apart": DifferentPersons.objects.of(village).filter(
            taken_back_at__isnull=True
        ),
        "people.consent_withdrawn": Consent.objects.of(village).filter(withdrawal__isnull=False),
    }
    open_entries: set[int] = set()
    for verb, still in rows.items():
        subjects = {
            one.subject_id: one.pk
            for one in found
            if one.verb == verb and (since is None or one.at >= since)
        }
        if subjects:
            there = still.filter(pk__in=list(subjects)).values_list("pk", flat=True)
            open_entries |= {subjects[pk] for pk in there}
    return open_entries


def undo_from(at: datetime) -> datetime:
    """The moment from which the village's trail offers to take things back."""
    return at - timedelta(days=merging.UNDO_SHOWN_DAYS)


def openings(village: Village, *, about: Sequence[int] | None = None) -> QuerySet[AccessEntry]:
    """Each time a restricted record was opened, the newest first."""
    found = AccessEntry.objects.of(village).select_related("by")
    if about is not None:
        found = found.filter(resident_id__in=about)
    return found.order_by("-at", "-pk")


def told_openings(found: Sequence[AccessEntry], *, village: Village) -> list[Opening]:
    """Openings with the names of who and of whom; two queries for any number."""
    names = dict(
        Resident.objects.of(village)
        .filter(pk__in={one.resident_id for one in found})
        .values_list("pk", "name")
    )
    return [
        Opening(
            at=one.at,
            who=one.by.name,
            office=str(Office(one.office).label) if one.office else "",
            what=audit.field_label(one.what),
            resident_id=one.resident_id,
            resident_name=names.get(one.resident_id, ""),
        )
        for one in found
    ]


def operator_pages(village: Village, *, about: Sequence[int]) -> QuerySet[AuditEntry]:
    """The pages about a person that an operator opened during a visit."""
    pages = Q()
    for pk in about:
        pages |= Q(subject_name__contains=f"/people/{pk}/")
    found = AuditEntry.objects.of(village).filter(verb=OPENED_PAGE).filter(pages)
    return found.select_related("by").order_by("-at", "-pk")


def operator_visits(village: Village) -> QuerySet[OperatorVisit]:
    """Every visit of an operator with its reason, the newest first."""
    visits = OperatorVisit.objects.filter(village=village).select_related("user")
    return visits.order_by("-started_at", "-pk")
