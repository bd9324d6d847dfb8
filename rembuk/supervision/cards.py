"""What supervision puts on 'Hari ini': of supervisors and of the board; without its words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.coop import offices
from rembuk.supervision import findings, nights
from rembuk.villages.access import VillageRequest
from rembuk.web.today import Card, Urgency


def to_answer(request: VillageRequest) -> Iterator[Card]:
    """What the board owes an answer to."""
    waits = list(_unanswered(request)[0]) if _of_cooperative(request) else []
    if waits:
        yield Card(
            urgency=Urgency.WAITS_FOR_REPLY,
            title=ngettext(
                "%(n)s finding waits for your answer", "%(n)s findings wait for your answer",
                len(waits),
            ) % {"n": len(waits)},
            why=_("The supervisory board wrote it down for the board."),
            button=_("Read and answer"), url=_address(request, "findings"), icon="coop",
            due_on=waits[0].answer_by,
        )  # fmt: skip


def answerable(request: VillageRequest) -> list[QuerySet[Any]]:
    """Return the rows that to_answer tells of."""
    return _unanswered(request) if _of_cooperative(request) else []


def to_look(request: VillageRequest) -> Iterator[Card]:
    """Last night's check and what was answered, for the supervisory board."""
    if not _of_cooperative(request):
        return
    group_id = request.acting.group_id
    assert group_id is not None, "an office of a cooperative"
    last = nights.rows(request.village, group_id).first()
    if last and last.found and not last.waits:
        yield Card(
            urgency=Urgency.SAFETY, title=_("The night's check found something in the book"),
            why=_("Record no money until somebody has looked."), button=_("Read what it found"),
            url=_address(request, "console"), icon="warning",
        )  # fmt: skip
        return
    number = findings.to_close(request.village, group_id).count()
    told = ngettext(
        "%(n)s answer of the board waits for your look.",
        "%(n)s answers of the board wait for your look.", number,
    ) % {"n": number}  # fmt: skip
    yield Card(
        urgency=Urgency.WAITS_FOR_REPLY if number else Urgency.SUGGESTION,
        title=_("Your desk as supervisor"),
        why=told if number else _("The night's check first, then what waits."),
        button=_("Open the desk"), url=_address(request, "console"), icon="coop",
    )  # fmt: skip


def _of_cooperative(request: VillageRequest) -> bool:
    return offices.is_of_cooperative(request.acting)


def _unanswered(request: VillageRequest) -> list[QuerySet[Any]]:
    group_id = request.acting.group_id
    return [findings.unanswered(request.village, group_id)] if group_id else []


def _address(request: VillageRequest, page: str) -> str:
    keys = [request.village.slug, request.acting.group_id]
    return reverse(f"supervision:{page}", args=keys)
