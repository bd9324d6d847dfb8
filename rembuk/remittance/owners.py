"""Whose a booked sum is now: by its number, or as somebody found out; no match that was undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from rembuk.coop.models import Member
from rembuk.remittance.models import Credit, Identified, TakenBack
from rembuk.villages.models import Group, Village

BOOKED = Q(entry__isnull=False) | Q(asked__resolution__entry__isnull=False)


@dataclass(frozen=True)
class Match:
    """A sum that is somebody's: the entry, by its id, that gave it to her."""

    credit: Credit
    member: Member
    entry_id: int


def undone(village: Village) -> QuerySet[TakenBack]:
    """Return the matches that were taken back, not those that still wait for a second person."""
    return TakenBack.objects.of(village).filter(BOOKED)


def identified(village: Village) -> QuerySet[Identified]:
    """Return who was found to own sums and still does, each with its `booked_id`, an entry."""
    rows = Identified.objects.of(village).filter(BOOKED)
    rows = rows.annotate(booked_id=Coalesce(F("entry"), F("asked__resolution__entry")))
    return rows.exclude(booked_id__in=undone(village).values("undoes"))


def by_number(village: Village) -> QuerySet[Credit]:
    """Return the sums that went to members by their numbers and still are theirs."""
    rows = Credit.objects.of(village).filter(member__isnull=False)
    return rows.exclude(entry__in=undone(village).values("undoes"))


def unknown(group: Group) -> QuerySet[Credit]:
    """Return the sums of a cooperative that are nobody's now, the oldest first.

    `back`, `back_at`, `back_member` and `back_name` tell of the newest match that was taken back.
    """
    village = group.village
    rows = Credit.objects.of(village).filter(group=group)
    rows = rows.exclude(pk__in=by_number(village).filter(group=group).values("pk"))
    known = identified(village).filter(credit__group=group)
    back = undone(village).filter(credit=OuterRef("pk")).order_by("-pk")
    rows = rows.exclude(pk__in=known.values("credit")).annotate(
        back=Subquery(back.values("pk")[:1]), back_at=Subquery(back.values("at")[:1]),
        back_member=Subquery(back.values("member")[:1]),
        back_name=Subquery(back.values("member__resident__name")[:1]),
    )  # fmt: skip
    return rows.order_by("row__on", "pk")


def with_owner(rows: QuerySet[Credit], village: Village) -> QuerySet[Credit]:
    """Annotate sums with `owner`, the id of the member whose they are now; None where nobody is."""
    gone = undone(village).filter(undoes=OuterRef("entry"))
    found = identified(village).filter(credit=OuterRef("pk")).values("member")[:1]
    numbered = When(Q(member__isnull=False) & ~Exists(gone), then=F("member"))
    return rows.annotate(
        owner=Case(numbered, default=Subquery(found), output_field=BigIntegerField())
    )


def matches(village: Village, found: Iterable[Credit]) -> dict[int, Match]:
    """Return whose sums are now, by the ids of the sums: two queries."""
    ids = [one.pk for one in found]
    told = {}
    for one in by_number(village).filter(pk__in=ids).select_related("member__resident"):
        assert one.member is not None
        told[one.pk] = Match(one, one.member, one.entry_id)
    known = identified(village).filter(credit__in=ids)
    for row in known.select_related("credit", "member__resident"):
        booked_id: int = row.booked_id  # type: ignore[attr-defined]  # annotated by identified
        told[row.credit_id] = Match(row.credit, row.member, booked_id)
    return told
