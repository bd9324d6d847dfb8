"""Answers that cost much and stay true until somebody in the village writes something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.db.models import Subquery

from rembuk.people.models import Resident
from rembuk.villages.models import AuditEntry, Village

CACHE_SECONDS = 24 * 3600


def until_next_write(village: Village, what: str, *, work: Callable[[], Any]) -> Any:
    """Return what `work` says, asking it again only after a write; one query otherwise.

    Every write leaves a line in the audit trail, so its newest line tells. `work` returns plain
    values: what is kept may be read by a later release.
    """
    stamp = newest(village)
    key = f"people.{what}.{village.pk}"
    kept = caches["answers"].get(key)
    if kept is None or kept[0] != stamp:
        kept = (stamp, work())
        caches["answers"].set(key, kept, CACHE_SECONDS)
    return kept[1]


def newest(village: Village) -> tuple[int | None, int | None]:
    """Return the newest line of the trail and the newest resident: has anybody written since?"""
    entries = AuditEntry.objects.of(village).order_by("-pk").values("pk")[:1]
    people = Resident.objects.of(village).order_by("-pk").values("pk")[:1]
    here = Village.objects.filter(pk=village.pk)
    stamp: tuple[int | None, int | None] = here.values_list(
        Subquery(entries), Subquery(people)
    ).get()
    return stamp
