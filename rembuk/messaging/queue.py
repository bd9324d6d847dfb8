"""Making a message: whom it is for is settled now, and stays so."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.lib import codes
from rembuk.lib.errors import Refused
from rembuk.messaging import privacy, templates
from rembuk.messaging.models import Delivery, DeliveryOutcome, Message, State, Way
from rembuk.messaging.templates import LENGTH_MAX, Template
from rembuk.villages import audit, circles
from rembuk.villages.actors import Actor
from rembuk.villages.circles import Addressee
from rembuk.villages.models import Village

CODE_LENGTH = 10
ADDRESSEES_MAX = 20_000
# What a link may take of a message: our own address, the village, the code.
LONGEST_LINK = "https://" + "x" * 100


@transaction.atomic
def queue(
    *,
    village: Village,
    template: str,
    audience: str,
    values: Mapping[str, str],
    by: Actor,
    at: datetime,
    full_text: str = "",
    language: str = "id",
) -> Message:
    """Make a message with one row for each addressee, ready to be sent.

    `audience` is a circle's key (villages/circles.py); names, phones and consents are taken as
    they are now. Who did not agree to messages, or has no phone, gets a slip instead. `values`
    are the shared variables of the template; one called "title" names the message in lists.
    Errors: Refused for an empty circle, a text that is too long, or one whose first 60
    characters tell what a locked phone must not.
    """
    words = templates.newest(template)
    assert not words.secret, "codes and links go by secrets.deliver"
    assert words.shared == values.keys(), words.shared ^ values.keys()
    today = at.astimezone(village.zone).date()
    people = circles.people_in(village, audience, on=today)
    assert len(people) <= ADDRESSEES_MAX
    if not people:
        raise Refused(_("Nobody is in this circle now. Choose another one."))
    refuse_text(words, values, language=language, longest_name=_longest(people))
    message = Message.objects.create(
        village=village, template=template, template_version=words.version, language=language,
        values=dict(values), full_text=full_text, title=values.get("title", ""), circle=audience,
        circle_label=circles.called(audience), queued_at=at, queued_by=by.user,
        office=by.office,
    )  # fmt: skip
    rows = [_row(message, one, words=words) for one in people]
    Delivery.objects.bulk_create(rows, batch_size=500)
    DeliveryOutcome.objects.bulk_create(
        [
            DeliveryOutcome(village=village, delivery=row, state=State.QUEUED, at=at, by=by.user)
            for row in rows
        ],
        batch_size=500,
    )
    audit.record(
        village=village, verb="messaging.queued", subject=message, by=by, at=at,
        changes=[("addressees", "", len(rows))],
    )  # fmt: skip
    return message


@transaction.atomic
def take_back(*, message: Message, by: Actor, at: datetime) -> None:
    """Take a message back before anybody got it; it stays in the list as taken back.

    Errors: Refused if it reached somebody, or was taken back before.
    """
    message.take_turn()
    if message.withdrawn_at is not None:
        raise Refused(_("This message was already taken back. Nothing more is needed."))
    if message.deliveries.exclude(state=State.QUEUED).exists():
        raise Refused(_("Somebody has it already. Send another message that puts it right."))
    message.withdrawn_at, message.withdrawn_by = at, by.user
    message.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record(
        village=message.village, verb="messaging.taken_back", subject=message, by=by, at=at
    )


def refuse_text(
    words: Template, values: Mapping[str, str], *, language: str, longest_name: str = "B" * 30
) -> int:
    """Return how many characters are left. Errors: Refused if the text may not be sent so."""
    sample = {"name": longest_name, "link": LONGEST_LINK}
    left = LENGTH_MAX - len(templates.fill(words, {**sample, **values}, language=language))
    if left < 0:
        raise Refused(
            _("The message is %(over)s characters too long. Shorten it.") % {"over": -left}
        )
    # Somebody's name is no reason to refuse, whatever word it is.
    shown = templates.fill(words, {**sample, "name": "…", **values}, language=language)
    if word := privacy.shown_too_early(shown):
        raise Refused(
            _(
                "'%(word)s' would be seen on a locked phone. Leave it out here,"
                " and say it in person."
            )
            % {"word": word}
        )
    return left


def _longest(people: list[Addressee]) -> str:
    return max((one.nickname or one.name for one in people), key=len)


def _row(message: Message, one: Addressee, *, words: Template) -> Delivery:
    why = "" if one.phone else Delivery.WhySlip.NO_PHONE
    if not one.may_message:
        why = Delivery.WhySlip.NO_CONSENT
    return Delivery(
        village=message.village, message=message, resident_id=one.resident_id, name=one.told_name,
        phone=one.phone, country=one.country, place=one.place,
        values={"name": one.nickname or one.name} if "name" in words.own else {},
        way=Way.SLIP if why else Way.WHATSAPP, why_slip=why, code=new_code(),
    )  # fmt: skip


def new_code() -> str:
    """Make the short code of one person's link: about 48 bits, so it cannot be guessed."""
    return "".join(secrets.choice(codes.ALPHABET) for _place in range(CODE_LENGTH))
