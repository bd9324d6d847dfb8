"""Photos of what was done on a turn: beside the mark, for the group alone."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.duty import marking, records
from rembuk.duty.models import Turn, TurnPhoto
from rembuk.enterprise import photos
from rembuk.enterprise.pictures import Picture
from rembuk.lib.errors import Refused
from rembuk.villages import audit
from rembuk.villages.actors import Actor

PHOTOS_MAX = 3


@transaction.atomic
def add(*, turn: Turn, picture: Picture, by: Actor, at: datetime, today: date) -> TurnPhoto:
    """Add a photo of a turn; one that nobody marked yet is done with it.

    Errors: Refused for a day to come, for others than who has it, did it or marks for others, and
    where there are enough.
    """
    turn.take_turn()
    mark = records.kept_one(turn).mark
    if mark is None:
        mark = marking.done(turn=turn, by=by, at=at, today=today)
    if not any(marking.may_act_for(one, by) for one in (turn.holder, mark.doer) if one):
        raise Refused(_("Ask the chair to add it: this is the turn of %(name)s.") % {
            "name": turn.holder,
        })  # fmt: skip
    photo = photos.add(
        TurnPhoto, turn.village, picture=picture, most=PHOTOS_MAX, by=by, at=at, turn=turn
    )  # fmt: skip
    _tell("photo_added", photo, by=by, at=at)
    return photo


@transaction.atomic
def remove(*, photo: TurnPhoto, by: Actor, at: datetime) -> None:
    """Take a photo away for good. Errors: Refused for others than who may mark the turn."""
    if not may_remove(photo.turn, by):
        raise Refused(_("Ask the chair: this is the turn of %(name)s.") % {"name": photo.turn})
    if photos.remove(photo, at=at):
        _tell("photo_removed", photo, by=by, at=at)


def may_remove(turn: Turn, by: Actor) -> bool:
    """May she take photos of this turn away?"""
    return marking.may_act_for(turn.holder, by)


def of(turn: Turn) -> QuerySet[TurnPhoto]:
    """Return the photos of a turn, without their bytes."""
    return photos.kept(TurnPhoto, turn.village).filter(turn=turn)


def _tell(what: str, photo: TurnPhoto, *, by: Actor, at: datetime) -> None:
    turn = photo.turn
    audit.record(
        village=turn.village, verb=f"duty.{what}", subject=turn, subject_name=turn.holder.name,
        resident_id=turn.holder.resident_id, by=by, at=at,
        changes=[("turn_on", None, turn.on.isoformat())],
    )  # fmt: skip
