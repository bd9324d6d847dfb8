"""Answers that cost much and stay true until somebody in the village writes something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.db.models import Max

from rembuk.people.models import Resident
from rembuk.villages.models import AuditEntry, Village

CACHE_SECONDS = 24 * 3600


def until_next_write(village: Village, what: str, work: Callable[[], Any]) -> Any:
    """Return what `work` says, asking it again only after a write; two queries otherwise.

    Every write leaves a line in the audit trail, so its newest line tells. `work` returns plain
    values: what is kept may be read by a later release.
    """
    stamp = (
        AuditEntry.objects.of(village).aggregate(last=Max("pk"))["last"],
        Resident.objects.of(village).aggregate(last=Max("pk"))["last"],
    )
    key = f"people.{what}.{village.pk}"
    kept = caches["answers"].get(key)
    if kept is None or kept[0] != stamp:
        kept = (stamp, work())
        caches["answers"].set(key, kept, CACHE_SECONDS)
    return kept[1]
