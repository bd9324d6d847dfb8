"""Who gave in a round: many in one go, and a mistake taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.arisan import rounds
from rembuk.arisan.models import Arisan, Paid, Seat
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor


@transaction.atomic
def record(
    *, arisan: Arisan, number: int, seats: Sequence[Seat], on: date, by: Actor, at: datetime,
    today: date,
) -> list[Paid]:  # fmt: skip
    """Write down who gave for a round; who gave late gives for the round she missed.

    Errors: Refused for a day to come, a round that has not begun, nobody, an arisan that ended,
    and whoever is written down already.
    """
    arisan.take_turn()
    rounds.check_lasts(arisan)
    found = rounds.standing(arisan, on=today)
    one = found.round(number)
    if one is None or one not in found.asked:
        raise Refused(_("This round has not begun. Record the rounds one after the other."))
    if on > today:
        raise Refused(_("Choose today or an earlier day."))
    if not seats:
        raise Refused(_("Tap who paid."))
    for seat in seats:
        if seat.pk in one.paid:
            raise Refused(
                _("%(name)s is written down already. Open the page again.") % {"name": seat}
            )
    made = [
        Paid.objects.create(
            village=arisan.village, arisan=arisan, seat=seat, round=number, on=on, by=by.user,
            at=at,
        )
        for seat in seats
    ]  # fmt: skip
    for seat in seats:
        _tell("arisan.paid", seat, number, by=by, at=at)
    return made


@transaction.atomic
def take_back(*, paid: Paid, why: str, by: Actor, at: datetime) -> Paid:
    """Take back that somebody gave; it stays visible with the reason.

    Errors: Refused without a reason, if it was taken back, and if the pot was handed over with it.
    """
    arisan = paid.arisan
    arisan.take_turn()
    paid.take_turn()
    said = clean_text(why)[0]
    if paid.withdrawn_at is not None:
        raise Refused(_("This was taken back before. Nothing more is needed."))
    if not said:
        raise Refused(_("Write why it is taken back."))
    rounds.check_lasts(arisan)
    one = rounds.standing(arisan, on=paid.on).round(paid.round)
    assert one is not None
    if one.left_rp < arisan.share_rp:
        raise Refused(_("This money was handed over. Take that back first."))
    paid.withdrawn_at, paid.withdrawn_by, paid.withdrawn_why = at, by.user, said
    paid.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    _tell("arisan.paid_taken_back", paid.seat, paid.round, by=by, at=at)
    return paid


def _tell(verb: str, seat: Seat, number: int, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=seat.village, verb=verb, subject=seat, subject_name=seat.name,
        resident_id=seat.resident_id, by=by, at=at,
        changes=[("arisan_round", None, number)],
    )  # fmt: skip
