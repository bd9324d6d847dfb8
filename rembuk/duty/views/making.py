"""Working a roster out beside the request, with progress that any worker can show (adr/0012).

A thread, because a proof may take longer than a request should. How far it is, and whether
somebody stopped it, stands in a small file; a server that stops leaves the roster as it was, and
the page offers to start again.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from django.core.cache import caches
from django.db import connection, transaction
from django.utils import timezone

from rembuk.duty import rosters
from rembuk.duty.models import HALVES, Roster
from rembuk.duty.solving import SoFar, Stopped
from rembuk.villages import tenancy
from rembuk.villages.models import Village

# Without a sign of life for so long, the thread is gone.
SILENT_SECONDS_MAX = 45


@dataclass(frozen=True)
class Progress:
    """How long the work goes on, and how even a roster is that was found; in halves."""

    seconds: int
    best_halves: int | None
    least_halves: int

    @property
    def most(self) -> int:
        """After so many seconds it is given up."""
        return int(rosters.PROOF_SECONDS_MAX)

    @property
    def done(self) -> int:
        """How much of that time has passed."""
        return min(self.seconds, self.most)


def begin(asked: Roster) -> None:
    """Start the work when this request has written what it writes."""
    _tell(asked.pk, seconds=0, known=SoFar())
    caches["progress"].delete(_stop_key(asked.pk))
    thread = threading.Thread(
        target=_beside, args=(asked.pk, asked.village), name=_key(asked.pk), daemon=True
    )
    transaction.on_commit(thread.start)


def progress_of(asked: Roster) -> Progress | None:
    """How far the work is; None when nobody works on it."""
    told = caches["progress"].get(_key(asked.pk))
    if told is None or timezone.now().timestamp() - told["at"] > SILENT_SECONDS_MAX:
        return None
    return Progress(told["seconds"], told["best"], told["least"])


def stop(asked: Roster) -> None:
    """Let the thread know that nobody waits for it any more."""
    caches["progress"].set(_stop_key(asked.pk), True, timeout=3600)


def work(asked: Roster) -> None:
    """Work a roster out and store what came of it."""
    began = time.monotonic()
    plan = rosters.plan_of(asked)

    def goes_on(known: SoFar) -> bool:
        _tell(asked.pk, seconds=int(time.monotonic() - began), known=known)
        return not caches["progress"].get(_stop_key(asked.pk))

    try:
        outcome = rosters.work_out(plan, goes_on=goes_on)
    except Stopped:
        return
    except TimeoutError:
        rosters.give_up(asked)
    else:
        rosters.keep(asked=asked, plan=plan, outcome=outcome)
    caches["progress"].delete(_key(asked.pk))


def _beside(roster_id: int, village: Village) -> None:
    try:
        with tenancy.inside(village):
            work(Roster.objects.of(village).select_related("group", "rule").get(pk=roster_id))
    finally:
        connection.close()


def _tell(roster_id: int, *, seconds: int, known: SoFar) -> None:
    told = {
        "seconds": seconds,
        "best": None if known.best is None else int(known.best * HALVES),
        "least": int(known.least * HALVES),
        "at": timezone.now().timestamp(),
    }
    caches["progress"].set(_key(roster_id), told, timeout=3600)


def _key(roster_id: int) -> str:
    return f"duty-{roster_id}"


def _stop_key(roster_id: int) -> str:
    return f"duty-{roster_id}-stop"
