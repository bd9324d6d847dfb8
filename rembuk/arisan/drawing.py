"""Whose turn it is: drawn so that nobody can steer it and everybody can work it out again.

One person begins the draw: a secret number is chosen and its fingerprint shown. Then the meeting
calls out a word, and a second person types it. The winner follows from both:

    the SHA-256 of "<secret> <word>", as a number, divided by how many are in the draw; the rest
    counts from 0 along the numbers in the draw, the lowest first.

Who begins cannot know the word, who types it cannot know the secret, and the fingerprint shows
afterwards that the secret was not changed. With lots, or in an agreed order, one writes down whose
turn it is and another signs; neither may be the winner.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.arisan import rounds
from rembuk.arisan.models import Arisan, Draw, HandedOver, Seat, Way
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor

WORD_LEAST, WORD_MOST = 3, 60
PIECE, PIECES = 4, 4


def new_salt() -> str:
    """Return a secret that nobody can guess."""
    return secrets.token_hex(16)


def fingerprint(salt: str) -> str:
    """Return what shows a secret without telling it: 16 signs of its SHA-256, in fours."""
    digest = hashlib.sha256(salt.encode()).hexdigest()
    return "-".join(digest[PIECE * one : PIECE * (one + 1)] for one in range(PIECES))


def winner(salt: str, word: str, *, numbers: Sequence[int]) -> int:
    """Return which of the numbers is drawn; the same secret and word give the same."""
    drawn = int(hashlib.sha256(f"{salt} {word}".encode()).hexdigest(), 16)
    return numbers[drawn % len(numbers)]


def spoken(word: str) -> str:
    """Return a word as it counts: small letters, single blanks."""
    return clean_text(word)[0].casefold()


@transaction.atomic
def begin(
    *, arisan: Arisan, number: int, by: Actor, at: datetime, today: date,
    seat: Seat | None = None, salt: str = "",
) -> Draw:  # fmt: skip
    """Begin the draw of a round; with lots or in order, `seat` says whose turn it is.

    Errors: Refused before the day of the round, out of turn, while a draw stands, if the share had
    its turn, and if the winner writes it herself.
    """
    arisan.take_turn()
    rounds.check_lasts(arisan)
    found = rounds.standing(arisan, on=today)
    now = found.now
    if now is None or now.number != number:
        raise Refused(_("Draw the rounds one after the other."))
    if now.due_on > today:
        raise Refused(_("The day of this round is still to come."))
    if now.draw is not None:
        raise Refused(_("This draw waits for the second signature."))
    by_page = arisan.way == Way.DRAW
    if not by_page and (seat is None or seat not in found.to_draw):
        raise Refused(_("Choose somebody who has not had a turn."))
    if not by_page:
        _check_not_own(seat, by)
    made = Draw.objects.create(
        village=arisan.village, arisan=arisan, round=number, way=arisan.way, on=today,
        seat=None if by_page else seat, salt=(salt or new_salt()) if by_page else "",
        numbers=[one.number for one in found.to_draw], by=by.user, at=at,
    )  # fmt: skip
    _tell("arisan.draw_begun", made, by=by, at=at)
    return made


@transaction.atomic
def sign(*, draw: Draw, word: str = "", by: Actor, at: datetime) -> Seat:
    """Sign as the second person, with the word the meeting called out; return who takes the pot.

    Errors: Refused for whoever began it, for the winner of lots or an order, if it was signed or
    taken back, and for a word of fewer than three letters.
    """
    arisan = draw.arisan
    arisan.take_turn()
    draw.take_turn()
    rounds.check_lasts(arisan)
    if draw.withdrawn_at is not None or draw.signed_at is not None:
        raise Refused(_("This draw waits for nobody any more. Open the round again."))
    if by.user is None or by.user.pk == draw.by_id:
        raise Refused(_("You began this draw. Somebody else signs it."))
    if draw.way == Way.DRAW:
        said = spoken(word)
        if not WORD_LEAST <= len(said) <= WORD_MOST:
            raise Refused(_("Write the word that the meeting called out, three letters or more."))
        number = winner(draw.salt, said, numbers=draw.numbers)
        draw.word = said
        draw.seat = Seat.objects.of(arisan.village).get(arisan=arisan, number=number)
    assert draw.seat is not None
    if draw.way != Way.DRAW:
        _check_not_own(draw.seat, by)
    draw.signed_by, draw.signed_at = by.user, at
    draw.save(update_fields=["word", "seat", "signed_by", "signed_at"])
    _tell("arisan.draw_signed", draw, by=by, at=at)
    return draw.seat


@transaction.atomic
def take_back(*, draw: Draw, why: str, by: Actor, at: datetime) -> Draw:
    """Take a draw back, for everybody to see.

    Errors: Refused without a reason, twice, once the pot was handed over, and after a later round.
    """
    arisan = draw.arisan
    arisan.take_turn()
    draw.take_turn()
    rounds.check_lasts(arisan)
    said = clean_text(why)[0]
    if draw.withdrawn_at is not None:
        raise Refused(_("This was taken back before. Nothing more is needed."))
    if not said:
        raise Refused(_("Write why it is taken back."))
    given = HandedOver.objects.of(arisan.village).filter(draw=draw, withdrawn_at__isnull=True)
    if given.exists():
        raise Refused(_("This money was handed over. Take that back first."))
    later = Draw.objects.of(arisan.village).filter(
        arisan=arisan, round__gt=draw.round, withdrawn_at__isnull=True
    )
    if later.exists():
        raise Refused(_("A later round was drawn. Take that draw back first."))
    draw.withdrawn_at, draw.withdrawn_by, draw.withdrawn_why = at, by.user, said
    draw.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    _tell("arisan.draw_taken_back", draw, by=by, at=at)
    return draw


def _check_not_own(seat: Seat | None, by: Actor) -> None:
    """Nobody writes down or signs her own turn."""
    if seat and seat.resident and by.user and seat.resident.user_id == by.user.pk:
        raise Refused(_("This is your own turn: let somebody else write it down or sign it."))


def _tell(verb: str, draw: Draw, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=draw.village, verb=verb, subject=draw, subject_name=draw.arisan.name,
        resident_id=draw.seat.resident_id if draw.seat else None, by=by, at=at,
        changes=[("arisan_round", None, draw.round)],
    )  # fmt: skip
