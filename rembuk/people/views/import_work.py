"""Reading and storing a file beside the request, with progress that any worker can show.

docs/adr/0012: a thread, because only this takes longer than a second. Progress is a small file;
a server that stops leaves the batch as it was, and the page offers to start again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.db import connection, transaction
from django.utils import timezone, translation

from rembuk.lib.errors import Refused
from rembuk.people import storing
from rembuk.people.models import ImportBatch
from rembuk.villages import tenancy
from rembuk.villages.actors import Actor

# A smaller file is done before a page could show its progress.
BESIDE_FROM_BYTES = 60 * 1024
# Without a sign of life for so long, the thread is gone.
SILENT_SECONDS_MAX = 90

Work = Callable[[ImportBatch, storing.Progress], object]


def check(batch: ImportBatch, choices: storing.Choices) -> None:
    """Read the file; at once if it is small, else beside the request."""

    def work(batch: ImportBatch, progress: storing.Progress) -> object:
        today = timezone.now().astimezone(batch.village.zone).date()
        return storing.check(batch=batch, today=today, choices=choices, progress=progress)

    _begin(batch, work, ImportBatch.State.READING)


def store(batch: ImportBatch, by: Actor) -> None:
    """Store the accepted rows; at once if the file is small, else beside the request."""

    def work(batch: ImportBatch, progress: storing.Progress) -> object:
        now = timezone.now()
        today = now.astimezone(batch.village.zone).date()
        return storing.store(batch=batch, today=today, by=by, at=now, progress=progress)

    _begin(batch, work, ImportBatch.State.STORING)


def progress_of(batch: ImportBatch) -> dict[str, Any] | None:
    """How far it is: done, total, refused (a sentence); None when nothing is under way."""
    told = caches["progress"].get(_key(batch))
    if told is None or timezone.now().timestamp() - told["at"] > SILENT_SECONDS_MAX:
        return None
    return dict(told)


def refusal_of(batch: ImportBatch) -> str:
    """Why the last try stored nothing, or ''."""
    return str((caches["progress"].get(_key(batch)) or {}).get("refused", ""))


def _begin(batch: ImportBatch, work: Work, state: str) -> None:
    batch.take_turn()
    storing.refuse_stored(batch)
    if len(batch.file_sealed or b"") < BESIDE_FROM_BYTES:
        work(batch, lambda _done, _total: None)
        return
    ImportBatch.objects.filter(pk=batch.pk).update(state=state)
    _tell(batch, 0, 1)
    thread = threading.Thread(
        target=_beside,
        args=(batch.pk, batch.village, work, translation.get_language()),
        name=_key(batch),
        daemon=True,
    )
    # The thread must find what this request wrote.
    transaction.on_commit(thread.start)


def _beside(batch_id: int, village: Any, work: Work, language: str | None) -> None:
    try:
        # Each piece of work opens its own transaction, as late as it can: until then others write.
        with translation.override(language), tenancy.inside(village):
            batch = ImportBatch.objects.select_related("village").get(pk=batch_id)
            try:
                work(batch, lambda done, total: _tell(batch, done, total))
            except Refused as reason:
                waiting = ImportBatch.objects.filter(pk=batch_id, stored_at__isnull=True)
                waiting.update(state=ImportBatch.State.CHECKED)
                _tell(batch, 0, 1, refused=str(reason))
            else:
                caches["progress"].delete(_key(batch))
    finally:
        connection.close()


def _tell(batch: ImportBatch, done: int, total: int, *, refused: str = "") -> None:
    told = {"done": done, "total": max(total, 1), "at": timezone.now().timestamp()}
    caches["progress"].set(_key(batch), {**told, "refused": refused}, timeout=3600)


def _key(batch: ImportBatch) -> str:
    return f"import-{batch.pk}"
