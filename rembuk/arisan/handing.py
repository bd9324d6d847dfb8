"""The pot is handed to who won it, with a receipt; what comes in late is handed on too."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from rembuk.arisan import rounds
from rembuk.arisan.models import Draw, HandedOver
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor


@transaction.atomic
def hand_over(*, draw: Draw, on: date, by: Actor, at: datetime, today: date) -> HandedOver:
    """Hand over all that lies in the pot of a round, and number the receipt.

    Errors: Refused before two have signed, with an empty pot, for a day to come, to oneself.
    """
    arisan = draw.arisan
    arisan.take_turn()
    draw.take_turn()
    rounds.check_lasts(arisan)
    if draw.withdrawn_at is not None or draw.signed_at is None:
        raise Refused(_("Two people sign the draw first."))
    if on > today:
        raise Refused(_("Choose today or an earlier day."))
    assert draw.seat is not None
    who = draw.seat.resident
    if who and by.user and who.user_id == by.user.pk:
        raise Refused(_("This pot is yours: let another officer hand it over."))
    one = rounds.standing(arisan, on=today).round(draw.round)
    assert one is not None
    if not one.left_rp:
        raise Refused(_("Nothing lies in this pot. Record first who paid."))
    rows = HandedOver.objects.of(arisan.village).filter(arisan=arisan)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    made = HandedOver.objects.create(
        village=arisan.village, arisan=arisan, draw=draw, number=last + 1, amount_rp=one.left_rp,
        on=on, by=by.user, at=at,
    )  # fmt: skip
    _tell("arisan.handed_over", made, by=by, at=at)
    return made


@transaction.atomic
def take_back(*, handed: HandedOver, why: str, by: Actor, at: datetime) -> HandedOver:
    """Take back that a pot was handed over: its receipt counts no more, its number stays.

    Errors: Refused without a reason and if it was taken back.
    """
    handed.arisan.take_turn()
    handed.take_turn()
    rounds.check_lasts(handed.arisan)
    said = clean_text(why)[0]
    if handed.withdrawn_at is not None:
        raise Refused(_("This was taken back before. Nothing more is needed."))
    if not said:
        raise Refused(_("Write why it is taken back."))
    handed.withdrawn_at, handed.withdrawn_by, handed.withdrawn_why = at, by.user, said
    handed.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    _tell("arisan.handed_taken_back", handed, by=by, at=at)
    return handed


def _tell(verb: str, handed: HandedOver, *, by: Actor, at: datetime) -> None:
    seat = handed.draw.seat
    assert seat is not None
    audit.record(
        village=handed.village, verb=verb, subject=handed, subject_name=seat.name,
        resident_id=seat.resident_id, by=by, at=at,
        changes=[("arisan_round", None, handed.draw.round)],
    )  # fmt: skip
