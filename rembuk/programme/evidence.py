"""How far each pillar is, derived from what there is to show and from nothing else.

A pillar without evidence is not at zero: there is nothing to say about it yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.programme.models import Evidence, Pillar, VillageFact
from rembuk.programme.pillars import lasting, pillars_of, running_in
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

NOTHING = 0
ICONS = {
    NOTHING: "dots",
    Evidence.Shows.TALK: "messages",
    Evidence.Shows.FORMED: "meeting",
    Evidence.Shows.RUNNING: "check",
    Evidence.Shows.SELF_SUSTAINING: "check",
}


@dataclass(frozen=True)
class Seen:
    """What somebody has to show: `shows` is a step, `source` says who or which paper."""

    shows: int
    kind: str
    statement: str
    seen_on: date
    source: str


@dataclass(frozen=True)
class Standing:
    """One pillar of a village on a day, with the rows its word comes from."""

    pillar: Pillar
    stage: int
    evidence: Sequence[Evidence]
    withdrawn: Sequence[Evidence] = ()

    @property
    def word(self) -> str:
        """The stage as people read it."""
        if self.stage == NOTHING:
            return _("No evidence yet")
        return str(Evidence.Shows(self.stage).label)

    @property
    def icon(self) -> str:
        """The icon beside the word."""
        return ICONS[self.stage]

    @property
    def shown(self) -> bool:
        """Is there anything to show?"""
        return self.stage != NOTHING

    @property
    def latest(self) -> Evidence | None:
        """The newest evidence."""
        return self.evidence[0] if self.evidence else None


def standings(village: Village, pillars: Iterable[Pillar], *, on: date) -> list[Standing]:
    """How far each pillar is on a day, in one query; a theme also counts what serves it.

    `pillars` come with `served_by` prefetched (pillars.pillars_of).
    """
    rows: dict[int, list[Evidence]] = {}
    for row in _seen(village, on=on):
        rows.setdefault(row.pillar_id, []).append(row)
    return [_standing(pillar, rows) for pillar in pillars]


def empty_pillars(village: Village, *, on: date) -> list[Pillar]:
    """The pillars of running programmes with nothing to show on a day; one query."""
    until_then = Q(seen_on__isnull=True) | Q(seen_on__lte=on)
    kept = Evidence.objects.of(village).filter(until_then, withdrawn_at__isnull=True)
    seen = kept.values("pillar")
    mine = Pillar.objects.filter(template__in=lasting(village, on=on).values("template"))
    silent = mine.exclude(pk__in=seen).exclude(served_by__in=seen)
    return list(silent.order_by("template__order", "order", "pk"))


def _seen(village: Village, *, on: date) -> Iterable[Evidence]:
    """What was seen until a day, newest first; what has no date comes last."""
    rows = Evidence.objects.of(village).filter(Q(seen_on__isnull=True) | Q(seen_on__lte=on))
    newest_first = F("seen_on").desc(nulls_last=True)
    return rows.select_related("fact", "pillar").order_by(newest_first, "-shows", "-pk")


def _standing(pillar: Pillar, rows: Mapping[int, Sequence[Evidence]]) -> Standing:
    sources = [pillar.pk, *(other.pk for other in pillar.served_by.all())]
    kept = {s: [row for row in rows.get(s, ()) if row.withdrawn_at is None] for s in sources}
    # Within one pillar the newest evidence decides; a theme is as far as the furthest of its own.
    stage = max((found[0].shows for found in kept.values() if found), default=NOTHING)
    evidence = [row for found in kept.values() for row in found]
    evidence.sort(key=lambda row: (row.seen_on or date.min, row.shows, row.pk), reverse=True)
    withdrawn = [row for row in rows.get(pillar.pk, ()) if row.withdrawn_at is not None]
    return Standing(pillar=pillar, stage=stage, evidence=evidence, withdrawn=withdrawn)


@transaction.atomic
def record_evidence(
    *,
    village: Village,
    pillar: Pillar,
    seen: Seen,
    by: Actor,
    at: datetime,
) -> Evidence:
    """Record what somebody saw, counted, kept or was told.

    Errors: Refused if the village does not run the pillar's programme.
    """
    if pillar not in pillars_of(running_in(village, on=seen.seen_on)):
        raise Refused(
            _("%(programme)s does not run in the village on that day. Choose another day.")
            % {"programme": pillar.template.short_name}
        )
    row = Evidence.objects.create(
        village=village,
        pillar=pillar,
        shows=seen.shows,
        kind=seen.kind,
        statement=seen.statement,
        seen_on=seen.seen_on,
        source=seen.source,
        recorded_at=at,
        recorded_by=by.user,
    )
    audit.record(
        village=village,
        verb="evidence.recorded",
        subject=row,
        subject_name=str(pillar),
        by=by,
        at=at,
    )
    return row


def from_fact(
    *, fact: VillageFact, shows: str, kind: str, seen_on: date | None, by: Actor, at: datetime
) -> Evidence:
    """Make the (unsaved) evidence that a quoted fact is; its words and source are the fact's."""
    assert fact.pillar_id is not None, f"fact {fact.number} belongs to no pillar"
    return Evidence(
        village=fact.village,
        pillar_id=fact.pillar_id,
        shows=Evidence.Shows[shows],
        kind=Evidence.Kind[kind],
        fact=fact,
        seen_on=seen_on,
        source=fact.sources,
        recorded_at=at,
        recorded_by=by.user,
    )


@transaction.atomic
def withdraw(*, row: Evidence, reason: str, by: Actor, at: datetime) -> Evidence:
    """Take back evidence recorded by mistake; it stays visible with the reason.

    Errors: Refused if it is withdrawn already, or quotes a source: an article stays as it is.
    """
    row.take_turn()
    if row.withdrawn_at is not None:
        raise Refused(_("This evidence is withdrawn already. Open the page again."))
    if row.fact_id is not None:
        raise Refused(_("This stands in an article and stays. Record newer evidence beside it."))
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = at, by.user, reason
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    audit.record(
        village=row.village,
        verb="evidence.withdrawn",
        subject=row,
        subject_name=str(row.pillar),
        by=by,
        at=at,
    )
    return row
