"""One form, one outcome, however often it is sent.

The device makes `request_id` before sending. The first sending does the work and keeps its
outcome with a hash of what was asked, all in one transaction; the same sending again gets that
outcome back; the same id with other content is refused. Keys are kept KEPT_DAYS.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.villages import statements
from rembuk.villages.actors import Actor
from rembuk.villages.models import Command, Village

KEPT_DAYS = 400
UNIQUE_VIOLATION = "23505"
LOOK = "SELECT 1 FROM villages_command WHERE request_id = %s"
OUTCOME = 4  # its place in a row
in_one_order = json.JSONEncoder(sort_keys=True).encode
log = logging.getLogger(__name__)


class AlreadyUsed(Refused):
    """The form's key came before with other content (HTTP 409)."""


@dataclass(frozen=True)
class Outcome:
    """What came of a command: plain values for the page that follows."""

    facts: Mapping[str, Any]
    repeated: bool


def run(
    *,
    request_id: UUID,
    kind: str,
    payload: Mapping[str, Any],
    by: Actor,
    village: Village | None,
    work: Callable[[], Mapping[str, Any] | None],
) -> Outcome:
    """Do `work` once for this request_id and return its facts.

    `payload` is what the person typed (cleaned form data); `work` returns JSON-able facts such
    as {"resident": 12} and writes everything it writes in this transaction. A Refused inside
    `work` leaves nothing behind, so the corrected form may use the same key.
    Errors: AlreadyUsed if the key was used for something else; whatever `work` refuses.
    """
    asked = _hash(kind=kind, payload=payload, by=by, village=village)
    here, person = village.pk if village else None, by.user.pk if by.user else None
    # The moment is the server's own, for forget: no rule looks at it.
    row: list[Any] = [request_id, here, kind, asked, {}, person, datetime.now(UTC)]
    try:
        with ExitStack() as ends:
            with statements.together():
                ends.enter_context(transaction.atomic())
                is_new = _claim(row)
            if not is_new():
                return _earlier(request_id, asked)
            facts = dict(work() or {})
            with statements.together():
                _keep(row, facts)
                ends.close()
    except IntegrityError as reason:
        if not _stands_already(reason):
            raise
        log.warning("%s met what stands already", kind, exc_info=reason)
        raise Refused(
            _(
                "Somebody recorded the same thing at this very moment. Look at what is there,"
                " then send yours again if it is still needed."
            )
        ) from reason
    return Outcome(facts=facts, repeated=False)


def _claim(row: Sequence[Any]) -> Callable[[], bool]:
    """Take a key, and return what says whether nobody had it before.

    The same form at the same moment waits here until the other one is through. Where nobody else
    may write meanwhile, a look is enough, and the row is written once, with its outcome.
    """
    if statements.writes_alone():
        found = statements.run(LOOK, [statements.plain("UUIDField", row[0])])
        return lambda: found.fetchone() is None
    added = statements.add_unless_there(Command, row)
    return lambda: added.rowcount == 1


def _keep(row: list[Any], facts: Mapping[str, Any]) -> None:
    if statements.writes_alone():
        row[OUTCOME] = facts
        statements.add(Command, row)
        return
    kept = [json.dumps(facts), statements.plain("UUIDField", row[0])]
    statements.run("UPDATE villages_command SET outcome = %s WHERE request_id = %s", kept)


def _earlier(request_id: UUID, asked: str) -> Outcome:
    command = Command.objects.get(request_id=request_id)
    if command.payload_hash != asked:
        raise AlreadyUsed(
            _("This form was sent before with other content. Open the page again and check it.")
        )
    return Outcome(facts=command.outcome, repeated=True)


def _stands_already(reason: IntegrityError) -> bool:
    """Say whether two rows wanted one place: two people did the same, and one was earlier."""
    state = getattr(reason.__cause__, "sqlstate", None)  # PostgreSQL says it as a code
    return state == UNIQUE_VIOLATION or "UNIQUE constraint failed" in str(reason)


def _hash(*, kind: str, payload: Mapping[str, Any], by: Actor, village: Village | None) -> str:
    asked = {
        "kind": kind,
        "by": by.user.pk if by.user else None,
        "village": village.pk if village else None,
        "payload": {key: _plain(value) for key, value in payload.items() if key != "request_id"},
    }
    return hashlib.sha256(in_one_order(asked).encode()).hexdigest()


def forget(*, at: datetime) -> int:
    """Remove keys older than KEPT_DAYS. Returns how many there were."""
    old = Command.objects.filter(at__lt=at - timedelta(days=KEPT_DAYS))
    return old.delete()[0]


def _plain(value: Any) -> Any:
    """Turn a cleaned value into something that is the same text whenever it is the same."""
    match value:
        case None | bool() | int() | str():
            return value
        case models.Model():
            return value.pk
        case date() | datetime() | time() | UUID():
            return str(value)
        case File():
            return _digest(value)
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case set() | frozenset() | models.QuerySet():
            return sorted((_plain(item) for item in value), key=str)
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return str(value)


def _digest(file: File) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
