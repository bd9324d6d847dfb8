"""Telling many people one thing, and seeing who has read it."""

from __future__ import annotations

import re
from datetime import datetime

from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.messaging import queue, templates
from rembuk.messaging.models import Message
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

TEMPLATE = "announcement"
TITLE_LENGTH_MAX = 60
TEXT_LENGTH_MAX = 2000
SENTENCE_END = re.compile(r"[.!?…][\"”’')]*$")


def announce(
    *, village: Village, audience: str, title: str, text: str, by: Actor, at: datetime
) -> Message:
    """Make an announcement for a circle of people.

    The message carries as many whole sentences as fit; everything stands behind its link.
    Errors: Refused as in `queue.queue`.
    """
    values = values_of(village=village, title=title, text=text, by=by)
    return queue.queue(
        village=village, template=TEMPLATE, audience=audience, values=values,
        full_text=text, by=by, at=at,
    )  # fmt: skip


def values_of(*, village: Village, title: str, text: str, by: Actor) -> dict[str, str]:
    """What fills the announcement's words. Errors: Refused if it may not be sent so."""
    assert by.user is not None, "an announcement is signed by a person"
    values = {
        "village": village.name,
        "title": title.strip().rstrip(".!? "),
        "sender": by.user.name,
        "body": "",
    }
    words = templates.newest(TEMPLATE)
    room = queue.refuse_text(words, values, language="id")
    values["body"] = shortened(text, room)
    if not values["body"]:
        raise Refused(_("Write what there is to say in one or more sentences."))
    queue.refuse_text(words, values, language="id")
    return values


def shortened(text: str, room: int) -> str:
    """Return the whole sentences that fit into `room` characters, else the words that fit and …."""
    flat = " ".join(text.split())
    if flat and not SENTENCE_END.search(flat):
        flat += "."
    if len(flat) <= room:
        return flat
    kept = ""
    for sentence in re.split(r"(?<=[.!?])\s+", flat):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > room:
            break
        kept = longer
    return kept or flat[: room - 1].rsplit(" ", 1)[0] + "…"
