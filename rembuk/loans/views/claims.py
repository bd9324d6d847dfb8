"""What the page of a loan says of proposals about it, and which steps it offers."""

from __future__ import annotations

from typing import Any

from rembuk.loans import rescheduling, writing_off
from rembuk.loans.claims import Claim, State
from rembuk.loans.classes import Judged
from rembuk.loans.models import Class
from rembuk.loans.progress import Progress
from rembuk.loans.standing import Standing
from rembuk.loans.standing import State as Stands
from rembuk.loans.writing_off import Side
from rembuk.villages.access import VillageRequest, actor_of
from rembuk.villages.permissions import Permission


def told(request: VillageRequest, stands: Standing, judged: Judged | None) -> dict[str, Any]:
    """Return which steps this person may do next with a loan that is paid badly."""
    may, user, claim = request.acting.may, request.user, stands.claim
    own = stands.application.member.resident.user_id == user.pk
    is_bad = judged is not None and judged.klass == Class.BAD
    offered = {
        "may_write_off": is_bad and not own and may(Permission.RECORD_CASH),
        "may_recover": stands.state == Stands.WRITTEN_OFF and may(Permission.RECORD_CASH),
    }
    if claim is None or own or claim.write_off.by_id == user.pk:
        return offered | ({"may_write_off": False} if _waits(claim) else {})
    side = writing_off.side_of(actor_of(request))
    spoke = any(one.side == side or one.by_id == user.pk for one in claim.votes)
    return offered | {
        "may_write_off": offered["may_write_off"] and not _waits(claim),
        "may_say": _waits(claim) and side is not None and not spoke,
        "may_put_back": stands.is_off_books and not claim.recoveries
        and may(Permission.APPROVE_CASH),
    }  # fmt: skip


def scheduled(
    request: VillageRequest, stands: Standing, progress: Progress | None
) -> dict[str, Any]:
    """Return what was proposed as a new schedule, and which steps this person may do with it."""
    may, user = request.acting.may, request.user
    if progress is None or stands.state != Stands.RUNNING:
        return {}
    rows = rescheduling.told_of(progress.proposals)
    own = stands.application.member.resident.user_id == user.pk
    waits = next((one for one in rows if one.waits), None)
    of_board = writing_off.side_of(actor_of(request)) == Side.BOARD
    return {
        "schedules": rows,
        "may_reschedule": waits is None and not own and may(Permission.RECORD_CASH),
        "may_answer_schedule": waits is not None and not own and of_board
        and waits.told.by_id != user.pk,
        "may_undo_schedule": any(one.counts for one in rows) and not own
        and may(Permission.APPROVE_CASH),
    }  # fmt: skip


def _waits(claim: Claim | None) -> bool:
    return claim is not None and claim.state == State.WAITS
